package tabular

import (
	"slices"
	"strings"

	"constat/survey"
)

// Use says what a column is for.
type Use uint8

const (
	Unmatched Use = iota // no question: Code says why
	Answer               // the answers to a question
	Tick                 // one choice of a select_multiple
	Metadata             // what the collecting software adds
)

// Column is one column of a table and what it was recognised as.
type Column struct {
	Table    string // sheet or file
	Header   string
	Use      Use
	Question *survey.Question // of Answer and Tick
	Choice   string           // of Tick: the choice's name
	// Instances are those of repeats spread in columns, from the outermost one:
	// 2 and 1 of "enfants[2]/visites[1]/duree".
	Instances []int
	Code      string // of Unmatched: why; of others, what is to be said of it

	place  int
	args   []string
	former bool             // only a version before of the form knows it
	rank   int              // of Answer to a ranking: the place that the column's choice has
	fills  *survey.Question // of Tick of « autre »: the question that takes what is written there
}

// same tells two columns that mean the same.
func (c Column) same(other Column) bool {
	return c.Use == other.Use && c.Question == other.Question && c.Choice == other.Choice && slices.Equal(c.Instances, other.Instances) && c.rank == other.rank
}

// answered lists the questions that a column holds answers to.
func (c Column) answered() []*survey.Question {
	switch {
	case c.Question == nil:
		return nil
	case c.fills != nil:
		return []*survey.Question{c.Question, c.fills}
	}
	return []*survey.Question{c.Question}
}

// metadata names the columns that the software of the XLSForm world adds, without
// those that begin with "_", "@" or "meta/", which are recognised by that; other
// tools' are in toolMetadata. Lower case.
var metadata = map[string]bool{
	"start": true, "end": true, "today": true, "deviceid": true, "subscriberid": true, "imei": true, "simserial": true,
	"phonenumber": true, "username": true, "email": true, "audit": true, "device_id": true,
	"instanceid": true, "instancename": true, "instance_id": true, "instance_name": true, "key": true, "parent_key": true,
	"id": true, "uuid": true, "index": true, "row_id": true, "formhub/uuid": true,
	"submissiondate": true, "submission_time": true, "submission_date": true, "submitted_at": true, "submitterid": true,
	"submittername": true, "completiondate": true, "startdate": true, "datestamp": true, "submitdate": true,
	"lastpage": true, "startlanguage": true, "seed": true,
	"attachmentspresent": true, "attachmentsexpected": true, "status": true, "reviewstate": true, "edits": true,
	"formversion": true, "horodateur": true, "timestamp": true,
}

func isMetadata(header string) bool {
	h := strings.ToLower(trim(header))
	return hasMetadataMark(h) || metadata[h] || isToolMetadata(h)
}

func hasMetadataMark(header string) bool {
	h := strings.ToLower(header)
	return strings.HasPrefix(h, "_") || strings.HasPrefix(h, "@") || strings.HasPrefix(h, "meta/") ||
		strings.HasPrefix(h, "meta-") || strings.HasPrefix(h, "set-of-")
}

func lastStep(header string) string { return header[strings.LastIndexByte(header, '/')+1:] }

// Where an answer's identity and day are looked for, the surest first. Lower
// case, without group. A day of submission comes before the respondent's own
// clock.
var (
	identityColumns = []string{"instanceid", "_uuid", "key", "__id", "instance_id", "uuid", "_id"}
	dayColumns      = []string{
		"_submission_time", "submissiondate", "submission_time", "submission_date", "submitted_at", "submitdate", "horodateur",
		"timestamp", "completiondate", "end", "today", "start", "_start", "_end", "datestamp", "startdate",
		// LimeSurvey in words, Framaforms, Microsoft Forms, Qualtrics, Sphinx, SurveyMonkey.
		"date de soumission", "date submitted", "temps soumis", "submitted time", "heure de soumission", "soumis le", "horodatage",
		"heure de fin", "completion time", "recordeddate", "recorded date", "date_enreg", "date d’enregistrement", "date d'enregistrement", "date_saisie", "date de saisie",
		"temps terminé", "completed time", "end date", "enddate", "date de fin", "date de la dernière action", "date last action",
		"date de lancement", "date started", "heure de début", "start time", "start date", "date de début",
	}
)

// placesOf finds the columns of a header that bear one of the names, in the
// order of the names.
func placesOf(header []string, names []string) []int {
	var places []int
	for _, name := range names {
		if place := placeOf(header, name); place >= 0 {
			places = append(places, place)
		}
	}
	return places
}

func placeOf(header []string, name string) int {
	for place, h := range header {
		if h = strings.ToLower(trim(h)); h == name || lastStep(h) == name {
			return place
		}
	}
	return -1
}

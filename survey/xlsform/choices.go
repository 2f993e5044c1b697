package xlsform

import (
	"strconv"
	"strings"

	"constat/survey"
)

// readChoices reads the choices sheet, and external_choices, which has the
// same columns and serves select_one_external.
func (rd *reading) readChoices() {
	if s := rd.book.sheets["choices"]; s != nil {
		rd.choices = rd.head(s, choiceColumns)
		rd.readLists(rd.choices, rd.form.Lists)
	}
	rd.external = map[string]*survey.List{}
	if s := rd.book.sheets["external_choices"]; s != nil {
		rd.readLists(rd.head(s, choiceColumns), rd.external)
	}
}

// readLists gathers a sheet's rows by list, in the order of the rows.
func (rd *reading) readLists(t *table, lists map[string]*survey.List) {
	if len(t.rows) == 0 {
		return
	}
	for _, name := range []string{"list_name", "name"} {
		if !t.has(name) {
			rd.fault(place{t.sheet, 1, name}, CodeMissingColumn, name)
			return
		}
	}
	extra := rd.dataColumns(t)
	unlabelled := map[string]bool{}
	seen := map[[2]string]int{}
	for _, row := range t.rows {
		listName := straight(t.cell(row, "list_name"))
		if listName == "" {
			if t.cell(row, "name") != "" || !t.text(row, "label").Empty() {
				rd.warn(t.at(row, "list_name"), CodeChoiceWithoutList)
			}
			continue
		}
		list := lists[listName]
		if list == nil {
			list = &survey.List{Name: listName}
			lists[listName] = list
		}
		choice := rd.readChoice(t, row, extra)
		if choice.Name == "" {
			rd.fault(t.at(row, "name"), CodeChoiceWithoutName, listName)
			continue
		}
		key := [2]string{listName, choice.Name}
		if first := seen[key]; first != 0 && !rd.settings.duplicateChoices {
			rd.fault(t.at(row, "name"), CodeDuplicateChoice, choice.Name, listName, itoa(first))
			continue
		}
		seen[key] = row.number
		if choice.Label.Empty() && choice.Image.Empty() && !unlabelled[listName] && !t.hasMedia(row) {
			unlabelled[listName] = true
			rd.warn(t.at(row, "label"), CodeChoiceWithoutLabel, choice.Name, listName)
		}
		list.Choices = append(list.Choices, choice)
	}
}

// dataColumns lists the columns that choice filters and look-ups may use: all
// that are not known, if they can be named in an expression.
func (rd *reading) dataColumns(t *table) []column {
	var extra []column
	for _, c := range t.columns {
		switch {
		case c.known:
		case !xmlName.MatchString(c.header):
			rd.warn(place{t.sheet, 1, c.header}, CodeColumnIgnored, c.header)
		default:
			extra = append(extra, c)
		}
	}
	return extra
}

func (t *table) hasMedia(row sheetRow) bool {
	return !t.text(row, "big-image").Empty() || !t.text(row, "audio").Empty() || !t.text(row, "video").Empty()
}

func (rd *reading) readChoice(t *table, row sheetRow, extra []column) survey.Choice {
	choice := survey.Choice{
		Name:  straight(t.cell(row, "name")),
		Label: rd.label(t, row, "label"),
		Image: t.text(row, "image"),
		Row:   row.number,
	}
	for _, c := range extra {
		if value := row.at(c.index); value != "" {
			if choice.Columns == nil {
				choice.Columns = map[string]string{}
			}
			choice.Columns[c.name] = straight(value)
		}
	}
	rd.readMissing(t, row, &choice)
	rd.readMidpoint(t, row, &choice)
	return choice
}

// missingWords are what our column "missing" may hold.
var missingWords = map[string]survey.Missing{
	"nsp": survey.DontKnow, "nc": survey.NotApplicable, "refus": survey.Refused,
}

// missingNames are the choice names that say by themselves that they are no
// answer on the substance, when the sheet has no word about it.
var missingNames = map[string]survey.Missing{
	"nsp": survey.DontKnow, "dk": survey.DontKnow, "dnk": survey.DontKnow, "ne_sait_pas": survey.DontKnow,
	"nc": survey.NotApplicable, "na": survey.NotApplicable, "non_concerne": survey.NotApplicable,
}

// readMissing reads our column "missing". A word that we do not know is only
// a warning: the form may come from people who use that header otherwise.
func (rd *reading) readMissing(t *table, row sheetRow, choice *survey.Choice) {
	word := strings.ToLower(choice.Columns["missing"])
	if word == "" {
		choice.Missing = missingNames[strings.ToLower(choice.Name)]
		return
	}
	missing, known := missingWords[word]
	if !known {
		rd.warn(t.at(row, "missing"), CodeBadMissing, choice.Columns["missing"])
	}
	choice.Missing = missing
}

// readMidpoint reads our column "midpoint", with a decimal point or comma.
func (rd *reading) readMidpoint(t *table, row sheetRow, choice *survey.Choice) {
	text := choice.Columns["midpoint"]
	if text == "" {
		return
	}
	number, err := strconv.ParseFloat(strings.Replace(text, ",", ".", 1), 64)
	if err != nil {
		rd.warn(t.at(row, "midpoint"), CodeBadMidpoint, text)
		return
	}
	choice.Midpoint, choice.HasMidpoint = number, true
}

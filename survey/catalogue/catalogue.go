// Package catalogue holds the questionnaires that the networks share, as the
// XLSForm workbooks that their leads amend in Excel.
//
// The workbook is the source, that of the template too. Each has a twin under testdata, a text dump of
// every sheet, so that a reviewer can read what a commit changes; the test
// fails when the two differ, and rewrites the twin with
//
//	go test ./survey/catalogue -update
package catalogue

import (
	"bytes"
	"embed"
	"fmt"

	"constat/survey"
	"constat/survey/xlsform"
)

//go:embed *.xlsx
var workbooks embed.FS

// Entry is one questionnaire of the catalogue.
type Entry struct {
	ID      string // settings.form_id of the workbook
	File    string // name of the workbook
	Title   string // settings.form_title, with French spaces
	Summary string // one sentence for a lead who chooses
	Network string // slug of the network it was written for; any network may use it
}

var entries = []Entry{
	{
		ID:      "hauts-cantons-enfants",
		File:    "hauts-cantons-enfants.xlsx",
		Title:   "Enfants à orienter vers un accueil spécialisé",
		Summary: "Combien d'enfants vivant dans un foyer avec violences pourraient être orientés vers un accueil spécialisé, et ce qui manque pour le faire.",
		Network: "hauts-cantons",
	},
	{
		ID:      "lunel-sante",
		File:    "lunel-sante.xlsx",
		Title:   "Violences dans le couple\u00a0: repérage et besoins des professionnels de santé",
		Summary: "Combien de patientes victimes les professionnels de santé rencontrent, comment ils les repèrent, et de quoi ils ont besoin.",
		Network: "lunel",
	},
	{
		ID:      "piscenois-communes",
		File:    "piscenois-communes.xlsx",
		Title:   "Besoins et attentes des communes face aux violences intrafamiliales",
		Summary: "Ce que les mairies voient, les logements d'urgence qu'elles peuvent mobiliser, le rôle qu'elles se donnent et ce qu'elles attendent du réseau.",
		Network: "piscenois",
	},
}

// TemplateFile is the name of the template workbook: a small questionnaire with
// every kind of row of the diagnostic sheet, each explained, and the sheet's
// guide. It is no Entry, since nobody answers it.
const TemplateFile = "modele-diagnostic.xlsx"

// Template gives the template workbook.
func Template() []byte { return read(TemplateFile) }

// Entries lists the catalogue in a fixed order.
func Entries() []Entry {
	return append([]Entry(nil), entries...)
}

// Find gives the entry with a form identifier.
func Find(id string) (Entry, bool) {
	for _, e := range entries {
		if e.ID == id {
			return e, true
		}
	}
	return Entry{}, false
}

// Bytes gives the workbook, for download or for reading. An entry that is not
// from Entries is a programming mistake, and panics.
func (e Entry) Bytes() []byte { return read(e.File) }

func read(file string) []byte {
	data, err := workbooks.ReadFile(file)
	if err != nil {
		panic(fmt.Sprintf("catalogue: %v", err))
	}
	return data
}

// Form reads the workbook. The tests read every one of them without a
// problem, so an error here means that the binary is not the one tested.
func (e Entry) Form() (*survey.Form, error) {
	form, err := xlsform.Read(bytes.NewReader(e.Bytes()))
	if err != nil {
		return nil, fmt.Errorf("read %s of the catalogue: %w", e.File, err)
	}
	return form, nil
}

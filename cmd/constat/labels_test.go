package main

import (
	"bytes"
	"encoding/xml"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"constat/analysis"
	"constat/analysis/disclosure"
	"constat/analysis/workbook"
	"constat/survey"
	"constat/survey/catalogue"
	"constat/survey/markup/markuptest"
	"constat/survey/xlsform"
	"constat/survey/xlsform/xform"
)

// labelled has what authors write in labels.
const labelled = `
| survey |
| | type | name | label | hint | constraint | constraint_message |
| | text | nom | <b>Prénom</b> ou *surnom* (\*) | Pas votre <u>nom</u> &amp; adresse | | |
| | integer | petits | Enfants de < 3 ans ou > 11 ans, chez **${nom}** | a < b > c | . < 9 | <b>Moins</b> de 9 |
| | select_one liste | choix | <span style="color:red">Que préfère</span> **${nom}** ?<span style="display:none">caché</span> | [3919](tel:3919) | | |
| | note | fin | # Merci<br/>H<sub>2</sub>O, <commune> | | | |
| choices |
| | list_name | name | label |
| | liste | a | **Chez** <i>lui</i> |
| | liste | b | <1 000 € |
| | liste | c | 1. Nulle part |
`

// labelledForms are ours, with those of the catalogue, and the readable ones that
// others published.
func labelledForms(t *testing.T) map[string]*survey.Form {
	t.Helper()
	files := []string{desk{t, t.TempDir()}.put("nôtre.xlsx", string(diagnoseWorkbook(t, diagnoseMarkdown(labelled))))}
	others, err := filepath.Glob(outside("CONSTAT_FORMS", "forms", "*.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	if len(others) == 0 {
		t.Log("no form of others: only ours are read")
	}
	forms := make(map[string]*survey.Form)
	for _, entry := range catalogue.Entries() {
		form, err := entry.Form()
		if err != nil {
			t.Fatal(err)
		}
		forms[entry.ID] = form
	}
	for _, file := range append(files, others...) {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if form, err := xlsform.Read(bytes.NewReader(content)); err == nil {
			forms[filepath.Base(file)] = form
		}
	}
	return forms
}

// TestLabels_workbook finds each word of the labels of real forms, and of ours,
// in the diagnostic: no tag in any cell.
func TestLabels_workbook(t *testing.T) {
	phrases := 0
	for name, form := range labelledForms(t) {
		diagnostic := analysis.Tabulate(analysis.NewBuilder(form).Dataset(), analysis.Plan{Meta: analysis.Meta{GeneratedOn: time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)}})
		var out bytes.Buffer
		if err := workbook.Write(&out, disclosure.Internal("essai", diagnostic.Meta.GeneratedOn, diagnostic)); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		cells := cellWords(t, name, out.Bytes())
		for _, level := range diagnostic.Data.All() {
			for _, c := range level.Columns {
				if c.Measure == survey.MeasureNone || c.Question.Type.Kind != survey.Asked {
					continue
				}
				texts := []string{c.Question.Label.In(form.DefaultLanguage)}
				if c.Question.List != nil && len(c.Question.List.Choices) <= 60 {
					for _, choice := range c.Question.List.Choices {
						if first, _ := c.Question.List.Choice(choice.Name); first.Row != choice.Row {
							continue // of several that have one name, a table has the first
						}
						texts = append(texts, choice.Label.In(form.DefaultLanguage))
					}
				}
				for _, text := range texts {
					for _, phrase := range markuptest.Phrases(text) {
						phrases++
						if !slices.ContainsFunc(cells, func(cell string) bool { return strings.Contains(cell, " "+phrase+" ") }) {
							t.Errorf("%s loses %q of %q", name, phrase, text)
						}
					}
				}
			}
		}
	}
	t.Logf("%d phrases", phrases)
	if phrases < 300 {
		t.Error("this test proves little")
	}
}

// cellWords are the words of each cell of a workbook.
func cellWords(t *testing.T, name string, content []byte) []string {
	t.Helper()
	book, err := excelize.OpenReader(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	seen := make(map[string]bool)
	var cells []string
	for _, sheet := range book.GetSheetList() {
		rows, err := book.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			for _, text := range row {
				if seen[text] {
					continue
				}
				seen[text] = true
				cells = append(cells, " "+markuptest.Words(text)+" ")
				if raw := markuptest.Raw.FindString(text); raw != "" || strings.Contains(text, "**") {
					t.Errorf("%s: %s shows markup in %q", name, sheet, text)
				}
			}
		}
	}
	return cells
}

// TestLabels_xform does the same in the XForm that Collect and Enketo open: of
// HTML it holds what both show, and no < that Collect would take for a tag.
func TestLabels_xform(t *testing.T) {
	phrases := 0
	for name, form := range labelledForms(t) {
		texts := xformTexts(t, xform.Write(form, xform.Options{}))
		for _, text := range texts {
			bare := bothShow.ReplaceAllString(text, "")
			if raw := markuptest.Raw.FindString(bare); raw != "" || opensTag.MatchString(bare) {
				t.Errorf("%s: the XForm holds %q", name, text)
			}
		}
		all := "\n"
		for _, text := range texts {
			all += " " + strings.Join(markuptest.Phrases(text), " ") + " \n"
		}
		check := func(text survey.Text) {
			for _, phrase := range markuptest.Phrases(text.In(form.DefaultLanguage)) {
				phrases++
				if !strings.Contains(all, " "+phrase+" ") {
					t.Errorf("%s loses %q", name, phrase)
				}
			}
		}
		form.Walk(func(q *survey.Question) {
			if q.Type.Kind != survey.Asked && q.Type.Kind != survey.Note || !q.Shown() {
				return
			}
			check(q.Label)
			check(q.Hint)
			if q.List != nil && q.List.File == "" && q.Type.List {
				for _, c := range q.List.Choices {
					check(c.Label)
				}
			}
		})
	}
	t.Logf("%d phrases", phrases)
}

var (
	bothShow = regexp.MustCompile(`</?(sub|sup)>`)
	opensTag = regexp.MustCompile(`<[A-Za-z/!]`)
)

// xformTexts are the texts of an XForm's labels, hints and translations.
func xformTexts(t *testing.T, document []byte) []string {
	t.Helper()
	var texts []string
	var text strings.Builder
	depth := 0
	for d := xml.NewDecoder(bytes.NewReader(document)); ; {
		token, err := d.Token()
		if err == io.EOF {
			return texts
		}
		if err != nil {
			t.Fatal(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			switch token.Name.Local {
			case "label", "hint", "value":
				depth++
			case "output":
				text.WriteString("${x}")
			}
		case xml.CharData:
			if depth > 0 {
				text.Write(token)
			}
		case xml.EndElement:
			switch token.Name.Local {
			case "label", "hint", "value":
				depth--
				texts = append(texts, text.String())
				text.Reset()
			}
		}
	}
}

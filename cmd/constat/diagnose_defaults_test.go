package main

import (
	"bytes"
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
	"constat/survey/fictitious"
	"constat/survey/xlsform"
)

// withoutDiagnostic is a catalogue's questionnaire whose author wrote no
// diagnostic sheet.
func withoutDiagnostic(t *testing.T, entry catalogue.Entry) *survey.Form {
	t.Helper()
	book := opened(t, entry.Bytes())
	if err := book.DeleteSheet("diagnostic"); err != nil {
		t.Fatal(err)
	}
	var bare bytes.Buffer
	if err := book.Write(&bare); err != nil {
		t.Fatal(err)
	}
	form, problems, err := xlsform.ReadAll(&bare)
	if err != nil || len(problems) > 0 || len(form.Diagnostic) > 0 {
		t.Fatalf("%s without its diagnostic: %v, %v", entry.ID, problems, err)
	}
	return form
}

// A lead who writes no diagnostic sheet still has a table per question, the
// questions with several answers ranked, who answered, and a synthesis that
// says how to choose key figures.
func TestDiagnose_withoutDiagnosticSheet(t *testing.T) {
	for _, entry := range catalogue.Entries() {
		t.Run(entry.ID, func(t *testing.T) {
			form := withoutDiagnostic(t, entry)
			now := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
			occ := survey.Occasion{Now: now, Zone: time.UTC, Seed: 1}
			respondents := fictitious.NewRespondents(form, occ, 1)
			b := analysis.NewBuilder(form)
			for range 30 {
				response, problems := form.Accept(survey.Submission{Answers: respondents.Next()}, occ)
				if response == nil {
					t.Fatal(survey.Problems(problems))
				}
				b.Add(response)
			}
			g := analysis.Tabulate(b.Dataset(), analysis.Plan{Meta: analysis.Meta{Campaign: entry.Title, Fictitious: true, GeneratedOn: now}})
			checkDefaults(t, form, g)
			checkHeadline(t, entry, g)

			var out bytes.Buffer
			if err := workbook.Write(&out, disclosure.Internal("essai", now, g)); err != nil {
				t.Fatal(err)
			}
			checkDefaultSynthesis(t, g, opened(t, out.Bytes()))
		})
	}
}

// The first ranking is the headline: of these questionnaires, what is missing
// or wanted, and never the places where respondents work.
func checkHeadline(t *testing.T, entry catalogue.Entry, g *analysis.Diagnostic) {
	t.Helper()
	want := map[string]string{"hauts-cantons-enfants": "freins", "lunel-sante": "themes", "piscenois-communes": "attentes"}[entry.ID]
	for i, table := range g.Rankings() {
		if name := table.Question.Name; i == 0 && name != want || slices.Contains([]string{"secteur", "lieu", "commune"}, name) {
			t.Errorf("ranking %d is of %s; the first should be of %s, and none of places", i+1, name, want)
		}
	}
}

func checkDefaults(t *testing.T, form *survey.Form, g *analysis.Diagnostic) {
	t.Helper()
	if n := len(g.Figures) + len(g.KeyFigures()) + len(g.Estimates) + len(g.Crosses); n > 0 {
		t.Errorf("%d figures that nobody asked for", n)
	}
	multiple := 0
	form.Walk(func(q *survey.Question) {
		if q.Type.Kind != survey.Asked || !q.Shown() || q.Type.Measure == survey.MeasureNone {
			return
		}
		table, ok := g.Table(q)
		if !ok || table.Base.Total != 30 {
			t.Errorf("%s has no table of the 30 answers", q.Name)
		}
		if q.Type.Measure == survey.MeasureMultiple {
			multiple++
		}
	})
	if ranked := g.Rankings(); len(ranked) < multiple-2 || len(ranked) < 4 { // long lists of places are not ranked
		t.Errorf("%d rankings of %d questions with several answers", len(ranked), multiple)
	}
	for _, table := range g.Rankings() {
		if len(table.Lines) < 2 || table.Base.Answered() == 0 {
			t.Errorf("the ranking of %s says nothing", table.Title)
		}
	}
	if len(g.Participation.Profiles) == 0 {
		t.Error("who answered is not said")
	}
}

func checkDefaultSynthesis(t *testing.T, g *analysis.Diagnostic, f *excelize.File) {
	t.Helper()
	rows, err := f.GetRows("Synthèse")
	if err != nil {
		t.Fatal(err)
	}
	said := func(words string) bool {
		return slices.ContainsFunc(rows, func(row []string) bool { return strings.Contains(strings.Join(row, " "), words) })
	}
	if said("Chiffres clés") || !said("Ajoutez une feuille «\u00a0diagnostic\u00a0»") || !said(g.Rankings()[0].Title) {
		t.Errorf("the synthesis says\n%q", rows)
	}
	for _, ranked := range g.Rankings()[0].Lines {
		if !said(ranked.Label) {
			t.Errorf("the synthesis does not rank %s", ranked.Label)
		}
	}
}

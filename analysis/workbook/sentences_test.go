package workbook_test

import (
	"strings"
	"testing"

	"constat/analysis"
	"constat/analysis/internal/fixture"
)

// TestWrite_readingOutcomes: what was kept is not said to be unreadable.
func TestWrite_readingOutcomes(t *testing.T) {
	m := meta()
	m.Reading = []analysis.ReadingProblem{
		{Row: 12, Column: "nb", Reason: "Ce n’est pas un nombre."},
		{Outcome: analysis.ReadingKept, Column: "nb", Reason: "Hors de la règle."},
		{Outcome: analysis.ReadingKept, Column: "age", Reason: "Hors de la règle."},
		{Outcome: analysis.ReadingAbsent, Reason: "Pas de colonne."},
	}
	m.Lines = []analysis.LineAccount{{Table: "réponses.csv", Read: 15, Header: 1, Counted: 12}}
	f := fixture.Children()
	for _, many := range []bool{false, true} {
		if many {
			for range 20 {
				m.Reading = append(m.Reading, analysis.ReadingProblem{Row: 13, Column: "nb", Reason: "Ce n’est pas un nombre."})
			}
		}
		cells := dump(t, open(t, write(t, diagnose(t, f, fixture.ChildrenResponses(f, 12, 1), m))))
		lost := "1\u00a0élément du fichier de réponses n’a pas pu être lu\n"
		if many {
			lost = "21\u00a0éléments du fichier de réponses n’ont pas pu être lus\n"
		}
		for _, want := range []string{lost, "réponses.csv\u00a0: 15\u00a0lignes lues, 12\u00a0comptées, 1 de noms de colonnes, 2\u00a0non comptées (voir plus bas)\n", "Colonne age\n", "Ligne 12, colonne nb\n",
			"2\u00a0éléments du fichier de réponses gardés tels quels, à vérifier\n", "1\u00a0question sans colonne dans le fichier, comptée comme non posée\n"} {
			if !strings.Contains(cells, "Lisez-moi!") || !strings.Contains(cells, "\t"+want) {
				t.Errorf("many %v: no line %q", many, want)
			}
		}
	}
}

// TestWrite_saysThingsOnce: titles, contents, and no promise.
func TestWrite_saysThingsOnce(t *testing.T) {
	b := fixture.NewForm("court", "Enquête courte")
	b.List("ouinon", "oui=Oui", "non=Non")
	b.Begin("begin_group", "fin", "Pour finir")
	b.Ask("select_one ouinon", "a", "Une question ?")
	b.Ask("select_one ouinon", "b", "Une autre ?")
	b.End()
	f := b.Form()
	m := analysis.Meta{Campaign: "Enquête courte", GeneratedOn: generated}
	cells := dump(t, open(t, write(t, diagnose(t, f, nil, m))))
	for _, want := range []string{
		"Lisez-moi!A2\tEnquête courte  ·  0\u00a0réponse  ·  édition interne\n",
		"\t2\u00a0questions\n",
		"\tAjoutez une feuille «\u00a0diagnostic\u00a0» au questionnaire pour choisir les indicateurs.\n",
	} {
		if !strings.Contains(cells, want) {
			t.Errorf("nowhere: %q", want)
		}
	}
	for _, bad := range []string{"Pour finir — 2", "édition publique", "feuille Verbatims", "Enquête courte  ·  Enquête courte"} {
		if strings.Contains(cells, bad) {
			t.Errorf("the workbook says %q", bad)
		}
	}
}

// TestWrite_chartsWithoutADiagnosticSheet: the synthesis draws the questions,
// four of them.
func TestWrite_chartsWithoutADiagnosticSheet(t *testing.T) {
	f := fixture.Children()
	f.Diagnostic = nil
	g := diagnose(t, f, fixture.ChildrenResponses(f, 30, 1), meta())
	titles := make(map[string]bool)
	for _, table := range g.Tables() {
		titles["\t"+table.Title+"\n"] = true
	}
	drawn := 0
	for line := range strings.Lines(dump(t, open(t, write(t, g)))) {
		if i := strings.Index(line, "\t"); strings.HasPrefix(line, "Synthèse!") && titles[line[i:]] {
			drawn++
		}
	}
	if drawn != 4 {
		t.Errorf("%d charts in the synthesis, want 4", drawn)
	}
}

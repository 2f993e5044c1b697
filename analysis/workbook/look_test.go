package workbook_test

import (
	"os"
	"testing"
	"time"

	"constat/analysis"
	"constat/analysis/disclosure"
	"constat/analysis/internal/fixture"
	"constat/analysis/workbook"
)

func TestLookTemporary(t *testing.T) {
	f := fixture.Children()
	for _, n := range []int{7, 145} {
		d, err := analysis.Load(f, fixture.Seq(fixture.ChildrenResponses(f, n, 1)))
		if err != nil {
			t.Fatal(err)
		}
		g := analysis.Tabulate(d, analysis.Plan{Meta: analysis.Meta{Network: "Réseau VIF Hauts Cantons", Campaign: "Diagnostic enfants 2026", Invited: 240, Fictitious: true,
			Territory: fixture.HautsCantons(), GeneratedOn: time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC),
			Reading: []analysis.ReadingProblem{{Row: 12, Column: "nb_enfants", Reason: "« douze » n’est pas un nombre entier."}}}})
		out, err := os.Create("/tmp/look-" + string(rune('a'+n%26)) + ".xlsx")
		if err != nil {
			t.Fatal(err)
		}
		if err := workbook.Write(out, disclosure.Internal("lead", time.Time{}, g)); err != nil {
			t.Fatal(err)
		}
		out.Close()
	}
}

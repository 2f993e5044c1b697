package disclosure_test

import (
	"testing"
	"time"
	"fmt"

	"constat/analysis"
	"constat/analysis/disclosure"
	"constat/analysis/internal/fixture"
)

func TestSmoke(t *testing.T) {
	form := fixture.Children()
	var b disclosure.Batch
	b.Wave = "2026"
	var all []string
	for i, n := range []int{3, 24, 31, 15, 60, 44, 22, 120, 9, 75} {
		bd := analysis.NewBuilder(form)
		for _, r := range fixture.ChildrenResponses(form, n, uint64(i+1)) {
			bd.Add(r)
		}
		key := fmt.Sprintf("t%d", i)
		all = append(all, key)
		d := analysis.Tabulate(bd.Dataset(), analysis.Plan{})
		b.Areas = append(b.Areas, disclosure.BatchArea{Area: disclosure.Area{Key: key, Name: "T" + key}, Diagnostic: d})
	}
	b.Areas = append(b.Areas, disclosure.BatchArea{Area: disclosure.Area{Key: "34", Name: "Hérault"}, Of: all})
	start := time.Now()
	r, err := disclosure.Protect(t.Context(), b, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	t.Log(time.Since(start), r.Masked(), r.Dropped(), len(r.Ledger()))
	kinds := map[disclosure.Kind]int{}
	for _, rep := range r.Reports() {
		p := rep.Publication()
		for _, s := range p.Sections {
			for _, x := range s.Tables {
				for _, l := range x.Lines {
					kinds[l.Shown.Kind]++
				}
			}
		}
		t.Log(p.Area, p.Respondents.Text, p.Refused, len(p.Sections), len(p.Crosses), len(p.Figures), len(p.LeftOut), p.LeftOut)
	}
	t.Log(kinds)
}

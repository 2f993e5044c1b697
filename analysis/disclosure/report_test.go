package disclosure_test

import (
	"reflect"
	"testing"
	"time"

	"constat/analysis"
	"constat/analysis/disclosure"
	"constat/analysis/internal/fixture"
)

// The page of a campaign has the workbook's own counts, and no way to a row.
func TestCounts(t *testing.T) {
	f := fixture.Children()
	d, err := analysis.Load(f, fixture.Seq(fixture.ChildrenResponses(f, 30, 1)))
	if err != nil {
		t.Fatal(err)
	}
	plan := analysis.Plan{Meta: analysis.Meta{Invited: 60, Territory: fixture.HautsCantons()}}
	light, whole := analysis.Participate(d, plan), analysis.Tabulate(d, plan)
	if light.Sections != nil || light.Figures != nil || light.Crosses != nil || light.Estimates != nil || light.Verbatims != nil {
		t.Error("Participate counts more than the participation")
	}
	if light.Data.Len() != 30 || !reflect.DeepEqual(disclosure.Counts(light), disclosure.Counts(whole)) {
		t.Error("the page and the workbook disagree")
	}
	o := disclosure.Counts(light)
	p := o.Participation()
	if p.Responses != 30 || p.Invited != 60 || len(p.Profiles) != 2 || len(o.Coverage()) != 1 {
		t.Errorf("counts = %+v", p)
	}
	for _, table := range append(p.Profiles, p.Months) {
		if table.Data != nil {
			t.Errorf("%q leads to the answers", table.Title)
		}
	}
	received := 0
	for i, day := range p.Days {
		received += day.Responses
		if i > 0 && !day.Day.After(p.Days[i-1].Day) {
			t.Errorf("days out of order: %v", p.Days)
		}
	}
	if received != 30 {
		t.Errorf("%d responses by day, want 30", received)
	}
	if light.Participation.Profiles[0].Data == nil {
		t.Error("the diagnostic itself was changed")
	}
}

func TestInternal(t *testing.T) {
	f := fixture.Children()
	d, err := analysis.Load(f, fixture.Seq(fixture.ChildrenResponses(f, 3, 1)))
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, time.November, 24, 9, 0, 0, 0, time.UTC)
	r := disclosure.Internal("agent-7", at, analysis.Tabulate(d, analysis.Plan{}))
	if r.Edition() != disclosure.EditionInternal || r.Agent() != "agent-7" || !r.At().Equal(at) {
		t.Errorf("report = %v, %q, %v", r.Edition(), r.Agent(), r.At())
	}
	if r.Data().Len() != 3 {
		t.Errorf("the internal edition holds %d rows, want 3", r.Data().Len())
	}
	if empty := (disclosure.Report{}); empty.Data() != nil || empty.Diagnostic() != nil {
		t.Error("an empty report holds something")
	}
}

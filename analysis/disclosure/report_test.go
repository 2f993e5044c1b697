package disclosure_test

import (
	"testing"
	"time"

	"constat/analysis"
	"constat/analysis/disclosure"
	"constat/analysis/internal/fixture"
)

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

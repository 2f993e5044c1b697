package disclosure_test

import (
	"context"
	"math/rand/v2"
	"time"

	"constat/analysis"
	"constat/analysis/disclosure"
	"constat/analysis/internal/fixture"
	"constat/survey"
)

// moment is when the test batches are made.
var moment = time.Date(2026, time.November, 24, 9, 0, 0, 0, time.UTC)

// chance draws whole numbers under a limit, the same for the same seed.
func chance(seed uint64) func(limit int) int { return rand.New(rand.NewPCG(seed, 11)).IntN }

// failer is a test, a benchmark or a drawn case.
type failer interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

// group is so many respondents with the same answers.
type group struct {
	n       int
	answers map[string]string
}

// territory is an area whose respondents are given by groups.
func territory(t failer, f *survey.Form, key string, groups ...group) disclosure.BatchArea {
	t.Helper()
	var all []*survey.Response
	for _, g := range groups {
		for range g.n {
			all = append(all, fixture.Response(f, 0, g.answers))
		}
	}
	return answered(t, f, key, all)
}

// answered is an area with these responses.
func answered(t failer, f *survey.Form, key string, responses []*survey.Response) disclosure.BatchArea {
	t.Helper()
	data, err := analysis.Load(f, fixture.Seq(responses))
	if err != nil {
		t.Fatal(err)
	}
	return disclosure.BatchArea{
		Area: disclosure.Area{Key: key, Name: "Territoire " + key}, Diagnostic: analysis.Tabulate(data, analysis.Plan{}),
	}
}

// together is the area that adds others up.
func together(key string, of ...string) disclosure.BatchArea {
	return disclosure.BatchArea{Area: disclosure.Area{Key: key, Name: "Ensemble " + key}, Of: of}
}

func protect(t failer, areas ...disclosure.BatchArea) *disclosure.Release {
	t.Helper()
	r, err := disclosure.Protect(context.Background(), disclosure.Batch{Wave: "2026", Areas: areas}, moment)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// publicationOf is what is printed of an area.
func publicationOf(t failer, r *disclosure.Release, key string) *disclosure.Publication {
	t.Helper()
	for _, report := range r.Reports() {
		if report.Publication().Area.Key == key {
			return report.Publication()
		}
	}
	t.Fatalf("nothing is printed of %s", key)
	return nil
}

// tableIn is a question's table in a publication, nil when it is not printed.
func tableIn(p *disclosure.Publication, question string) *disclosure.PublishedTable {
	for _, s := range p.Sections {
		for i := range s.Tables {
			if s.Tables[i].Question == question {
				return &s.Tables[i]
			}
		}
	}
	return nil
}

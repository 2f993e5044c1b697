package workbook_test

import (
	"fmt"
	"io"
	"testing"

	"constat/analysis"
	"constat/analysis/disclosure"
	"constat/analysis/internal/fixture"
	"constat/analysis/workbook"
)

// BenchmarkDiagnose measures the chain on answers already judged: columns,
// counts, workbook, and the whole. 40 questions, 20 crosses, 40 charts.
func BenchmarkDiagnose(b *testing.B) {
	f := fixture.Synthetic()
	for _, n := range []int{1_000, 100_000} {
		load := func() *analysis.Dataset {
			d, err := analysis.Load(f, fixture.SyntheticResponses(f, n))
			if err != nil {
				b.Fatal(err)
			}
			return d
		}
		print := func(g *analysis.Diagnostic) {
			if err := workbook.Write(io.Discard, disclosure.Internal("", generated, g)); err != nil {
				b.Fatal(err)
			}
		}
		data := load()
		plan := analysis.Plan{Meta: analysis.Meta{GeneratedOn: generated}}
		diagnostic := analysis.Tabulate(data, plan)
		for _, step := range []struct {
			name string
			run  func()
		}{
			{"load", func() { load() }},
			{"tabulate", func() { analysis.Tabulate(data, plan) }},
			{"write", func() { print(diagnostic) }},
			{"whole", func() { print(analysis.Tabulate(load(), plan)) }},
		} {
			b.Run(fmt.Sprintf("%d/%s", n, step.name), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					step.run()
				}
			})
		}
	}
}

// BenchmarkWrite_200 is the usual diagnostic: a catalogue's questionnaire, 200
// answers already judged, everything live. It must stay under a second.
func BenchmarkWrite_200(b *testing.B) {
	f := fixture.Children()
	responses := fixture.ChildrenResponses(f, 200, 1)
	b.ReportAllocs()
	for b.Loop() {
		g := diagnose(b, f, responses, meta())
		if err := workbook.Write(io.Discard, disclosure.Internal("", generated, g)); err != nil {
			b.Fatal(err)
		}
	}
}

package main

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	"constat/analysis/disclosure"
	"constat/survey/catalogue"
	"constat/survey/territory"
)

// BenchmarkProtect_catalogue is the wave of each questionnaire of the catalogue:
// ten networks of 3 to 120 imaginary answers, fewer where each commune answers
// once, and all of them together. It must stay under a minute.
func BenchmarkProtect_catalogue(b *testing.B) {
	networks, err := territory.Networks(territory.Herault())
	if err != nil {
		b.Fatal(err)
	}
	sizes := []int{40, 14, 120, 25, 3, 31, 55, 60, 95, 22}
	for _, entry := range catalogue.Entries() {
		d := publicDesk(b, entry, func(i int) int {
			if entry.ID == "piscenois-communes" {
				return min(sizes[i], 1+len(networks[i].Communes)*3/4)
			}
			return sizes[i]
		})
		c := diagnoseCmd{Territory: "territoire"}
		c.Form, c.Answers = []string{d.path("form.xlsx")}, []string{d.path("answers.json")}
		p := &program{ctx: context.Background(), getenv: noEnv, stdin: strings.NewReader(""), stdout: &bytes.Buffer{}, stderr: &bytes.Buffer{}, clock: time.Now}
		b.Run(entry.ID, func(b *testing.B) {
			form, _, err := formToDiagnose(c.Form[0], nil)
			if err != nil {
				b.Fatal(err)
			}
			choice, err := c.choose(form)
			if err != nil {
				b.Fatal(err)
			}
			answers, err := c.collect(p, form, choice, nil)
			if err != nil {
				b.Fatal(err)
			}
			w, err := c.wave(p, answers)
			if err != nil {
				b.Fatal(err)
			}
			var release *disclosure.Release
			for b.Loop() {
				if release, err = disclosure.Protect(p.ctx, w.batch, time.Now()); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s/wave")
			b.ReportMetric(float64(release.Masked()), "nc")
			b.ReportMetric(float64(release.Dropped()), "dropped")
			b.ReportMetric(float64(len(release.Ledger())), "printed")
		})
	}
}

package workbook_test

import (
	"strings"
	"testing"

	"constat/analysis/internal/fixture"
	"constat/survey"
)

// What the lead's diagnostic sheet says beside its indicators stands beside
// their figures: benchmarks on the indicators' sheet, with their source, and on
// the synthesis; paragraphs at the head of the whole and of their section.
func TestWrite_benchmarksAndParagraphs(t *testing.T) {
	f := fixture.Children()
	text := func(words string) survey.Text { return survey.Text{f.DefaultLanguage: words} }
	f.Declared.Benchmarks = []survey.Benchmark{
		{Indicator: "HC-1", Value: 80, Year: 2015, Label: text("Sages-femmes, France"), Source: "MIPROF, lettre n° 8"},
		{Indicator: "HC-1", Value: 12.5, Label: text("Hérault"), Source: "Observatoire départemental."},
		{Indicator: "HC-4", Value: 1474, Label: text("France"), Source: "Enquête nationale"},
	}
	section := fixture.Question(f, "enfants")
	f.Declared.Texts = []survey.SectionText{{Text: text("Les repères situent vos résultats.")}, {Group: section, Text: text("À lire avec prudence.")}}
	cells := dump(t, open(t, write(t, diagnose(t, f, fixture.ChildrenResponses(f, 30, 1), meta()))))
	for _, want := range []string{
		"Repère\u00a0: 80\u00a0% — Sages-femmes, France (2015). Source\u00a0: MIPROF, lettre n° 8.", "Repère\u00a0: 12,5\u00a0% — Hérault. Source\u00a0: Observatoire départemental.",
		"Les repères situent vos résultats.", "À lire avec prudence.",
	} {
		if !strings.Contains(cells, want) {
			t.Errorf("nowhere: %q", want)
		}
	}
	synthesis := ""
	for _, line := range strings.Split(cells, "\n") {
		if strings.HasPrefix(line, "Synthèse!") {
			synthesis += line + "\n"
		}
	}
	if want := "Repère\u00a0: 80\u00a0% — Sages-femmes, France (2015)"; !strings.Contains(synthesis, want) || strings.Contains(synthesis, "MIPROF") {
		t.Errorf("the synthesis does not say %q alone:\n%s", want, synthesis)
	}
	if number := "Repère\u00a0: 1\u202f474"; !strings.Contains(cells, number) && !strings.Contains(cells, "Repère\u00a0: 1\u00a0474") {
		t.Errorf("nowhere: %q", number)
	}
}

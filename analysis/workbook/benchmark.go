package workbook

import (
	"fmt"
	"strings"

	"constat/analysis"
	"constat/survey"
)

// benchmarkLines tells an indicator's benchmarks, one a line: « Repère : 80 % —
// Sages-femmes, France (2015) », followed by whoever published it where there
// is room.
func benchmarkLines(f *analysis.Figure, language string, withSource bool) string {
	lines := make([]string, len(f.Benchmarks))
	for i, b := range f.Benchmarks {
		lines[i] = benchmarkWords(f, b, language)
		if withSource {
			lines[i] += ". Source" + nbsp + ": " + sentence(typeset(b.Source))
		}
	}
	return strings.Join(lines, "\n")
}

func benchmarkWords(f *analysis.Figure, b survey.Benchmark, language string) string {
	words := textBenchmark + benchmarkValue(f, b)
	if label := analysis.Plain(b.Label.In(language)); label != "" {
		words += " — " + typeset(label)
	}
	if b.Year > 0 {
		words += fmt.Sprintf(" (%d)", b.Year)
	}
	return words
}

// benchmarkValue is a percentage beside a percentage, else a number of its
// unit.
func benchmarkValue(f *analysis.Figure, b survey.Benchmark) string {
	value := thousands(b.Value)
	switch {
	case b.Unit == "%", b.Unit == "" && (f.Indicator.Type == survey.IndicatorShare || f.Indicator.Type == survey.IndicatorRate):
		return value + nbsp + "%"
	case b.Unit != "":
		return value + nbsp + b.Unit
	case f.Unit != "":
		return value + nbsp + f.Unit
	}
	return value
}

// benchmarks opens an indicator's remarks.
func (b *book) benchmarks(f *analysis.Figure) said {
	return say(benchmarkLines(f, b.diag.Form.DefaultLanguage, true))
}

// beside adds the benchmarks to what stands beside a key figure.
func (b *book) beside(remark said, f *analysis.Figure) said {
	lines := benchmarkLines(f, b.diag.Form.DefaultLanguage, false)
	if lines == "" {
		return remark
	}
	if remark.text != "" {
		lines = "\n" + lines
	}
	return remark.words(lines)
}

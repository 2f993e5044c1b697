package microdata_test

import (
	"bytes"
	"strings"
	"testing"

	"constat/analysis"
	"constat/analysis/disclosure"
	"constat/analysis/internal/fixture"
	"constat/analysis/microdata"
	"constat/survey"
)

// What SPSS asks of a syntax: short lines, and literals that end on theirs.
func TestWriteSPSS_lines(t *testing.T) {
	for _, r := range []disclosure.Report{hostile(t), children(t)} {
		var out bytes.Buffer
		if err := microdata.WriteSPSS(&out, r); err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(strings.TrimPrefix(out.String(), "\uFEFF"), "\n") {
			if len(line) > 256 {
				t.Errorf("line %d has %d bytes", i+1, len(line))
			}
			if strings.HasPrefix(line, "*") {
				continue
			}
			if strings.Count(strings.ReplaceAll(line, `'"'`, ""), "'")%2 == 1 {
				t.Errorf("line %d leaves a literal open: %s", i+1, line)
			}
		}
	}
}

// A text is read wide enough for the codes of its absence, used or not.
func TestWriteSPSS_widthOfTexts(t *testing.T) {
	b := fixture.NewForm("court", "Court")
	b.Ask("hidden", "x", "")
	f := b.Form()
	syntax := contents(t, report(t, f, []*survey.Response{fixture.Response(f, 0, map[string]string{"x": "a"})}, analysis.Meta{}))["reponses.sps"]
	if !strings.Contains(syntax, "\n  x A3\n") {
		t.Error(syntax)
	}
}

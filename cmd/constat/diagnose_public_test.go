package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"constat/survey"
	"constat/survey/catalogue"
	"constat/survey/fictitious"
	"constat/survey/territory"
)

// publicDesk is a desk with a questionnaire of the catalogue and imaginary
// answers of the ten networks.
func publicDesk(t testing.TB, entry catalogue.Entry, answers func(network int) int) desk {
	t.Helper()
	form, err := entry.Form()
	if err != nil {
		t.Fatal(err)
	}
	networks, err := territory.Networks(territory.Herault())
	if err != nil {
		t.Fatal(err)
	}
	var rows []json.RawMessage
	for i, n := range networks {
		network := survey.Network{Slug: n.Slug, Communes: n.Communes}
		occ := survey.Occasion{
			Now: time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC), Seed: int64(i), Carried: network.Carried(territory.Herault().EPCIOf(n.Communes)),
		}
		respondents := fictitious.NewRespondents(form, occ, int64(i))
		for range answers(i) {
			given := respondents.Next()
			for name, value := range occ.Carried {
				given.Values[name] = value
			}
			row, err := given.MarshalJSON()
			if err != nil {
				t.Fatal(err)
			}
			rows = append(rows, row)
		}
	}
	d := desk{t, t.TempDir()}
	text, err := json.Marshal(rows)
	if err != nil {
		t.Fatal(err)
	}
	d.put("form.xlsx", string(entry.Bytes()))
	d.put("answers.json", string(text))
	return d
}

// TestDiagnose_publicBatch: one batch makes a workbook a territory and one for
// all, their register, and an archive that its owner alone reads.
func TestDiagnose_publicBatch(t *testing.T) {
	d := publicDesk(t, catalogue.Entries()[0], func(i int) int {
		if i < 3 {
			return 24 + 3*i
		}
		return 0
	})
	var out, problems bytes.Buffer
	if code := run(context.Background(), []string{"diagnose", "--form", d.path("form.xlsx"), "--answers", d.path("answers.json"), "--territory", "territoire", "--edition", "publique", "-o", d.path("public")}, noEnv, strings.NewReader(""), &out, &problems); code != 0 {
		t.Fatalf("exit %d: %s", code, problems.String())
	}
	workbooks, err := filepath.Glob(filepath.Join(d.path("public"), "*.xlsx"))
	if err != nil || len(workbooks) != 4 {
		t.Errorf("%d workbooks, %v", len(workbooks), err)
	}
	archives, err := filepath.Glob(d.path("*archive*.json"))
	if err != nil || len(archives) != 1 {
		t.Fatalf("archives %v, %v", archives, err)
	}
	if info, err := os.Stat(archives[0]); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("archive %v, %v", info, err)
	}
}

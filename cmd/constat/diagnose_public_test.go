package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
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

func TestX(t *testing.T) {
	var form, networks, base, step int
	fmt.Sscan(os.Getenv("X"), &form, &networks, &base, &step)
	e := catalogue.Entries()[form]
	d := publicDesk(t, e, func(i int) int {
		if i >= networks {
			return 0
		}
		return base + step*i
	})
	start := time.Now()
	var out, problems bytes.Buffer
	code := run(context.Background(), []string{"diagnose", "--form", d.path("form.xlsx"), "--answers", d.path("answers.json"), "--territory", "territoire", "--edition", "publique", "-o", d.path("public"), "--audit", d.path("audit.json")}, noEnv, strings.NewReader(""), &out, &problems)
	fmt.Println(e.ID, code, time.Since(start), out.String(), problems.String())
	files, _ := filepath.Glob(d.path("*"))
	for _, f := range files {
		i, _ := os.Stat(f)
		fmt.Println(f, i.Size(), i.Mode())
	}
}

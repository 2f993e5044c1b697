package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"constat/analysis/disclosure"
)

// divisionForm asks each commune, whose list tells its EPCI, one thing.
const divisionForm = `
survey
| | type | name | label |
| | select_one reseau | reseau | Votre réseau |
| | select_one commune | commune | Votre commune |
| | select_one ouinon | besoin | Avez-vous un besoin ? |
choices
| | list_name | name | label | epci |
| | reseau | nord | Nord | |
| | reseau | sud | Sud | |
| | reseau | est | Est | |
| | commune | 34001 | Amont | 243400470 |
| | commune | 34002 | Aval | 243400769 |
| | commune | 34003 | Rive | 243400769 |
| | commune | 34004 | Crête | 243400769 |
| | ouinon | oui | Oui | |
| | ouinon | non | Non | |
settings
| | form_id | form_title | version |
| | communes | Besoins des communes | 1 |
`

// divisionAnswers are n answers from each network's communes, a third « non ».
func divisionAnswers(more int, networks ...string) string {
	communes := map[string][]string{"nord": {"34001", "34002"}, "sud": {"34003"}, "est": {"34004"}}
	var text strings.Builder
	text.WriteString("reseau,commune,besoin\n")
	for i, network := range networks {
		n := 42
		if i == 0 {
			n += more
		}
		for k := range n {
			in := communes[network]
			fmt.Fprintf(&text, "%s,%s,%s\n", network, in[k%len(in)], []string{"oui", "oui", "non"}[k/len(in)%3])
		}
	}
	return text.String()
}

// TestDiagnose_division: the EPCI are published beside the networks, and judged
// with them; the archive has them for the next edition.
func TestDiagnose_division(t *testing.T) {
	d := newDesk(t, divisionForm)
	public := func(answers string, more ...string) (int, string, string) {
		return d.diagnose(append([]string{
			"--answers", d.put("answers.csv", answers), "--edition", "publique", "--territory", "reseau", "--division", "commune:epci", "--wave", "2026", "-o", d.path("public"),
		}, more...)...)
	}
	control := d.path("controle.json")
	code, stdout, stderr := public(divisionAnswers(0, "nord", "sud", "est"), "--json", "--audit", control)
	if code != exitDone {
		t.Fatalf("exit %d: %s", code, stderr)
	}
	var document publicDocument
	if err := json.Unmarshal([]byte(stdout), &document); err != nil {
		t.Fatal(err)
	}
	var areas []string
	for _, a := range document.Territories {
		areas = append(areas, fmt.Sprintf("%s %s %v", a.Label, a.Shown, a.Division))
	}
	want := []string{
		"Nord 42 false", "Sud 42 false", "Est 42 false",
		"CA du Pays de l'Or 21 true", "CA de Béziers-Méditerranée 105 true", "Ensemble des territoires 126 false",
	}
	if !slices.Equal(areas, want) {
		t.Errorf("areas %q, want %q", areas, want)
	}
	d.checkRegister(t, "nord ", "sud ")

	d.checkControl(t, control)

	archive := d.path("public-archive-interne.json")
	again := []string{"--earlier", archive}
	if code, _, stderr := public(divisionAnswers(3, "nord", "sud", "est"), again...); code != exitInput || !strings.Contains(stderr, "Nord (+3)") {
		t.Errorf("three late answers: exit %d, %s", code, stderr)
	}
	if code, _, stderr := public(divisionAnswers(0, "sud", "est"), again...); code != exitInput || !strings.Contains(stderr, "n’a plus de réponses") {
		t.Errorf("a network without answers: exit %d, %s", code, stderr)
	}
	if code, _, stderr := public(divisionAnswers(24, "nord", "sud", "est"), again...); code != exitDone {
		t.Errorf("second edition: exit %d, %s", code, stderr)
	}
}

// checkRegister expects nothing of the parts of a network.
func (d desk) checkRegister(t *testing.T, parts ...string) {
	t.Helper()
	text, err := os.ReadFile(d.path("public/registre.json"))
	if err != nil {
		t.Fatal(err)
	}
	register, err := disclosure.ReadLedger(text)
	if err != nil || len(register) == 0 {
		t.Fatalf("%d entries, %v", len(register), err)
	}
	for _, e := range register {
		for _, part := range parts {
			if strings.HasPrefix(e.Key, part) {
				t.Errorf("the register prints %s: %s", e.Key, e.Text)
			}
		}
	}
}

// checkControl expects the proofs to hold, and no other file to pass for them.
func (d desk) checkControl(t *testing.T, path string) {
	t.Helper()
	check := func(path string) (int, string) {
		var out bytes.Buffer
		code := run(context.Background(), []string{"edition", "check", "--file", path}, noEnv, strings.NewReader(""), &out, &out)
		return code, out.String()
	}
	if code, said := check(path); code != exitDone || !strings.Contains(said, "preuves vérifiées") {
		t.Errorf("exit %d: %s", code, said)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	forged := strings.Replace(string(text), `"width": 4`, `"width": 3`, 1)
	if code, said := check(d.put("forged.json", forged)); code != exitInput || !strings.Contains(said, "ne tiennent pas") {
		t.Errorf("forged: exit %d: %s", code, said)
	}
	if code, said := check(d.path("form.xlsx")); code != exitInput || !strings.Contains(said, "n’est pas un fichier de contrôle") {
		t.Errorf("a form: exit %d: %s", code, said)
	}
}

func TestDiagnose_divisionAtFault(t *testing.T) {
	d := newDesk(t, divisionForm)
	answers := d.put("answers.csv", divisionAnswers(0, "nord", "sud", "est"))
	for want, args := range map[string][]string{
		"donnez aussi --territory":      {"--division", "commune:epci", "--edition", "publique"},
		"--edition publique":            {"--division", "commune:epci", "--territory", "reseau"},
		"n’a pas de colonne « canton »": {"--division", "commune:canton", "--territory", "reseau", "--edition", "publique"},
		"n’a pas de question « epci »":  {"--division", "epci", "--territory", "reseau", "--edition", "publique"},
	} {
		args = append(args, "--answers", answers, "-o", d.path("public"))
		if code, _, stderr := d.diagnose(args...); code != exitInput || !strings.Contains(stderr, want) {
			t.Errorf("%q: exit %d, %s", args, code, stderr)
		}
	}
}

package main

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// answeredForm is a form with one question that depends on another, whose
// condition, and that of two more, a case breaks.
const answeredForm = `
| survey |
| | type            | name  | label | relevant   | constraint | calculation | choice_filter |
| | select_one l    | vu    | Vu    |            |            |             |               |
| | integer         | nb    | Combien | RELEVANT | CONSTRAINT |             |               |
| | calculate       | calc  |       |            |            | CALCULATION |               |
| | text            | suite | LABEL | SUITE      |            |             |               |
| | select_one l    | choix | Choix |            |            |             | FILTER        |
| choices |
| | list_name | name | label |
| | l         | oui  | Oui   |
| | l         | non  | Non   |
`

// A form whose logic is broken serves to read the answers it already got: what is
// broken is said, and what it decided is unknown, never « non concerné ». The
// same form is still refused where somebody is to answer it.
func TestDiagnose_brokenLogic(t *testing.T) {
	whole := map[string]string{
		"RELEVANT": "${vu} = 'oui'", "CONSTRAINT": ". < 100", "CALCULATION": "${nb} * 2", "SUITE": "${calc} > 4", "FILTER": "name != ''", "LABEL": "Suite",
	}
	type apart struct{ nb, suite int } // not concerned
	for name, c := range map[string]struct {
		broken map[string]string
		row    string
		want   apart
	}{
		"nothing":             {nil, "", apart{1, 3}},
		"syntax":              {map[string]string{"RELEVANT": "${vu} = 'oui' and"}, "ligne 3", apart{0, 3}},
		"unknown name":        {map[string]string{"RELEVANT": "${vus} = 'oui'"}, "ligne 3", apart{0, 3}},
		"unknown function":    {map[string]string{"CONSTRAINT": "regexx(., 'a')"}, "ligne 3", apart{1, 3}},
		"a lost calculation":  {map[string]string{"CALCULATION": "${nb} *"}, "ligne 4", apart{1, 0}},
		"a calculation's row": {map[string]string{"CALCULATION": "${nbr} * 2"}, "ligne 4", apart{1, 0}},
		"a circle":            {map[string]string{"RELEVANT": "${calc} > 1"}, "ligne", apart{0, 0}},
		"a filter":            {map[string]string{"FILTER": "name = ${rien}"}, "ligne 6", apart{1, 3}},
		"a label":             {map[string]string{"LABEL": "Suite de ${vus}"}, "ligne 5", apart{1, 3}},
	} {
		t.Run(name, func(t *testing.T) {
			text := answeredForm
			for word, with := range whole {
				if broken, ok := c.broken[word]; ok {
					with = broken
				}
				text = strings.ReplaceAll(text, word, with)
			}
			d := newDesk(t, text)
			answers := d.put("a.csv", "vu,nb,suite,choix\noui,3,mot,oui\nnon,,,non\noui,1,,oui\noui,,,\n")
			document := d.tables("--answers", answers)
			nb, suite := document.table(t, "", "nb", ""), document.table(t, "", "suite", "")
			if nb.Base != 2 || nb.Apart.NotConcerned != c.want.nb || suite.Base != 1 || suite.Apart.NotConcerned != c.want.suite {
				t.Errorf("nb: %d and %+v, suite: %d and %+v", nb.Base, nb.Apart, suite.Base, suite.Apart)
			}
			out := d.path("o.xlsx")
			_, _, stderr := d.diagnose("--answers", answers, "-o", out)
			_, _, verdict := tryCheck(d)
			if broken := c.broken != nil; broken != strings.Contains(stderr, "À VÉRIFIER : la logique du questionnaire") || !strings.Contains(stderr, c.row) || broken != (verdict != nil) {
				t.Errorf("said %q; form check ends with %v", stderr, verdict)
			}
			if said := readmeSays(t, out, "la logique du questionnaire"); said != (c.broken != nil) {
				t.Errorf("Lisez-moi says that the logic is broken: %v", said)
			}
		})
	}
}

func tryCheck(d desk) (string, string, error) {
	return try(&formCheckCmd{File: d.path("form.xlsx")}, "")
}

func readmeSays(t *testing.T, path, text string) bool {
	t.Helper()
	book, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	for _, name := range []string{"Lisez-moi", "Lecture du fichier"} {
		rows, _ := book.GetRows(name)
		for _, row := range rows {
			if strings.Contains(strings.Join(row, " "), text) {
				return true
			}
		}
	}
	return false
}

// What a form takes from files is given to every command that reads forms.
func TestDiagnose_attach(t *testing.T) {
	d := desk{t, t.TempDir()}
	form, err := os.ReadFile(formFile(t, "Lieu"))
	if err != nil {
		t.Fatal(err)
	}
	d.put("form.xlsx", string(form))
	list := d.put("lieux.csv", "name,label\nm,Mairie\ne,École\n")
	answers := d.put("a.csv", "lieu\nm\nÉcole\n")
	table := d.tables("--answers", answers, "--attach", list).table(t, "", "lieu", "")
	if table.Base != 2 || table.cell(t, "m", "").Label != "Mairie" || table.cell(t, "e", "").N != 1 {
		t.Errorf("%+v", table)
	}
	code, _, stderr := d.diagnose("--answers", answers, "--json")
	if code != exitDone || !strings.Contains(stderr, "--attach lieux.csv") {
		t.Errorf("without the file: exit %d, %q", code, stderr)
	}
	if _, _, err := try(&formDiffCmd{Before: d.path("form.xlsx"), After: d.path("form.xlsx"), attachFlag: attachFlag{[]string{list}}}, ""); err != nil {
		t.Errorf("form diff: %v", err)
	}
}

func TestCampaignCreate_attach(t *testing.T) {
	folder := dataFolder(t)
	form, list := formFile(t, "Lieu"), filepath.Join(t.TempDir(), "lieux.csv")
	if err := os.WriteFile(list, []byte("name,label\nm,Mairie\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	create := func(args ...string) (int, string) {
		var problems strings.Builder
		args = append([]string{"campaign", "create", "lunel", form, "--data-dir", folder}, args...)
		return run(context.Background(), args, noEnvironment, strings.NewReader(""), io.Discard, &problems), problems.String()
	}
	service := start(t, folder, "serve")
	_ = service
	if code, said := create(); code != exitInput || !strings.Contains(said, "--attach lieux.csv") {
		t.Errorf("without its file: exit %d, %s", code, said)
	}
	if code, said := create("--attach", list); code != exitDone {
		t.Errorf("with its file: exit %d, %s", code, said)
	}
}

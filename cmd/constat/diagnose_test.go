package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const diagnoseForm = `
| survey |
| | type                    | name       | label                    | constraint | relevant |
| | select_one territoire   | territoire | Votre territoire         |            |          |
| | select_multiple besoins | besoins    | Les besoins              |            |          |
| | select_one oui_non      | formation  | Formation suivie         |            |          |
| | integer                 | situations | Situations rencontrées   | . < 1000   | ${formation} = 'oui' |
| | text                    | remarque   | Remarque                 |            |          |
| choices |
| | list_name  | name     | label         |
| | territoire | t01      | Lunel         |
| | territoire | t02      | Pézenas       |
| | territoire | t03      | Hauts Cantons |
| | territoire | t04      | Agde          |
| | territoire | t05      | Sète          |
| | territoire | t06      | Béziers       |
| | territoire | t07      | Ganges        |
| | territoire | t08      | Lodève        |
| | territoire | t09      | Clermont      |
| | territoire | t10      | Bédarieux     |
| | besoins    | logement | Logement      |
| | besoins    | sante    | Soins, santé  |
| | besoins    | emploi   | Emploi        |
| | oui_non    | oui      | Oui           |
| | oui_non    | non      | Non           |
| settings |
| | form_title    | form_id |
| | Dix territoires | dix   |
`

// tenTerritories is 145 answers. In each territory the answers are numbered
// from 0: number j ticks « logement » when 2 divides j, « sante » when 3 does,
// « emploi » when 5 does; numbers that none divides left the question blank.
// The counts below were worked out by hand: of n numbers from 0, ceil(n/2),
// ceil(n/3) and ceil(n/5) are divided by 2, 3 and 5, and by inclusion and
// exclusion (6, 10, 15, 30) the base is what any of them divides.
var tenTerritories = []struct {
	code                          string
	answers                       int
	logement, sante, emploi, base int
}{
	{"t01", 30, 15, 10, 6, 15 + 10 + 6 - 5 - 3 - 2 + 1}, // 22
	{"t02", 25, 13, 9, 5, 13 + 9 + 5 - 5 - 3 - 2 + 1},   // 18
	{"t03", 20, 10, 7, 4, 10 + 7 + 4 - 4 - 2 - 2 + 1},   // 14
	{"t04", 18, 9, 6, 4, 9 + 6 + 4 - 3 - 2 - 2 + 1},     // 13
	{"t05", 15, 8, 5, 3, 8 + 5 + 3 - 3 - 2 - 1 + 1},     // 11
	{"t06", 12, 6, 4, 3, 6 + 4 + 3 - 2 - 2 - 1 + 1},     // 9
	{"t07", 10, 5, 4, 2, 5 + 4 + 2 - 2 - 1 - 1 + 1},     // 8
	{"t08", 7, 4, 3, 2, 4 + 3 + 2 - 2 - 1 - 1 + 1},      // 6
	{"t09", 5, 3, 2, 1, 3 + 2 + 1 - 1 - 1 - 1 + 1},      // 4
	{"t10", 3, 2, 1, 1, 2 + 1 + 1 - 1 - 1 - 1 + 1},      // 2
}

// tenTerritoriesCSV writes them, the smallest territory first: the order of
// rows must not decide who is shown.
func tenTerritoriesCSV() string {
	var out strings.Builder
	out.WriteString("territoire,besoins,formation\n")
	for _, territory := range slices.Backward(tenTerritories) {
		for j := range territory.answers {
			var ticks []string
			for _, each := range []struct {
				name string
				of   int
			}{{"logement", 2}, {"sante", 3}, {"emploi", 5}} {
				if j%each.of == 0 {
					ticks = append(ticks, each.name)
				}
			}
			formation := "non"
			if j%4 == 0 {
				formation = "oui"
			}
			fmt.Fprintf(&out, "%s,%s,%s\n", territory.code, strings.Join(ticks, " "), formation)
		}
	}
	return out.String()
}

// Where KoboToolbox's report goes wrong: it keeps five territories and
// « others », takes the percentages of a split over everybody, and counts
// ticks as if they were people.
func TestDiagnose_tenTerritories(t *testing.T) {
	d := newDesk(t, diagnoseForm)
	document := d.tables("--answers", d.put("a.csv", tenTerritoriesCSV()), "--by", "territoire")

	who := document.table(t, "", "territoire", "")
	if who.Base != 145 || len(who.Cells) != 10 {
		t.Errorf("territoire: base %d, %d cells; want 145 and 10", who.Base, len(who.Cells))
	}
	needs := document.table(t, "", "besoins", "")
	// 22+18+14+13+11+9+8+6+4+2 people ticked something; 75+51+31 = 157 ticks.
	if needs.Base != 107 || needs.Apart.NoAnswer != 145-107 {
		t.Errorf("besoins: base %d, %d without an answer; want 107 and 38", needs.Base, needs.Apart.NoAnswer)
	}
	checkShare(t, needs, "logement", "", 75, 107)
	checkShare(t, needs, "sante", "", 51, 107)
	checkShare(t, needs, "emploi", "", 31, 107)
	if got := strings.ReplaceAll(needs.cell(t, "logement", "").Shown, "\u00a0", " "); got != "70,1 % (75 sur 107)" {
		t.Errorf("logement is shown as %q", got)
	}

	crossed := document.table(t, "", "besoins", "territoire")
	if len(crossed.Bases) != 10 || len(crossed.Cells) != 30 {
		t.Errorf("%d territories and %d cells, want 10 and 30", len(crossed.Bases), len(crossed.Cells))
	}
	for i, territory := range tenTerritories {
		if crossed.Bases[i].By != territory.code || crossed.Bases[i].Base != territory.base {
			t.Errorf("%s: base %+v, want %d", territory.code, crossed.Bases[i], territory.base)
		}
		if n := who.cell(t, territory.code, "").N; n != territory.answers {
			t.Errorf("%s: %d answers, want %d", territory.code, n, territory.answers)
		}
		checkShare(t, crossed, "logement", territory.code, territory.logement, territory.base)
		checkShare(t, crossed, "sante", territory.code, territory.sante, territory.base)
		checkShare(t, crossed, "emploi", territory.code, territory.emploi, territory.base)
	}
	for by, want := range map[string]string{"t01": "15 sur 22 (68 %)", "t06": "6 sur 9"} {
		if got := strings.ReplaceAll(crossed.cell(t, "logement", by).Shown, "\u00a0", " "); got != want {
			t.Errorf("logement in %s is shown as %q, want %q", by, got, want)
		}
	}
}

// One workbook for each territory that answered and one for all, each with
// its own base.
func TestDiagnose_territories(t *testing.T) {
	d := newDesk(t, diagnoseForm)
	rows := strings.ReplaceAll(tenTerritoriesCSV(), "t09,", "Clermont,") // labels in cells
	answers := d.put("a.csv", rows+",logement,oui\n")
	document := d.tables("--answers", answers, "--territory", "territoire")
	for _, territory := range tenTerritories {
		table := document.table(t, territory.code, "besoins", "")
		if table.Base != territory.base {
			t.Errorf("%s: base %d, want %d", territory.code, table.Base, territory.base)
		}
		checkShare(t, table, "sante", "", territory.sante, territory.base)
	}
	if base := document.table(t, "", "formation", "").Base; base != 146 {
		t.Errorf("everybody: base %d, want 146", base)
	}

	code, stdout, stderr := d.diagnose("--answers", answers, "--territory", "territoire", "-o", d.path("diagnostics"))
	if code != exitDone {
		t.Fatalf("exit %d: %s", code, stderr)
	}
	written, err := filepath.Glob(d.path("diagnostics/*.xlsx"))
	if err != nil || len(written) != 11 || strings.Count(stdout, "\n") != 11 {
		t.Errorf("written: %v (%v), said:\n%s", written, err, stdout)
	}
	checkSheet(t, d.path("diagnostics/t09.xlsx"), "Clermont")
}

func TestDiagnose_workbook(t *testing.T) {
	d := newDesk(t, diagnoseForm)
	answers := d.put("a.csv", `territoire,besoins,formation,situations,commentaire,_uuid
t01,logement sante,oui,12,x,u1
t02,"Logement, Soins, santé",Oui,douze,x,u2
ailleurs,emploi,non,,x,u3
t01,logement sante,oui,12,x,u1
t03,emploi,oui,2000,x,u4
`)
	code, stdout, stderr := d.diagnose("--answers", answers, "-o", d.path("out.xlsx"))
	if code != exitDone || !strings.Contains(stdout, "4 réponses") {
		t.Fatalf("exit %d, %q", code, stdout)
	}
	for _, want := range []string{
		"Ligne 1, colonne commentaire : cette colonne ne correspond à aucune question",
		"Questions du questionnaire sans colonne, comptées comme non posées (1) : remarque",
		"Ligne 3, colonne situations : ce n’est pas un nombre entier",
		"Colonne territoire : des réponses ne sont pas dans la liste de choix (nombre : 1)",
		"Ligne 5 : cette ligne est la même que la ligne 2",
		"Colonne situations : des réponses ne respectent pas la règle",
	} {
		if !strings.Contains(stderr, want) {
			t.Errorf("stderr does not say %q:\n%s", want, stderr)
		}
	}
	if strings.Contains(stderr, "ailleurs") || strings.Contains(stderr, "douze") {
		t.Errorf("an answer is repeated on the terminal:\n%s", stderr)
	}
	checkSheet(t, d.path("out.xlsx"), "a.csv", "Ligne 3, colonne situations", "3 éléments", "1 élément", "1 question sans colonne",
		"1 réponse qui n’est pas dans la liste", "Ligne 4, colonne territoire", "« ailleurs » n’est pas dans la liste de choix")

	again, _, _ := d.diagnose("--answers", answers, "-o", d.path("again.xlsx"))
	first, _ := os.ReadFile(d.path("out.xlsx"))
	second, _ := os.ReadFile(d.path("again.xlsx"))
	if again != exitDone || len(first) == 0 || !bytes.Equal(first, second) {
		t.Error("the same answers do not make the same file")
	}
	left, _ := filepath.Glob(d.path(".constat-*"))
	if len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestDiagnose_only(t *testing.T) {
	d := newDesk(t, diagnoseForm)
	answers := d.put("a.csv", tenTerritoriesCSV())
	base := func(args ...string) int {
		return d.tables(append([]string{"--answers", answers}, args...)...).table(t, "", "formation", "").Base
	}
	for _, c := range []struct {
		args []string
		want int
	}{
		{[]string{"--only", "territoire=t01"}, 30},
		{[]string{"--only", "territoire=Pézenas"}, 25},
		{[]string{"--only", "territoire=t01", "--only", "territoire=t02"}, 55},
		{[]string{"--only", "territoire=t01", "--only", "formation=oui"}, 8}, // 0, 4, … 28
		{[]string{"--only", "besoins=emploi"}, 31},
	} {
		if got := base(c.args...); got != c.want {
			t.Errorf("%v keeps %d, want %d", c.args, got, c.want)
		}
	}
}

// « non concerné » by the form's logic, « sans réponse », and what the file
// does not have stay apart.
func TestDiagnose_states(t *testing.T) {
	d := newDesk(t, diagnoseForm)
	document := d.tables("--answers", d.put("a.csv", "territoire,formation,situations\nt01,oui,4\nt01,oui,\nt01,non,\nt01,non,7\n"))
	table := document.table(t, "", "situations", "")
	if table.Base != 2 || table.Apart.NoAnswer != 1 || table.Apart.NotConcerned != 1 || table.Quantity.Sum != 11 {
		t.Errorf("situations: %+v %+v %+v", table, table.Apart, table.Quantity)
	}
	if absent := document.table(t, "", "besoins", ""); absent.Base != 0 || absent.Apart.NotConcerned != 4 {
		t.Errorf("besoins: %+v %+v", absent, absent.Apart)
	}
}

// A rule that compares with a question that the file does not have is not
// broken by its answers.
func TestDiagnose_ruleOnAbsentQuestion(t *testing.T) {
	d := newDesk(t, "| survey |\n| | type | name | label | constraint |\n| | integer | a | A | |\n| | integer | b | B | . <= ${a} |")
	for answers, told := range map[string]bool{"b\n3\n": false, "a,b\n2,3\n": true} {
		_, _, stderr := d.diagnose("--answers", d.put("a.csv", answers), "--json")
		if strings.Contains(stderr, "ne respectent pas") != told {
			t.Errorf("%q: %s", answers, stderr)
		}
	}
}

// The same answers in every format give the same tables.
func TestDiagnose_formats(t *testing.T) {
	d := newDesk(t, diagnoseForm)
	json := `[{"territoire":"t01","besoins":"logement sante","formation":"oui","situations":3},{"territoire":"t02","besoins":"emploi","formation":"non","situations":null}]`
	book := diagnoseWorkbook(t, []diagnoseSheet{{"réponses", [][]any{
		{"Votre territoire", "Les besoins", "Formation suivie", "Situations rencontrées"},
		{"Lunel", "Logement, Soins, santé", "Oui", 3}, {"Pézenas", "Emploi", "Non", nil},
	}}})
	want := d.tables("--answers", d.put("a.csv", "territoire,besoins,formation,situations\nt01,logement sante,oui,3\nt02,emploi,non,\n"), "--by", "formation")
	for name, content := range map[string]string{
		"split.csv":    "territoire;besoins/logement;besoins/sante;besoins/emploi;formation;situations\nt01;1;1;0;Oui;3,0\nt02;0;0;1;Non; \n",
		"ansi.csv":     "Votre territoire;Les besoins;Formation suivie;Situations rencontr\xe9es\nLunel;Logement, Soins, sant\xe9;Oui;3\nP\xe9zenas;Emploi;Non;NA\n",
		"answers.json": json, "labels.xlsx": string(book),
	} {
		got := d.tables("--answers", d.put(name, content), "--by", "formation")
		if fmt.Sprint(printable(t, got)) != fmt.Sprint(printable(t, want)) {
			t.Errorf("%s:\n%s\nwant:\n%s", name, printable(t, got), printable(t, want))
		}
	}
}

func printable(t *testing.T, d tablesDocument) string {
	t.Helper()
	text, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestDiagnose_refused(t *testing.T) {
	d := newDesk(t, diagnoseForm)
	good := d.put("a.csv", "territoire\nt01\n")
	other := d.put("other.csv", "nom,couleur\nx,y\n")
	empty := d.put("empty.csv", "territoire\n")
	out := d.path("out.xlsx")
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"--answers", good, "-o", out, "--edition", "secrète"}, "L’édition « secrète » n’existe pas"},
		{[]string{"--answers", good}, "Indiquez où écrire"},
		{[]string{"--answers", other, "-o", out}, "aucune colonne ne correspond"},
		{[]string{"--answers", empty, "-o", out}, "Aucune réponse à compter"},
		{[]string{"--answers", d.path("nowhere.csv"), "-o", out}, "ne peut pas être ouvert"},
		{[]string{"--answers", d.folder, "-o", out}, "n’est pas un fichier de réponses"},
		{[]string{"--answers", good, "-o", out, "--by", "couleur"}, "n’a pas de question « couleur »"},
		{[]string{"--answers", good, "-o", out, "--only", "territoire"}, "QUESTION=VALEUR"},
		{[]string{"--answers", good, "-o", out, "--only", "territoire=Paris"}, "n’est pas un choix"},
		{[]string{"--answers", good, "-o", out, "--only", "territoire=t02"}, "Aucune réponse à compter"},
		{[]string{"--answers", good, "-o", out, "--territory", "remarque"}, "ne peut pas séparer les territoires"},
		{[]string{"--answers", good, "-o", d.path("no/where/out.xlsx")}, "Impossible d’écrire dans le dossier"},
	} {
		code, _, stderr := d.diagnose(c.args...)
		if code != exitInput || !strings.Contains(stderr, c.want) {
			t.Errorf("%v: exit %d, said %q", c.args, code, stderr)
		}
		if _, err := os.Stat(out); err == nil {
			t.Errorf("%v: a workbook was written", c.args)
		}
	}
}

// A form that is refused is refused with its problems, but a name used twice,
// which older software took, is mended.
func TestDiagnose_faultyForm(t *testing.T) {
	d := newDesk(t, "| survey |\n| | type | name | label |\n| | text | a | A |\n| | text | a | Encore A |\n| | select_one l | c | C |\n| choices |\n| | list_name | name | label |\n| | l | x | X |\n| | l | x | Y |")
	document := d.tables("--answers", d.put("a.csv", "a,c\nmot,x\n"))
	if table := document.table(t, "", "c", ""); table.Base != 1 || table.cell(t, "x", "").N != 1 {
		t.Errorf("%+v", table)
	}
	_, _, stderr := d.diagnose("--answers", d.path("a.csv"), "--json")
	if !strings.Contains(stderr, "Feuille survey, ligne 3") || !strings.Contains(stderr, "Feuille choices, ligne 3") {
		t.Errorf("the mended names are not told:\n%s", stderr)
	}
	d = newDesk(t, "| survey |\n| | type | name | label |\n| | text | a | A |\n| | chose | b | B |")
	code, _, stderr := d.diagnose("--answers", d.put("a.csv", "a\nmot\n"), "--json")
	if code != exitInput || !strings.Contains(stderr, "Feuille survey, ligne 3") {
		t.Errorf("exit %d, said %q", code, stderr)
	}
}

// The forms and answers that other projects published go through, repeats
// with their parents.
func TestDiagnose_real(t *testing.T) {
	folder := os.Getenv("CONSTAT_FORMS")
	if folder == "" {
		folder = "../../../shared/forms"
	}
	index, err := os.Open(filepath.Join(folder, "data", "INDEX.tsv"))
	if os.IsNotExist(err) {
		t.Logf("%s is absent: nothing real was diagnosed", folder)
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	defer index.Close()
	r := csv.NewReader(index)
	r.Comma, r.LazyQuotes = '\t', true
	lines, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	answers := make(map[string][]string)
	for _, line := range lines[1:] {
		answers[line[1]] = append(answers[line[1]], "--answers", filepath.Join(folder, "data", line[0]))
	}
	diagnose := func(t *testing.T, form string, args []string) string {
		out := filepath.Join(t.TempDir(), "out.xlsx")
		var stdout, stderr bytes.Buffer
		args = append([]string{"diagnose", "--form", filepath.Join(folder, form), "-o", out}, args...)
		if code := run(context.Background(), args, noEnv, strings.NewReader(""), &stdout, &stderr); code != exitDone {
			t.Fatalf("exit %d:\n%s", code, stderr.String())
		}
		checkSheet(t, out, "réponses")
		return stdout.String()
	}
	for form, args := range answers {
		t.Run(strings.TrimSuffix(form, ".xlsx"), func(t *testing.T) { diagnose(t, form, args) })
	}
	for _, line := range lines[1:] { // each file without the others: every row counts
		t.Run(strings.TrimSuffix(line[0], ".csv"), func(t *testing.T) {
			said := diagnose(t, line[1], []string{"--answers", filepath.Join(folder, "data", line[0])})
			if !strings.Contains(said, line[3]+" réponses") {
				t.Errorf("%s rows were given: %s", line[3], said)
			}
		})
	}
}

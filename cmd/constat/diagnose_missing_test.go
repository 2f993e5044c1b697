package main

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

const minutesForm = `
| survey |
| | type                | name    | label                  | constraint          |
| | integer             | duree   | Minutes de trajet      | . >= 0              |
| | integer             | enfants | Enfants                |                     |
| | percentage          | part    | Part du temps          |                     |
| | date                | jour    | Jour                   | . <= date('2027-01-01') |
| | integer             | suivis  | Suivis                 | . <= ${enfants}     |
| | select_multiple oui | choix   | Choix                  | not(selected(., 'non') and count-selected(.) > 1) |
| choices |
| | list_name | name | label |
| | oui       | oui  | Oui   |
| | oui       | non  | Non   |
| | oui       | 99   | Nsp   |
| settings |
| | form_title | form_id |
| | Minutes    | minutes |
`

// minutes are 186 minutes and twice 9999, that is 20,184: the issue's own sum.
const minutes = "duree,enfants,choix\n10,1,oui\n20,2,non\n30,0,oui\n40,3,oui\n86,1,99\n9999,2,oui\n9999,4,oui\n"

func sumOfQuestion(t *testing.T, d desk, question string, args ...string) (sum float64, n int, stderr string) {
	t.Helper()
	table := d.tables(args...).table(t, "", question, "")
	_, _, stderr = d.diagnose(append(args, "--json")...)
	if table.Quantity == nil {
		return 0, 0, strings.ReplaceAll(stderr, "\u00a0", " ")
	}
	return table.Quantity.Sum, table.Quantity.N, strings.ReplaceAll(stderr, "\u00a0", " ")
}

// Nothing was declared about 9999: it is counted, and asked about loudly, first,
// with what settles it. Declared on either way, it is in no sum, or nobody asks.
func TestDiagnose_suspectCode(t *testing.T) {
	d := newDesk(t, minutesForm)
	file := d.put("a.csv", minutes)
	sum, n, stderr := sumOfQuestion(t, d, "duree", "--answers", file)
	if sum != 20184 || n != 7 {
		t.Errorf("undeclared: %v of %d", sum, n)
	}
	first, _, _ := strings.Cut(stderr, "\n")
	for _, want := range []string{"À VÉRIFIER", "« duree » contient 9999 (nombre de fois : 2)", "de 10 à 86", "19998 dans une somme de 20184", "--missing duree=9999", "vrai nombre"} {
		if !strings.Contains(first, want) {
			t.Errorf("the first line does not say %q: %s", want, first)
		}
	}
	for _, meaning := range []string{"", ":ne sait pas", ":refus", ":non posée", ":non concerné", ":sans réponse"} {
		if sum, n, stderr := sumOfQuestion(t, d, "duree", "--answers", file, "--missing", "duree=9999"+meaning); sum != 186 || n != 5 || strings.Contains(stderr, "VÉRIFIER") {
			t.Errorf("%q: %v of %d, %s", meaning, sum, n, stderr)
		}
	}
	if sum, _, stderr := sumOfQuestion(t, d, "duree", "--answers", file, "--missing", "duree=9999:vrai nombre"); sum != 20184 || strings.Contains(stderr, "VÉRIFIER") {
		t.Errorf("a real number: %v, %s", sum, stderr)
	}
	if sum, _, _ := sumOfQuestion(t, d, "duree", "--answers", file, "--missing", "*=9999"); sum != 186 {
		t.Errorf("of all questions: %v", sum)
	}
	code, _, said := d.diagnose("--answers", file, "-o", d.path("out.xlsx"))
	if code != exitDone {
		t.Fatal(said)
	}
	checkSheet(t, d.path("out.xlsx"), "À VÉRIFIER", "1 élément à trancher")
	declared := d.path("declared.xlsx")
	if code, _, said := d.diagnose("--answers", file, "-o", declared, "--missing", "duree=9999"); code != exitDone {
		t.Fatal(said)
	}
	for wrong, why := range map[string]string{"duree": "écrivez QUESTION=CODE", "dure=9": "pas de question", "duree=9:rien": "sens connu"} {
		if code, _, stderr := d.diagnose("--answers", file, "--json", "--missing", wrong); code != exitInput || !strings.Contains(stderr, why) {
			t.Errorf("--missing %s: exit %d, %s", wrong, code, stderr)
		}
	}
}

// A choice declared missing leaves the base, or stays in it as « ne sait pas »,
// as its meaning says.
func TestDiagnose_missingChoice(t *testing.T) {
	d := newDesk(t, minutesForm)
	file := d.put("a.csv", minutes)
	for meaning, want := range map[string][4]int{ // base, not concerned, no answer, refused
		":vrai nombre": {7, 0, 0, 0}, ":ne sait pas": {7, 0, 0, 0}, ":refus": {6, 0, 0, 1}, ":non concerné": {6, 1, 0, 0}, ":sans réponse": {6, 0, 1, 0}, ":non posée": {6, 1, 0, 0},
	} {
		table := d.tables("--answers", file, "--missing", "choix=99"+meaning).table(t, "", "choix", "")
		if got := [4]int{table.Base, table.Apart.NotConcerned, table.Apart.NoAnswer, table.Apart.Refused}; got != want {
			t.Errorf("%s: %v, want %v", meaning, got, want)
		}
	}
}

// What the form's rule or type refuses is in no sum, and named with its row, its
// column and its value. A refused choice is kept.
func TestDiagnose_impossibleValues(t *testing.T) {
	d := newDesk(t, minutesForm)
	const answers = "duree,enfants,part,jour,suivis,choix\n10,2,50,2026-03-01,1,oui\n-98,3,120,2099-01-01,4,oui non\n20,,30,2026-03-02,2,non\n"
	for format, file := range map[string]string{
		"csv":  d.put("a.csv", answers),
		"json": d.put("a.json", `[{"duree":10,"enfants":2,"part":50,"jour":"2026-03-01","suivis":1,"choix":"oui"},{"duree":-98,"enfants":3,"part":120,"jour":"2099-01-01","suivis":4,"choix":"oui non"},{"duree":20,"part":30,"jour":"2026-03-02","suivis":2,"choix":"non"}]`),
	} {
		document := d.tables("--answers", file)
		for question, want := range map[string]float64{"duree": 30, "part": 80} {
			if table := document.table(t, "", question, ""); table.Quantity.Sum != want || table.Quantity.N != 2 || table.Apart.NoAnswer != 1 {
				t.Errorf("%s, %s: %+v %+v, want %v", format, question, table.Quantity, table.Apart, want)
			}
		}
		if table := document.table(t, "", "choix", ""); table.Base != 3 || table.cell(t, "non", "").N != 2 {
			t.Errorf("%s: a refused choice: %+v", format, table)
		}
		if table := document.table(t, "", "jour", ""); table.Base != 2 {
			t.Errorf("%s: jour: %+v", format, table)
		}
	}
	code, _, stderr := d.diagnose("--answers", d.path("a.csv"), "-o", d.path("out.xlsx"))
	stderr = strings.ReplaceAll(stderr, "\u00a0", " ")
	if code != exitDone {
		t.Fatal(stderr)
	}
	for _, each := range []struct{ column, value string }{{"duree", "-98"}, {"part", "120"}, {"jour", "2099-01-01"}, {"suivis", "4"}} {
		if want := fmt.Sprintf("Ligne 3, colonne %s : « %s » est refusé par le questionnaire", each.column, each.value); !strings.Contains(stderr, want) {
			t.Errorf("the terminal does not say %q:\n%s", want, stderr)
		}
		if want := fmt.Sprintf("Colonne %s : des réponses ne respectent pas la règle", each.column); !strings.Contains(stderr, want) {
			t.Errorf("the terminal does not count %s", each.column)
		}
		checkSheet(t, d.path("out.xlsx"), "hors de tous les calculs", "Ligne 3, colonne "+each.column)
	}
}

const codedForm = `
survey
| | type                | name     | label        | constraint |
| | select_one genre    | genre    | La structure |            |
| | integer             | enfants  | Les enfants  | . < 500    |
| | integer             | familles | Les familles |            |
| | date                | jour     | Le jour      |            |
| | select_one avis     | avis     | Votre avis   |            |
| | select_multiple oui | choix    | Vos choix    |            |
choices
| | list_name | name  | label        |
| | genre     | ecole | École        |
| | genre     | pmi   | PMI          |
| | avis      | bien  | Bien         |
| | avis      | mal   | Mal          |
| | avis      | 88    | Sans opinion |
| | avis      | 77    | Refus        |
| | oui       | a     | A            |
| | oui       | b     | B            |
| | oui       | 99    | Nsp          |
settings
| | form_title | form_id |
| | Codes      | codes   |
diagnostic
| | type    | name | question      | by    | label               | unit    | denominator | parameters | value |
| | missing |      | enfants       |       | ne sait pas         |         |             |            | 99 -99 |
| | missing |      | enfants jour  |       | refus               |         |             |            | -96   |
| | missing |      | familles      |       | non concerné        |         |             |            | -97   |
| | missing |      | avis          |       | ne sait pas         |         |             |            | 88    |
| | missing |      | avis          |       | refus               |         |             |            | 77    |
| | missing |      | choix         |       | sans réponse        |         |             |            | 99    |
| | sum     | S    | enfants       | genre | Enfants             | enfants |             | key=yes    |       |
| | rate    | T    | enfants       |       | Enfants par famille | enfants | familles    | key=yes    |       |
| | share   | P    | avis=bien     |       | Avis favorable      | pros    |             | key=yes    |       |
| | mean    | M    | enfants       | genre | Moyenne             | enfants |             |            |       |
| | ranking | R    | choix         |       | Choix               | pros    |             |            |       |
`

// The internal edition's formulas agree with figures that leave codes and
// impossible values out, and so do the rows for researchers.
func TestRecalculation_missingCodes(t *testing.T) {
	d := newDesk(t, codedForm)
	answers := "genre,enfants,familles,jour,avis,choix\n"
	for i := range 14 {
		answers += fmt.Sprintf("%s,%d,%d,2026-03-%02d,bien,a b\n", []string{"ecole", "pmi"}[i%2], i, 2*i+1, i+1)
	}
	answers += "ecole,99,4,-96,88,99\npmi,-99,-97,2026-04-01,77,a\npmi,-96,3,2026-04-02,mal,b 99\necole,9000,2,2026-04-03,mal,\n"
	file := d.put("a.csv", answers)
	document := d.tables("--answers", file)
	for question, want := range map[string][5]int{ // base, not concerned, no answer, refused, sum
		"enfants": {14, 0, 4, 0, 91}, "familles": {17, 1, 0, 0, 14*14 + 9}, "avis": {17, 0, 0, 1, 0}, "choix": {16, 0, 2, 0, 0}, "jour": {17, 0, 1, 0, 0},
	} {
		table := document.table(t, "", question, "")
		sum := 0
		if table.Quantity != nil {
			sum = int(table.Quantity.Sum)
		}
		if got := [5]int{table.Base, table.Apart.NotConcerned, table.Apart.NoAnswer, table.Apart.Refused, sum}; got != want {
			t.Errorf("%s: %v, want %v", question, got, want)
		}
	}
	code, _, stderr := d.diagnose("--answers", file, "-o", d.path("out.xlsx"), "--export", d.path("export"))
	if code != exitDone {
		t.Fatal(stderr)
	}
	workbook, err := os.ReadFile(d.path("out.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	checkRecalculations(t, []recalculation{{"missing", workbook, 200}})
	rows, err := os.ReadFile(d.path("export") + "/reponses.csv")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(rows)), "\n")
	for i, want := range map[int]string{
		15: "15,ecole,-95,4,-96,88,-99,-99", 16: "16,pmi,-95,-97,2026-04-01,77,1,0", 17: "17,pmi,-96,3,2026-04-02,mal,0,1", 18: "18,ecole,-99,2,2026-04-03,mal,-99,-99",
	} {
		if lines[i] != want {
			t.Errorf("row %d: %s, want %s", i, lines[i], want)
		}
	}
	syntax, err := os.ReadFile(d.path("export") + "/reponses.sps")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"MISSING VALUES enfants (-99 THRU -95).", " -95 'Ne sait pas'", "MISSING VALUES familles (-97, -98, -99)."} {
		if !strings.Contains(string(syntax), want) {
			t.Errorf("the syntax does not say %q", want)
		}
	}
}

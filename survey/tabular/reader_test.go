package tabular

import (
	"bytes"
	"fmt"
	"sort"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"constat/survey"
	"constat/survey/xlsform"
)

// form is the questionnaire of these tests, written as XLSForm sheets.
const form = `
| survey |
| | type                    | name       | label::Français              | label::English        |
| | start                   | start      |                              |                       |
| | begin_group             | vous       | Vous                         | You                   |
| | select_one territoire   | territoire | Votre territoire ?           | Your area             |
| | integer                 | effectif   | Effectif de votre structure  | Staff                 |
| | decimal                 | etp        | Équivalents temps plein      | FTE                   |
| | date                    | creation   | Date de création             | Founded on            |
| | time                    | ouverture  | Heure d’ouverture            | Opens at              |
| | end_group               |            |                              |                       |
| | begin_group             | avis       | Votre avis                   | Your views            |
| | select_multiple besoins | besoins    | Quels besoins ?              | Needs                 |
| | select_one oui_non      | formation  | Formation suivie             | Trained               |
| | text                    | remarque   | Remarque                     | Remark                |
| | acknowledge             | accord     | J’accepte                    | I agree               |
| | end_group               |            |                              |                       |
| | begin_repeat            | enfants    | Enfants                      | Children              |
| | integer                 | age        | Âge                          | Age                   |
| | select_one oui_non      | suivi      | Suivi                        | Followed              |
| | begin_repeat            | visites    | Visites                      | Visits                |
| | integer                 | duree      | Durée                        | Length                |
| | end_repeat              |            |                              |                       |
| | end_repeat              |            |                              |                       |
| choices |
| | list_name  | name      | label::Français          | label::English |
| | territoire | lunel     | Lunel                    | Lunel          |
| | territoire | pezenas   | Pézenas, Piscénois       | Pezenas        |
| | territoire | 3         | Hauts Cantons            | Highlands      |
| | besoins    | logement  | Logement                 | Housing        |
| | besoins    | soins     | Soins, santé             | Care           |
| | besoins    | sante     | Soins                    | Health         |
| | besoins    | NA        | Aucun besoin             | None           |
| | oui_non    | oui       | Oui                      | Yes            |
| | oui_non    | non       | Non                      | No             |
| settings |
| | form_id | default_language |
| | essai   | Français         |
`

func workbook(t testing.TB, sheets ...sheet) []byte {
	t.Helper()
	book := excelize.NewFile()
	defer func() { _ = book.Close() }()
	for i, s := range sheets {
		if i == 0 {
			must(t, book.SetSheetName("Sheet1", s.name))
		} else {
			_, err := book.NewSheet(s.name)
			must(t, err)
		}
		for r, row := range s.rows {
			must(t, book.SetSheetRow(s.name, fmt.Sprintf("A%d", r+1), &row))
		}
	}
	var out bytes.Buffer
	must(t, book.Write(&out))
	return out.Bytes()
}

type sheet struct {
	name string
	rows [][]any
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// markdown reads sheets written as in form.
func markdown(text string) []sheet {
	var sheets []sheet
	for _, line := range strings.Split(text, "\n") {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		switch first := strings.TrimSpace(cells[0]); {
		case len(cells) == 1 && first != "":
			sheets = append(sheets, sheet{name: first})
		case len(cells) > 1:
			row := make([]any, 0, len(cells))
			for _, cell := range cells[1:] {
				row = append(row, strings.TrimSpace(cell))
			}
			last := &sheets[len(sheets)-1]
			last.rows = append(last.rows, row)
		}
	}
	return sheets
}

func compiled(t testing.TB, text string) *survey.Form {
	t.Helper()
	f, err := xlsform.Read(bytes.NewReader(workbook(t, markdown(text)...)))
	must(t, err)
	return f
}

func file(name, content string) File { return File{name, strings.NewReader(content)} }

// read gives what was read as lines: "row id day | key=text …", then the
// problems as "severity sheet!row column code".
func read(t testing.TB, files ...File) string {
	t.Helper()
	return readForm(t, compiled(t, form), files...)
}

func readForm(t testing.TB, f *survey.Form, files ...File) string {
	t.Helper()
	r, err := Open(f, files...)
	must(t, err)
	defer func() { must(t, r.Close()) }()
	var out strings.Builder
	var problems []survey.Problem
	must(t, r.Each(func(row *Row) error {
		fmt.Fprintf(&out, "%d %s", row.Number, row.Submission.InstanceID)
		if !row.Day.IsZero() {
			fmt.Fprintf(&out, " %s", row.Day.Format("2006-01-02"))
		}
		fmt.Fprintf(&out, " |%s\n", text(row.Submission.Answers))
		problems = append(problems, row.Problems...)
		return nil
	}))
	for _, p := range append(r.Problems(), problems...) {
		if p.Code == CodeAbsentQuestion {
			continue
		}
		fmt.Fprintf(&out, "%s!%d %s %s %s\n", p.Sheet, p.Row, p.Column, strings.TrimPrefix(p.Code, "tabular_"), strings.Join(p.Args, "+"))
	}
	return strings.ReplaceAll(out.String(), " \n", "\n")
}

// text writes the answers that are not blank, keys sorted.
func text(a survey.Answers) string {
	var out strings.Builder
	keys := sortedKeys(a.Values)
	for _, k := range keys {
		if a.Values[k] != "" {
			fmt.Fprintf(&out, " %s=%s", k, a.Values[k])
		}
	}
	repeats := make([]string, 0, len(a.Repeats))
	for k := range a.Repeats {
		repeats = append(repeats, k)
	}
	sort.Strings(repeats)
	for _, k := range repeats {
		fmt.Fprintf(&out, " %s=[", k)
		for _, instance := range a.Repeats[k] {
			fmt.Fprintf(&out, "(%s )", text(instance))
		}
		out.WriteString("]")
	}
	return out.String()
}

func equal(t *testing.T, got, want string) {
	t.Helper()
	var lines []string
	for _, line := range strings.Split(strings.TrimSpace(want), "\n") {
		lines = append(lines, strings.TrimSpace(line))
	}
	if got = strings.TrimSpace(got); got != strings.Join(lines, "\n") {
		t.Errorf("got:\n%s\nwant:\n%s", got, strings.Join(lines, "\n"))
	}
}

// The same answers, under every way of naming columns.
func TestColumns_names(t *testing.T) {
	want := "2 row-1-2 | besoins=logement soins effectif=12 territoire=lunel"
	for name, header := range map[string]string{
		"bare":       "territoire,effectif,besoins",
		"slashes":    "vous/territoire,vous/effectif,avis/besoins",
		"points":     "vous.territoire,vous.effectif,avis.besoins",
		"colons":     "vous:territoire,vous:effectif,avis:besoins",
		"dashes":     "vous-territoire,vous-effectif,avis-besoins",
		"case":       "Territoire,VOUS/Effectif,besoins ",
		"labels":     "Votre territoire ?,Effectif de votre structure,Quels besoins ?",
		"groups":     "Vous/Votre territoire ?,Vous/Effectif de votre structure,Votre avis/Quels besoins ?",
		"english":    "Your area,Staff,Needs",
		"near label": "votre territoire,Effectif de  votre structure :,<b>Quels besoins</b>?",
	} {
		t.Run(name, func(t *testing.T) {
			equal(t, read(t, file("a.csv", header+"\nlunel,12,logement soins\n")), want)
		})
	}
}

func TestColumns_unmatchedAndAbsent(t *testing.T) {
	f := compiled(t, form)
	r, err := Open(f, file("a.csv", "territoire,inconnu,vous/territoire,_id,deviceid,start\nlunel,x,lunel,4,d,2024-05-03\n"))
	must(t, err)
	var uses []string
	for _, c := range r.Matching().Columns {
		uses = append(uses, fmt.Sprint(c.Header, ":", c.Use, strings.TrimPrefix(c.Code, "tabular")))
	}
	equal(t, strings.Join(uses, " "), "territoire:1 inconnu:0_unknown_column vous/territoire:1_merged_column _id:3 deviceid:3 start:1")
	var absent []string
	for _, q := range r.Matching().Absent {
		absent = append(absent, q.Key)
	}
	equal(t, strings.Join(absent, " "), "effectif etp creation ouverture besoins formation remarque accord age suivi duree")
}

func TestColumns_ambiguousName(t *testing.T) {
	f := compiled(t, `
		| survey |
		| | type        | name  | label  |
		| | begin_group | a     | A      |
		| | text        | autre | Autre  |
		| | end_group   |       |        |
		| | begin_group | b     | B      |
		| | text        | autre | Autre  |
		| | end_group   |       |        |
	`)
	equal(t, readForm(t, f, file("a.csv", "autre,b/autre\nx,y\n")), `
		2 row-1-2 | b/autre=y
		!1 autre ambiguous_column a/autre, b/autre`)
	equal(t, readForm(t, f, file("a.csv", "Autre,Autre\nx,y\n")), `2 row-1-2 | a/autre=x b/autre=y`)
	equal(t, readForm(t, f, file("a.csv", "a.autre;b.autre\nx;y\n")), `2 row-1-2 | a/autre=x b/autre=y`)
}

func TestCSV_dialects(t *testing.T) {
	want := "2 row-1-2 | effectif=12 remarque=Été ; l’an\n2024 territoire=lunel"
	for name, content := range map[string]string{
		"comma":        "territoire,effectif,remarque\nlunel,12,\"Été ; l’an\n2024\"\n",
		"semicolon":    "territoire;effectif;remarque\r\nlunel;12;\"Été ; l’an\n2024\"\r\n",
		"tab":          "territoire\teffectif\tremarque\nlunel\t12\t\"Été ; l’an\n2024\"\n",
		"bom":          "\ufeffterritoire,effectif,remarque\nlunel,12,\"Été ; l’an\n2024\"\n",
		"windows-1252": "territoire;effectif;remarque\nlunel;12;\"\xc9t\xe9 ; l\x92an\n2024\"\n",
		"quoted head":  "\"territoire\";\"effectif\";\"remarque\"\n\"lunel\";\"12\";\"Été ; l’an\n2024\"\n;;\n",
	} {
		t.Run(name, func(t *testing.T) { equal(t, read(t, file("a.csv", content)), want) })
	}
	t.Run("utf-16", func(t *testing.T) {
		content := "\xff\xfe"
		for _, r := range "territoire\teffectif\nlunel\t12\n" {
			content += string([]byte{byte(r), 0})
		}
		equal(t, read(t, file("a.csv", content)), "2 row-1-2 | effectif=12 territoire=lunel")
	})
}

func TestCells(t *testing.T) {
	cases := []struct{ column, cell, want string }{
		{"territoire", "lunel", "lunel"},
		{"territoire", "Pézenas, Piscénois", "pezenas"},
		{"territoire", "PÉZENAS,  piscénois", "pezenas"},
		{"territoire", "Highlands", "3"},
		{"territoire", "3.0", "3"},
		{"territoire", "NA", ""},
		{"territoire", "ailleurs", "hors_liste unknown_choice"},
		{"effectif", " ", ""},
		{"effectif", "n/a", ""},
		{"effectif", "NaN", ""},
		{"effectif", "12.0", "12"},
		{"effectif", "1 234", "1234"},
		{"effectif", "-3", "-3"},
		{"effectif", "1.5E3", "1500"},
		{"effectif", "12,5", "not_integer"},
		{"effectif", "douze", "not_integer"},
		{"etp", "12,5", "12.5"},
		{"etp", "1.234,5", "1234.5"},
		{"etp", "1,234.5", "1234.5"},
		{"etp", "0.30000000000000004", "0.3"},
		{"etp", "Inf", "not_number"},
		{"etp", "0x10", "not_number"},
		{"creation", "2024-05-03", "2024-05-03"},
		{"creation", "2024-05-03T23:10:00.000+02:00", "2024-05-03"},
		{"creation", "2024-05-03 10:00:00", "2024-05-03"},
		{"creation", "03/05/2024", "2024-05-03"},
		{"creation", "3/5/2024", "2024-05-03"},
		{"creation", "45415", "2024-05-03"},
		{"creation", "45415.75", "2024-05-03"},
		{"creation", "05/13/2024", "not_date"},
		{"creation", "2024", "not_date"},
		{"start", "45415.75", "2024-05-03T18:00:00"},
		{"start", "2024-05-03T10:00:00.000+0200", "2024-05-03T10:00:00+02:00"},
		{"start", "2024-05-03T10:00:00.000Z", "2024-05-03T10:00:00Z"},
		{"start", "03/05/2024 10:00", "2024-05-03T10:00:00"},
		{"start", "hier", "not_datetime"},
		{"ouverture", "08:30", "08:30:00"},
		{"ouverture", "8h30", "08:30:00"},
		{"ouverture", "0.354166666666667", "08:30:00"},
		{"ouverture", "08:30:00.000+02:00", "08:30:00"},
		{"ouverture", "matin", "not_time"},
		{"besoins", "soins logement", "soins logement"},
		{"besoins", "logement soins logement", "logement soins logement"}, // Judge orders, each once
		{"besoins", "Soins, santé", "soins"},
		{"besoins", "Logement, Soins, santé", "logement soins"},
		{"besoins", "Soins, Logement", "sante logement"},
		{"besoins", "Logement; Soins", "logement sante"},
		{"besoins", "Logement Soins", "logement sante"},
		{"besoins", "Housing Care", "logement soins"},
		{"besoins", "NA", "NA"}, // a choice named NA wins
		{"besoins", "logement autre soins", "logement hors_liste soins unknown_choice"},
		{"formation", "Oui", "oui"},
		{"formation", "yes", "oui"},
		{"accord", "OK", "OK"},
		{"accord", "TRUE", "OK"},
		{"accord", "0", ""},
		{"accord", "peut-être", "not_tick"},
		{"remarque", "NA", ""},
		{"remarque", "  Rien à dire ", "Rien à dire"},
	}
	f := compiled(t, form)
	lists := make(map[*survey.List]*choices)
	for _, c := range cases {
		q, _ := f.Question(c.column)
		r := newCellReader(q, lists, serial1900)
		for range 2 { // worked out, then remembered
			text, code := r.read(c.cell)
			got := strings.TrimSpace(text + " " + strings.TrimPrefix(code, "tabular_"))
			if got != c.want {
				t.Errorf("%s %q = %q, want %q", c.column, c.cell, got, c.want)
			}
		}
	}
}

func TestTicks(t *testing.T) {
	want := "2 row-1-2 | besoins=logement soins\n3 row-1-3 |\n4 row-1-4 | besoins=NA"
	for name, content := range map[string]string{
		"names":      "besoins/logement,besoins/soins,besoins/sante,besoins/NA\n1,1,0,0\n0,0,0,0\n0,0,0,1\n",
		"points":     "avis.besoins.logement,avis.besoins.soins,avis.besoins.sante,avis.besoins.NA\nTrue,True,False,False\nNA,NA,NA,NA\nFalse,False,False,True\n",
		"labels":     "Quels besoins ?/Logement;\"Quels besoins ?/Soins, santé\";Quels besoins ?/Soins;Quels besoins ?/Aucun besoin\n1;1;0;0\n0;0;0;0\n0;0;0;1\n",
		"groups":     "Votre avis/Quels besoins ?/Logement;\"Votre avis/Quels besoins ?/Soins, santé\";Votre avis/Quels besoins ?/Soins;Votre avis/Quels besoins ?/Aucun besoin\n1;1;0;0\n0;0;0;0\n0;0;0;1\n",
		"brackets":   "Quels besoins ? [Logement];Quels besoins ? [Soins, santé];Quels besoins ? [Soins];Quels besoins ? [Aucun besoin]\nOui;Oui;Non;Non\nNon;Non;Non;Non\nNon;Non;Non;Oui\n",
		"the choice": "besoins/logement,besoins/soins,besoins/sante,besoins/NA\nlogement,soins,,\n0,0,0,0\n,,,Aucun besoin\n",
	} {
		t.Run(name, func(t *testing.T) { equal(t, read(t, file("a.csv", content)), want) })
	}
}

// The joined column wins, the split ones check it.
func TestTicks_bothWays(t *testing.T) {
	equal(t, read(t, file("a.csv", `besoins,besoins/logement,besoins/soins,besoins/sante,besoins/NA
logement,1,0,0,0
logement soins,1,0,0,0
,0,0,1,0
logement,,,,
logement,oups,,,
`)), `
		2 row-1-2 | besoins=logement
		3 row-1-3 | besoins=logement soins
		4 row-1-4 | besoins=sante
		5 row-1-5 | besoins=logement
		6 row-1-6 | besoins=logement
		!3 besoins ticks_differ
		!4 besoins ticks_differ
		!6 besoins/logement not_tick
		!6 besoins ticks_differ`)
}

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"constat/analysis"
	"constat/analysis/disclosure"
	"constat/analysis/microdata"
	"constat/survey"
	"constat/survey/catalogue"
	"constat/survey/tabular"
)

// exported writes a diagnostic's own export into files.
func exported(t *testing.T, d *analysis.Diagnostic) []tabular.File {
	t.Helper()
	written, err := microdata.Files(disclosure.Internal("essai", d.Meta.GeneratedOn, d))
	if err != nil {
		t.Fatal(err)
	}
	var files []tabular.File
	for _, f := range written {
		if !strings.HasPrefix(f.Name, "reponses") && f.Name != "textes-libres.csv" || !strings.HasSuffix(f.Name, ".csv") {
			continue
		}
		var out bytes.Buffer
		if err := f.Write(&out); err != nil {
			t.Fatal(err)
		}
		files = append(files, tabular.File{Name: f.Name, Content: bytes.NewReader(out.Bytes())})
	}
	return files
}

// readBack reads an export as diagnose does.
func readBack(t *testing.T, d *analysis.Diagnostic, files []tabular.File) (*analysis.Diagnostic, []survey.Problem) {
	t.Helper()
	reader, err := tabular.OpenExport(d.Form, exportOf(d.Form), files...)
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	var problems []survey.Problem
	texts := newTexts(d.Form, reader, choice{})
	b := analysis.NewBuilder(d.Form)
	p := &program{ctx: t.Context(), clock: func() time.Time { return d.Meta.GeneratedOn }}
	judge := p.judge(d.Form)
	if err := reader.Each(func(row *tabular.Row) error {
		j := judge(row)
		problems = append(append(problems, j.reading...), j.judging...)
		texts.place(j.response)
		b.Add(j.response)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	meta := d.Meta
	meta.Fictitious = reader.Fictitious()
	return analysis.Tabulate(b.Dataset(), analysis.Plan{Meta: meta}), append(problems, reader.Problems()...)
}

// figuresOf is every table, cross, figure, text and row of a diagnostic.
func figuresOf(t *testing.T, d *analysis.Diagnostic) string {
	t.Helper()
	var out strings.Builder
	for _, table := range append(append(d.Tables(), d.Participation.Profiles...), d.Participation.Months) {
		view := viewTable("", table)
		data, err := json.Marshal(view)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&out, "%s %+v\n", data, table.Base)
	}
	for _, x := range d.Crosses {
		data, _ := json.Marshal(viewCross("", x))
		fmt.Fprintf(&out, "%s\n", data)
	}
	for _, e := range d.Estimates {
		fmt.Fprintf(&out, "%v %v %v %v\n", e.StrictFloor, e.UsualFloor, e.Central, e.Ceiling)
	}
	for _, v := range d.Verbatims {
		fmt.Fprintf(&out, "%s %q\n", v.Title, v.Texts)
	}
	report := disclosure.Internal("essai", d.Meta.GeneratedOn, d)
	files, err := microdata.Files(report)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		fmt.Fprintf(&out, "\n%s\n", f.Name)
		if err := f.Write(&out); err != nil {
			t.Fatal(err)
		}
	}
	return out.String()
}

func sameFigures(t *testing.T, want, got *analysis.Diagnostic) {
	t.Helper()
	one, two := strings.Split(figuresOf(t, want), "\n"), strings.Split(figuresOf(t, got), "\n")
	for i := range min(len(one), len(two)) {
		if one[i] != two[i] {
			t.Fatalf("line %d:\n got %.600s\nwant %.600s", i+1, two[i], one[i])
		}
	}
	if len(one) != len(two) {
		t.Fatalf("%d lines, want %d", len(two), len(one))
	}
}

// The service's own export is read back whole: the same figures and the same
// export, and nothing to say of it.
func TestOwnExport_catalogue(t *testing.T) {
	for _, entry := range append(catalogue.Entries(), catalogue.Entry{ID: "modele-diagnostic", File: catalogue.TemplateFile}) {
		t.Run(entry.ID, func(t *testing.T) {
			d := imaginary(t, entry, 40, -1)
			again, problems := readBack(t, d, exported(t, d))
			if len(problems) > 0 {
				t.Errorf("said of its own export: %v", problems)
			}
			if again.Meta.Fictitious != d.Meta.Fictitious {
				t.Error("imaginary answers are not told any more")
			}
			sameFigures(t, d, again)
		})
	}
}

// ownForms have what exports find hard: repeats in repeats, ranks, choices whose
// codes look like numbers, absences or formulas, names that collide, hidden
// values, calculations, days, answers that are codes of absence.
var ownForms = map[string]string{
	"repeats": `
survey
| | type              | name    | label   | relevant        |
| | select_one oui    | all     | Tout ?  |                 |
| | integer           | n       | N       | ${all} = 'oui'  |
| | select_multiple c | Besoins | Besoins |                 |
| | text              | mot     | Mot     |                 |
| | begin_repeat      | équipe  | Équipe  |                 |
| | integer           | n       | N       |                 |
| | date              | jour    | Jour    |                 |
| | text              | mot     | Mot     |                 |
| | begin_repeat      | enfant  | Enfant  |                 |
| | decimal           | age     | Âge     |                 |
| | select_one oui    | suivi   | Suivi   |                 |
| | select_multiple c | besoins | Besoins |                 |
| | end_repeat        |         |         |                 |
| | end_repeat        |         |         |                 |
choices
| | list_name | name  | label  |
| | oui       | oui   | Oui    |
| | oui       | -98   | Codé   |
| | oui       | nsp   | Nsp    |
| | oui       | =1+1  | Égal   |
| | c         | a     | A      |
| | c         | a-b   | A-b    |
| | c         | a_b   | A_b    |
| | c         | 99    | Neuf   |
| | c         | refus | Refus  |
settings
| | form_title | form_id |
| | Répétés    | repetes |
`,
	"flat": `
survey
| | type               | name       | label    | calculation       | relevant            |
| | hidden             | territoire |          |                   |                     |
| | integer            | reponse    | Réponse  |                   |                     |
| | decimal            | part       | Part     |                   | ${reponse} > 2      |
| | rank c             | ordre      | Ordre    |                   |                     |
| | select_one commune | commune    | Commune  |                   |                     |
| | date               | jour       | Jour     |                   |                     |
| | dateTime           | moment     | Moment   |                   |                     |
| | acknowledge        | vu         | Vu       |                   |                     |
| | percentage         | taux       | Taux     |                   |                     |
| | calculate          | total      |          | ${reponse} * 2    |                     |
| | calculate          | mots       |          | concat('x', ${commune}) |               |
| | text               | autre      | Autre    |                   |                     |
choices
| | list_name | name  | label   |
| | c         | x     | X       |
| | c         | y     | Y       |
| | c         | z     | Z       |
| | commune   | 01004 | Ambérieu |
| | commune   | 34145 | Lunel   |
| | commune   | nc    | Nc      |
settings
| | form_title | form_id |
| | Plat       | plat    |
diagnostic
| | type    | name | question | by | label       | unit | denominator | parameters | value |
| | missing |      | reponse  |    | ne sait pas |      |             |            | 999   |
| | missing |      | reponse part | | refus      |      |             |            | 998   |
| | sum     | S    | total    |    | Total       | x    |             |            |       |
`,
}

// Random answers to such forms, codes of absence among them, come back whole.
func TestOwnExport_property(t *testing.T) {
	for name, text := range ownForms {
		t.Run(name, func(t *testing.T) {
			desk := newDesk(t, text)
			form, _, err := formToDiagnose(desk.path("form.xlsx"), nil)
			if err != nil {
				t.Fatal(err)
			}
			for seed := range uint64(40) {
				random := rand.New(rand.NewPCG(seed, 7))
				b := analysis.NewBuilder(form)
				for range 1 + random.IntN(12) {
					answers := randomAnswers(random, form.Root)
					r, _ := form.Judge(survey.Submission{Answers: answers}, survey.Occasion{Now: time.Date(2026, 3, 1+random.IntN(20), 0, 0, 0, 0, time.UTC), Recorded: true})
					b.Add(r)
				}
				d := analysis.Tabulate(b.Dataset(), analysis.Plan{Meta: analysis.Meta{GeneratedOn: time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC), Fictitious: seed%2 == 0}})
				again, problems := readBack(t, d, exported(t, d))
				problems = slices.DeleteFunc(problems, func(p survey.Problem) bool { return p.Code == survey.CodeImpossible })
				if len(problems) > 0 {
					t.Fatalf("seed %d: said of its own export: %v", seed, problems)
				}
				sameFigures(t, d, again)
			}
		})
	}
}

func randomAnswers(random *rand.Rand, scope *survey.Scope) survey.Answers {
	a := survey.Answers{Values: make(map[string]string)}
	pick := func(from ...string) string { return from[random.IntN(len(from))] }
	for _, q := range scope.Questions {
		if random.IntN(4) == 0 || q.Calculation != nil {
			continue
		}
		var value string
		switch q.Type.Format {
		case survey.FormatInteger:
			value = pick("0", "1", "3", "12", "999", "998", "1250")
		case survey.FormatDecimal:
			value = pick("0.5", "-98", "-99", "-95", "12.25", "998", "100")
		case survey.FormatDate:
			value = pick("2026-03-02", "1899-12-31", "2027-01-01")
		case survey.FormatDateTime:
			value = pick("2026-03-02T10:00:00", "2026-04-05T23:30:00")
		case survey.FormatOne:
			value = q.List.Choices[random.IntN(len(q.List.Choices))].Name
		case survey.FormatMultiple:
			var some []string
			for _, c := range q.List.Choices {
				if random.IntN(2) == 0 {
					some = append(some, c.Name)
				}
			}
			value = strings.Join(some, " ")
		case survey.FormatRank:
			var some []string
			for _, i := range random.Perm(len(q.List.Choices)) {
				some = append(some, q.List.Choices[i].Name)
			}
			value = strings.Join(some, " ")
		case survey.FormatTick:
			value = "OK"
		default:
			value = pick("mot", "=1+1", "'cité", "-98", "deux\nlignes", "a;b,\"c\"", "lunel")
		}
		a.Values[q.Key] = value
	}
	for _, inner := range scope.Repeats {
		for range random.IntN(3) {
			if a.Repeats == nil {
				a.Repeats = make(map[string][]survey.Answers)
			}
			a.Repeats[inner.Repeat.Key] = append(a.Repeats[inner.Repeat.Key], randomAnswers(random, inner))
		}
	}
	return a
}

// By the command, on the files as they were downloaded: nothing renamed, the
// texts with the answers; and renamed to Kobo's headers, no sum has a code.
func TestDiagnose_ownExport(t *testing.T) {
	d := imaginary(t, catalogue.Entries()[0], 30, -1)
	desk := newDesk(t, minutesForm)
	desk.put("form.xlsx", string(catalogue.Entries()[0].Bytes()))
	args := []string{}
	for _, f := range exported(t, d) {
		args = append(args, "--answers", desk.put(f.Name, readAll(t, f)))
	}
	want := 0.0
	for _, table := range d.Tables() {
		if table.Question.Key == "nb_enfants" {
			want = table.Quantity.Sum
		}
	}
	document := desk.tables(args...)
	if got := document.table(t, "", "nb_enfants", "").Quantity.Sum; got != want {
		t.Errorf("%v children, want %v", got, want)
	}
	_, _, stderr := desk.diagnose(append(args, "--json")...)
	if lines := strings.TrimSpace(stderr); strings.Count(lines, "\n") > 0 || !strings.HasSuffix(lines, "(lues : 31 ; noms de colonnes : 1 ; comptées : 30 ; non comptées, dites une par une : 0).") {
		t.Errorf("said of its own export: %s", stderr)
	}
	content, err := os.ReadFile(desk.path("reponses.csv"))
	if err != nil {
		t.Fatal(err)
	}
	header, rest, _ := strings.Cut(string(content), "\n")
	renamed := strings.Replace(header, "reponse,", "_index,", 1)
	if got := desk.tables("--answers", desk.put("kobo.csv", renamed+"\n"+rest)).table(t, "", "nb_enfants", "").Quantity; got.Sum != want || got.Min < 0 {
		t.Errorf("renamed: %+v, want %v", got, want)
	}
}

func readAll(t *testing.T, f tabular.File) string {
	t.Helper()
	var out bytes.Buffer
	if _, err := out.ReadFrom(f.Content); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

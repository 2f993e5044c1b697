package survey_test

import (
	"fmt"
	"strings"
	"testing"

	"constat/survey"
)

func TestCompile_problems(t *testing.T) {
	for _, c := range []struct{ name, rows, want string }{
		{"unknown reference", `
| type    | name | label | relevant   |
| integer | age  | Âge   |            |
| text    | mot  | Mot   | ${agee} > 1 |`, "form_mistyped_reference survey 3 relevant [agee age]"},
		{"unknown in a label", `
| type    | name | label        |
| integer | age  | Âge de ${qui} |`, "form_unknown_reference survey 2 label [qui]"},
		{"twins", `
| type    | name | label |
| integer | age  | Âge   |
| text    | age  | Âge   |`, "form_duplicate_name survey 3 name [age 2]"},
		{"ambiguous", `
| type        | name | label | relevant |
| begin_group | g    | G     |          |
| integer     | age  | Âge   |          |
| end_group   |      |       |          |
| begin_group | h    | H     |          |
| integer     | age  | Âge   |          |
| end_group   |      |       |          |
| text        | mot  | Mot   | ${age} > 1 |`, "form_ambiguous_reference survey 8 relevant [age]"},
		{"circle", `
| type      | name | label | calculation |
| calculate | a    |       | ${b} + 1    |
| calculate | b    |       | ${c} + 1    |
| calculate | c    |       | ${a} + 1    |`, "form_cycle survey 2 calculation [a → b → c → a]"},
		{"circle of relevance", `
| type | name | label | relevant    |
| text | a    | A     | ${b} != ''  |
| text | b    | B     | ${a} != ''  |`, "form_cycle survey 2 relevant [a → b → a]"},
		{"group hidden by its own child", `
| type        | name | label | relevant    |
| begin_group | g    | G     | ${a} != ''  |
| text        | a    | A     |             |
| end_group   |      |       |             |`, "form_cycle survey 2 relevant [g → a → g]"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, problems := tableProblems(t, c.rows)
			var got []string
			for _, p := range problems {
				got = append(got, fmt.Sprintf("%s %s %d %s %v", p.Code, p.Sheet, p.Row, p.Column, p.Args))
			}
			if strings.Join(got, "\n") != c.want {
				t.Errorf("problems %q, want %q", got, c.want)
			}
		})
	}
}

func TestCompile_runningTotalIsNoCircle(t *testing.T) {
	form := table(t, `
| type         | name  | label | calculation |
| begin_repeat | mois  | Mois  |             |
| integer      | n     | N     |             |
| calculate    | cumul |       | ${n} + coalesce(indexed-repeat(${cumul}, ${mois}, position(..) - 1), 0) |
| end_repeat   |       |       |             |`)
	var a survey.Answers
	if err := a.UnmarshalJSON([]byte(`{"mois":[{"n":1},{"n":2},{"n":4}]}`)); err != nil {
		t.Fatal(err)
	}
	response, problems := form.Accept(survey.Submission{Answers: a}, occasion())
	if response == nil {
		t.Fatal(problems)
	}
	var got []string
	for _, r := range response.Repeats[0] {
		got = append(got, r.Values[1].Text)
	}
	if strings.Join(got, " ") != "1 3 7" {
		t.Errorf("running totals %v, want 1 3 7", got)
	}
}

// Two questions may share a name in different groups; their answers must not.
func TestCompile_keysOfTwins(t *testing.T) {
	form := table(t, `
| type        | name  | label |
| begin_group | femme | F     |
| integer     | n     | N     |
| end_group   |       |       |
| begin_group | homme | H     |
| integer     | n     | N     |
| end_group   |       |       |`)
	response, problems := form.Accept(survey.Submission{Answers: values("femme/n=1; homme/n=2")}, occasion())
	if response == nil || response.Values[0].Number != 1 || response.Values[1].Number != 2 {
		t.Errorf("values %v, problems %v", response, problems)
	}
}

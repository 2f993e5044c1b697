package xlsform

import (
	"strings"
	"testing"

	"constat/survey"
)

// koboForm has the three kinds of groups that Kobo's server replaces: the forms
// of its own documentation, with relevant, hint and required.
const koboForm = `
	| survey |
	|        | type             | name   | label      | hint  | required | relevant      | constraint   | appearance | kobo--matrix_list | kobo--score-choices | kobo--rank-items | kobo--rank-constraint-message |
	|        | select_one yn    | a      | Avez-vous… |       |          |               |              |            |                   |                     |                  |                               |
	|        | begin_kobomatrix | m1     | Biens      | Aide  |          | ${a} = 'yes'  |              |            | car_tv            |                     |                  |                               |
	|        | select_one yn    | has    | En avoir ? |       | true     |               |              |            |                   |                     |                  |                               |
	|        | integer          | number | Combien ?  | Total |          | ${has}='yes'  | . > 0        | w1         |                   |                     |                  |                               |
	|        | end_kobomatrix   |        |            |       |          |               |              |            |                   |                     |                  |                               |
	|        | begin_score      | sk     | Avis       |       | yes      | ${a} = 'yes'  |              |            |                   | yn                  |                  |                               |
	|        | score__row       | s1     | Un         | Aide1 |          |               |              |            |                   |                     |                  |                               |
	|        | score__row       | s2     | Deux       |       |          |               |              |            |                   |                     |                  |                               |
	|        | end_score        |        |            |       |          |               |              |            |                   |                     |                  |                               |
	|        | begin_rank       | rnk    | Besoins    | Trois |          | ${a} = 'yes'  |              |            |                   |                     | car_tv           | Déjà choisi                   |
	|        | rank__level      | n1     | Premier    |       |          |               |              |            |                   |                     |                  |                               |
	|        | rank__level      | n2     | Deuxième   |       |          |               |              |            |                   |                     |                  |                               |
	|        | end_rank         |        |            |       |          |               |              |            |                   |                     |                  |                               |
	| choices |
	|         | list_name | name | label |
	|         | yn        | yes  | Oui   |
	|         | yn        | no   | Non   |
	|         | car_tv    | car  | Auto  |
	|         | car_tv    | tv   | Télé  |
`

// outline writes a form's rows one a line, with their rules.
func outline(form *survey.Form) string {
	var lines []string
	form.Walk(func(q *survey.Question) {
		depth := 0
		for p := q.Parent; p != nil; p = p.Parent {
			depth++
		}
		line := strings.Repeat(" ", depth) + q.Type.Name
		if q.ListName != "" {
			line += " " + q.ListName
		}
		line += " " + q.Name
		for _, part := range []string{q.Label.In(""), q.Hint.In(""), strings.Join(q.Appearance, " ")} {
			line += " | " + part
		}
		if q.Required != nil {
			line += " | required " + q.Required.String()
		}
		if q.Relevant != nil {
			line += " | relevant " + q.Relevant.String()
		}
		if q.Constraint != nil {
			line += " | constraint " + q.Constraint.String() + " | " + q.ConstraintMessage.In("")
		}
		lines = append(lines, line)
	})
	return strings.Join(lines, "\n")
}

// TestKobo_expanded: Kobo's own groups become the rows that Kobo deploys, under
// the same names.
func TestKobo_expanded(t *testing.T) {
	form, problems := readForm(t, koboForm)
	if len(problems) > 0 {
		t.Errorf("said:\n%s", listing(problems))
	}
	const want = `select_one yn a | Avez-vous… |  | 
begin_group m1_header | Biens | Aide | w4 | relevant ${a} = 'yes'
 note m1_header_note | Biens |  | w1 no-label
 note m1_header_has | En avoir ? |  | w2 no-label
 note m1_header_number | Combien ? |  | w1 no-label
begin_group m1_car | Auto |  | w4 | relevant ${a} = 'yes'
 note m1_car_note | Auto |  | w1 no-label
 select_one yn m1_car_has | Auto – En avoir ? |  | w2 horizontal-compact | required true()
 integer m1_car_number | Auto – Combien ? | Total | w1 no-label | relevant ${m1_car_has}='yes' | constraint . > 0 | 
begin_group m1_tv | Télé |  | w4 | relevant ${a} = 'yes'
 note m1_tv_note | Télé |  | w1 no-label
 select_one yn m1_tv_has | Télé – En avoir ? |  | w2 horizontal-compact | required true()
 integer m1_tv_number | Télé – Combien ? | Total | w1 no-label | relevant ${m1_tv_has}='yes' | constraint . > 0 | 
begin_group sk | Avis |  | table-list | relevant ${a} = 'yes'
 hidden sk_header |  |  | 
 select_one yn s1 | Un | Aide1 |  | required true()
 select_one yn s2 | Deux |  |  | required true()
begin_group rnk |  |  | field-list | relevant ${a} = 'yes'
 note rnk_label | Besoins | Trois | 
 select_one car_tv n1 | Premier |  | minimal | required true()
 select_one car_tv n2 | Deuxième |  | minimal | required true() | constraint ${n2} != ${n1} | Déjà choisi`
	if got := outline(form); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// TestKobo_columnsMissing: a form that has none of the columns which the rows
// need, and the languages and the dash that Excel makes of two hyphens.
func TestKobo_columnsMissing(t *testing.T) {
	form, _ := readForm(t, `
		| survey |
		|        | type        | name | label::Français (fr) | label::English (en) | kobo—rank-items | kobo--rank-constraint-message::English (en) |
		|        | begin rank  | r    | Rang   | Rank  | l | Twice |
		|        | rank__level | r1   | Un     | One   |   | |
		|        | rank__level | r2   | Deux   | Two   |   | |
		|        | end rank    |      |        |       |   | |
		| choices |
		|         | list_name | name | label::Français (fr) | label::English (en) |
		|         | l | x | Ix | X |
		|         | l | y | Igrec | Y |`)
	r2, _ := form.Question("r2")
	if r2.Constraint.String() != "${r2} != ${r1}" || r2.ConstraintMessage.In("English (en)") != "Twice" || r2.Required == nil || !r2.Has("minimal") {
		t.Errorf("%s %q %v", r2.Constraint, r2.ConstraintMessage, r2.Appearance)
	}
	if note, ok := form.Question("r/r_label"); !ok || note.Label["English (en)"] != "Rank" || note.Label["Français (fr)"] != "Rang" {
		t.Errorf("%+v", note)
	}
}

// TestKobo_problems: what is missing or misplaced is said at its row.
func TestKobo_problems(t *testing.T) {
	const form = `
		| survey |
		|        | type             | name | label | relevant   | kobo--matrix_list | kobo--score-choices |
		|        | begin_kobomatrix | m    | M     |            |                   |                     |
		|        | text             | c    | C     |            |                   |                     |
		|        | end_matrix       |      |       |            |                   |                     |
		|        | begin_score      | s    | S     |            |                   | listt               |
		|        | score__row       | s1   | S1    |            |                   |                     |
		|        | integer          | s2   | S2    |            |                   |                     |
		|        | end_score        |      |       |            |                   |                     |
		|        | begin_rank       | r    | R     |            |                   |                     |
		|        | rank__level      | r1   | R1    |            |                   |                     |
		|        | end_rank         |      |       |            |                   |                     |
		|        | score__row       | x    | X     |            |                   |                     |
		|        | end_rank         |      |       |            |                   |                     |
		|        | begin_kobomatrix | n    | N     |            | list              |                     |
		|        | begin_group      | g    | G     |            |                   |                     |
		|        | text             | d    | D     | ${d2} = 1  |                   |                     |
		|        | end_group        |      |       |            |                   |                     |
		|        | end_kobomatrix   |      |       |            |                   |                     |
		|        | begin_score      | z    | Z     |            |                   | list                |
		|        | score__row       | z1   | Z1    |            |                   |                     |
		| choices |
		|         | list_name | name | label |
		|         | list      | x    | X     |
		|         | list      | y    | Y     |`
	const want = `fault survey!2 kobo--matrix_list: kobo_list ["begin_kobomatrix" "kobo--matrix_list"]
fault survey!5 kobo--score-choices: unknown_list_near ["listt" "choices" "list"]
fault survey!7 type: kobo_row ["integer" "begin_score" "score__row"]
fault survey!9 kobo--rank-items: kobo_list ["begin_rank" "kobo--rank-items"]
fault survey!12 type: kobo_outside ["score__row" "begin_score" "end_score"]
fault survey!13 type: unmatched_end ["end_rank" ""]
fault survey!15 type: kobo_row ["begin_group" "begin_kobomatrix" "text, select_one…"]
fault survey!16 relevant: form_mistyped_reference ["d2" "c"]
fault survey!17 type: kobo_row ["end_group" "begin_kobomatrix" "text, select_one…"]
fault survey!19 type: unclosed ["score" "z"]
fault survey!20 type: kobo_outside ["score__row" "begin_score" "end_score"]
`
	if got := problemsOf(t, form); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// TestKobo_disabled: a level of a rank is left out as any other row, in French too.
func TestKobo_disabled(t *testing.T) {
	form, problems := readForm(t, `
	| survey |
	|        | type        | name | label    | disabled | kobo--rank-items |
	|        | begin_rank  | rnk  | Besoins  |          | l                |
	|        | rank__level | n1   | Premier  | oui      |                  |
	|        | rank__level | n2   | Deuxième |          |                  |
	|        | end_rank    |      |          |          |                  |
	| choices |
	|         | list_name | name | label |
	|         | l         | a    | A     |
`)
	if form == nil {
		t.Fatalf("refused: %v", problems)
	}
	if got := outline(form); strings.Contains(got, "n1") {
		t.Errorf("a disabled level is asked, or counts for the next:\n%s", got)
	}
}

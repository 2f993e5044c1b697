package xlsform

import (
	"reflect"
	"testing"

	"constat/survey"
)

const territorialForm = `
	| survey |
	|        | type                   | name           | label        |
	|        | select_one oui_non     | repere         | Repérez-vous |
	|        | select_one oui_non     | formation_init | Formé ?      |
	|        | select_one souhait     | formation_souh | Souhait ?    |
	|        | select_one combien     | danger         | Combien ?    |
	|        | select_multiple freins | freins         | Freins       |
	|        | select_one souhait     | aise           | À l’aise ?   |
	|        | integer                | enfants        | Enfants      |
	|        | integer                | familles       | Familles     |
	|        | select_one combien     | recouvrement   | Recouvrement |
	|        | select_one souhait     | fiab_enf       | Fiabilité    |
	|        | select_one structures  | type_structure | Structure    |
	|        | text                   | libre          | Libre        |
	| choices |
	|        | list_name  | name      | label   | midpoint |
	|        | oui_non    | oui       | Oui     |          |
	|        | oui_non    | non       | Non     |          |
	|        | souhait    | oui       | Oui     |          |
	|        | souhait    | peut_etre | Peut-être |        |
	|        | combien    | c1_2      | 1 à 2   | 0.25     |
	|        | combien    | c3_5      | 3 à 5   | 0.75     |
	|        | freins     | temps     | Temps   |          |
	|        | structures | ccas      | CCAS    |          |
	| settings |
	|        | form_id |
	|        | essai   |
	| diagnostic |
	|        | type | name | question | by | label | unit | denominator | chart | sensitive | parameters | value | year | source |
`

func TestDiagnostic_everyType(t *testing.T) {
	form, problems := readForm(t, territorialForm+`
	|        | Share         | LU-1 | formation_init=non and formation_souh=oui¦peut_etre | | À former | professionnels | known | bar |    | key=yes |
	|        | share         | LU-2 | danger=c1_2¦c3_5 |                | En danger |          | repere=oui |     |     |         |
	|        | sum           | HC-1 | enfants familles |                | Repérés   | enfants  |            |     |     |         |
	|        | rate          | HC-2 | enfants          |                | Par famille |        | familles   |     |     |         |
	|        | median        | HC-3 | enfants          |                | Médiane   | enfants  |            |     |     |         |
	|        | ranking       | LU-3 | freins           |                | Freins    |          |            | bar |     |         |
	|        | scale         |      | aise             |                |           |          |            | stacked |  |        |
	|        | cross         |      | freins aise      | type_structure |           |          |            |     |     |         |
	|        | participation |      | type_structure   |                |           |          |            |     |     |         |
	|        | coverage      |      | type_structure   |                |           | zone     |            |     |     |         |
	|        | estimate      | HC-9 | enfants          | type_structure | Estimation | enfants |            |     |     | overlap=recouvrement reliability=fiab_enf |
	|        | ratio         | HC-4 | enfants          |                | Par famille | enfants par famille | familles | |  | key=yes |
	|        | mean          | HC-5 | enfants familles | type_structure | Moyennes  | par professionnel |   |     |     | classes=0¦1-2¦3- |
	`)
	if len(problems) > 0 {
		t.Fatalf("unexpected problems:\n%s", listing(problems))
	}
	if len(form.Diagnostic) != len(survey.IndicatorTypes)+1 {
		t.Fatalf("%d indicators, want one of each type and a second share", len(form.Diagnostic))
	}
	first := form.Diagnostic[0]
	if first.Row != 2 || first.Name != "LU-1" || !first.Key || first.Chart != "bar" || !first.Denominator.Known {
		t.Errorf("LU-1 reads %+v", first)
	}
	want := []survey.Term{
		{Question: question(t, form, "formation_init"), Codes: []string{"non"}},
		{Question: question(t, form, "formation_souh"), Codes: []string{"oui", "peut_etre"}},
	}
	if !reflect.DeepEqual(first.Condition, want) {
		t.Errorf("condition of LU-1: %+v", first.Condition)
	}
	if d := form.Diagnostic[1].Denominator.Condition; len(d) != 1 || d[0].Question.Name != "repere" {
		t.Errorf("denominator of LU-2: %+v", d)
	}
	if q := form.Diagnostic[2].Questions; len(q) != 2 || q[1].Name != "familles" {
		t.Errorf("questions of HC-1: %v", q)
	}
	if q := form.Diagnostic[3].Denominator.Question; q == nil || q.Name != "familles" {
		t.Errorf("denominator of HC-2: %v", q)
	}
	if got := question(t, form, "aise").Measure; got != survey.MeasureOrdinal {
		t.Errorf("a scale has measure %v", got)
	}
	estimate := form.Diagnostic[10]
	if len(estimate.By) != 1 || estimate.Parameters["overlap"] != "recouvrement" {
		t.Errorf("HC-9 reads %+v", estimate)
	}
	if ratio := form.Diagnostic[11]; !ratio.Key || ratio.Denominator.Question == nil || ratio.Denominator.Question.Name != "familles" {
		t.Errorf("HC-4 reads %+v", ratio)
	}
	mean := form.Diagnostic[12]
	if len(mean.Questions) != 2 || len(mean.By) != 1 || len(form.Classes(mean.Questions[1])) != 3 {
		t.Errorf("HC-5 reads %+v", mean)
	}
}

func TestDiagnostic_mistakes(t *testing.T) {
	got := problemsOf(t, territorialForm+`
	|        | parts    | X-1  | repere=oui       |                | X    |      |          |       |       |           |
	|        | share    |      | repere=oui       |                | X    |      |          |       |       |           |
	|        | share    | X-2  | repere=oui       |                |      |      |          | camembert |   |           |
	|        | share    | X-3  | repere=peut      |                | X    |      |          |       |       |           |
	|        | share    | X-3  | reper=oui        |                | X    |      |          |       |       |           |
	|        | share    | X-4  | libre=oui        |                | X    |      | repere   |       | bof   |           |
	|        | sum      | X-5  | libre            |                | X    |      |          |       |       |           |
	|        | rate     | X-6  | enfants familles |                | X    |      |          |       |       |           |
	|        | cross    |      | freins           |                |      |      |          |       |       |           |
	|        | coverage |      | type_structure   |                |      | pays |          |       |       |           |
	|        | estimate | X-7  | enfants          | typ_structure  | X    |      |          |       |       | overlap=x |
	|        | scale    |      |                  |                |      |      |          |       |       | key       |
	|        | mean     | X-8  | enfants aise     |                | X    |      |          |       |       |           |
	|        | mean     | X-9  | freins           |                | X    |      | enfants  |       |       |           |
	|        | ratio    | X-10 | enfants          |                | X    |      |          |       |       |           |
	|        | ratio    | X-11 | enfants familles | type_structure | X    |      | danger   |       |       |           |
	`)
	want := unindent(`
		fault diagnostic!2 type: unknown_indicator ["parts" ""]
		fault diagnostic!3 name: indicator_without_name ["share"]
		fault diagnostic!4 chart: bad_chart ["camembert"]
		fault diagnostic!4 label: indicator_without_label ["X-2"]
		fault diagnostic!5 question: unknown_code ["peut" "repere" "oui_non" ""]
		fault diagnostic!6 name: duplicate_indicator ["X-3" "5"]
		fault diagnostic!6 question: unknown_question_near ["reper" "repere"]
		warning diagnostic!7 sensitive: cell_not_read ["sensitive" "share"]
		fault diagnostic!7 question: unfit_question ["libre" "text"]
		fault diagnostic!7 denominator: bad_condition ["repere"]
		fault diagnostic!8 question: unfit_question ["libre" "text"]
		fault diagnostic!9 question: indicator_many_questions ["rate"]
		fault diagnostic!9 denominator: rate_without_denominator ["rate"]
		fault diagnostic!10 by: indicator_without_by ["cross"]
		fault diagnostic!11 unit: bad_coverage_unit ["pays"]
		fault diagnostic!12 parameters: unknown_question ["x" ""]
		fault diagnostic!12 by: unknown_question_near ["typ_structure" "type_structure"]
		fault diagnostic!13 parameters: bad_parameters ["key"]
		fault diagnostic!13 question: indicator_without_question ["scale"]
		fault diagnostic!14 question: unfit_question ["aise" "select_one"]
		warning diagnostic!15 denominator: cell_not_read ["denominator" "mean"]
		fault diagnostic!15 question: unfit_question ["freins" "select_multiple"]
		fault diagnostic!16 denominator: rate_without_denominator ["ratio"]
		warning diagnostic!17 by: cell_not_read ["by" "ratio"]
		fault diagnostic!17 question: indicator_many_questions ["ratio"]
		fault diagnostic!17 denominator: unfit_question ["danger" "select_one"]
	`)
	if got != want {
		t.Errorf("said:\n%swant:\n%s", got, want)
	}
}

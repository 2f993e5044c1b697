package xlsform

import (
	"testing"

	"constat/survey"
)

const missingForm = territorialForm

// A missing row says what codes mean, of the questions named or of all of them.
func TestDiagnostic_missing(t *testing.T) {
	form, problems := readForm(t, missingForm+`
	|  | missing | | enfants familles | | ne sait pas | | | | | | 99 -99 | | |
	|  | missing | | *                | | Non posée   | | | | | | -98    | | |
	|  | missing | | enfants          | | vrai nombre | | | | | | 999    | | |
	|  | missing | | danger           | | refus       | | | | | | c3_5   | | |
	`)
	if len(problems) > 0 {
		t.Fatalf("unexpected problems:\n%s", listing(problems))
	}
	for _, c := range []struct {
		question, text string
		want           survey.State
		missing        bool
	}{
		{"enfants", "99", survey.AnsweredDontKnow, true}, {"enfants", "99.0", survey.AnsweredDontKnow, true}, {"enfants", "-99", survey.AnsweredDontKnow, true},
		{"familles", "99", survey.AnsweredDontKnow, true}, {"enfants", "-98", survey.NotAsked, true}, {"danger", "-98", survey.NotAsked, true},
		{"danger", "c3_5", survey.AnsweredRefused, true}, {"enfants", "98", 0, false}, {"enfants", "999", 0, false}, {"libre", "-98", 0, false},
	} {
		got, missing := question(t, form, c.question).Missing(c.text)
		if missing != c.missing || missing && got != c.want {
			t.Errorf("%s = %s: %v, %v; want %v, %v", c.question, c.text, got, missing, c.want, c.missing)
		}
	}
	if !question(t, form, "enfants").Asserted("999") || question(t, form, "enfants").Asserted("99") {
		t.Error("what was declared a real number is not told from the rest")
	}
}

// Each mistake is told at its cell.
func TestDiagnostic_missingMistakes(t *testing.T) {
	got := problemsOf(t, missingForm+`
	|  | missing | | enfants  | | inconnu     | | | | | | 99 | | |
	|  | missing | |          | | refus       | | | | | | 99 | | |
	|  | missing | | enfants  | | refus       | | | | | |    | | |
	|  | missing | | libre    | | refus       | | | | | | 99 | | |
	|  | missing | | enfant   | | refus       | | | | | | 99 | | |
	|  | missing | | enfants  | | refus       | | | | | | 98 | | |
	|  | missing | | *        | | ne sait pas | | | | | | 98 | | |
	|  | missing | | familles | | refus       | x | | | | | 97 | | |
	`)
	want := unindent(`
		fault diagnostic!2 label: missing_without_meaning ["inconnu" "ne sait pas, refus, non concerné, non posée, sans réponse, vrai nombre"]
		fault diagnostic!3 question: missing_without_question []
		fault diagnostic!4 value: missing_without_code []
		fault diagnostic!5 question: unfit_question ["libre" "text"]
		fault diagnostic!6 question: unknown_question_near ["enfant" "enfants"]
		fault diagnostic!8 value: missing_twice ["98" "enfants"]
		warning diagnostic!9 unit: cell_not_read ["unit" "missing"]
	`)
	if got != want {
		t.Errorf("said:\n%swant:\n%s", got, want)
	}
}

package survey_test

import (
	"testing"
	"time"

	"constat/survey"
)

const coded = `
| type    | name     | label | relevant      | constraint                |
| integer | vu       | Vu    |               |                           |
| integer | enfants  | E     | ${vu} = 1     | . >= 0 and . <= 500       |
| integer | orientes | O     | ${vu} = 1     | . <= ${enfants}           |
| percentage | note     | N     |               |                           |
| date    | jour     | J     |               | . <= date('2027-01-01')   |
`

// At every door: recorded answers, and answers stored before.
func TestMissing_doors(t *testing.T) {
	form := table(t, coded)
	q := func(key string) *survey.Question { q, _ := form.Question(key); return q }
	if !form.DeclareMissing(q("enfants"), "999", survey.AnsweredDontKnow) || !form.DeclareMissing(q("note"), "999", survey.AnsweredRefused) ||
		!form.DeclareMissing(q("jour"), "-99", survey.NotAsked) || form.DeclareMissing(q("note"), "999.0", survey.NotAsked) {
		t.Fatal("the codes are not declared as they should")
	}
	occ := occasion()
	occ.Recorded = true
	for name, c := range map[string]struct {
		answers, problems string
		want              map[string]survey.State
	}{
		"missing codes":              {"vu=1; enfants=999; orientes=3; note=999; jour=-99", "", map[string]survey.State{"enfants": survey.AnsweredDontKnow, "orientes": survey.Answered, "note": survey.AnsweredRefused, "jour": survey.NotAsked}},
		"impossible":                 {"vu=1; enfants=9000; orientes=3; note=120; jour=2099-01-01", "note impossible, enfants impossible, jour impossible", map[string]survey.State{"enfants": survey.NoAnswer, "orientes": survey.Answered, "note": survey.NoAnswer, "jour": survey.NoAnswer}},
		"more than the other number": {"vu=1; enfants=2; orientes=3", "orientes impossible", map[string]survey.State{"enfants": survey.Answered, "orientes": survey.NoAnswer}},
		"where it does not apply":    {"vu=0; enfants=-98; orientes=1", "enfants impossible, orientes impossible", map[string]survey.State{"enfants": survey.NoAnswer, "orientes": survey.NoAnswer}},
		"well where it does not":     {"vu=0; enfants=8; orientes=1", "", map[string]survey.State{"enfants": survey.Answered, "orientes": survey.Answered}},
	} {
		response, problems := form.Judge(survey.Submission{Answers: values(c.answers)}, occ)
		if got := described(problems); got != c.problems {
			t.Errorf("%s: problems %q, want %q", name, got, c.problems)
		}
		for key, want := range c.want {
			if got := response.Values[q(key).Index]; got.State != want {
				t.Errorf("%s: %s is %+v, want %d", name, key, got, want)
			}
		}
	}
	restored, err := form.Restore("i", time.Time{}, []byte(`{"vu":"1","enfants":"999","orientes":"3","note":"120","jour":"2026-03-01"}`))
	if err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]survey.State{"enfants": survey.AnsweredDontKnow, "orientes": survey.Answered, "note": survey.NoAnswer, "jour": survey.Answered} {
		if got := restored.Values[q(key).Index].State; got != want {
			t.Errorf("stored %s is %d, want %d", key, got, want)
		}
	}
	if stored := restored.Answers(); stored.Values["enfants"] != "999" || stored.Values["note"] != "120" {
		t.Errorf("what was stored is lost: %v", stored.Values)
	}
}

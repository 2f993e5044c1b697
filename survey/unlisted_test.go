package survey_test

import (
	"testing"

	"constat/survey"
)

const lostChoices = `
| type                   | name      | label     | relevant             |
| select_one metier      | metier    | Métier    |                      |
| select_multiple besoin | besoins   | Besoins   |                      |
| rank besoin            | ordre     | Priorités |                      |
| text                   | mot       | Mot       | ${metier} != ''      |
| text                   | mot_mg    | Mot du MG | ${metier} = 'mg'     |
| select_one note        | qualite   | Qualité   |                      |
`

// An answer that the list does not have is one answer outside it, beside what the
// list has; only answers collected elsewhere can hold one.
func TestJudge_unlisted(t *testing.T) {
	form := table(t, lostChoices, "metier: mg Médecin, ide Infirmière", "besoin: a A, b B, c C", "note: 1 Un, 2 Deux")
	recorded := occasion()
	recorded.Recorded = true
	for _, c := range []struct{ answers, key, want, problems string }{
		{"metier=sf", "metier", "hors_liste", "metier unknown_choice"},
		{"metier=hors_liste", "metier", "hors_liste", ""},
		{"besoins=c x a y", "besoins", "a c hors_liste", "besoins unknown_choice"},
		{"besoins=x", "besoins", "hors_liste", "besoins unknown_choice"},
		{"besoins=c hors_liste a", "besoins", "a c hors_liste", ""},
		{"ordre=c x a y b", "ordre", "c hors_liste a b", "ordre unknown_choice"},
		{"qualite=99", "qualite", "hors_liste", "qualite unknown_choice"},
		{"metier=sf", "mot", "", "metier unknown_choice"},
	} {
		response, problems := form.Judge(survey.Submission{Answers: values(c.answers)}, recorded)
		if got := described(problems); got != c.problems {
			t.Errorf("%s: problems %q, want %q", c.answers, got, c.problems)
		}
		q, _ := form.Question(c.key)
		if got := response.Values[q.Index]; got.Text != c.want || (c.want != "") != (got.State == survey.Answered) {
			t.Errorf("%s: %s is %+v, want %q", c.answers, c.key, got, c.want)
		}
	}
	response, _ := form.Judge(survey.Submission{Answers: values("metier=sf")}, recorded)
	for key, want := range map[string]survey.State{"mot": survey.NoAnswer, "mot_mg": survey.NotAsked} {
		if q, _ := form.Question(key); response.Values[q.Index].State != want {
			t.Errorf("%s is %d, want %d", key, response.Values[q.Index].State, want)
		}
	}
	for _, answers := range []string{"metier=sf", "metier=hors_liste", "besoins=a hors_liste", "ordre=a hors_liste"} {
		if response, _ := form.Accept(survey.Submission{Answers: values(answers)}, occasion()); response != nil {
			t.Errorf("%s was accepted from a respondent", answers)
		}
	}
}

// A code that stands for the absence of an answer is none, listed or not.
func TestJudge_unlistedMissing(t *testing.T) {
	form := table(t, lostChoices, "metier: mg Médecin, ide Infirmière", "besoin: a A, b B, c C", "note: 1 Un, 2 Deux")
	for _, key := range []string{"qualite", "besoins"} {
		q, _ := form.Question(key)
		form.DeclareMissing(q, "99", survey.AnsweredDontKnow)
	}
	recorded := occasion()
	recorded.Recorded = true
	response, problems := form.Judge(survey.Submission{Answers: values("qualite=99; besoins=a 99")}, recorded)
	if len(problems) > 0 {
		t.Errorf("problems %q", described(problems))
	}
	qualite, _ := form.Question("qualite")
	besoins, _ := form.Question("besoins")
	if got := response.Values[qualite.Index]; got.State != survey.AnsweredDontKnow {
		t.Errorf("qualite is %+v: %s", got, described(problems))
	}
	if got := response.Values[besoins.Index]; got.Text != "a 99" {
		t.Errorf("besoins is %+v", got)
	}
}

// No choice can bear the code of what is outside its list.
func TestList_UnlistedCode(t *testing.T) {
	for choices, want := range map[string]string{
		"l: a A": "hors_liste", "l: hors_liste A": "hors_liste_", "l: Hors_Liste A, hors_liste_ B": "hors_liste__",
	} {
		form := table(t, "\n| type | name | label |\n| select_one l | q | Q |\n", choices)
		q, _ := form.Question("q")
		if got := q.List.UnlistedCode(); got != want {
			t.Errorf("%s: %q, want %q", choices, got, want)
		}
	}
}

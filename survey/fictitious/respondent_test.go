package fictitious_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"constat/survey"
	"constat/survey/catalogue"
	"constat/survey/fictitious"
	"constat/survey/xlsform"
)

var occasion = survey.Occasion{
	Now: time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC), Zone: time.UTC, Seed: 1,
	Carried: map[string]string{
		"territoire": "lunel", "territoire_epci": "243400520",
		"territoire_communes": "34145 34151 34027 34033 34110 34112 34146 34246 34272 34288 34294 34296 34340 34350",
	},
}

func read(t testing.TB, e catalogue.Entry) *survey.Form {
	t.Helper()
	form, err := xlsform.Read(bytes.NewReader(e.Bytes()))
	if err != nil {
		t.Fatalf("%s: %v", e.ID, err)
	}
	return form
}

// Every imaginary answer must pass the same judgement as a real one.
func TestNext_accepted(t *testing.T) {
	for _, e := range catalogue.Entries() {
		t.Run(e.ID, func(t *testing.T) {
			form := read(t, e)
			respondents := fictitious.NewRespondents(form, occasion, 7)
			answered := 0
			for i := range 12 {
				answers := respondents.Next()
				response, problems := form.Accept(survey.Submission{Answers: answers}, occasion)
				if response == nil {
					t.Fatalf("respondent %d: %v", i, survey.Problems(problems))
				}
				for _, p := range problems {
					t.Errorf("respondent %d: %v", i, p)
				}
				for _, v := range response.Values {
					if v.State == survey.Answered {
						answered++
					}
				}
			}
			if answered < 12*10 {
				t.Errorf("%d answers from 12 respondents: too few to show", answered)
			}
		})
	}
}

// Each commune answers once before any answers again, and there is an answer
// for every respondent asked for.
func TestNext_moreRespondentsThanCommunes(t *testing.T) {
	e, _ := catalogue.Find("piscenois-communes")
	form := read(t, e)
	commune, _ := form.Question("commune")
	communes := 0
	for _, c := range commune.List.Choices {
		if slices.Contains(strings.Fields(occasion.Carried["territoire_communes"]), c.Name) {
			communes++
		}
	}
	respondents := fictitious.NewRespondents(form, occasion, 7)
	times := map[string]int{}
	for i := range 2*communes + 1 {
		answers := respondents.Next()
		if response, problems := form.Accept(survey.Submission{Answers: answers}, occasion); response == nil {
			t.Fatalf("respondent %d: %v", i, survey.Problems(problems))
		}
		times[answers.Values["commune"]]++
		if i == communes-1 && len(times) != communes {
			t.Errorf("%d communes among the first %d respondents", len(times), communes)
		}
	}
	if communes < 10 {
		t.Errorf("only %d communes: the test proves little", communes)
	}
}

func TestNext_sameSeedSameAnswers(t *testing.T) {
	form := read(t, catalogue.Entries()[0])
	one := fictitious.NewRespondents(form, occasion, 3).Next()
	two := fictitious.NewRespondents(form, occasion, 3).Next()
	a, _ := one.MarshalJSON()
	b, _ := two.MarshalJSON()
	if !bytes.Equal(a, b) {
		t.Errorf("same seed, other answers:\n%s\n%s", a, b)
	}
}

func BenchmarkAccept(b *testing.B) {
	for _, e := range catalogue.Entries() {
		form := read(b, e)
		answers := fictitious.NewRespondents(form, occasion, 7).Next()
		b.Run(e.ID, func(b *testing.B) {
			for b.Loop() {
				form.Accept(survey.Submission{Answers: answers}, occasion)
			}
		})
		b.Run("page/"+e.ID, func(b *testing.B) {
			for b.Loop() {
				form.Page(answers, occasion, nil)
			}
		})
	}
}

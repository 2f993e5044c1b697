package survey_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"constat/survey"
)

const health = `
| type                   | name     | label     | required | relevant          | constraint               | constraint_message     | calculation | choice_filter |
| select_one profession  | metier   | Métier    | yes      |                   |                          |                        |             |               |
| select_one ouinon      | vu       | Vu        | yes      |                   |                          |                        |             |               |
| begin_group            | detail   | Détail    |          | ${vu} = 'oui'     |                          |                        |             |               |
| integer                | nb       | Combien   |          |                   | . >= 1 and . <= 300      | De 1 à 300.            |             |               |
| integer                | nb_enc   | Enceintes |          |                   | . <= ${nb}               | Pas plus que ${nb}.    |             |               |
| end_group              |          |           |          |                   |                          |                        |             |               |
| select_multiple formes | formes   | Formes    |          | ${vu} = 'oui'     | not(selected(., 'aucune') and count-selected(.) > 1) | Aucune, seule. |             |               |
| calculate              | part     |           |          |                   |                          |                        | ${nb_enc} div ${nb} |       |
| date                   | le       | Le        |          |                   |                          |                        |             |               |
| decimal                | taux     | Taux      |          |                   |                          |                        |             |               |
| range                  | note     | Note      |          |                   |                          |                        |             |               |
| select_one ouinon      | filtre   | Filtre    |          |                   |                          |                        |             | name != 'non' or ${vu} = 'non' |
| rank formes            | rang     | Rang      |          |                   |                          |                        |             |               |
| acknowledge            | lu       | Lu        |          |                   |                          |                        |             |               |
| geopoint               | lieu     | Lieu      |          |                   |                          |                        |             |               |
| text                   | mot      | Mot       |          |                   | string-length(.) <= 20   |                        |             |               |
`

var healthLists = []string{"profession: mg Médecin, sf Sage-femme", "ouinon: oui Oui, non Non, nsp Ne sait pas", "formes: psy Psychologiques, phy Physiques, aucune Aucune"}

func TestAccept_problems(t *testing.T) {
	form := table(t, health, healthLists...)
	for _, c := range []struct{ name, answers, problems string }{
		{"complete", "metier=mg; vu=oui; nb=12; nb_enc=3; formes=phy psy; le=2026-02-28; taux=12,5; mot=bonjour", ""},
		{"nothing", "", "metier required, vu required"},
		{"blank is nothing", "metier= ; vu=oui", "metier required"},
		{"unknown choice", "metier=maire; vu=oui", "metier unknown_choice"},
		{"not an integer", "metier=mg; vu=oui; nb=douze", "nb not_integer"},
		{"thousands and spaces", "metier=mg; vu=oui; nb=1 2", ""},
		{"decimal for an integer", "metier=mg; vu=oui; nb=1,5", "nb not_integer"},
		{"constraint", "metier=mg; vu=oui; nb=301", "nb constraint"},
		{"constraint on another", "metier=mg; vu=oui; nb=2; nb_enc=3", "nb_enc constraint"},
		{"irrelevant", "metier=mg; vu=non; nb=3", "nb irrelevant"},
		{"exclusive", "metier=mg; vu=oui; formes=psy aucune", "formes constraint"},
		{"unknown among several", "metier=mg; vu=oui; formes=psy zut", "formes unknown_choice"},
		{"date in French order", "metier=mg; vu=oui; le=28/02/2026", ""},
		{"no such day", "metier=mg; vu=oui; le=30/02/2026", "le not_date"},
		{"not a decimal", "metier=mg; vu=oui; taux=1e3", "taux not_decimal"},
		{"infinite", "metier=mg; vu=oui; taux=Inf", "taux not_decimal"},
		{"out of range", "metier=mg; vu=oui; note=25", "note out_of_range"},
		{"filtered out", "metier=mg; vu=oui; filtre=non", "filtre filtered_out"},
		{"filter admits", "metier=mg; vu=non; filtre=non", ""},
		{"ranked twice", "metier=mg; vu=oui; rang=psy psy", "rang bad_rank"},
		{"tick", "metier=mg; vu=oui; lu=peut-être", "lu bad_tick"},
		{"position refused", "metier=mg; vu=oui; lieu=43.6 3.8 0 0", "lieu not_captured"},
		{"NUL", "metier=mg; vu=oui; mot=a\x00b", "mot bad_character"},
		{"too long", "metier=mg; vu=oui; mot=" + strings.Repeat("é", survey.MaxText+1), "mot too_long"},
		{"another form's question", "metier=mg; vu=oui; solde=3", "solde unknown_field"},
	} {
		t.Run(c.name, func(t *testing.T) {
			response, problems := form.Accept(survey.Submission{Answers: values(c.answers)}, occasion())
			if got := described(problems); got != c.problems {
				t.Errorf("problems %q, want %q", got, c.problems)
			}
			if (response == nil) != survey.Blocking(problems) {
				t.Errorf("response %v with problems %v", response, problems)
			}
		})
	}
}

const ages = `
| type         | name     | label | required | constraint                                            | constraint_message | calculation |
| integer      | tous     | Tous  | yes      | . >= 1                                                | Au moins un.       |             |
| integer      | a        | A     |          | . >= 0 and . <= ${tous}                               | Trop.              |             |
| integer      | b        | B     |          | . >= 0 and coalesce(${a}, 0) + . <= ${tous}           | Trop.              |             |
| integer      | c        | C     |          | . >= 0 and coalesce(${a}, 0) + coalesce(${b}, 0) + . <= ${tous} | Trop.    |             |
| integer      | suivis   | Suivis |         | . <= ${tous}                                          | Plus que ${tous}.  |             |
| integer      | reste    | Reste |          | . >= 0 and . + coalesce(${a}, 0) <= ${tous}           |                    |             |
| calculate    | somme    |       |          |                                                       |                    | coalesce(${d}, 0) + coalesce(${e}, 0) |
| integer      | d        | D     |          | ${somme} <= ${tous}                                   |                    |             |
| integer      | e        | E     |          | ${somme} <= ${tous}                                   |                    |             |
| begin_repeat | groupe   | Groupe |         |                                                       |                    |             |
| integer      | effectif | Effectif |       | sum(../../groupe/effectif) <= ${tous}                | Trop en tout.      |             |
| end_repeat   |          |       |          |                                                       |                    |             |
`

// One mistake is said once, where it is; each of two is said.
func TestAccept_saidOnce(t *testing.T) {
	form := table(t, ages)
	for _, c := range []struct{ name, answers, problems string }{
		{"all well", "tous=10; a=2; b=3; c=5; suivis=8; reste=8; d=5; e=5", ""},
		{"the first of three", "tous=10; a=20; b=3; c=5", "a constraint"},
		{"the last of three", "tous=10; a=2; b=3; c=6", "c constraint"},
		{"each too large", "tous=1; a=2; b=3; c=5", "a constraint"},
		{"other words", "tous=1; a=2; suivis=3", "a constraint, suivis constraint"},
		{"only for the first", "tous=10; a=11; reste=3", "a constraint"},
		{"by itself too", "tous=10; a=11; reste=-3", "a constraint, reste constraint"},
		{"through a calculation", "tous=10; d=7; e=7", "d constraint"},
		{"unreadable", "tous=x; a=2; b=3; suivis=1", "tous not_integer"},
		{"missing", "a=2; b=3; suivis=1", "tous required"},
	} {
		_, problems := form.Accept(survey.Submission{Answers: values(c.answers)}, occasion())
		if got := described(problems); got != c.problems {
			t.Errorf("%s: problems %q, want %q", c.name, got, c.problems)
		}
	}
	row := func(n string) survey.Answers { return survey.Answers{Values: map[string]string{"effectif": n}} }
	rows := survey.Answers{
		Values:  map[string]string{"tous": "3"},
		Repeats: map[string][]survey.Answers{"groupe": {row("2"), row("2"), row("2")}},
	}
	if _, problems := form.Accept(survey.Submission{Answers: rows}, occasion()); described(problems) != "groupe[1]/effectif constraint" {
		t.Errorf("rows: problems %q", described(problems))
	}
	recorded := occasion()
	recorded.Recorded = true
	if _, problems := form.Judge(survey.Submission{Answers: values("tous=1; a=2; b=3; c=5")}, recorded); len(problems) != 3 {
		t.Errorf("collected elsewhere: problems %q, want each broken rule", described(problems))
	}
}

func TestAccept_authorsMessage(t *testing.T) {
	form := table(t, health, healthLists...)
	_, problems := form.Accept(survey.Submission{Answers: values("metier=mg; vu=oui; nb=2; nb_enc=3")}, occasion())
	if len(problems) != 1 || problems[0].Text != "Pas plus que 2." {
		t.Errorf("problems %v, want the author's message with ${nb} filled in", problems)
	}
}

func TestAccept_typedValues(t *testing.T) {
	form := table(t, health, healthLists...)
	response, problems := form.Accept(survey.Submission{
		Answers: values("metier=mg; vu=oui; nb=1 0; nb_enc=5; formes=phy psy phy; le=28/02/2026; taux=12,50; filtre=nsp"),
	}, occasion())
	if response == nil {
		t.Fatal(problems)
	}
	for key, want := range map[string]survey.Value{
		"nb":     {State: survey.Answered, Text: "10", Number: 10},
		"part":   {State: survey.Answered, Text: "0.5"},
		"formes": {State: survey.Answered, Text: "psy phy"},
		"le":     {State: survey.Answered, Text: "2026-02-28"},
		"taux":   {State: survey.Answered, Text: "12.5", Number: 12.5},
		"filtre": {State: survey.AnsweredDontKnow, Text: "nsp"},
		"mot":    {State: survey.NoAnswer},
		"lieu":   {State: survey.NotAsked},
	} {
		q, ok := form.Question(key)
		if !ok {
			t.Fatalf("no question %s", key)
		}
		if got := response.Values[q.Index]; got != want {
			t.Errorf("%s = %+v, want %+v", key, got, want)
		}
	}
}

const household = `
| type         | name    | label  | required | relevant    | constraint | calculation | repeat_count |
| integer      | n       | N      |          |             | . <= 5     |             |              |
| begin_repeat | enfant  | Enfant |          |             |            |             | ${n}         |
| text         | prenom  | Signe  | yes      |             |            |             |              |
| integer      | age     | Âge    |          |             | . < 18     |             |              |
| select_one ouinon | ecole | École |        | ${age} >= 3 |            |             |              |
| calculate    | rang    |        |          |             |            | position(..) |             |
| end_repeat   |         |        |          |             |            |             |              |
| calculate    | total   |        |          |             |            | sum(${age}) |              |
| calculate    | plus    |        |          |             |            | count(${enfant}[age >= 3]) |  |
`

func TestAccept_repeat(t *testing.T) {
	form := table(t, household, "ouinon: oui Oui, non Non")
	var a survey.Answers
	if err := a.UnmarshalJSON([]byte(`{"n":2,"enfant":[{"prenom":"a","age":2,"ecole":"oui"},{"prenom":"b","age":4,"ecole":"non"},{"prenom":"c","age":9}]}`)); err != nil {
		t.Fatal(err)
	}
	response, problems := form.Accept(survey.Submission{Answers: a}, occasion())
	if got := described(problems); got != "enfant[1]/ecole irrelevant" {
		t.Fatalf("problems %q", got)
	}
	data, err := response.MarshalAnswers()
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"enfant":[{"age":"2","prenom":"a","rang":"1"},{"age":"4","ecole":"non","prenom":"b","rang":"2"}],"n":"2","plus":"1","total":"6"}`
	if string(data) != want {
		t.Errorf("answers\n%s\nwant\n%s", data, want)
	}
}

func TestAccept_countGrowsTheRepeat(t *testing.T) {
	form := table(t, household, "ouinon: oui Oui, non Non")
	_, problems := form.Accept(survey.Submission{Answers: values("n=2")}, occasion())
	if got := described(problems); got != "enfant[1]/prenom required, enfant[2]/prenom required" {
		t.Errorf("problems %q", got)
	}
}

func TestJudge_recorded(t *testing.T) {
	form := table(t, health, healthLists...)
	occ := occasion()
	occ.Recorded = true
	occ.Absent = map[string]bool{"taux": true}
	response, problems := form.Judge(survey.Submission{Answers: values("vu=non; nb=400; part=0.7; metier=zut")}, occ)
	// nb breaks its rule, and would be summed although its question did not apply:
	// « vu » is « non ».
	if got := described(problems); got != "metier unknown_choice, nb impossible" {
		t.Errorf("problems %q", got)
	}
	for key, want := range map[string]survey.State{
		"nb": survey.NoAnswer, "part": survey.Answered, // believed, but for what the form refuses
		"nb_enc": survey.NotAsked, "mot": survey.NoAnswer, "taux": survey.NotAsked, "metier": survey.Answered, // outside the list
	} {
		q, _ := form.Question(key)
		if got := response.Values[q.Index].State; got != want {
			t.Errorf("%s is %d, want %d", key, got, want)
		}
	}
}

// Rows of a repeat that were collected are kept, whatever the count says.
func TestJudge_recordedRepeat(t *testing.T) {
	form := table(t, household, "ouinon: oui Oui, non Non")
	occ := occasion()
	occ.Recorded = true
	var a survey.Answers
	if err := a.UnmarshalJSON([]byte(`{"n":1,"enfant":[{"age":2},{"age":4}]}`)); err != nil {
		t.Fatal(err)
	}
	response, _ := form.Judge(survey.Submission{Answers: a}, occ)
	if got := len(response.Repeats[0]); got != 2 {
		t.Errorf("%d rows kept of 2", got)
	}
}

// A proposed value that somebody typed over in ODK Collect stands; what is
// hidden or read-only is computed again whatever came.
func TestAccept_computedElsewhere(t *testing.T) {
	form := table(t, `
| type      | name    | label   | calculation | readonly |
| integer   | n       | N       |             |          |
| integer   | propose | Proposé | ${n} * 2    |          |
| integer   | fixe    | Fixe    | ${n} * 2    | yes      |
| calculate | cache   |         | ${n} * 2    |          |
`)
	answers := values("n=3; propose=7; fixe=7; cache=7")
	for computed, want := range map[bool]string{true: "3 7 6 6", false: "3 6 6 6"} {
		occ := occasion()
		occ.Computed = computed
		response, problems := form.Accept(survey.Submission{Answers: answers}, occ)
		if response == nil {
			t.Fatal(problems)
		}
		var got []string
		for _, v := range response.Values {
			got = append(got, v.Text)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("computed elsewhere %v: %q, want %q", computed, got, want)
		}
	}
}

func TestCarried_winsOverTheRespondent(t *testing.T) {
	form := table(t, `
| type              | name       | label | choice_filter                       |
| hidden            | territoire |       |                                     |
| select_one lieux  | lieu       | Lieu  | selected(${territoire}, name)       |
`, "lieux: l1 Un, l2 Deux")
	occ := occasion()
	occ.Carried = map[string]string{"territoire": "l2"}
	_, problems := form.Accept(survey.Submission{Answers: values("territoire=l1; lieu=l1")}, occ)
	if got := described(problems); got != "lieu filtered_out" {
		t.Errorf("problems %q", got)
	}
	response, problems := form.Accept(survey.Submission{Answers: values("territoire=l1; lieu=l2")}, occ)
	if response == nil || response.Values[0].Text != "l2" {
		t.Errorf("territoire %v, problems %v", response, problems)
	}
}

func TestDefault_appliesOnlyWhenNothingCame(t *testing.T) {
	form := table(t, `
| type    | name | label | default | dynamic_default |
| integer | a    | A     | 3       |                 |
| integer | b    | B     |         | ${a} + 1        |
`)
	page := form.Page(survey.Answers{}, occasion(), nil)
	items := page.Sections[0].Items
	if items[0].Value != "3" || items[1].Value != "4" {
		t.Errorf("defaults %q and %q", items[0].Value, items[1].Value)
	}
	response, _ := form.Accept(survey.Submission{Answers: values("a=; b=")}, occasion())
	if response.Values[0].State != survey.NoAnswer || response.Values[1].State != survey.NoAnswer {
		t.Errorf("an erased default came back: %+v", response.Values)
	}
}

// What was accepted is read back as it was, for any answers.
func TestRestore_inverseOfMarshalAnswers(t *testing.T) {
	form := table(t, health, healthLists...)
	rapid.Check(t, func(t *rapid.T) {
		a := survey.Answers{Values: map[string]string{
			"metier": rapid.SampledFrom([]string{"mg", "sf"}).Draw(t, "metier"),
			"vu":     rapid.SampledFrom([]string{"oui", "non", "nsp"}).Draw(t, "vu"),
			"nb":     rapid.SampledFrom([]string{"", "1", "300", "12"}).Draw(t, "nb"),
			"formes": rapid.SampledFrom([]string{"", "psy", "psy phy", "aucune"}).Draw(t, "formes"),
			"mot":    rapid.StringMatching(`[a-zé"<>&\\ ]{0,20}`).Draw(t, "mot"),
		}}
		accepted, problems := form.Accept(survey.Submission{InstanceID: "i", Answers: a}, occasion())
		if accepted == nil {
			t.Fatal(problems)
		}
		data, err := accepted.MarshalAnswers()
		if err != nil {
			t.Fatal(err)
		}
		restored, err := form.Restore("i", accepted.Day, data)
		if err != nil {
			t.Fatal(err)
		}
		for i, want := range accepted.Values {
			if restored.Values[i] != want {
				t.Fatalf("%s = %+v, want %+v", form.Root.Questions[i].Key, restored.Values[i], want)
			}
		}
	})
}

func FuzzAccept(f *testing.F) {
	f.Add(`{"metier":"mg","vu":"oui","nb":"12"}`)
	f.Add(`{"enfant":[{"age":"2"}],"n":"3"}`)
	f.Add(`{"n":1e99,"enfant":[[],{}],"detail":{"nb":[1]}}`)
	healthForm := table(f, health, healthLists...)
	householdForm := table(f, household, "ouinon: oui Oui, non Non")
	f.Fuzz(func(t *testing.T, data string) {
		var a survey.Answers
		if a.UnmarshalJSON([]byte(data)) != nil {
			return
		}
		for _, form := range []*survey.Form{healthForm, householdForm} {
			response, problems := form.Accept(survey.Submission{Answers: a}, occasion())
			if (response == nil) != survey.Blocking(problems) {
				t.Fatalf("response %v, problems %v", response, problems)
			}
			form.Page(a, occasion(), problems)
		}
	})
}

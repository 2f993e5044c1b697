package xlsform

import (
	"bytes"
	"reflect"
	"slices"
	"strings"
	"testing"

	"constat/survey"
)

func question(t *testing.T, f *survey.Form, name string) *survey.Question {
	t.Helper()
	q, ok := f.Question(name)
	if !ok {
		t.Fatalf("no question %q", name)
	}
	return q
}

func TestRead_wholeForm(t *testing.T) {
	form, problems := readForm(t, `
		| survey |
		|        | type                   | name    | label::Français (fr)     | label::English (en) | hint::Français (fr) | hint::English (en) | required | relevant       | constraint | constraint_message | calculation | appearance | default |
		|        | begin_group            | vous    | Vous                     | You                 |                     | |          |                |            |                    |             | field-list |         |
		|        | integer                | age     | Votre âge                | Your age            | En années           | In years | yes      |                | . >= 18    | Au moins 18        |             |            |         |
		|        | select_one oui_non     | repere  | Repérez-vous ?           | Do you?             |                     | |          | ${age} > 20    |            |                    |             | likert     |         |
		|        | end_group              |         |                          |                     |                     | |          |                |            |                    |             |            |         |
		|        | begin_repeat           | enfants | Enfants                  | Children            |                     | |          |                |            |                    |             |            |         |
		|        | select_multiple besoins | besoin | Besoins                  | Needs               |                     | |          |                |            |                    |             |            |         |
		|        | end_repeat             |         |                          |                     |                     | |          |                |            |                    |             |            |         |
		|        | calculate              | double  |                          |                     |                     | |          |                |            |                    | ${age} * 2  |            |         |
		|        | date                   | jour    | Jour                     | Day                 |                     | | no       |                |            |                    |             | no-calendar | today() |
		| choices |
		|        | list_name | name | label::Français (fr) | label::English (en) | missing | midpoint | commune |
		|        | oui_non   | oui  | Oui                  | Yes                 |         | 0,75     |         |
		|        | oui_non   | nsp  | Je ne sais pas       | I don't know        |         |          |         |
		|        | besoins   | logement | Logement         | Housing             |         |          | 34145   |
		|        | besoins   | rien | Sans objet           | None                | nc      |          |         |
		| settings |
		|        | form_title | form_id | version | default_language | style |
		|        | Enquête    | enq     | 3       | Français (fr)    | pages |
	`)
	if len(problems) > 0 {
		t.Errorf("unexpected problems:\n%s", listing(problems))
	}
	if form.ID != "enq" || form.Version != "3" || form.Style != "pages" || form.Title.In("") != "Enquête" {
		t.Errorf("settings read as %q %q %q %q", form.ID, form.Version, form.Style, form.Title)
	}
	if want := []string{"Français (fr)", "English (en)"}; !reflect.DeepEqual(form.Languages, want) {
		t.Errorf("languages %q, want %q", form.Languages, want)
	}
	age := question(t, form, "age")
	if age.Row != 3 || age.Parent.Name != "vous" || age.Required.String() != "true()" || age.Constraint.String() != ". >= 18" {
		t.Errorf("age: row %d, parent %q, required %v, constraint %v", age.Row, age.Parent.Name, age.Required, age.Constraint)
	}
	if got := age.Label.In("English (en)"); got != "Your age" {
		t.Errorf("English label %q", got)
	}
	repere := question(t, form, "repere")
	if repere.Measure != survey.MeasureOrdinal {
		t.Error("a likert question is not ordinal")
	}
	if c, _ := repere.List.Choice("oui"); !c.HasMidpoint || c.Midpoint != 0.75 {
		t.Errorf("midpoint of oui: %v %v", c.HasMidpoint, c.Midpoint)
	}
	if c, _ := repere.List.Choice("nsp"); c.Missing != survey.DontKnow {
		t.Errorf("nsp is %v", c.Missing)
	}
	besoin := question(t, form, "besoin")
	if besoin.Scope.Repeat.Name != "enfants" {
		t.Error("besoin is not in the repeat")
	}
	if c, _ := besoin.List.Choice("logement"); c.Columns["commune"] != "34145" {
		t.Errorf("extra column: %q", c.Columns)
	}
	if c, _ := besoin.List.Choice("rien"); c.Missing != survey.NotApplicable {
		t.Errorf("rien is %v", c.Missing)
	}
	jour := question(t, form, "jour")
	if jour.DynamicDefault == nil || jour.Required != nil || !jour.Has("no-calendar") {
		t.Errorf("jour: default %v, required %v, appearance %q", jour.DynamicDefault, jour.Required, jour.Appearance)
	}
}

// Headers are recognised whatever their spelling (pyxform's aliases).
func TestRead_headerAliases(t *testing.T) {
	form, _ := readForm(t, `
		| Survey |
		|        | Command | Tag | Caption | Relevance | Constraining Message | bind::constraint | Read Only | jr:requiredMsg | Calculate | media::image |
		|        | text    | q1  | Q1      |           | Trop court           | string-length(.) > 2 | yes  | Dites-le       |           | q1.png       |
		|        | int     | q2  | Q2      | ${q1}!='' |                      |                  |           |                | 1 + 1     |              |
	`)
	q1, q2 := question(t, form, "q1"), question(t, form, "q2")
	if q1.ConstraintMessage.In("") != "Trop court" || q1.RequiredMessage.In("") != "Dites-le" || q1.Media["image"].In("") != "q1.png" {
		t.Errorf("texts of q1: %v %v %v", q1.ConstraintMessage, q1.RequiredMessage, q1.Media)
	}
	if q1.Constraint == nil || q1.ReadOnly == nil || q2.Relevant == nil || q2.Calculation == nil || q2.Type.Name != "integer" {
		t.Errorf("expressions: %v %v %v %v", q1.Constraint, q1.ReadOnly, q2.Relevant, q2.Calculation)
	}
}

// Forms of before 2015 write label:fr; jr:count then stays whole.
func TestRead_oldColonHeaders(t *testing.T) {
	form, _ := readForm(t, `
		| survey |
		|        | type         | name | label:fr | label:en | jr:count |
		|        | begin repeat | r    | R        | R        | 3        |
		|        | text         | q1   | Nom      | Name     |          |
		|        | end repeat   |      |          |          |          |
	`)
	if q := question(t, form, "q1"); q.Label.In("en") != "Name" {
		t.Errorf("label %v", q.Label)
	}
	if r := question(t, form, "r"); r.RepeatCount == nil || r.RepeatCount.String() != "3" {
		t.Errorf("count %v", r.RepeatCount)
	}
}

func TestRead_orOther(t *testing.T) {
	form, _ := readForm(t, `
		| survey |
		|        | type                | name | label |
		|        | select_one l or_other | q1 | Q1    |
		|        | select_multiple l or_other | q2 | Q2 |
		| choices |
		|        | list_name | name | label |
		|        | l         | a    | A     |
	`)
	q1 := question(t, form, "q1")
	if len(q1.List.Choices) != 2 || q1.List.Choices[1].Name != "other" {
		t.Errorf("choices %v", q1.List.Choices)
	}
	other := question(t, form, "q1_other")
	if other.Relevant.String() != "selected(../q1, 'other')" || other.Type.Name != "text" || other.Measure != survey.MeasureVerbatim {
		t.Errorf("q1_other: %v %v", other.Relevant, other.Type.Name)
	}
	question(t, form, "q2_other")
}

// Word bends quotes; expressions need straight ones, texts keep theirs.
func TestRead_quotesAndSpaces(t *testing.T) {
	form, _ := readForm(t, `
		| survey |
		|        | type | name | label                    | relevant   |
		|        | text | q1   | L’enfant  est-il\nlà ?   |            |
		|        | text | q2   | Q2                       | ${q1}=‘oui’ |
	`)
	if got := question(t, form, "q1").Label.In(""); got != "L’enfant est-il\nlà ?" {
		t.Errorf("label %q", got)
	}
	if got := question(t, form, "q2").Relevant.String(); got != "${q1}='oui'" {
		t.Errorf("relevant %q", got)
	}
}

func TestRead_defaults(t *testing.T) {
	cases := []struct {
		kind, text string
		dynamic    bool
	}{
		{"text", "oui", false}, {"text", "Saint-Pons", false}, {"text", "Nord - Sud", false},
		{"text", "concat('a', 'b')", true}, {"text", "${autre}", true},
		{"integer", "3", false}, {"integer", "-3", false}, {"integer", "1 + 2", true},
		{"date", "2026-01-31", false}, {"date", "today()", true}, {"geopoint", "43.6 3.8 0 0", false},
		{"image", "photo-1.png", false}, {"text", "https://exemple.fr/a-b", false},
	}
	for _, c := range cases {
		typ, ok := survey.TypeNamed(c.kind)
		if !ok {
			t.Fatalf("no type %s", c.kind)
		}
		if got := dynamic(c.text, typ); got != c.dynamic {
			t.Errorf("%s default %q: dynamic = %v", c.kind, c.text, got)
		}
	}
}

func TestRead_oneSheet(t *testing.T) {
	form, _ := readForm(t, `
		| Feuil1 |
		|        | type | name | label |
		|        | text | q1   | Q1    |
	`)
	question(t, form, "q1")
}

func TestRead_externalChoices(t *testing.T) {
	form, _ := readForm(t, `
		| survey |
		|        | type                        | name   | label  | choice_filter |
		|        | select_one villes           | ville  | Ville  |               |
		|        | select_one_external villes  | rue    | Rue    | ville=${ville} |
		| choices |
		|        | list_name | name | label |
		|        | villes    | a    | A     |
		| external_choices |
		|        | list_name | name | label | ville |
		|        | villes    | r1   | R1    | a     |
		|        | villes    | r2   | R2    | a     |
	`)
	if n := len(question(t, form, "rue").List.Choices); n != 2 {
		t.Errorf("%d external choices, want 2", n)
	}
	if n := len(question(t, form, "ville").List.Choices); n != 1 {
		t.Errorf("%d choices, want 1", n)
	}
}

func TestRead_rangeBounds(t *testing.T) {
	form, _ := readForm(t, `
		| survey |
		|        | type  | name | label | parameters      |
		|        | range | a    | A     |                 |
		|        | range | b    | B     | Start=0; End = 5 step=0.5 |
	`)
	if got := question(t, form, "a").Parameters; got["start"] != "1" || got["end"] != "10" || got["step"] != "1" {
		t.Errorf("defaults %v", got)
	}
	if got := question(t, form, "b").Parameters; got["start"] != "0" || got["end"] != "5" || got["step"] != "0.5" {
		t.Errorf("given %v", got)
	}
}

func TestRead_faultsAreOneError(t *testing.T) {
	form, err := Read(strings.NewReader(string(md(t, `
		| survey |
		|        | type  | name | label |
		|        | texte | q1   | Q1    |
	`))))
	problems, ok := err.(survey.Problems)
	if form != nil || !ok || len(problems) != 1 {
		t.Fatalf("form %v, error %v", form, err)
	}
}

// A loop is a group for each choice of its list, as pyxform has it; nested
// loops are loops in each of these.
func TestRead_loops(t *testing.T) {
	form, err := Read(bytes.NewReader(md(t, `
		| survey |
		|        | type                      | name      | label::Français (fr)         | label::English (en)     | relevant    |
		|        | begin loop over services  | recours   | Recours                      | Use                     |             |
		|        | integer                   | n         | Combien vers %(label)s ?     | How many to %(label)s?  | ${actif}    |
		|        | begin_loop over publics   | qui       |                              |                         |             |
		|        | text                      | %(name)s_x | %(label)s, niveau %(niveau)s | %(label)s               |             |
		|        | end_loop                  |           |                              |                         |             |
		|        | end loop                  |           |                              |                         |             |
		|        | text                      | actif     | Actif                        | Active                  |             |
		| choices |
		|        | list_name | name  | label::Français (fr) | label::English (en) | niveau |
		|        | services  | cmp   | le CMP               | the CMP             |        |
		|        | services  | pmi   | la PMI               | the PMI             |        |
		|        | services  | none  | aucun                | none                |        |
		|        | publics   | f     | Femmes               | Women               | 1      |
	`)))
	check(t, err)
	var got []string
	form.Walk(func(q *survey.Question) {
		path := q.Name
		for p := q.Parent; p != nil; p = p.Parent {
			path = p.Name + "/" + path
		}
		got = append(got, path+" "+q.Label.In("Français (fr)")+" | "+q.Label.In("English (en)"))
	})
	want := []string{
		"recours Recours | Use",
		"recours/cmp le CMP | the CMP", "recours/cmp/n Combien vers le CMP ? | How many to the CMP?",
		"recours/cmp/qui  | ", "recours/cmp/qui/f Femmes | Women", "recours/cmp/qui/f/f_x Femmes, niveau 1 | Women",
		"recours/pmi la PMI | the PMI", "recours/pmi/n Combien vers la PMI ? | How many to the PMI?",
		"recours/pmi/qui  | ", "recours/pmi/qui/f Femmes | Women", "recours/pmi/qui/f/f_x Femmes, niveau 1 | Women",
		"actif Actif | Active",
	}
	if !slices.Equal(got, want) {
		t.Errorf("read\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

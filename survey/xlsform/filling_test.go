package xlsform

import (
	"testing"
	"time"

	"constat/survey"
)

// begin reads a workbook without a fault and opens it.
func begin(t *testing.T, text string) *survey.Filling {
	t.Helper()
	form, problems := readForm(t, text)
	if form == nil {
		t.Fatalf("refused:\n%s", listing(problems))
	}
	return form.Begin(survey.Occasion{Now: time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)})
}

func (x expectation) check(t *testing.T, filling *survey.Filling) {
	t.Helper()
	state, ok := filling.State(x.path)
	if !ok {
		t.Fatalf("%s does not exist", x.path)
	}
	if state.Value != x.value || state.Count != x.count {
		t.Errorf("%s: %q, %d instances; want %q, %d", x.path, state.Value, state.Count, x.value, x.count)
	}
}

type expectation struct {
	path, value string
	count       int
}

// TestFilling_rootName shows that settings.name is the root of typed paths.
func TestFilling_rootName(t *testing.T) {
	filling := begin(t, `
		| survey   |
		|          | type      | name | label | calculation    |
		|          | integer   | age  | Âge   |                |
		|          | calculate | twin |       | /enquete/age * 2 |
		| settings |
		|          | name      |
		|          | enquete   |`)
	check(t, filling.Set("/enquete/age", "21"))
	expectation{path: "twin", value: "42"}.check(t, filling)
}

// TestFilling_twinChoices shows that a filter which admits one of two choices
// of the same name keeps the answer (settings.allow_choice_duplicates).
func TestFilling_twinChoices(t *testing.T) {
	filling := begin(t, `
		| survey   |
		|          | type             | name    | label | choice_filter |
		|          | select_one zones | zone    | Zone  |               |
		|          | select_one sites | site    | Site  | zone=${zone}  |
		| choices  |
		|          | list_name | name   | label  | zone  |
		|          | zones     | nord   | Nord   |       |
		|          | zones     | sud    | Sud    |       |
		|          | sites     | accueil | Accueil nord | nord |
		|          | sites     | accueil | Accueil sud  | sud  |
		|          | sites     | refuge  | Refuge       | nord |
		| settings |
		|          | allow_choice_duplicates |
		|          | yes                     |`)
	check(t, filling.Set("zone", "sud"))
	check(t, filling.Set("site", "accueil"))
	expectation{path: "site", value: "accueil"}.check(t, filling)
	check(t, filling.Set("site", "refuge"))
	expectation{path: "site"}.check(t, filling)
}

// TestFilling_addedInstance shows that the first instance of a repeat begins
// with one of the repeats in it, and an added one with none, as pyxform's
// templates have it.
func TestFilling_addedInstance(t *testing.T) {
	filling := begin(t, `
		| survey |
		|        | type         | name    | label   |
		|        | begin_repeat | foyer   | Foyer   |
		|        | begin_group  | detail  | Détail  |
		|        | begin_repeat | enfant  | Enfant  |
		|        | integer      | age     | Âge     |
		|        | end_repeat   |         |         |
		|        | end_group    |         |         |
		|        | end_repeat   |         |         |`)
	expectation{path: "foyer[1]/detail/enfant", count: 1}.check(t, filling)
	check(t, filling.AddInstance("foyer"))
	expectation{path: "foyer[2]/detail/enfant"}.check(t, filling)
	check(t, filling.AddInstance("foyer[2]/detail/enfant"))
	expectation{path: "foyer[2]/detail/enfant", count: 1}.check(t, filling)
}

// TestFilling_lostAnswer shows that an answer which no longer applies compares
// as a blank one.
func TestFilling_lostAnswer(t *testing.T) {
	filling := begin(t, `
		| survey |
		|        | type      | name    | label | relevant      | calculation                    |
		|        | text      | lieu    | Lieu  |               |                                |
		|        | text      | détail  | Où ?  | ${lieu} != '' |                                |
		|        | calculate | absent  |       |               | if(${détail} != 'oui', 'a', 'b') |
		|        | calculate | blank   |       |               | if(${détail} = '', 'a', 'b')   |`)
	expectation{path: "absent", value: "a"}.check(t, filling)
	expectation{path: "blank", value: "a"}.check(t, filling)
	check(t, filling.Set("lieu", "Sète"))
	check(t, filling.Set("détail", "oui"))
	expectation{path: "absent", value: "b"}.check(t, filling)
	check(t, filling.Set("lieu", " "))
	expectation{path: "absent", value: "a"}.check(t, filling)
}

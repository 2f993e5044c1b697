package xlsform

import (
	"slices"
	"testing"
)

// TestFilling_answersFilter: a filter on the answers of a repeat looks at the
// row of each, in whatever group its question is.
func TestFilling_answersFilter(t *testing.T) {
	filling := begin(t, `
		| survey |
		|        | type            | name  | label | choice_filter |
		|        | begin_repeat    | r     | R     | |
		|        | text            | nom   | Nom   | |
		|        | begin_group     | g     | G     | |
		|        | integer         | age   | Âge   | |
		|        | end_group       |       |       | |
		|        | end_repeat      |       |       | |
		|        | integer         | seuil | Seuil | |
		|        | select_one ${nom} | a   | A     | ${age} > ${seuil} |`)
	check(t, filling.AddInstance("r"))
	for path, value := range map[string]string{"r[1]/nom": "Ana", "r[1]/g/age": "12", "r[2]/nom": "Bo", "r[2]/g/age": "30", "seuil": "18"} {
		check(t, filling.Set(path, value))
	}
	state, _ := filling.State("a")
	if !slices.Equal(state.Options, []string{"Bo"}) {
		t.Errorf("options %q", state.Options)
	}
}

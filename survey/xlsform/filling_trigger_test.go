package xlsform

import "testing"

// TestFilling_trigger shows that each of several triggers sets the value, and
// that it does so for a question which does not apply yet.
func TestFilling_trigger(t *testing.T) {
	filling := begin(t, `
		| survey |
		|        | type        | name  | label | calculation | trigger      | relevant        |
		|        | text        | a     | A     |             |              |                 |
		|        | text        | b     | B     |             |              |                 |
		|        | text        | plus  | Plus  |             |              |                 |
		|        | text        | copie | Copie | concat(${a}, ${b}) | ${a}, , ${b}, | ${plus} = 'x' |
		|        | begin_group | g     | G     |             |              | ${plus} = 'x'   |
		|        | text        | seule | Seule | ${a}        | ${a}         |                 |
		|        | text        | vide  | Vide  |             | ${b}         |                 |
		|        | end_group   |       |       |             |              |                 |`)
	check(t, filling.Set("a", "1"))
	check(t, filling.Set("b", "2"))
	check(t, filling.Set("plus", "x"))
	expectation{path: "copie", value: "12"}.check(t, filling)
	expectation{path: "g/seule", value: "1"}.check(t, filling)
	check(t, filling.Set("g/vide", "v"))
	check(t, filling.Set("plus", "y"))
	check(t, filling.Set("b", "3"))
	check(t, filling.Set("plus", "x"))
	expectation{path: "copie", value: "13"}.check(t, filling)
	expectation{path: "g/vide"}.check(t, filling)
}

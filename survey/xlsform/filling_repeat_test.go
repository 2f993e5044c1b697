package xlsform

import "testing"

// TestFilling_lowerCount: a lower count hides the last instances, and sends
// nothing of them; a higher one brings them back as they were.
func TestFilling_lowerCount(t *testing.T) {
	filling := begin(t, `
		| survey |
		|        | type         | name   | label | calculation | repeat_count |
		|        | integer      | n      | N     |             |              |
		|        | begin_repeat | enfant | E     |             | ${n}         |
		|        | text         | nom    | Nom   |             |              |
		|        | integer      | m      | M     |             |              |
		|        | begin_repeat | visite | V     |             | ${m}         |
		|        | integer      | duree  | D     |             |              |
		|        | end_repeat   |        |       |             |              |
		|        | end_repeat   |        |       |             |              |
		|        | calculate    | noms   |       | join(' ', ${nom}) |        |
		|        | calculate    | somme  |       | sum(${duree}) |            |`)
	for _, step := range [][2]string{
		{"n", "3"}, {"enfant[1]/nom", "a"}, {"enfant[2]/nom", "b"}, {"enfant[3]/nom", "c"}, {"enfant[3]/m", "2"},
		{"enfant[3]/visite[1]/duree", "5"}, {"enfant[3]/visite[2]/duree", "7"}, {"n", "1"},
	} {
		check(t, filling.Set(step[0], step[1]))
	}
	expectation{path: "noms", value: "a"}.check(t, filling)
	expectation{path: "somme", value: "0"}.check(t, filling)
	if sent := filling.Answers(); len(sent.Repeats["enfant"]) != 1 {
		t.Errorf("%d instances are sent", len(sent.Repeats["enfant"]))
	}
	check(t, filling.Set("n", "2"))
	expectation{path: "noms", value: "a b"}.check(t, filling)
	check(t, filling.Set("n", "4"))
	expectation{path: "noms", value: "a b c "}.check(t, filling)
	expectation{path: "somme", value: "12"}.check(t, filling)
	check(t, filling.Set("enfant[3]/m", "1"))
	expectation{path: "somme", value: "5"}.check(t, filling)
	check(t, filling.Set("enfant[3]/visite[1]/duree", "6"))
	check(t, filling.Set("enfant[3]/m", "2"))
	expectation{path: "somme", value: "13"}.check(t, filling)
}

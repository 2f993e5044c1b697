package survey_test

import (
	"testing"

	"constat/survey"
)

// A repeat without an instance says once what one would be, wherever it
// stands: the browser copies it.
func TestPage_blankInstance(t *testing.T) {
	form := table(t, `
| type         | name   | label  | relevant    | repeat_count |
| integer      | n      | N      |             |              |
| begin_repeat | equipe | Équipe |             | ${n}         |
| text         | nom    | Nom    |             |              |
| begin_repeat | date   | Date   |             |              |
| date         | le     | Le     |             |              |
| end_repeat   |        |        |             |              |
| end_repeat   |        |        |             |              |
| begin_repeat | foyer  | Foyer  |             |              |
| begin_repeat | enfant | Enfant |             | ${n}         |
| integer      | age    | Âge    |             |              |
| end_repeat   |        |        |             |              |
| end_repeat   |        |        |             |              |
`)
	none := survey.Answers{Repeats: map[string][]survey.Answers{"foyer": {{}, {}, {}}}}
	page := form.Page(none, occasion(), nil)
	var blank []string
	var walk func(items []survey.Item, inside bool)
	walk = func(items []survey.Item, inside bool) {
		for _, i := range items {
			if inside {
				blank = append(blank, i.Path)
			}
			walk(i.Items, inside)
			walk(i.Blank, true)
			for _, rows := range i.Instances {
				walk(rows, inside)
			}
		}
	}
	for _, section := range page.Sections {
		walk(section.Items, false)
	}
	want := []string{"equipe[1]/nom", "equipe[1]/date", "equipe[1]/date[1]/le", "foyer[1]/enfant[1]/age"}
	if len(blank) != len(want) {
		t.Fatalf("blank rows %q, want %q", blank, want)
	}
	for i := range want {
		if blank[i] != want[i] {
			t.Errorf("blank rows %q, want %q", blank, want)
		}
	}
}

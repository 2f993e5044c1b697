package survey_test

import "testing"

// The choice « autre » and its text are told by the form, or not at all.
func TestQuestion_Other(t *testing.T) {
	for name, c := range map[string]struct{ condition, lists, more, want string }{
		"equal":             {"${q} = 'autre'", "l: a A, autre Autre", "", "autre mot"},
		"selected":          {"selected(${q}, \"autre\")", "l: a A, autre Autre", "", "autre mot"},
		"a path":            {"selected(../q, 'other')", "l: a A, other Other", "", "other mot"},
		"told by its label": {"${q} = '9'", "l: a A, 9 Autre_précisez", "", "9 mot"},
		"no autre":          {"${q} = 'a'", "l: a A, autre Autre", "", ""},
		"autrement is none": {"${q} = 'b'", "l: a A, b Autrement", "", ""},
		"of two questions":  {"${q} = 'autre' and ${n} > 3", "l: a A, autre Autre", "", ""},
		"of two choices":    {"${q} = 'autre' or ${q} = 'a'", "l: a A, autre Autre", "", ""},
		"two texts":         {"${q} = 'autre'", "l: a A, autre Autre", "| text | mot2 | Mot | ${q} = 'autre' |\n", ""},
		"not that question": {"${n} = 'autre'", "l: a A, autre Autre", "", ""},
		"not in the list":   {"${q} = 'autre'", "l: a A, b B", "", ""},
	} {
		form := table(t, "\n| type | name | label | relevant |\n| select_one l | q | Q | |\n| text | n | N | |\n| text | mot | Mot | "+c.condition+" |\n"+c.more, c.lists)
		q, _ := form.Question("q")
		got := ""
		if choice, text := q.Other(); choice != nil {
			got = choice.Name + " " + text.Name
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

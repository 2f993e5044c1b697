package xlsform

import (
	"strings"
	"testing"

	"constat/survey"
)

// unsaid is a form whose third language has none of the texts, and whose
// default language has not all; the alphabet would give Arabic.
const unsaid = `
	| survey |
	|        | type          | name | label::Occitan | label::Français | label::Arabe | label::English | hint::Français | hint::Arabe | constraint                | constraint_message::Occitan | constraint_message::Arabe | image::Français | image::Arabe |
	|        | select_one l  | q1   | oc             | fr              | ar           |                | fr             | ar          |                           |                             |                           | fr.png          | ar.png       |
	|        | text          | q2   | oc             |                 | ar           |                |                | ar          | string-length(.) < 5      | oc                          | ar                        |                 | ar.png       |
	|        | begin loop over l | b |               | fr              | ar           |                |                |             |                           |                             |                           |                 |              |
	|        | text          | c    |                | %(label)s       | ar           | %(label)s      |                |             |                           |                             |                           |                 |              |
	|        | end loop      |      |                |                 |              |                |                |             |                           |                             |                           |                 |              |
	| choices |
	|        | list_name | name | label::Arabe | label::Français | label::Occitan |
	|        | l         | a    | ar           | fr              | oc             |
	|        | l         | b    | ar           |                 | oc             |
	| settings |
	|        | form_title::Arabe | form_title::Français | default_language |
	|        | ar                | fr                   | DEFAULT          |
	| diagnostic |
	|        | type  | name | question | label::Arabe | label::Français |
	|        | share | i1   | q1=a     | ar           | fr              |
`

// TestLanguage_missing shows, where a translation is missing, the default
// language, then the first column that has a text.
func TestLanguage_missing(t *testing.T) {
	for fallback, want := range map[string]string{
		"Français": "fr fr fr.png oc ar oc ar.png fr oc fr fr fr oc",
		"":         "oc fr fr.png oc ar oc ar.png oc oc ar ar oc oc",
		"English":  "oc fr fr.png oc ar oc ar.png oc oc ar ar oc oc",
	} {
		form, _ := readForm(t, strings.Replace(unsaid, "DEFAULT", fallback, 1))
		q1, q2 := question(t, form, "q1"), question(t, form, "q2")
		var got []string
		for _, text := range []survey.Text{
			q1.Label, q1.Hint, q1.Media["image"], q2.Label, q2.Hint, q2.ConstraintMessage, q2.Media["image"],
			q1.List.Choices[0].Label, q1.List.Choices[1].Label, form.Title, form.Diagnostic[0].Label,
		} {
			got = append(got, text.In("English"))
		}
		form.Walk(func(q *survey.Question) {
			if q.Name == "c" {
				got = append(got, q.Label.In("English"))
			}
		})
		if strings.Join(got, " ") != want {
			t.Errorf("default language %q: %q, want %q", fallback, strings.Join(got, " "), want)
		}
	}
}

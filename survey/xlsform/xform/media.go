package xform

import (
	"maps"
	"slices"

	"constat/survey"
)

// Media lists the files that a form's labels and choices show, in every
// language, in alphabetical order: what a client must fetch beside the XForm.
func Media(form *survey.Form) []string {
	files := map[string]bool{}
	add := func(t survey.Text) {
		for _, name := range t {
			if name != "" {
				files[name] = true
			}
		}
	}
	form.Walk(func(q *survey.Question) {
		for _, t := range q.Media {
			add(t)
		}
		if q.List != nil {
			for _, c := range q.List.Choices {
				add(c.Image)
			}
		}
	})
	return slices.Sorted(maps.Keys(files))
}

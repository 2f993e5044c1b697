package xform

import (
	"maps"
	"slices"

	"constat/survey"
)

// Files lists what a client must fetch beside the XForm, in alphabetical
// order: the files that the form's labels and choices show, in every
// language, and the CSV files that its selects and expressions look into.
func Files(form *survey.Form) []string {
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
	for _, list := range form.Lists {
		if list.File != "" {
			files[list.File] = true
		}
	}
	return slices.Sorted(maps.Keys(files))
}

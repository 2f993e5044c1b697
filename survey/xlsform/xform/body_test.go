package xform

import (
	"strings"
	"testing"

	"constat/survey"
)

// TestWrite_groupWithoutControl shows that a group in which nobody sees
// anything keeps its nodes and is no control, under the root that the form
// names: JavaRosa refuses a form with an empty group.
func TestWrite_groupWithoutControl(t *testing.T) {
	row := func(kind, name string, children ...*survey.Question) *survey.Question {
		known, ok := survey.TypeNamed(kind)
		if !ok {
			t.Fatalf("no type %s", kind)
		}
		return &survey.Question{Name: name, Type: known, Label: survey.Plain(name), Children: children}
	}
	form := &survey.Form{ID: "essai", Element: "enquete", Questions: []*survey.Question{
		row("begin_group", "images", row("begin_group", "dehors", row("image", "photo"))),
		row("begin_group", "nombres", row("integer", "total")),
	}}
	if problems := form.Compile(); len(problems) > 0 {
		t.Fatal(problems)
	}
	document := string(Write(form, Options{Minimal: true}))
	for text, wanted := range map[string]bool{
		"<photo/>":                      true,
		`<group ref="/enquete/images`:   false,
		`<group ref="/enquete/nombres"`: true,
		`ref="/enquete/nombres/total"`:  true,
	} {
		if strings.Contains(document, text) != wanted {
			t.Errorf("%s: wanted %v in\n%s", text, wanted, document)
		}
	}
}

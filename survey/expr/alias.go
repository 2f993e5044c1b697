package expr

import "slices"

// modernise makes a call written in another way one that the function table has.
func (t *term) modernise() {
	switch {
	case t.str == "enclosed-area": // JavaRosa's first name for area()
		t.str = "area"
	case t.str == "jr:itext" && len(t.args) == 1 && t.args[0].namesText():
		t.str, t.args[0] = "string", t.args[0].labelled()
	default:
		return
	}
	t.fn = functions[t.str]
}

// namesText says whether a path leads to the itextId of choices: the key of their label in the translations of
// pyxform's XForm.
func (t *term) namesText() bool {
	last := len(t.steps) - 1
	return last >= 0 && t.steps[last].axis == axisChild && t.steps[last].test == "itextId" && len(t.steps[last].preds) == 0
}

// labelled leads to the choices' labels instead: here they are always those of the respondent's language.
func (t *term) labelled() *term {
	label := *t
	label.steps = slices.Clone(t.steps)
	label.steps[len(label.steps)-1].test = "label"
	return &label
}

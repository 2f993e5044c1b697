package expr

import (
	"math"
	"strings"
)

// choiceFunctions read answers that are choices, one or several separated by spaces.
var choiceFunctions = []function{
	{name: "selected", min: 2, max: 2, compute: func(c *Context, f focus, t *term) Value {
		return boolean(chosen(c.argText(t, 0, f), strings.Trim(c.argText(t, 1, f), spaces)))
	}},
	{name: "count-selected", min: 1, max: 1, compute: func(c *Context, f focus, t *term) Value {
		return number(float64(len(c.words(c.argText(t, 0, f)))))
	}},
	{name: "selected-at", min: 2, max: 2, compute: func(c *Context, f focus, t *term) Value {
		names := c.words(c.argText(t, 0, f))
		i := math.Trunc(c.argNumber(t, 1, f))
		if !(i >= 0 && i < float64(len(names))) {
			return text("")
		}
		return text(names[int(i)])
	}},
	{name: "jr:choice-name", min: 2, max: 2, compute: computeChoiceName},
	{name: "checklist", min: 2, max: many, compute: computeChecklist},
	{name: "weighted-checklist", min: 4, max: many, paired: true, compute: computeWeighted},
}

// words splits an answer into the choices that it names.
func (c *Context) words(s string) []string {
	if !c.make(4 * len(s)) {
		return nil
	}
	return strings.FieldsFunc(s, isSpace)
}

// chosen finds a name among names; none is chosen where nothing is answered (JavaRosa, Enketo, Web Forms).
func chosen(names, name string) bool {
	if name == "" {
		return strings.Trim(names, spaces) == ""
	}
	for chosen := range strings.FieldsFuncSeq(names, isSpace) {
		if chosen == name {
			return true
		}
	}
	return false
}

// computeChoiceName asks the owner for a label. The question stands in quotes, as '${q}' or a path.
func computeChoiceName(c *Context, f focus, t *term) Value {
	value, question := c.argText(t, 0, f), ""
	if a := t.args[1]; a.op == opRef {
		question = a.str
	} else {
		question = quotedReference(c.argText(t, 1, f))
	}
	if c.ChoiceLabel == nil || value == "" {
		return text("")
	}
	return text(c.ChoiceLabel(value, question))
}

// quotedReference takes the name out of '${q}'.
func quotedReference(s string) string {
	s = strings.Trim(s, spaces)
	if strings.HasPrefix(s, "${") {
		if name, length, ok := reference(s); ok && length == len(s) {
			return name
		}
	}
	return s
}

// computeChecklist says whether the number of true values lies between two bounds; -1 is no bound.
func computeChecklist(c *Context, f focus, t *term) Value {
	least, most := c.argNumber(t, 0, f), c.argNumber(t, 1, f)
	n := 0.0
	for i := 2; i < len(t.args); i++ {
		v := c.arg(t, i, f)
		for _, b := range c.ticks(t.args[i], v) {
			if b {
				n++
			}
		}
	}
	return boolean(within(n, least, most))
}

func within(n, least, most float64) bool {
	return (least == -1 || n >= least) && (most == -1 || n <= most)
}

// ticks reads each node of a nodeset as true if answered, another value as a condition.
func (c *Context) ticks(t *term, v Value) []bool {
	if v.kind != Nodeset {
		return []bool{c.truth(t, v)}
	}
	all := make([]bool, v.count())
	for i := range all {
		all[i] = c.spend(1) && c.read(v.node(i)) != ""
	}
	return all
}

// computeWeighted sums the weights of true values; a nodeset of values comes with one of as many weights.
func computeWeighted(c *Context, f focus, t *term) Value {
	least, most := c.argNumber(t, 0, f), c.argNumber(t, 1, f)
	total := 0.0
	for i := 2; i+1 < len(t.args); i += 2 {
		ticks, weights := c.ticks(t.args[i], c.arg(t, i, f)), c.arg(t, i+1, f)
		if weights.kind == Nodeset && weights.count() != len(ticks) && max(weights.count(), len(ticks)) > 1 {
			return c.fail(BadArgument, t.str)
		}
		for j, on := range ticks {
			if !on {
				continue
			}
			if weights.kind == Nodeset && j < weights.count() {
				total += textNumber(c.read(weights.node(j)), c.Zone)
			} else {
				total += c.number(weights)
			}
		}
	}
	return boolean(within(total, least, most))
}

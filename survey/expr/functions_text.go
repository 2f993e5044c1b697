package expr

import (
	"math"
	"strings"
	"unicode/utf8"
)

var textFunctions = []function{
	{name: "concat", max: many, compute: func(c *Context, f focus, t *term) Value { return text(c.joined(t, 0, "", f)) }},
	{name: "join", min: 1, max: many, compute: func(c *Context, f focus, t *term) Value {
		return text(c.joined(t, 1, c.argText(t, 0, f), f))
	}},
	{name: "string-length", max: 1, compute: func(c *Context, f focus, t *term) Value {
		return number(float64(utf8.RuneCountInString(c.text(c.own(t, f)))))
	}},
	{name: "normalize-space", max: 1, compute: func(c *Context, f focus, t *term) Value {
		s := c.text(c.own(t, f))
		if !c.make(4 * len(s)) { // its words are listed
			return text("")
		}
		return text(strings.Join(strings.FieldsFunc(s, isSpace), " "))
	}},
	{name: "contains", min: 2, max: 2, compute: texts(strings.Contains)},
	{name: "starts-with", min: 2, max: 2, compute: texts(strings.HasPrefix)},
	{name: "ends-with", min: 2, max: 2, compute: texts(strings.HasSuffix)},
	{name: "substring-before", min: 2, max: 2, compute: func(c *Context, f focus, t *term) Value {
		before, _, found := strings.Cut(c.argText(t, 0, f), c.argText(t, 1, f))
		if !found {
			before = ""
		}
		return text(before)
	}},
	{name: "substring-after", min: 2, max: 2, compute: func(c *Context, f focus, t *term) Value {
		_, after, _ := strings.Cut(c.argText(t, 0, f), c.argText(t, 1, f))
		return text(after)
	}},
	{name: "translate", min: 3, max: 3, compute: computeTranslate},
	{name: "substring", min: 2, max: 3, compute: computeSubstring},
	{name: "substr", min: 2, max: 3, compute: computeSubstr},
	{name: "regex", min: 2, max: 2, compute: computeRegex},
}

func texts(do func(s, part string) bool) func(*Context, focus, *term) Value {
	return func(c *Context, f focus, t *term) Value { return boolean(do(c.argText(t, 0, f), c.argText(t, 1, f))) }
}

func isSpace(r rune) bool { return r == ' ' || r == '\t' || r == '\n' || r == '\r' }

// joined strings together the arguments from the i-th on, each node of a nodeset for itself.
func (c *Context) joined(t *term, i int, separator string, f focus) string {
	var b strings.Builder
	first := true
	put := func(s string) {
		if !c.spend(1) || !c.make(len(s)+len(separator)) {
			return
		}
		if !first {
			b.WriteString(separator)
		}
		first = false
		b.WriteString(s)
	}
	for ; i < len(t.args); i++ {
		v := c.arg(t, i, f)
		if v.kind != Nodeset {
			put(v.Text())
			continue
		}
		for j := range v.count() {
			put(c.read(v.node(j)))
		}
	}
	return b.String()
}

// computeTranslate replaces characters one by one; those without a twin are dropped.
func computeTranslate(c *Context, f focus, t *term) Value {
	s, from, to := c.argText(t, 0, f), []rune(c.argText(t, 1, f)), []rune(c.argText(t, 2, f))
	if !c.make(len(s)+8*len(from)+4*len(to)) || !c.spend(len(s)>>1+len(from)) {
		return text("")
	}
	twins := make(map[rune]rune, len(from))
	for i, r := range from {
		if _, seen := twins[r]; seen {
			continue
		}
		twins[r] = -1 // strings.Map drops it
		if i < len(to) {
			twins[r] = to[i]
		}
	}
	return text(strings.Map(func(r rune) rune {
		if twin, ok := twins[r]; ok {
			return twin
		}
		return r
	}, s))
}

// computeSubstring is XPath's: characters count from 1, and bounds are rounded.
func computeSubstring(c *Context, f focus, t *term) Value {
	s := c.runes(t, f)
	from := math.Floor(c.argNumber(t, 1, f) + 0.5)
	to := math.Inf(1)
	if len(t.args) == 3 {
		to = from + math.Floor(c.argNumber(t, 2, f)+0.5)
	}
	if math.IsNaN(from) || math.IsNaN(to) {
		return text("")
	}
	return text(slice(s, from-1, to-1))
}

// computeSubstr is JavaRosa's: characters count from 0, negative bounds from the end, the end left out.
func computeSubstr(c *Context, f focus, t *term) Value {
	s := c.runes(t, f)
	bound := func(i int) float64 {
		n := c.argNumber(t, i, f)
		if math.IsNaN(n) {
			return 0
		}
		if n = math.Trunc(n); n < 0 {
			n += float64(len(s))
		}
		return n
	}
	to := float64(len(s))
	if len(t.args) == 3 {
		to = bound(2)
	}
	return text(slice(s, bound(1), to))
}

// runes is the first argument, character by character.
func (c *Context) runes(t *term, f focus) []rune {
	s := c.argText(t, 0, f)
	if !c.make(4*len(s)) || !c.spend(len(s)>>2) {
		return nil
	}
	return []rune(s)
}

func slice(s []rune, from, to float64) string {
	from, to = max(from, 0), min(to, float64(len(s)))
	if !(from < to) {
		return ""
	}
	return string(s[int(from):int(to)])
}

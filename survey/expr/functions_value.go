package expr

import "strings"

var valueFunctions = []function{
	{name: "true", compute: func(*Context, focus, *term) Value { return boolean(true) }},
	{name: "false", compute: func(*Context, focus, *term) Value { return boolean(false) }},
	{name: "not", min: 1, max: 1, compute: func(c *Context, f focus, t *term) Value {
		return boolean(!c.truth(t.args[0], c.arg(t, 0, f)))
	}},
	{name: "boolean", min: 1, max: 1, compute: func(c *Context, f focus, t *term) Value {
		return boolean(c.truth(t.args[0], c.arg(t, 0, f)))
	}},
	{name: "number", max: 1, compute: func(c *Context, f focus, t *term) Value {
		return number(c.number(c.own(t, f)))
	}},
	{name: "string", max: 1, compute: func(c *Context, f focus, t *term) Value {
		return text(c.text(c.own(t, f)))
	}},
	{name: "if", min: 3, max: 3, compute: computeIf},
	{name: "coalesce", min: 2, max: 2, compute: computeCoalesce},
	{name: "once", min: 1, max: 1, volatile: true, compute: computeOnce},
	{name: "boolean-from-string", min: 1, max: 1, compute: func(c *Context, f focus, t *term) Value {
		s := c.argText(t, 0, f)
		return boolean(s == "1" || strings.EqualFold(s, "true"))
	}},
}

// own is the only argument of a function, or the context node where there is none.
func (c *Context) own(t *term, f focus) Value {
	switch {
	case len(t.args) > 0:
		return c.arg(t, 0, f)
	case f.node == nil:
		return nodeset(nil)
	}
	return single(f.node)
}

// computeIf keeps the type of the branch it takes, and does not compute the other.
func computeIf(c *Context, f focus, t *term) Value {
	if c.truth(t.args[0], c.arg(t, 0, f)) {
		return c.arg(t, 1, f)
	}
	return c.arg(t, 2, f)
}

// computeCoalesce takes the first argument that is an answer: neither empty nor NaN.
func computeCoalesce(c *Context, f focus, t *term) Value {
	v := c.arg(t, 0, f)
	if v.kind == Nodeset && c.first(v) != "" || v.kind != Nodeset && v.Answer() != "" {
		return v
	}
	return c.arg(t, 1, f)
}

// computeOnce keeps the answer that the question already has.
func computeOnce(c *Context, f focus, t *term) Value {
	if c.Node != nil {
		if now := c.read(c.Node); now != "" {
			return text(now)
		}
	}
	return c.arg(t, 0, f)
}

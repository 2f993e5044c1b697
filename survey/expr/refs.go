package expr

import (
	"slices"
	"strings"
)

// Refs lists the names in ${…}, each once, in the order of the text. The question that jr:choice-name
// quotes is one of them.
func (e *Expr) Refs() []string {
	var names []string
	seen := map[string]bool{}
	add := func(name string) {
		if !seen[name] {
			seen[name] = true
			names = append(names, name)
		}
	}
	var quoted *term // the question of the jr:choice-name that is being walked
	e.root.walk(func(t *term) {
		switch {
		case t.op == opRef:
			add(t.str)
		case t.op == opCall && t.str == "jr:choice-name" && len(t.args) == 2:
			quoted = t.args[1]
		case t == quoted && t.op == opString:
			if name := quotedReference(t.str); name != strings.Trim(t.str, spaces) {
				add(name)
			}
		}
	})
	return names
}

// Literals lists the texts written between quotes, each once, in the order of the text.
func (e *Expr) Literals() []string {
	var texts []string
	seen := map[string]bool{}
	e.root.walk(func(t *term) {
		if t.op == opString && !seen[t.str] {
			seen[t.str] = true
			texts = append(texts, t.str)
		}
	})
	return texts
}

// Calls lists the functions called, each once, in the order of the text.
func (e *Expr) Calls() []string {
	var names []string
	e.root.walk(func(t *term) {
		if t.op == opCall && !slices.Contains(names, t.str) {
			names = append(names, t.str)
		}
	})
	return names
}

// Volatile says whether the value can change although no answer does: today, now, random, uuid, randomize, once.
func (e *Expr) Volatile() bool {
	volatile := false
	e.root.walk(func(t *term) { volatile = volatile || t.fn != nil && t.fn.volatile })
	return volatile
}

// Path is a location path that an author typed, without its predicates: a dependency.
type Path struct {
	Absolute bool     // from the document; else from the node of the expression
	Ref      string   // from ${Ref}
	Instance string   // inside instance('…'): not an answer. "?" if the name is computed
	Steps    []string // "..", ".", names, "*", "@name"; "//" before a name at any depth; other axes as axis::name
}

// String writes the path as XPath.
func (p Path) String() string {
	steps := strings.ReplaceAll(strings.Join(p.Steps, "/"), "////", "//")
	steps = strings.ReplaceAll(steps, "///", "//")
	switch {
	case p.Instance != "":
		return "instance('" + p.Instance + "')/" + steps
	case p.Ref != "":
		return "${" + p.Ref + "}/" + steps
	case p.Absolute:
		return "/" + strings.TrimPrefix(steps, "/")
	}
	return steps
}

// Paths lists the location paths of the expression, those in predicates seen from where they stand: in
// /data/rep[age < 18]/name, /data/rep/name and /data/rep/age.
func (e *Expr) Paths() []Path {
	g := &gatherer{}
	g.gather(e.root, []Path{{}})
	return g.found
}

type gatherer struct{ found []Path }

// gather collects the paths under t, where from leads to the context node, and returns those of t itself.
func (g *gatherer) gather(t *term, from []Path) (own []Path) {
	switch t.op {
	case opRef:
		return []Path{{Ref: t.str}}
	case opCall:
		g.gatherAll(t.args, from)
		return callPaths(t)
	case opUnion:
		for _, a := range t.args {
			own = append(own, g.gather(a, from)...)
		}
		return own
	case opFilter:
		own = g.gather(t.args[0], from)
		g.gatherAll(t.args[1:], own)
		return own
	case opPath:
		own = from
	case opRoot:
		own = []Path{{Absolute: true}}
	case opFrom:
		own = g.gather(t.args[0], from)
	default:
		g.gatherAll(t.args, from)
		return nil
	}
	for i := range t.steps {
		own = extended(own, t.steps[i].name())
		g.gatherAll(t.steps[i].preds, own)
	}
	g.found = append(g.found, own...)
	return own
}

func (g *gatherer) gatherAll(terms []*term, from []Path) {
	for _, t := range terms {
		g.gather(t, from)
	}
}

// extended adds a step to each path.
func extended(paths []Path, step string) []Path {
	longer := slices.Clone(paths)
	for i := range longer {
		longer[i].Steps = append(slices.Clip(longer[i].Steps), step)
	}
	return longer
}

// callPaths is where current() and instance('x') lead; other calls return no nodes that a path goes on from,
// but for indexed-repeat and randomize, whose arguments are paths already.
func callPaths(t *term) []Path {
	switch {
	case t.str == "current":
		return []Path{{}}
	case t.str != "instance":
		return nil
	case len(t.args) == 1 && t.args[0].op == opString:
		return []Path{{Instance: t.args[0].str}}
	}
	return []Path{{Instance: "?"}}
}

// name is the step as Path.Steps has it.
func (s *step) name() string {
	switch {
	case s.axis == axisSelf && s.test == "node()":
		return "."
	case s.axis == axisParent && s.test == "node()":
		return ".."
	case s.axis == axisAttribute:
		return "@" + s.test
	case s.axis == axisChild:
		return s.test
	case s.axis == axisDescendant:
		return "//" + s.test
	case s.axis == axisDescendantOrSelf && s.test == "node()":
		return "//"
	}
	return axisNames[s.axis] + "::" + s.test
}

package xform

import (
	"strings"

	"constat/survey/expr"
)

// lastSaved begins a reference to an earlier submission of the same device.
const lastSaved = "last-saved#"

// expression writes e as it is evaluated at n; inFilter when it is a choice
// filter, whose context is a choice and no longer the question.
func (w *writer) expression(n *node, e *expr.Expr, inFilter bool) string {
	if e == nil {
		return ""
	}
	return e.Rewrite(func(r expr.Reference) string { return w.reference(n, r, inFilter) })
}

// reference is what pyxform writes for ${name}: a path between spaces.
func (w *writer) reference(n *node, r expr.Reference, inFilter bool) string {
	name, saved := strings.CutPrefix(r.Name, lastSaved)
	if saved && w.options.Minimal {
		return "''"
	}
	to := w.target(n, name)
	switch {
	case to == nil && ofRecord[name]:
		return " /" + w.form.RootElement() + "/meta/" + name + " "
	case to == nil:
		return "''" // Compile refuses such a form
	case saved:
		return " instance('__last-saved')" + to.path() + " "
	case r.Argument >= 0 && absoluteArgument(r.Argument):
		return " " + to.path() + " "
	}
	path, relative := relativePath(n, to)
	if relative && (inFilter || r.Predicate) {
		// Unlike pyxform, in the predicates of all paths: inside [ ] the
		// context is the node that is tested, and .. would be its parent.
		path = "current()/" + path
	}
	return " " + path + " "
}

// ofRecord are the names in meta that an expression may refer to.
var ofRecord = map[string]bool{"instanceID": true, "instanceName": true}

// absoluteArgument tells which arguments of indexed-repeat name a question or
// a repeat; the others are the indexes, and are evaluated where they stand.
func absoluteArgument(i int) bool { return i == 0 || i%2 == 1 }

// target is the node that ${name} means at n: the only one of that name, or
// the one in the innermost repeat around n.
func (w *writer) target(n *node, name string) *node {
	candidates := w.named[name]
	if len(candidates) == 1 {
		return candidates[0]
	}
	if n == nil {
		return nil
	}
	for around := n.repeat(); around != nil; around = around.repeat() {
		var inside []*node
		for _, c := range candidates {
			if c.repeat() == around {
				inside = append(inside, c)
			}
		}
		if len(inside) > 0 {
			return only(inside)
		}
	}
	return nil
}

func only(nodes []*node) *node {
	if len(nodes) == 1 {
		return nodes[0]
	}
	return nil
}

// relativePath leads from one node to another of the same repeat instance; in
// different ones, and outside repeats, the path is absolute.
func relativePath(from, to *node) (path string, relative bool) {
	if from == nil {
		return to.path(), false
	}
	shared := commonAncestor(from, to)
	if shared == nil || !shared.repeated() {
		return to.path(), false
	}
	up := strings.Repeat("../", from.depth()-shared.depth())
	return up + strings.TrimPrefix(to.path(), shared.path()+"/"), true
}

// commonAncestor is the deepest node that holds both.
func commonAncestor(a, b *node) *node {
	a, b = a.up, b.up
	for a != nil && b != nil && a != b {
		if a.depth() >= b.depth() {
			a = a.up
		} else {
			b = b.up
		}
	}
	if a != b {
		return nil
	}
	return a
}

// bareReference gives the name when the expression is ${name} and nothing else.
func bareReference(e *expr.Expr) string {
	text := strings.TrimSpace(e.String())
	refs := e.Refs()
	if len(refs) == 1 && strings.HasPrefix(text, "${") && strings.IndexByte(text, '}') == len(text)-1 {
		return refs[0]
	}
	return ""
}

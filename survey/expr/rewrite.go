package expr

import (
	"sort"
	"strings"
)

// Reference is one ${name} where it stands in an expression: what decides how
// another notation, such as XForms, must write it.
type Reference struct {
	Name string
	// Predicate tells that it stands between the [ ] of a path, where the
	// context is no longer the question of the expression.
	Predicate bool
	// Argument is its place, from 0, among the arguments of the innermost
	// indexed-repeat around it; -1 when there is none.
	Argument int
	// Quoted tells that it is the text argument of jr:choice-name.
	Quoted bool
}

// Rewrite gives the expression as it was written, with what write returns in
// place of each reference; everything else keeps its spelling and its spaces.
func (e *Expr) Rewrite(write func(Reference) string) string {
	r := rewriter{src: e.src}
	r.visit(e.root, Reference{Argument: -1})
	sort.Slice(r.uses, func(i, j int) bool { return r.uses[i].at < r.uses[j].at })
	var b strings.Builder
	from := 0
	for _, u := range r.uses {
		b.WriteString(e.src[from:u.at])
		b.WriteString(write(u.Reference))
		from = u.at + u.length
	}
	b.WriteString(e.src[from:])
	return b.String()
}

type rewriter struct {
	src  string
	uses []use
}

// use is a reference with its place in the source.
type use struct {
	Reference
	at, length int
}

func (r *rewriter) visit(t *term, around Reference) {
	switch {
	case t.op == opRef:
		r.add(t.at, around)
	case t.op == opCall && t.str == "indexed-repeat":
		for i, a := range t.args {
			around.Argument = i
			r.visit(a, around)
		}
		return
	case t.op == opCall && t.str == "jr:choice-name" && len(t.args) == 2 && t.args[1].op == opString:
		r.visit(t.args[0], around)
		if at := strings.Index(t.args[1].str, "${"); at >= 0 {
			around.Quoted = true
			r.add(t.args[1].at+1+at, around)
		}
		return
	}
	for i, a := range t.args {
		inner := around
		inner.Predicate = around.Predicate || t.op == opFilter && i > 0
		r.visit(a, inner)
	}
	around.Predicate = true
	for i := range t.steps {
		for _, p := range t.steps[i].preds {
			r.visit(p, around)
		}
	}
}

func (r *rewriter) add(at int, around Reference) {
	name, length, ok := reference(r.src[at:])
	if !ok {
		return // a text that only looks like a reference
	}
	around.Name = name
	r.uses = append(r.uses, use{around, at, length})
}

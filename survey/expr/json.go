package expr

import (
	"encoding/json"
	"math"
)

// MarshalJSON writes the tree for the browser's evaluator:
//
//	5, "text"                     a number, a text
//	["$", "name"]                 ${name}
//	["f", "name", arg, …]         a call; regex of a literal has a third argument, longestTried
//	["and", a, b, …]              an operator: or and = != < <= > >= + - * div mod neg |
//	["[", a, predicate, …]        a filtered nodeset
//	["p", from, step, …]          a path; from is 0 for the context node, 1 for the root, or a term
//	[axis, test, predicate, …]    a step; axis is the index in the list of axes, the same in both evaluators
func (e *Expr) MarshalJSON() ([]byte, error) { return json.Marshal(e.root.tree()) }

func (t *term) tree() any {
	switch t.op {
	case opNumber:
		if math.IsInf(t.num, 0) {
			return []any{"div", 1, 0}
		}
		return t.num
	case opString:
		return t.str
	case opRef:
		return []any{"$", t.str}
	case opVar:
		return []any{"var", t.str}
	case opCall:
		tree := trees([]any{"f", t.str}, t.args)
		if t.str == "regex" && len(t.args) == 2 && t.args[1].op == opString {
			tree = append(tree, longestTried(t.args[1].str))
		}
		return tree
	case opFilter:
		return trees([]any{"["}, t.args)
	case opPath:
		return t.pathTree(0)
	case opRoot:
		return t.pathTree(1)
	case opFrom:
		return t.pathTree(t.args[0].tree())
	}
	return trees([]any{opSigns[t.op]}, t.args)
}

func trees(head []any, terms []*term) []any {
	for _, t := range terms {
		head = append(head, t.tree())
	}
	return head
}

func (t *term) pathTree(from any) []any {
	out := []any{"p", from}
	for _, s := range t.steps {
		out = append(out, trees([]any{s.axis, s.test}, s.preds))
	}
	return out
}

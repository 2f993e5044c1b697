package survey

import "constat/survey/expr"

// While a form is filled in, the instances that a lower count takes away are
// kept, and come back with a higher one: a number is typed digit by digit, and
// mistyped. They are no part of the tree meanwhile, so that nothing of them is
// computed, counted or sent.

// repeatPlace is a repeat under one node.
type repeatPlace struct {
	parent *expr.Node
	repeat *Question
}

// setAside keeps the last instances of a counted repeat, in their order.
func (in *instance) setAside(parent *expr.Node, q *Question, dropped []*expr.Node) {
	if !in.live || q.RepeatCount == nil {
		return
	}
	if in.aside == nil {
		in.aside = make(map[repeatPlace][]*expr.Node)
	}
	at := repeatPlace{parent, q}
	in.aside[at] = append(dropped, in.aside[at]...)
}

// bringBack gives the next instance that was set aside, again the last child
// of parent; nil when there is none, or no room.
func (in *instance) bringBack(parent *expr.Node, q *Question, path string) *expr.Node {
	at := repeatPlace{parent, q}
	kept := in.aside[at]
	if len(kept) == 0 || !in.spending.room.Take(q.Inside()) {
		return nil
	}
	node := kept[0]
	in.aside[at] = kept[1:]
	eachBelow(node, func(n *expr.Node) {
		if f := fieldOf(n); f != nil && f.question.Type.Kind == Repeat {
			in.spending.room.Take(f.question.Inside())
		}
	})
	rename(node, path)
	return parent.Append(node)
}

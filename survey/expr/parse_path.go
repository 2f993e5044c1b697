package expr

import (
	"errors"
	"slices"
	"strings"
)

// nodeTests are the names that, followed by (), test the type of a node instead of calling a function.
var nodeTests = [...]string{"node", "text", "comment", "processing-instruction"}

// path reads a location path, or a primary expression with its predicates and steps.
func (p *parser) path() *term {
	t := p.peek()
	switch {
	case p.is("/"), p.is("//"):
		return p.absolute()
	case p.atStep():
		return p.node(&term{op: opPath, at: t.at, steps: p.steps(nil)})
	}
	start := p.primary()
	if p.err != nil {
		return nil
	}
	if p.is("[") {
		start = p.node(&term{op: opFilter, at: t.at, args: append([]*term{start}, p.predicates()...)})
	}
	if !p.is("/") && !p.is("//") {
		return start
	}
	if start.op == opNumber || start.op == opString {
		p.fail(p.peek(), SlashDivision, "/")
		return nil
	}
	return p.node(&term{op: opFrom, at: t.at, args: []*term{start}, steps: p.more(nil)})
}

func (p *parser) absolute() *term {
	t := p.peek()
	if p.is("//") {
		return p.node(&term{op: opRoot, at: t.at, steps: p.more(nil)})
	}
	p.take()
	if !p.atStep() {
		return p.node(&term{op: opRoot, at: t.at})
	}
	return p.node(&term{op: opRoot, at: t.at, steps: p.steps(nil)})
}

// atStep says whether a step of a location path starts here, and not a function call.
func (p *parser) atStep() bool {
	t := p.peek()
	if t.kind == tokMark {
		return t.text == "." || t.text == ".." || t.text == "@" || t.text == "*"
	}
	if t.kind != tokName {
		return false
	}
	next := p.toks[p.at+1]
	call := next.kind == tokMark && next.text == "("
	return !call || slices.Contains(nodeTests[:], t.text)
}

func (p *parser) steps(done []step) []step {
	if !p.atStep() {
		p.unexpected()
		return nil
	}
	return p.more(append(done, p.step()))
}

// more reads the steps that follow, each after / or //.
func (p *parser) more(done []step) []step {
	for p.err == nil {
		doubled := p.accept("//")
		if doubled {
			done = append(done, step{axis: axisDescendantOrSelf, test: "node()"})
		} else if !p.accept("/") {
			return done
		}
		if !p.atStep() {
			p.stray()
			return nil
		}
		next := p.step()
		if last := len(done) - 1; doubled && next.axis == axisChild && len(next.preds) == 0 {
			next.axis = axisDescendant // a//b without a position
			done[last] = next
			continue
		}
		done = append(done, next)
	}
	return nil
}

// stray reports what follows a slash and is no step: a division, most often.
func (p *parser) stray() {
	t := p.peek()
	if t.kind == tokNumber || t.kind == tokRef || t.kind == tokMark && t.text == "(" {
		p.fail(p.toks[p.at-1], SlashDivision, "/")
		return
	}
	p.unexpected()
}

func (p *parser) step() step {
	switch {
	case p.accept("."):
		return step{axis: axisSelf, test: "node()"}
	case p.accept(".."):
		return step{axis: axisParent, test: "node()"}
	}
	s := step{}
	if p.accept("@") {
		s.axis = axisAttribute
	} else if next := p.toks[p.at+1]; p.peek().kind == tokName && next.kind == tokMark && next.text == "::" {
		name := p.take()
		p.take()
		i := slices.Index(axisNames[:], name.text)
		if i < 0 {
			p.fail(name, UnknownAxis, name.text)
			return s
		}
		s.axis = axis(i)
	}
	s.test = p.nodeTest()
	if p.is("[") {
		s.preds = p.predicates()
	}
	return s
}

func (p *parser) nodeTest() string {
	if p.accept("*") {
		return "*"
	}
	t := p.peek()
	if t.kind != tokName {
		p.unexpected()
		return ""
	}
	p.take()
	if !p.is("(") {
		return t.text
	}
	if !slices.Contains(nodeTests[:], t.text) {
		p.unexpected()
		return ""
	}
	p.open("(")
	if t.text == "processing-instruction" && p.peek().kind == tokString {
		p.take()
	}
	p.shut(")")
	return t.text + "()"
}

func (p *parser) predicates() []*term {
	var preds []*term
	for p.err == nil && p.open("[") {
		pred := p.expr()
		p.shut("]")
		preds = append(preds, pred)
	}
	return preds
}

// check refuses what the grammar allows but no evaluation can compute.
func check(root *term) error {
	var bad *SyntaxError
	root.walk(func(t *term) {
		if t.op != opCall || bad != nil {
			return
		}
		switch {
		case t.fn == nil && slices.Contains(foreignFunctions[:], t.str):
			bad = &SyntaxError{Offset: t.at, Code: ForeignFunction, Detail: t.str}
		case t.fn == nil:
			bad = &SyntaxError{Offset: t.at, Code: UnknownFunction, Detail: t.str, Near: nearest(t.str)}
		case !t.fn.takes(len(t.args)):
			bad = &SyntaxError{Offset: t.at, Code: WrongArity, Detail: t.str}
		case t.str == "regex" && t.args[1].op == opString:
			bad = checkPattern(t.args[1])
		}
	})
	if bad == nil {
		return nil
	}
	return bad
}

// checkPattern refuses a pattern that is written out and cannot be used.
func checkPattern(t *term) *SyntaxError {
	_, err := weighPattern(t.str)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, errHeavyPattern):
		return &SyntaxError{Offset: t.at, Code: HeavyPattern, Detail: clip(t.str)}
	}
	return &SyntaxError{Offset: t.at, Code: BadPattern, Detail: clip(t.str)}
}

// nearest proposes the function whose name differs least from what was written.
func nearest(name string) string {
	best, least := "", 3
	if len(name) > 40 {
		return ""
	}
	for known := range functions {
		if d := distance(strings.ToLower(name), known); d < least || d == least && best != "" && known < best {
			best, least = known, d
		}
	}
	return best
}

// distance counts the letters to add, drop or change to make b of a (Levenshtein).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

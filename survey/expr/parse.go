package expr

import (
	"slices"
	"strconv"
	"strings"
)

const (
	maxLength  = 128 << 10 // a spreadsheet cell holds 32,767 characters
	maxNesting = 256       // brackets in brackets
	maxDepth   = 1000      // operators under operators
)

// Expr is a parsed expression. It does not change and may be evaluated from several goroutines at once.
type Expr struct {
	src  string
	root *term
}

// Parse reads an expression as an author must write it: unknown functions, wrong numbers of
// arguments and unusable patterns are refused. The error is a *SyntaxError.
func Parse(src string) (*Expr, error) {
	e, err := ParseGrammar(src)
	if err != nil {
		return nil, err
	}
	if err := check(e.root); err != nil {
		return nil, err
	}
	return e, nil
}

// ParseGrammar reads an expression by its grammar alone, as XPath does: a function that
// does not exist fails only when it is called. The error is a *SyntaxError.
func ParseGrammar(src string) (*Expr, error) {
	if len(src) > maxLength {
		return nil, &SyntaxError{Code: TooLong, Detail: strconv.Itoa(len(src))}
	}
	toks, bad := lex(src)
	if bad != nil {
		return nil, bad
	}
	if len(toks) == 1 {
		return nil, &SyntaxError{Code: Empty}
	}
	p := &parser{toks: toks, opens: make([]token, 0, 8)}
	root := p.expr()
	if p.err == nil && p.peek().kind != tokEnd {
		p.unexpected()
	}
	if p.err != nil {
		return nil, p.err
	}
	return &Expr{src: src, root: root}, nil
}

// String returns the expression as it was written.
func (e *Expr) String() string { return e.src }

// parser reads tokens; the first mistake stays in err, and makes every later reading end at once.
type parser struct {
	toks  []token
	at    int
	opens []token
	err   *SyntaxError
}

func (p *parser) peek() token { return p.toks[p.at] }

func (p *parser) take() token {
	t := p.toks[p.at]
	if t.kind != tokEnd {
		p.at++
	}
	return t
}

func (p *parser) is(mark string) bool {
	t := p.peek()
	return t.kind == tokMark && t.text == mark
}

func (p *parser) accept(mark string) bool {
	if p.is(mark) {
		p.at++
		return true
	}
	return false
}

func (p *parser) fail(at token, code, detail string) {
	if p.err == nil {
		p.err = &SyntaxError{Offset: at.at, Code: code, Detail: detail}
		p.at = len(p.toks) - 1
	}
}

func (p *parser) unexpected() {
	t := p.peek()
	switch {
	case t.kind == tokEnd && len(p.opens) > 0:
		last := p.opens[len(p.opens)-1]
		p.fail(last, UnclosedBracket, last.text)
	case t.kind == tokEnd:
		p.fail(t, UnexpectedEnd, "")
	case p.at > 0 && p.toks[p.at-1].operand() && t.kind != tokOp && t.kind != tokMark:
		p.fail(t, MissingOperator, t.text)
	case p.at > 1 && p.is("/") && p.toks[p.at-1].operand():
		p.fail(t, SlashDivision, "/")
	default:
		p.fail(t, UnexpectedToken, t.text)
	}
}

// open and shut read the brackets around what nests, and bound the nesting.
func (p *parser) open(mark string) bool {
	if !p.is(mark) {
		return false
	}
	if len(p.opens) >= maxNesting {
		p.fail(p.peek(), TooDeep, strconv.Itoa(maxNesting))
		return false
	}
	p.opens = append(p.opens, p.take())
	return true
}

func (p *parser) shut(mark string) {
	if p.err != nil {
		return
	}
	if !p.accept(mark) {
		p.unexpected()
		return
	}
	p.opens = p.opens[:len(p.opens)-1]
}

// node finishes a term: how deep its tree is.
func (p *parser) node(t *term) *term {
	for _, a := range t.args {
		if a != nil {
			t.depth = max(t.depth, a.depth)
		}
	}
	for _, s := range t.steps {
		for _, a := range s.preds {
			t.depth = max(t.depth, a.depth)
		}
	}
	if t.depth++; t.depth > maxDepth {
		p.fail(token{at: t.at}, TooDeep, strconv.Itoa(maxDepth))
	}
	return t
}

func (p *parser) expr() *term { return p.binary(0) }

func (p *parser) binary(level int) *term {
	if level == len(levels) {
		return p.unary()
	}
	left := p.binary(level + 1)
	for p.err == nil && p.peek().kind == tokOp {
		i := slices.IndexFunc(levels[level], func(o op) bool { return opSigns[o] == p.peek().text })
		if i < 0 {
			break
		}
		sign, o := p.take(), levels[level][i]
		left = p.join(o, sign.at, left, p.binary(level+1))
	}
	return left
}

// join makes left o right; a flat operator takes the new operand in.
func (p *parser) join(o op, at int, left, right *term) *term {
	if p.err != nil {
		return left
	}
	if left.op == o && o.flat() && !left.closed {
		left.args = append(left.args, right)
		left.depth = max(left.depth, right.depth+1)
		return left
	}
	return p.node(&term{op: o, at: at, args: []*term{left, right}})
}

func (p *parser) unary() *term {
	minuses, at := 0, p.peek().at
	for p.peek().kind == tokOp && p.peek().text == "-" {
		p.take()
		minuses++
	}
	t := p.union()
	if minuses == 0 || p.err != nil {
		return t
	}
	t = p.node(&term{op: opNeg, at: at, args: []*term{t}})
	if minuses%2 == 0 { // an even number of minuses still makes a number
		t = p.node(&term{op: opNeg, at: at, args: []*term{t}})
	}
	return t
}

func (p *parser) union() *term {
	left := p.path()
	for p.err == nil && p.is("|") {
		sign := p.take()
		left = p.join(opUnion, sign.at, left, p.path())
	}
	return left
}

func (p *parser) primary() *term {
	t := p.peek()
	switch {
	case t.kind == tokNumber:
		p.take()
		num, _ := strconv.ParseFloat(t.text, 64) // out of range is ±Inf, as arithmetic gives
		return p.node(&term{op: opNumber, at: t.at, num: num})
	case t.kind == tokString:
		p.take()
		return p.node(&term{op: opString, at: t.at, str: t.text})
	case t.kind == tokRef:
		p.take()
		return p.node(&term{op: opRef, at: t.at, str: t.text})
	case t.kind == tokVar:
		p.take()
		return p.node(&term{op: opVar, at: t.at, str: t.text})
	case t.kind == tokName:
		return p.call()
	case p.open("("):
		inner := p.expr()
		p.shut(")")
		if p.err != nil {
			return nil
		}
		inner.closed = true
		return inner
	}
	p.unexpected()
	return nil
}

func (p *parser) call() *term {
	name := p.take()
	t := &term{op: opCall, at: name.at, str: name.text, fn: functions[name.text]}
	if strings.HasSuffix(name.text, "*") || !p.open("(") {
		p.unexpected()
		return nil
	}
	for p.err == nil && !p.is(")") {
		if len(t.args) > 0 && !p.accept(",") {
			p.unexpected()
			return nil
		}
		t.args = append(t.args, p.expr())
	}
	p.shut(")")
	if p.err != nil {
		return nil
	}
	t.modernise()
	return p.node(t)
}

package expr

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

type tokenKind uint8

const (
	tokEnd tokenKind = iota
	tokNumber
	tokString
	tokName // x, jr:x, x:*
	tokRef  // ${x}
	tokVar  // $x
	tokOp   // an operator between two operands: or and = + * div …
	tokMark // ( ) [ ] , @ . .. / // :: | and * as a name test
)

type token struct {
	kind tokenKind
	text string // the value of a string, the name of a reference, the sign itself
	at   int
}

// operand says whether an operator may follow the token: that decides if * multiplies
// and if "div" is a question's name (XPath 1.0, 3.7).
func (t token) operand() bool {
	switch t.kind {
	case tokNumber, tokString, tokName, tokRef, tokVar:
		return true
	case tokMark:
		return t.text == ")" || t.text == "]" || t.text == "." || t.text == ".." || t.text == "*"
	}
	return false
}

// wordOperators may be glued to what follows, as in 5or2 or 3mod4.
var wordOperators = [...]string{"and", "or", "div", "mod"}

// signs, longest first.
var signs = [...]string{"::", "..", "//", "!=", "<=", ">=", "(", ")", "[", "]", ",", "@", ".", "/", "|", "=", "<", ">", "+", "-", "*"}

// mistakes are signs borrowed from other languages.
var mistakes = [...]struct{ sign, code, near string }{
	{"==", DoubleEquals, "="}, {"<>", AngleNotEqual, "!="},
	{"&&", DoubledLogic, "and"}, {"||", DoubledLogic, "or"},
	{"%", PercentSign, "mod"}, {"≥", ForeignSign, ">="}, {"≤", ForeignSign, "<="}, {"≠", ForeignSign, "!="},
	{"×", ForeignSign, "*"}, {"÷", ForeignSign, "div"}, {"–", ForeignSign, "-"}, {"−", ForeignSign, "-"},
	{"‘", CurlyQuote, "'"}, {"’", CurlyQuote, "'"}, {"“", CurlyQuote, `"`}, {"”", CurlyQuote, `"`}, {"«", CurlyQuote, `"`}, {"»", CurlyQuote, `"`},
}

type lexer struct {
	src  string
	at   int
	toks []token
}

func lex(src string) ([]token, *SyntaxError) {
	l := &lexer{src: src, toks: make([]token, 0, 4+len(src)/3)}
	for {
		l.skipSpace()
		if l.at == len(src) {
			l.add(tokEnd, "", 0)
			return l.toks, nil
		}
		if err := l.next(); err != nil {
			return nil, err
		}
	}
}

func (l *lexer) skipSpace() {
	for l.at < len(l.src) {
		r, size := utf8.DecodeRuneInString(l.src[l.at:])
		if !unicode.IsSpace(r) {
			return
		}
		l.at += size
	}
}

func (l *lexer) add(kind tokenKind, text string, length int) {
	l.toks = append(l.toks, token{kind, text, l.at})
	l.at += length
}

func (l *lexer) afterOperand() bool {
	return len(l.toks) > 0 && l.toks[len(l.toks)-1].operand()
}

func (l *lexer) fail(code, detail, near string) *SyntaxError {
	return &SyntaxError{Offset: l.at, Code: code, Detail: detail, Near: near}
}

func (l *lexer) next() *SyntaxError {
	rest := l.src[l.at:]
	c := rest[0]
	switch {
	case c == '\'' || c == '"':
		end := strings.IndexByte(rest[1:], c)
		if end < 0 {
			return l.fail(UnclosedQuote, clip(rest), "")
		}
		l.add(tokString, rest[1:1+end], end+2)
		return nil
	case isDigit(c) || c == '.' && len(rest) > 1 && isDigit(rest[1]):
		n := numberLength(rest)
		l.add(tokNumber, rest[:n], n)
		return nil
	case c == '$':
		return l.dollar(rest)
	}
	if n := nameLength(rest); n > 0 {
		return l.name(rest, n)
	}
	return l.sign(rest)
}

func (l *lexer) sign(rest string) *SyntaxError {
	for _, m := range mistakes {
		if strings.HasPrefix(rest, m.sign) {
			return l.fail(m.code, m.sign, m.near)
		}
	}
	for _, s := range signs {
		if strings.HasPrefix(rest, s) {
			kind := tokMark
			if strings.Contains("!= <= >= + - ", s+" ") || s == "=" || s == "<" || s == ">" || s == "*" && l.afterOperand() {
				kind = tokOp
			}
			l.add(kind, s, len(s))
			return nil
		}
	}
	switch rest[0] {
	case '{':
		return l.fail(BareBraces, clip(rest), "${"+strings.Trim(clip(rest), "{} ")+"}")
	case '!':
		return l.fail(BangNot, "!", "not(…)")
	}
	_, size := utf8.DecodeRuneInString(rest)
	return l.fail(UnexpectedSign, rest[:size], "")
}

// dollar reads ${question}, or XPath's $variable.
func (l *lexer) dollar(rest string) *SyntaxError {
	switch {
	case strings.HasPrefix(rest, "${"):
		name, length, ok := reference(rest)
		if !ok {
			return l.fail(BadReference, clip(rest), "")
		}
		l.add(tokRef, name, length)
		return nil
	case strings.HasPrefix(rest, "$("):
		return l.fail(RoundReference, clip(rest), "${…}")
	case strings.HasPrefix(strings.TrimLeftFunc(rest[1:], unicode.IsSpace), "{"):
		return l.fail(SpacedReference, clip(rest), "${…}")
	}
	n := nameLength(rest[1:])
	if n == 0 || strings.HasSuffix(rest[:1+n], "*") {
		return l.fail(UnexpectedSign, "$", "")
	}
	l.add(tokVar, rest[1:1+n], 1+n)
	return nil
}

func (l *lexer) name(rest string, n int) *SyntaxError {
	if !l.afterOperand() {
		l.add(tokName, rest[:n], n)
		return nil
	}
	for _, op := range wordOperators {
		if strings.HasPrefix(rest, op) {
			l.add(tokOp, op, len(op))
			return nil
		}
	}
	for _, op := range wordOperators {
		if strings.EqualFold(rest[:n], op) {
			return l.fail(UpperCaseOperator, rest[:n], op)
		}
	}
	return l.fail(MissingOperator, rest[:n], "")
}

// reference reads ${name}, spaces inside the braces allowed, ${last-saved#name} included.
func reference(s string) (name string, length int, ok bool) {
	end := strings.IndexByte(s, '}')
	if end < 0 {
		return "", 0, false
	}
	name = strings.TrimSpace(s[2:end])
	bare := strings.TrimPrefix(name, "last-saved#")
	if n := nameLength(bare); n == 0 || n != len(bare) || strings.HasSuffix(bare, "*") {
		return "", 0, false
	}
	return name, end + 1, true
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func numberLength(s string) int {
	n := 0
	for n < len(s) && isDigit(s[n]) {
		n++
	}
	if n < len(s) && s[n] == '.' {
		n++
		for n < len(s) && isDigit(s[n]) {
			n++
		}
	}
	return n
}

// nameLength measures the qualified name at the start of s: x, p:x or p:*, as XML names are made.
func nameLength(s string) int {
	n := plainNameLength(s)
	if n == 0 || n+1 >= len(s) || s[n] != ':' || s[n+1] == ':' {
		return n
	}
	if s[n+1] == '*' {
		return n + 2
	}
	if m := plainNameLength(s[n+1:]); m > 0 {
		return n + 1 + m
	}
	return n
}

func plainNameLength(s string) int {
	for i, r := range s {
		letter := r == '_' || r < utf8.RuneSelf && (r|0x20 >= 'a' && r|0x20 <= 'z') || r >= utf8.RuneSelf && unicode.IsLetter(r)
		inner := r == '-' || r == '.' || r >= '0' && r <= '9' || r >= utf8.RuneSelf && (unicode.IsDigit(r) || unicode.IsMark(r) || r == '·')
		if !letter && (i == 0 || !inner) {
			return i
		}
	}
	return len(s)
}

// clip keeps the start of a text, for a message.
func clip(s string) string {
	if i := strings.IndexAny(s, "\n"); i >= 0 {
		s = s[:i]
	}
	for i := range s {
		if i >= 40 {
			return s[:i] + "…"
		}
	}
	return s
}

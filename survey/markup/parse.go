package markup

import (
	"html"
	"strings"
	"unicode"
	"unicode/utf8"

	"constat/survey/expr"
)

// longest is how many bytes of a label are read for their markup: a cell of a
// workbook holds no more (32,767 signs). What is longer is words.
const longest = 1 << 17

// Parse reads a label.
func Parse(source string) Text {
	if len(source) > longest || !strings.ContainsAny(source, "*_#<&[\\$\n\r\t") {
		return Words(strings.TrimSpace(source)) // most of them
	}
	s := newScanner(source)
	s.scan()
	pair(s.tokens)
	return arrange(lines(s.tokens))
}

// token is what a source is cut in: words, a reference, a run of * or _ that
// may open or close, or the end of a line.
type token struct {
	kind        tokenKind
	words       string // of a delimiter: its signs; of a line's end: the mark of the next
	style       Style  // of the elements around
	link        string
	line        Kind  // of a line's end: what the next line is
	gives       Style // of a delimiter, and the next three
	opens, ends bool
	match       int // the other one, or -1
}

type tokenKind uint8

const (
	wordsToken tokenKind = iota
	refToken
	delimiterToken
	lineToken
)

// scanner cuts a source in tokens.
type scanner struct {
	src    string
	at     int
	tokens []token
	words  strings.Builder // read, and not yet a token
	last   rune            // the last sign shown; '\n' at the start of a line
	start  bool            // nothing was shown on the line
	bare   bool            // and no mark was read
	open   open            // HTML elements
	link   string          // of the link that is being read
	end    int             // where its text ends
	after  int             // where the source goes on after it
	// Where the next of these signs stands, so that no stretch is searched twice.
	bracket, parenthesis finder
}

func newScanner(source string) *scanner {
	return &scanner{src: source, last: '\n', start: true, bare: true, end: -1, bracket: finder{sign: ']'}, parenthesis: finder{sign: ')'}}
}

func (s *scanner) scan() {
	s.begin()
	for s.at < len(s.src) {
		if s.at == s.end {
			s.closeLink()
			continue
		}
		s.one()
	}
	s.flush()
}

// one reads what stands here.
func (s *scanner) one() {
	switch c := s.src[s.at]; c {
	case '\n', '\r':
		if strings.HasPrefix(s.src[s.at:], "\r\n") {
			s.at++
		}
		s.at++
		s.newLine(Plain, "")
	case '\\':
		if s.at+1 < len(s.src) && strings.IndexByte(`\*_#[<-`, s.src[s.at+1]) >= 0 {
			s.at++
		}
		s.say(s.src[s.at : s.at+1])
		s.at++
	case '&':
		s.entity()
	case '<':
		if !s.tag() {
			s.verbatim(1)
		}
	case '$':
		if name, n, ok := expr.ReadReference(s.src[s.at:]); ok {
			s.reference(name, n)
		} else {
			s.verbatim(1)
		}
	case '*', '_':
		s.delimiter(c)
	case '[':
		if !s.openLink() {
			s.verbatim(1)
		}
	default:
		n := strings.IndexAny(s.src[s.at+1:], "\n\r\\&<$*_[")
		if n < 0 {
			n = len(s.src) - s.at - 1
		}
		if s.end > s.at && s.end < s.at+1+n {
			n = s.end - s.at - 1
		}
		s.verbatim(1 + n)
	}
}

// verbatim shows n bytes of the source.
func (s *scanner) verbatim(n int) {
	s.say(s.src[s.at : s.at+n])
	s.at += n
}

// say shows words, unless an element around hides them.
func (s *scanner) say(words string) {
	if words == "" || s.open.hidden() {
		return
	}
	if s.start {
		if words = strings.TrimLeft(words, " \t"); words == "" {
			return
		}
	}
	s.words.WriteString(words)
	s.last, _ = utf8.DecodeLastRuneInString(words)
	s.start, s.bare = false, false
}

// flush makes a token of the words read.
func (s *scanner) flush() {
	if s.words.Len() > 0 {
		s.add(token{kind: wordsToken, words: s.words.String()})
		s.words.Reset()
	}
}

func (s *scanner) add(t token) {
	t.style, t.link, t.match = s.open.around.style(), s.linked(), -1
	s.tokens = append(s.tokens, t)
}

func (s *scanner) linked() string {
	if s.link != "" {
		return s.link
	}
	return s.open.address()
}

func (s *scanner) reference(name string, length int) {
	s.at += length
	if s.open.hidden() {
		return
	}
	s.flush()
	s.add(token{kind: refToken, words: name})
	s.last, s.start, s.bare = 'x', false, false // an answer is taken for a word
}

// entity reads &name; or &#number;. What it stands for is text, never markup.
func (s *scanner) entity() {
	const longest = 32
	stretch := s.src[s.at:min(len(s.src), s.at+longest)]
	if n := strings.IndexByte(stretch, ';'); n > 1 {
		if shown := html.UnescapeString(stretch[:n+1]); shown != stretch[:n+1] {
			s.say(printable(shown))
			s.at += n + 1
			return
		}
	}
	s.verbatim(1)
}

// printable leaves out the control characters that an entity may name.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, s)
}

// newLine ends a line, and looks at how the next one begins.
func (s *scanner) newLine(kind Kind, mark string) {
	if s.open.hidden() {
		return
	}
	s.flush()
	s.add(token{kind: lineToken, line: kind, words: mark})
	s.last, s.start, s.bare = '\n', true, kind == Plain
	s.begin()
}

// begin reads the mark at the start of a line: of a heading, or of an item.
func (s *scanner) begin() {
	if !s.bare || s.open.hidden() {
		return
	}
	at := s.at
	for at < len(s.src) && (s.src[at] == ' ' || s.src[at] == '\t') {
		at++
	}
	rest := s.src[at:]
	if n := headingMark(rest); n > 0 {
		s.marked(Heading, "", at+n)
	} else if n := itemMark(rest); n > 0 {
		s.marked(Item, rest[:n], at+n)
	}
}

func (s *scanner) marked(kind Kind, mark string, at int) {
	s.bare = false
	if last := len(s.tokens) - 1; last >= 0 && s.tokens[last].kind == lineToken && s.tokens[last].line == Plain {
		s.tokens[last].line, s.tokens[last].words = kind, mark
	} else {
		s.add(token{kind: lineToken, line: kind, words: mark})
	}
	s.at = at
}

// headingMark measures "## " or "####" before a word. One # against a word is
// text: "#1".
func headingMark(s string) int {
	n := 0
	for n < len(s) && s[n] == '#' {
		n++
	}
	if n == 0 || n > 6 || !wordFollows(s[n:]) || n == 1 && s[n] != ' ' && s[n] != '\t' {
		return 0
	}
	return n
}

// wordFollows tells whether the line goes on.
func wordFollows(s string) bool {
	s = strings.TrimLeft(s[:min(len(s), 80)], " \t")
	return s != "" && s[0] != '\n' && s[0] != '\r'
}

// itemMark measures "-", "*", "+" or "12." before a blank and a word.
func itemMark(s string) int {
	n := 0
	for n < len(s) && n < 3 && isDigit(s[n]) {
		n++
	}
	switch {
	case n > 0 && n < len(s) && s[n] == '.', n == 0 && s != "" && strings.IndexByte("-*+", s[0]) >= 0:
		n++
	default:
		return 0
	}
	if n < len(s) && (s[n] == ' ' || s[n] == '\t') && wordFollows(s[n:]) {
		return n
	}
	return 0
}

// delimiter reads a run of * or _. Four or more are a line to write on.
func (s *scanner) delimiter(c byte) {
	n := 0
	for s.at+n < len(s.src) && s.src[s.at+n] == c && s.at+n != s.end {
		n++
	}
	if n > 3 || s.open.hidden() {
		s.verbatim(n)
		return
	}
	before, after := s.last, s.next(s.at+n)
	t := token{kind: delimiterToken, words: s.src[s.at : s.at+n], gives: given[n]}
	t.opens = !blank(after) && (blank(before) || !closing(after)) && !joins(c, n, before)
	t.ends = !blank(before) && (blank(after) || !opening(before)) && !joins(c, n, after)
	if c == '*' && n > 1 && blank(before) && blank(after) { // "** Attention **"
		t.opens, t.ends = true, true
	}
	s.at += n
	if !t.opens && !t.ends {
		s.say(t.words)
		return
	}
	s.flush()
	s.add(t)
	s.start, s.bare = false, false
	if t.ends {
		s.last = rune(c)
	}
}

// given is what a run of one, two or three signs gives.
var given = [...]Style{0, Emphasis, Strong, Emphasis | Strong}

// joins tells that a sign is part of a word: nom_de_question, 2*3, Nom*. Two
// stars may stand in a word: **N**ombre.
func joins(c byte, n int, beside rune) bool {
	return (c == '_' || n == 1) && (unicode.IsLetter(beside) || unicode.IsDigit(beside))
}

func blank(r rune) bool { return unicode.IsSpace(r) }

func closing(r rune) bool { return strings.ContainsRune(")].,;:!?»", r) }

func opening(r rune) bool { return strings.ContainsRune("([«", r) }

// next is the sign that will be shown after a place: tags show none.
func (s *scanner) next(at int) rune {
	for at < len(s.src) && s.src[at] == '<' {
		t, ok := readTag(s.src[at:])
		if !ok {
			return '<'
		}
		if breaks[t.name] {
			return '\n'
		}
		at += t.length
	}
	if at >= len(s.src) {
		return '\n'
	}
	if strings.HasPrefix(s.src[at:], "${") {
		return 'x'
	}
	r, _ := utf8.DecodeRuneInString(s.src[at:])
	return r
}

package workbook

import (
	"math"
	"strconv"
	"strings"
)

// said is a sentence with figures in it, and the formula that says it again
// when they change. Both are built together, so that they cannot differ.
type said struct {
	text  string
	parts []fragment
	live  bool
}

// fragment is a piece of the formula: words, or an expression.
type fragment struct {
	text string
	code bool
}

func say(words string) said { return said{}.words(words) }

func (s said) with(text string, more ...fragment) said {
	s.text += text
	s.parts = append(s.parts[:len(s.parts):len(s.parts)], more...)
	for _, p := range more {
		s.live = s.live || p.code
	}
	return s
}

func (s said) words(words string) said {
	if words == "" {
		return s
	}
	words = typeset(words)
	return s.with(words, fragment{text: words})
}

// number says a figure that an expression gives; without one it stays.
func (s said) number(x float64, expression string) said {
	if math.IsNaN(x) {
		x = 0 // said by nobody: an alternative of choose
	}
	text := spoken(x)
	if expression == "" || x < 0 {
		return s.with(text, fragment{text: text})
	}
	return s.with(text, fragment{text: spokenBy(expression, x), code: true})
}

// count says a whole number.
func (s said) count(n int, expression string) said {
	if expression == "" || n >= 1000 {
		return s.number(float64(n), expression)
	}
	return s.with(spoken(float64(n)), fragment{text: expression, code: true})
}

// plural says how many of what.
func (s said) plural(n int, expression, one, many string) said {
	s = s.count(n, expression).words(nbsp)
	noun := many
	if n < 2 {
		noun = one
	}
	if expression == "" || one == many {
		return s.words(noun)
	}
	return s.with(noun, fragment{text: "IF(" + expression + "<2," + literal(one) + "," + literal(many) + ")", code: true})
}

// agree says the word that goes with a number said before: « 1 sur 8 a », « 2 sur
// 8 ont ». In French, zero and one are singular.
func (s said) agree(n int, expression, one, many string) said {
	return s.choose(n < 2, atMost(expression, 2), say(one), say(many))
}

// breakAfter is the line break between words and what is said after them.
func breakAfter(words said) string {
	if words.text == "" {
		return ""
	}
	return "\n"
}

// percent says count over base, rounded as everybody learns to.
func (s said) percent(count, base float64, of, over string) said {
	text := spoken(math.Floor(100*count/base+0.5)) + nbsp + "%"
	if of == "" || over == "" {
		return s.with(text, fragment{text: text})
	}
	return s.with(text, fragment{text: "ROUND(100*" + of + "/" + over + ",0)", code: true}, fragment{text: nbsp + "%"})
}

// when adds words that depend on the figures.
func (s said) when(holds bool, condition string, then said) said {
	return s.choose(holds, condition, then, said{})
}

func (s said) choose(holds bool, condition string, then, otherwise said) said {
	chosen := otherwise
	if holds {
		chosen = then
	}
	if condition == "" {
		return s.with(chosen.text, chosen.parts...)
	}
	code := "IF(" + condition + "," + then.expression() + "," + otherwise.expression() + ")"
	return s.with(chosen.text, fragment{text: code, code: true})
}

func (s said) and(more said) said { return s.with(more.text, more.parts...) }

// formula is the zero one when nothing in the sentence can change.
func (s said) formula() formula {
	if !s.live {
		return formula{}
	}
	return plain(s.expression())
}

func (s said) expression() string {
	var terms []string
	words := ""
	flush := func() {
		if words != "" {
			terms = append(terms, literal(words))
		}
		words = ""
	}
	for _, p := range s.parts {
		if !p.code {
			words += p.text
			continue
		}
		flush()
		terms = append(terms, p.text)
	}
	flush()
	if len(terms) == 0 {
		return `""`
	}
	return strings.Join(terms, "&")
}

// literal is a text as formulas write it; Excel takes no more than 255
// characters at once.
func literal(text string) string {
	const most = 240
	var pieces []string
	for runes := []rune(text); ; {
		n := min(len(runes), most)
		pieces = append(pieces, `"`+strings.ReplaceAll(string(runes[:n]), `"`, `""`)+`"`)
		runes = runes[n:]
		if len(runes) == 0 {
			return strings.Join(pieces, "&")
		}
	}
}

// spoken writes a number as a sentence does, and as spokenBy makes a formula
// write it: the two agree for every number that the formula was made for.
func spoken(x float64) string {
	if x = math.Floor(x*100+0.5) / 100; x != math.Trunc(x) && x >= 1000 {
		return strings.Replace(strconv.FormatFloat(x, 'f', -1, 64), ".", ",", 1)
	}
	return thousands(x)
}

// spokenBy groups the digits of numbers past a thousand, when today's is, and
// writes a decimal comma in every language of Excel.
func spokenBy(expression string, x float64) string {
	x = math.Floor(x*100+0.5) / 100
	switch {
	case x != math.Trunc(x), x < 1000:
		return decimal(expression)
	case x < 1e6:
		return "IF(" + expression + "<1000,TEXT(" + expression + ",\"0\"),INT(" + expression + "/1000)&\"" + nbsp + "\"&TEXT(MOD(" + expression + ",1000),\"000\"))"
	case x < 1e9:
		return "INT(" + expression + "/1000000)&\"" + nbsp + "\"&TEXT(INT(MOD(" + expression + ",1000000)/1000),\"000\")&\"" + nbsp +
			"\"&TEXT(MOD(" + expression + ",1000),\"000\")"
	}
	return expression
}

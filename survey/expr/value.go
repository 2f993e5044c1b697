package expr

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// Kind is the XPath type of a Value.
type Kind uint8

// The four types of XPath. A date shows itself as a String.
const (
	String Kind = iota
	Number
	Boolean
	Nodeset
	dateKind
)

func (k Kind) String() string {
	return [...]string{"string", "number", "boolean", "nodeset", "string"}[k]
}

// Value is what an expression evaluates to. The zero Value is the empty text.
type Value struct {
	kind  Kind
	num   float64 // a number; 1 or 0 for a boolean
	str   string
	one   *Node // a nodeset of one, without a slice
	nodes []*Node
	lost  bool // a nodeset whose nodes are all irrelevant
	date  moment
	zone  *time.Location
}

func text(s string) Value      { return Value{kind: String, str: s} }
func number(n float64) Value   { return Value{kind: Number, num: n} }
func nodeset(ns []*Node) Value { return Value{kind: Nodeset, nodes: ns} }
func single(n *Node) Value     { return Value{kind: Nodeset, one: n} }
func dated(m moment, zone *time.Location) Value {
	return Value{kind: dateKind, date: m, zone: zone}
}

func boolean(b bool) Value {
	if b {
		return Value{kind: Boolean, num: 1}
	}
	return Value{kind: Boolean}
}

// Kind is the XPath type of v.
func (v Value) Kind() Kind {
	if v.kind == dateKind {
		return String
	}
	return v.kind
}

// Bool converts as XPath's boolean() does: a number that is not 0 or NaN, a text that is not
// empty, a nodeset with a node in it, a date that exists.
func (v Value) Bool() bool {
	switch v.kind {
	case String:
		return v.str != ""
	case Nodeset:
		return v.count() > 0
	case dateKind:
		return v.date.valid()
	}
	return v.num != 0 && !math.IsNaN(v.num)
}

// Number converts as number() does. A date, or a text that reads as one, is its days since 1970.
func (v Value) Number() float64 {
	switch v.kind {
	case String:
		return textNumber(v.str, v.zone)
	case Nodeset:
		return textNumber(v.first(), v.zone)
	case dateKind:
		return v.date.number(v.zone)
	}
	return v.num
}

// Text converts as string() does. A nodeset is the text of its first node.
func (v Value) Text() string {
	switch v.kind {
	case Number:
		return numberText(v.num)
	case Boolean:
		return strconv.FormatBool(v.num != 0)
	case Nodeset:
		return v.first()
	case dateKind:
		return v.date.text(v.zone)
	}
	return v.str
}

// Answer is v as it is stored: what is not a number, or not a date, is no answer.
func (v Value) Answer() string {
	if v.kind == Number && math.IsNaN(v.num) || v.kind == dateKind && !v.date.valid() {
		return ""
	}
	return v.Text()
}

// Nodes returns the nodes of a nodeset, in order; nil for another type.
func (v Value) Nodes() []*Node {
	if v.one != nil {
		return []*Node{v.one}
	}
	return v.nodes
}

func (v Value) count() int {
	if v.one != nil {
		return 1
	}
	return len(v.nodes)
}

func (v Value) node(i int) *Node {
	if v.one != nil {
		return v.one
	}
	return v.nodes[i]
}

func (v Value) first() string {
	if v.count() == 0 {
		return ""
	}
	return v.node(0).Text()
}

// numberText writes a number as XPath does: shortest digits, never an exponent, no negative zero.
func numberText(f float64) string {
	switch {
	case math.IsNaN(f):
		return "NaN"
	case math.IsInf(f, 1):
		return "Infinity"
	case math.IsInf(f, -1):
		return "-Infinity"
	case f == 0:
		return "0"
	case f == math.Trunc(f) && math.Abs(f) < 1e15:
		return strconv.FormatInt(int64(f), 10)
	}
	return strconv.FormatFloat(f, 'f', -1, 64)
}

const spaces = " \t\r\n"

// textNumber reads a number in decimal notation, or a date.
func textNumber(s string, zone *time.Location) float64 {
	s = strings.Trim(s, spaces)
	if f, ok := decimal(s); ok {
		return f
	}
	if m, ok := parseMoment(s, zone); ok {
		return m.number(zone)
	}
	return math.NaN()
}

// decimal reads -12.5, 12., .5 and, as JavaRosa does, 12,5.
func decimal(s string) (float64, bool) {
	if len(s) == 0 || len(s) > 400 {
		return 0, false
	}
	digits, point := 0, -1
	for i := range len(s) {
		switch c := s[i]; {
		case isDigit(c):
			digits++
		case (c == '.' || c == ',') && point < 0:
			point = i
		case c == '-' && i == 0:
		default:
			return 0, false
		}
	}
	if digits == 0 {
		return 0, false
	}
	if point >= 0 && s[point] == ',' {
		s = s[:point] + "." + s[point+1:]
	}
	f, err := strconv.ParseFloat(s, 64)
	return f, err == nil || math.IsInf(f, 0)
}

package expr

import "fmt"

// Codes of what can be wrong in an expression, or with its evaluation. The sentence for each is the
// business of whoever speaks to the author.
const (
	Empty             = "empty"
	TooLong           = "too-long"
	TooDeep           = "too-deep"
	UnclosedQuote     = "unclosed-quote"
	CurlyQuote        = "curly-quote"
	SpacedReference   = "spaced-reference"    // $ {x}
	RoundReference    = "round-reference"     // $(x)
	BareBraces        = "bare-braces"         // {x}
	BadReference      = "bad-reference"       // ${x without an end, ${}, ${two words}
	DoubleEquals      = "double-equals"       // ==
	AngleNotEqual     = "angle-not-equal"     // <>
	DoubledLogic      = "doubled-logic"       // && ||
	BangNot           = "bang-not"            // !x
	PercentSign       = "percent-sign"        // 5 % 3
	SlashDivision     = "slash-division"      // 5 / 3
	ForeignSign       = "foreign-sign"        // ≥ ≤ ≠ × ÷ –
	UpperCaseOperator = "upper-case-operator" // AND, Or
	UnexpectedSign    = "unexpected-sign"
	UnexpectedToken   = "unexpected-token"
	UnexpectedEnd     = "unexpected-end"
	MissingOperator   = "missing-operator"
	UnclosedBracket   = "unclosed-bracket" // ( or [
	UnknownAxis       = "unknown-axis"
	UnknownFunction   = "unknown-function"
	ForeignFunction   = "foreign-function" // known elsewhere, not computed here
	WrongArity        = "wrong-arity"
	BadPattern        = "bad-pattern"
	HeavyPattern      = "heavy-pattern"

	TooCostly        = "too-costly"
	NodesetExpected  = "nodeset-expected"
	UnknownInstance  = "unknown-instance"
	UnknownReference = "unknown-reference"
	UnknownVariable  = "unknown-variable"
	UnknownPrefix    = "unknown-prefix"
	BadArgument      = "bad-argument"
	NoChance         = "no-chance" // random() and no source of randomness
)

// Codes lists every code that an error of this package carries.
func Codes() []string {
	return []string{
		Empty, TooLong, TooDeep, UnclosedQuote, CurlyQuote, SpacedReference, RoundReference, BareBraces, BadReference,
		DoubleEquals, AngleNotEqual, DoubledLogic, BangNot, PercentSign, SlashDivision, ForeignSign, UpperCaseOperator,
		UnexpectedSign, UnexpectedToken, UnexpectedEnd, MissingOperator, UnclosedBracket, UnknownAxis,
		UnknownFunction, ForeignFunction, WrongArity, BadPattern, HeavyPattern,
		TooCostly, NodesetExpected, UnknownInstance, UnknownReference, UnknownVariable, UnknownPrefix, BadArgument, NoChance,
	}
}

// SyntaxError is an author's mistake in an expression or a template.
type SyntaxError struct {
	Offset int    // where, in bytes from the start of the text
	Code   string // one of Codes
	Detail string // the name, sign or text at fault
	Near   string // what was probably meant, if it is known
}

func (e *SyntaxError) Error() string {
	return fmt.Sprintf("expression, at byte %d: %s %q", e.Offset, e.Code, e.Detail)
}

// EvalError is why an expression that reads well has no value.
type EvalError struct {
	Code   string // one of Codes
	Detail string // the function, name or pattern at fault; never an answer
}

func (e *EvalError) Error() string {
	return fmt.Sprintf("evaluate: %s %q", e.Code, e.Detail)
}

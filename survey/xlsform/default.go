package xlsform

import (
	"regexp"
	"strings"

	"constat/survey"
	"constat/survey/expr"
)

// name is an XML name in the patterns below, prefix allowed.
const name = `[\pL_][\pL\pM\p{Nd}_.\-]*(?::[\pL_][\pL\pM\p{Nd}_.\-]*)?`

// defaultTokens cuts a default into pyxform's tokens (parsing/expression.py),
// in its order: the first that matches wins, so that a date holds no minus and
// a-b is one name.
var defaultTokens = regexp.MustCompile(
	`(?P<date>\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})?)?|\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})?)` +
		`|(?P<number>-?\d+\.\d*|-?\.\d+|-?\d+)` +
		`|(?P<math>[*+\-]| mod | div )` +
		`|(?P<union>\|)` +
		`|(?P<literal>"[^"]*"|'[^']*')` +
		`|(?P<reference>\$\{[^{}]*\})` +
		`|(?P<call>` + name + `\()` +
		`|(?P<predicate>` + name + `\[)` +
		`|(?P<uri>` + name + `://\S*)` +
		`|(?P<word>` + name + `)` +
		`|(?s:.)`)

// hyphenated are the types whose static defaults may hold a hyphen.
var hyphenated = set("date", "dateTime", "time", "geopoint", "geotrace", "geoshape")

// dynamic tells whether a default is an expression: it has an operator, a
// call, a union, a predicate or a ${reference} (pyxform default_is_dynamic).
func dynamic(text string, t *survey.Type) bool {
	if t.Kind == survey.Captured && t.Name == "image" {
		return reference.MatchString(text)
	}
	arithmetic, words := false, false
	for _, m := range defaultTokens.FindAllStringSubmatch(text, -1) {
		switch kind := tokenKind(m); {
		case kind == "math" && m[0] == "-" && hyphenated[t.Name]:
			return false
		case kind == "math", kind == "union", kind == "predicate":
			arithmetic = true
		case kind == "call", kind == "reference":
			return true
		case kind == "word":
			words = true
		}
	}
	// « Nord - Sud » has an operator and is a text: unlike pyxform, we take
	// names for an expression only when they are steps of a path.
	if !arithmetic || words && !strings.Contains(text, "/") {
		return false
	}
	_, err := expr.Parse(text)
	return err == nil
}

func tokenKind(match []string) string {
	for i, kind := range defaultTokens.SubexpNames() {
		if kind != "" && match[i] != "" {
			return kind
		}
	}
	return ""
}

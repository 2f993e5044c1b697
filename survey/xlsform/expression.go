package xlsform

import (
	"errors"
	"regexp"
	"strings"
	"unicode/utf8"

	"constat/survey"
	"constat/survey/expr"
)

// expression reads a cell as an expression, nil when it is blank or wrong. A
// yes or a no is true() or false(), as in pyxform.
func (rd *reading) expression(t *table, row sheetRow, name string) *expr.Expr {
	text := straight(t.cell(row, name))
	switch {
	case text == "":
		return nil
	case yes[text]:
		text = "true()"
	case no[text]:
		text = "false()"
	}
	e, err := rd.parse(t.at(row, name), text)
	if err != nil {
		rd.badExpression(t.at(row, name), text, err)
		return nil
	}
	return e
}

// condition is expression for columns in which "no" is the same as nothing.
func (rd *reading) condition(t *table, row sheetRow, name string) *expr.Expr {
	text := straight(t.cell(row, name))
	if declines(text) {
		return nil
	}
	if agrees(text) {
		e, _ := expr.Parse("true()")
		return e
	}
	return rd.expression(t, row, name)
}

// badExpression reports what is wrong in an expression: the text, the place
// in it counted in characters, the word at fault and what was probably meant.
func (rd *reporter) badExpression(at place, text string, err error) {
	var syntax *expr.SyntaxError
	if errors.Is(err, errTooMuchWritten) {
		return // it was said
	}
	if !errors.As(err, &syntax) {
		rd.fault(at, CodeBadExpression, text, err.Error())
		return
	}
	code := ExpressionCode(syntax.Code)
	if syntax.Code == expr.UnknownFunction {
		code = withNear(code, syntax.Near)
	}
	rd.fault(at, code, text, syntax.Detail, position(text, syntax.Offset), syntax.Near)
}

// ExpressionCode is the code of the problem for a syntax error's own code.
func ExpressionCode(syntaxCode string) string {
	return "workbook_expression_" + strings.ReplaceAll(syntaxCode, "-", "_")
}

func position(text string, offset int) string {
	offset = max(0, min(offset, len(text)))
	return itoa(utf8.RuneCountInString(text[:offset]) + 1)
}

// label reads a text that people see, and checks the ${references} in it: a
// broken one is a fault, as in pyxform; what merely resembles one is said.
func (rd *reading) label(t *table, row sheetRow, name string) survey.Text {
	text := t.text(row, name)
	for _, i := range t.byName[name] {
		c := t.columns[i]
		written := text[c.language]
		if written == "" || !strings.ContainsAny(written, "${") {
			continue
		}
		at := place{t.sheet, row.number, c.header}
		if _, err := expr.ParseTemplate(written); err != nil {
			rd.badTemplate(at, written, err)
		}
	}
	return text
}

func (rd *reading) badTemplate(at place, text string, err error) {
	var syntax *expr.SyntaxError
	if errors.As(err, &syntax) && syntax.Code != expr.BadReference {
		rd.warn(at, CodeOddReference, text, syntax.Detail)
		return
	}
	rd.fault(at, CodeBadReference, text)
}

// oneReference is what each part of a trigger cell may hold, between commas.
var oneReference = regexp.MustCompile(`^\$\{\s*[^{}]+?\s*\}$`)

var reference = regexp.MustCompile(`\$\{\s*([^{}]+?)\s*\}`)

// trigger reads the names in a trigger cell: "${a}, ${b}". Parts without a
// name, as in "${a}, , ${b},", are skipped (pyxform); two names without a
// comma between them are a slip.
func (rd *reading) trigger(row sheetRow) []string {
	text := rd.survey.cell(row, "trigger")
	if text == "" {
		return nil
	}
	var names []string
	for _, part := range strings.Split(text, ",") {
		switch part = strings.TrimSpace(part); {
		case part == "":
		case !oneReference.MatchString(part):
			rd.fault(rd.survey.at(row, "trigger"), CodeBadTrigger, text)
			return nil
		default:
			names = append(names, referencesIn(part)...)
		}
	}
	if len(names) == 0 {
		rd.fault(rd.survey.at(row, "trigger"), CodeBadTrigger, text)
	}
	return names
}

package xlsform

import (
	"regexp"
	"slices"
	"strings"

	"constat/survey"
)

// questions reads a cell that names questions, separated by spaces, commas or
// semicolons; fit tells which may be named there.
func (p *planner) questions(column string, fit func(*survey.Question) bool) []*survey.Question {
	var found []*survey.Question
	for _, name := range parameterItems(p.cell(column)) {
		q := p.question(column, name)
		if q == nil {
			continue
		}
		if !fit(q) {
			p.fault(p.at(column), CodeUnfitQuestion, q.Name, q.Type.Name)
			continue
		}
		found = append(found, q)
	}
	return found
}

// question finds a question by its name, written bare or as ${name}.
func (p *planner) question(column, name string) *survey.Question {
	if m := reference.FindStringSubmatch(name); m != nil {
		name = m[1]
	}
	q, ok := p.form.Question(name)
	if ok && q.Holds() {
		return q
	}
	var keys []string
	p.form.Walk(func(q *survey.Question) {
		if q.Holds() {
			keys = append(keys, q.Key)
		}
	})
	p.unknown(p.at(column), CodeUnknownQuestion, closest(name, keys), name)
	return nil
}

var conjunction = regexp.MustCompile(`(?i)\s+(?:and|et)\s+`)

// condition reads « formation_init=non and formation_souh=oui|peut_etre »:
// terms that all hold, each a question and the codes that satisfy it.
func (p *planner) condition(column string) []survey.Term {
	var terms []survey.Term
	for _, part := range conjunction.Split(p.cell(column), -1) {
		name, codes, ok := strings.Cut(part, "=")
		name = strings.TrimSpace(name)
		if !ok || name == "" || strings.ContainsAny(codes, "=") {
			p.fault(p.at(column), CodeBadCondition, part)
			continue
		}
		q := p.question(column, name)
		if q == nil {
			continue
		}
		if term, ok := p.term(column, q, codes); ok {
			terms = append(terms, term)
		}
	}
	return terms
}

// term reads the codes of one question, which must be in its list.
func (p *planner) term(column string, q *survey.Question, text string) (survey.Term, bool) {
	if !isSelect(q) && q.Type.Format != survey.FormatTick && q.Calculation == nil && q.Type.Kind != survey.Hidden {
		p.fault(p.at(column), CodeUnfitQuestion, q.Name, q.Type.Name)
		return survey.Term{}, false
	}
	term := survey.Term{Question: q}
	for _, code := range strings.Split(text, "|") {
		code = strings.Trim(strings.TrimSpace(code), `'"`)
		if code == "" {
			p.fault(p.at(column), CodeBadCondition, q.Name+"="+text)
			return term, false
		}
		if q.List != nil && !slices.ContainsFunc(q.List.Choices, func(c survey.Choice) bool { return c.Name == code }) {
			names := make([]string, len(q.List.Choices))
			for i, c := range q.List.Choices {
				names[i] = c.Name
			}
			p.unknown(p.at(column), CodeUnknownCode, closest(code, names), code, q.Name, q.List.Name)
			return term, false
		}
		term.Codes = append(term.Codes, code)
	}
	return term, true
}

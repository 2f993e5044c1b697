package tabular

import (
	"strings"

	"constat/survey"
)

// The words of an Assignment beside the names of repeats.
const (
	MainPart = "principale" // the form's own answers
	NoPart   = "aucune"     // left aside
)

// Assignment is what a person says of a sheet or a file that names and columns
// leave open: the repeat that it holds, the form's own answers, or nothing.
type Assignment struct {
	Table string // sheet or file
	scope *survey.Scope
}

// Assign reads « Feuille3=garcons »: a sheet or a file, and a repeat by its
// name, its path or its label, or one of the two words above. Its error is a
// survey.Problems.
func Assign(form *survey.Form, text string) (Assignment, error) {
	cut := strings.LastIndex(text, "=")
	if cut <= 0 || strings.TrimSpace(text[:cut]) == "" || strings.TrimSpace(text[cut+1:]) == "" {
		return Assignment{}, fault(CodeSheetSyntax, text)
	}
	table, part := strings.TrimSpace(text[:cut]), strings.TrimSpace(text[cut+1:])
	found, all := partsNamed(form, part)
	switch {
	case len(found) == 1:
		return Assignment{Table: table, scope: found[0]}, nil
	case len(found) > 1:
		return Assignment{}, fault(CodeSeveralParts, part, strings.Join(namesOf(found), ", "))
	case strings.EqualFold(part, MainPart), formFit(part, form) > fitCut:
		return Assignment{Table: table, scope: form.Root}, nil
	case strings.EqualFold(part, NoPart):
		return Assignment{Table: table}, nil
	}
	return Assignment{}, fault(CodeUnknownPart, part, strings.Join(append(namesOf(all), MainPart, NoPart), ", "))
}

// partsNamed lists the repeats that a name fits best, a whole name first.
func partsNamed(form *survey.Form, part string) (found, all []*survey.Scope) {
	best := fitLabel
	var visit func(*survey.Scope)
	visit = func(scope *survey.Scope) {
		for _, inner := range scope.Repeats {
			all = append(all, inner)
			fit := min(nameFit(part, inner, form), fitWhole)
			if fit > best {
				best, found = fit, nil
			}
			if fit == best {
				found = append(found, inner)
			}
			visit(inner)
		}
	}
	visit(form.Root)
	return found, all
}

func namesOf(scopes []*survey.Scope) []string {
	names := make([]string, len(scopes))
	for i, scope := range scopes {
		names[i] = partName(scope)
	}
	return names
}

// of gives what was said of a table.
func (p *placing) assigned(t *table) (Assignment, bool) {
	for i, a := range p.assignments {
		if sameName(a.Table, t.name) {
			p.used[i] = true
			return a, true
		}
	}
	return Assignment{}, false
}

func sameName(a, b string) bool {
	return strings.EqualFold(strings.TrimSpace(withoutCSV(a)), strings.TrimSpace(withoutCSV(b)))
}

// unused are the assignments whose sheet is nowhere.
func (p *placing) unused(tables []*table) []survey.Problem {
	var problems []survey.Problem
	for i, a := range p.assignments {
		if !p.used[i] {
			names := make([]string, len(tables))
			for j, t := range tables {
				names[j] = t.name
			}
			problems = append(problems, survey.Problem{Code: CodeNoSuchSheet, Severity: survey.Fault, Args: []string{a.Table, strings.Join(names, ", ")}})
		}
	}
	return problems
}

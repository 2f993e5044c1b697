package survey

import (
	"slices"
	"sort"
	"strings"
)

// An answer that is not in its question's list was given all the same: to a
// choice that the list has lost since, or to an « autre » that another software
// takes in the cell. It is counted, as one answer outside the list, whatever its
// words.

// UnlistedCode is what an answer outside the list is stored and counted as: a
// name that no choice of the list bears, which the list itself decides. A choice
// that is named so in a later version only makes the code longer.
func (l *List) UnlistedCode() string {
	code := "hors_liste"
	for slices.ContainsFunc(l.Choices, func(c Choice) bool { return strings.EqualFold(c.Name, code) }) {
		code += "_"
	}
	return code
}

// Unlists tells a question whose answers can be outside its list: a list without
// choices is one that was not at hand.
func (q *Question) Unlists() bool { return q.List != nil && len(q.List.Choices) > 0 }

// Unlisted tells a name that is neither a choice of the question's list nor a
// code that stands for the absence of an answer.
func (q *Question) Unlisted(name string) bool {
	if !q.Unlists() || name == "" {
		return false
	}
	if _, listed := q.List.Choice(name); listed {
		return false
	}
	_, missing := q.Missing(name)
	return !missing
}

// outside keeps a recorded answer that its list does not have. A reader of files
// writes UnlistedCode itself and names what it read; any other word is named here.
func (in *instance) outside(f *field, text string) string {
	q := f.question
	names := []string{text}
	if q.Type.Format != FormatOne {
		names = strings.Fields(text)
	}
	for _, name := range names {
		if q.Unlisted(name) && name != q.List.UnlistedCode() {
			in.report(Problem{Code: CodeUnknownChoice, Severity: Warning, Path: f.path, Args: []string{name}})
			break
		}
	}
	return q.outside(text)
}

// outside is the canonical text of a recorded answer that its list does not have
// whole: what the list has is kept, and the rest is one answer outside it.
func (q *Question) outside(text string) string {
	if !q.Unlists() {
		return text
	}
	code := q.List.UnlistedCode()
	if q.Type.Format == FormatOne {
		return code
	}
	var kept []string
	for _, name := range strings.Fields(text) {
		if q.Unlisted(name) {
			name = code
		}
		if !slices.Contains(kept, name) {
			kept = append(kept, name)
		}
	}
	if q.Type.Format == FormatMultiple {
		sort.SliceStable(kept, func(i, j int) bool { return q.rank(kept[i]) < q.rank(kept[j]) })
	}
	return strings.Join(kept, " ")
}

// rank is a name's place in the list, and after it for what the list lacks.
func (q *Question) rank(name string) int {
	if place, listed := q.List.Place(name); listed {
		return place
	}
	return len(q.List.Choices)
}

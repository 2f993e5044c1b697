package xlsform

import (
	"maps"
	"slices"

	"constat/survey"
)

// DiagnosticWords are the words that the diagnostic sheet is written with: what
// a guide for leads must explain.
type DiagnosticWords struct {
	Types      []string // of the type column
	Columns    []string
	Parameters []string // names, of the parameters column
	Charts     []string
}

// KnownDiagnosticWords lists them as the reader knows them, sorted.
func KnownDiagnosticWords() DiagnosticWords {
	words := DiagnosticWords{Types: rowTypes()}
	columns, parameters := map[string]bool{}, map[string]bool{}
	for _, name := range diagnosticColumns.aliases {
		columns[name] = true
	}
	for _, rules := range demands {
		for name := range rules.rules {
			parameters[name] = true
		}
	}
	words.Columns, words.Parameters = slices.Sorted(maps.Keys(columns)), slices.Sorted(maps.Keys(parameters))
	words.Charts = slices.DeleteFunc(slices.Clone(charts), func(chart string) bool { return chart == "" })
	return words
}

// rowTypes lists the words of the type column.
func rowTypes() []string {
	var names []string
	for _, t := range survey.IndicatorTypes {
		names = append(names, string(t))
	}
	for word := range declarations {
		names = append(names, word)
	}
	slices.Sort(names)
	return names
}

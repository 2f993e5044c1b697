package analysis_test

import (
	"fmt"

	"constat/analysis"
	"constat/analysis/internal/fixture"
	"constat/survey"
)

// The whole way from answers to a table.
func Example() {
	form := small()
	responses := []*survey.Response{
		fixture.Response(form, 0, map[string]string{"freins": "delai cout"}),
		fixture.Response(form, 1, map[string]string{"freins": "delai"}),
		fixture.Response(form, 2, map[string]string{"freins": ""}),
	}
	data, err := analysis.Load(form, fixture.Seq(responses))
	if err != nil {
		fmt.Println(err)
		return
	}
	diagnostic := analysis.Tabulate(data, analysis.Plan{})
	table, _ := diagnostic.Table(fixture.Question(form, "freins"))
	fmt.Printf("%s: %d answered, %d left it blank\n", table.Title, table.Base.Answered(), table.Base.NoAnswer)
	for _, line := range table.Lines {
		fmt.Printf("%s: %d of %d\n", line.Label, line.Share.Count, line.Share.Base)
	}
	for _, note := range table.Notes {
		fmt.Println("note:", note.Code)
	}
	// Output:
	// Freins: 2 answered, 1 left it blank
	// Délai: 2 of 2
	// Coût: 1 of 2
	// Distance: 0 of 2
	// Je ne sais pas: 0 of 2
	// note: too_few
	// note: multiple
}

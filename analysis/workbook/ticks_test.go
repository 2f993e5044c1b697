package workbook

import (
	"testing"

	"constat/analysis"
	"constat/analysis/internal/fixture"
	"constat/survey"
)

// The mean of a column of ticks is the share that the tables print.
func TestTickValue_blankOutsideTheBase(t *testing.T) {
	b := fixture.NewForm("coches", "Coches")
	b.List("freins", "delai=Délai", "nsp=Je ne sais pas", "nc=Non concerné", "refus=Je préfère ne pas répondre")
	b.Ask("select_multiple freins", "freins", "Freins")
	f := b.Form()
	texts := []string{"delai", "nsp", "", "refus", "nc", "refus nsp"}
	var responses []*survey.Response
	for _, text := range texts {
		responses = append(responses, fixture.Response(f, 0, map[string]string{"freins": text}))
	}
	responses = append(responses, fixture.Response(f, 0, nil)) // not asked
	d, err := analysis.Load(f, fixture.Seq(responses))
	if err != nil {
		t.Fatal(err)
	}
	delay := tickValue(d.Columns[0], 0)
	for row, want := range []any{1, 0, nil, nil, nil, nil, nil} {
		if got := delay(row); got != want {
			t.Errorf("row %d: %v, want %v", row, got, want)
		}
	}
}

package disclosure_test

import (
	"context"
	"fmt"
	"time"

	"constat/analysis"
	"constat/analysis/disclosure"
	"constat/analysis/internal/fixture"
	"constat/survey"
)

// The whole way from answers to the texts that may be printed of them.
func ExampleProtect() {
	b := fixture.NewForm("accueil", "Accueil des enfants")
	b.List("ouinon", "oui=Oui", "non=Non", "nsp=Je ne sais pas")
	b.Ask("select_one ouinon", "offre", "Une offre existe-t-elle près de chez vous ?")
	form := b.Form()

	batch := disclosure.Batch{Wave: "2026"}
	whole := disclosure.BatchArea{Area: disclosure.Area{Key: "34", Name: "Hérault"}}
	for _, t := range []struct {
		name          string
		oui, non, nsp int
	}{{"Hauts Cantons", 24, 13, 8}, {"Lunellois", 38, 5, 2}, {"Thau", 5, 4, 1}} {
		var responses []*survey.Response
		for i := range t.oui + t.non + t.nsp {
			code := "oui"
			switch {
			case i >= t.oui+t.non:
				code = "nsp"
			case i >= t.oui:
				code = "non"
			}
			responses = append(responses, fixture.Response(form, 0, map[string]string{"offre": code}))
		}
		data, err := analysis.Load(form, fixture.Seq(responses))
		if err != nil {
			fmt.Println(err)
			return
		}
		batch.Areas = append(batch.Areas, disclosure.BatchArea{
			Area: disclosure.Area{Key: t.name, Name: t.name}, Diagnostic: analysis.Tabulate(data, analysis.Plan{}),
		})
		whole.Of = append(whole.Of, t.name)
	}
	batch.Areas = append(batch.Areas, whole)

	release, err := disclosure.Protect(context.Background(), batch, time.Date(2026, time.November, 26, 9, 0, 0, 0, time.UTC))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, report := range release.Reports() {
		p := report.Publication()
		fmt.Printf("%s, %s respondents\n", p.Area.Name, p.Respondents.Text)
		for _, section := range p.Sections {
			for _, line := range section.Tables[0].Lines {
				if line.Kind == disclosure.LineAnswer {
					fmt.Printf("  %s: %s\n", line.Label, line.Shown.Text)
				}
			}
		}
		if p.Refused != "" {
			fmt.Println("  nothing more:", p.Refused)
		}
	}
	fmt.Println("verified:", release.Verify())
	// Output:
	// Hauts Cantons, 45 respondents
	//   Oui: 25
	//   Non: 15
	// Lunellois, 45 respondents
	//   Oui: >=35
	//   Non: <11
	// Thau, 10 respondents
	//   nothing more: small
	// Hérault, 100 respondents
	//   Oui: 65
	//   Non: 20
	// verified: <nil>
}

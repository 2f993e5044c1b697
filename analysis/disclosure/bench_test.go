package disclosure_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"constat/analysis"
	"constat/analysis/disclosure"
	"constat/analysis/internal/fixture"
	"constat/survey"
)

// thirty is a form of thirty questions, as the networks' longest: twenty with
// one answer, six with several, four numbers with their sums, two crosses.
func thirty() *survey.Form {
	b := fixture.NewForm("trente", "Trente questions")
	b.List("ouinon", "oui=Oui", "non=Non", "nsp=Je ne sais pas")
	b.List("metier", "ecole=École", "sante=Santé", "social=Social", "justice=Justice", "autre=Autre")
	b.List("freins", "offre=Pas d’offre", "delai=Délais", "distance=Distance", "cout=Coût", "refus_famille=Refus de la famille", "formation=Formation")
	b.Ask("select_one metier", "metier", "Votre métier")
	for i := 1; i < 20; i++ {
		b.Ask("select_one "+[]string{"ouinon", "metier"}[i%2], fmt.Sprintf("q%d", i), fmt.Sprintf("Question %d", i))
	}
	for i := range 6 {
		b.Ask("select_multiple freins", fmt.Sprintf("m%d", i), fmt.Sprintf("Plusieurs réponses %d", i))
	}
	for i := range 4 {
		b.Ask("integer", fmt.Sprintf("n%d", i), fmt.Sprintf("Nombre %d", i))
	}
	f := b.Form()
	q := func(key string) *survey.Question { return fixture.Question(f, key) }
	for i := range 4 {
		f.Diagnostic = append(f.Diagnostic, survey.Indicator{
			Type: survey.IndicatorSum, Name: fmt.Sprintf("S%d", i), Questions: []*survey.Question{q(fmt.Sprintf("n%d", i))},
		})
	}
	f.Diagnostic = append(f.Diagnostic, survey.Indicator{
		Type: survey.IndicatorCross, Questions: []*survey.Question{q("q2"), q("q4")}, By: []*survey.Question{q("metier")},
	})
	return f
}

// BenchmarkProtect is the batch of a whole wave: ten territories of 3 to 120
// answers and the département. It must stay under a minute.
func BenchmarkProtect(b *testing.B) {
	for _, c := range []struct {
		name    string
		form    *survey.Form
		answers func(f *survey.Form, n int, seed uint64) []*survey.Response
	}{
		{"thirty", thirty(), invented},
		{"children", fixture.Children(), fixture.ChildrenResponses},
	} {
		batch := disclosure.Batch{Wave: "2026"}
		all := disclosure.BatchArea{Area: disclosure.Area{Key: "34", Name: "Hérault"}}
		for i, n := range []int{3, 14, 22, 25, 31, 40, 55, 60, 95, 120} {
			key := fmt.Sprint("t", i)
			data, err := analysis.Load(c.form, fixture.Seq(c.answers(c.form, n, uint64(i))))
			if err != nil {
				b.Fatal(err)
			}
			batch.Areas = append(batch.Areas, disclosure.BatchArea{
				Area: disclosure.Area{Key: key, Name: key}, Diagnostic: analysis.Tabulate(data, analysis.Plan{}),
			})
			all.Of = append(all.Of, key)
		}
		batch.Areas = append(batch.Areas, all)
		b.Run(c.name, func(b *testing.B) {
			var release *disclosure.Release
			for b.Loop() {
				var err error
				if release, err = disclosure.Protect(context.Background(), batch, moment); err != nil {
					b.Fatal(err)
				}
			}
			numbers := 0
			for _, e := range release.Ledger() {
				if e.Text >= "0" && e.Text <= "9999" && e.Low < e.High {
					numbers++
				}
			}
			b.ReportMetric(float64(release.Masked()), "nc")
			b.ReportMetric(float64(release.Dropped()), "dropped")
			b.ReportMetric(float64(numbers), "numbers")
			b.ReportMetric(float64(len(release.Ledger())), "printed")
		})
	}
}

// invented answers every question by chance, one in twelve left blank, the
// first choices likelier.
func invented(f *survey.Form, n int, seed uint64) []*survey.Response {
	next := chance(seed)
	var all []*survey.Response
	for range n {
		answers := make(map[string]string)
		for _, q := range f.Root.Questions {
			switch {
			case next(12) == 0:
				answers[q.Key] = ""
			case q.List == nil:
				answers[q.Key] = fmt.Sprint(next(8) * next(6))
			default:
				text := q.List.Choices[min(next(len(q.List.Choices)), next(len(q.List.Choices)))].Name
				if second := q.List.Choices[next(len(q.List.Choices))].Name; q.Measure == survey.MeasureMultiple && second != text {
					text += " " + second
				}
				answers[q.Key] = text
			}
		}
		all = append(all, fixture.Response(f, 0, answers))
	}
	return slices.Clip(all)
}

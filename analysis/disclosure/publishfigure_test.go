package disclosure_test

import (
	"context"
	"math"
	"strconv"
	"testing"
	"time"

	"constat/analysis"
	"constat/analysis/disclosure"
	"constat/analysis/internal/fixture"
	"constat/survey"
)

// meansAndRatios is the public edition of three territories of thirty
// respondents: in each, twenty know 2 children and ten know 4, 80 in all, of 50
// families; or one of them alone knows the families of the last territory.
func meansAndRatios(t *testing.T, alone bool) []*disclosure.Publication {
	t.Helper()
	b := fixture.NewForm("familles", "Familles")
	b.Ask("integer", "enfants", "Combien d’enfants ?")
	b.Ask("integer", "familles", "Combien de familles ?")
	f := b.Form()
	enfants, familles := fixture.Question(f, "enfants"), fixture.Question(f, "familles")
	f.Declared.Classes = map[*survey.Question][]survey.Class{
		enfants:  {{Low: 0, High: 1}, {Low: 2, High: 3}, {Low: 4, High: math.Inf(1)}},
		familles: {{Low: 0, High: 1}, {Low: 2, High: math.Inf(1)}},
	}
	f.Diagnostic = []survey.Indicator{
		{Type: survey.IndicatorMean, Name: "M", Questions: []*survey.Question{enfants}},
		{Type: survey.IndicatorRatio, Name: "R", Questions: []*survey.Question{enfants}, Denominator: survey.Denominator{Question: familles}},
	}
	var areas []disclosure.BatchArea
	for _, key := range []string{"a", "b", "c"} {
		var all []*survey.Response
		for i := range 30 {
			answers := map[string]string{"enfants": "2", "familles": "1"}
			if i >= 20 {
				answers["enfants"], answers["familles"] = "4", "3"
			}
			if alone && key == "c" {
				answers["familles"] = strconv.Itoa(50 * max(0, i-28))
			}
			all = append(all, fixture.Response(f, 0, answers))
		}
		data, err := analysis.Load(f, fixture.Seq(all))
		if err != nil {
			t.Fatal(err)
		}
		areas = append(areas, disclosure.BatchArea{Area: disclosure.Area{Key: key, Name: key}, Diagnostic: analysis.Tabulate(data, analysis.Plan{})})
	}
	r, err := disclosure.Protect(context.Background(), disclosure.Batch{Wave: "2026", Areas: areas}, time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	var found []*disclosure.Publication
	for _, report := range r.Reports() {
		found = append(found, report.Publication())
	}
	return found
}

// R11: no mean, but the class of the median. R10: a ratio of two printed sums
// only, 80/50 = 1.6; none where the families are one respondent's.
func TestProtect_meansAndRatios(t *testing.T) {
	for _, alone := range []bool{false, true} {
		for _, p := range meansAndRatios(t, alone) {
			if len(p.Figures) != 2 {
				t.Fatalf("%s: figures %+v", p.Area.Key, p.Figures)
			}
			mean, ratio := p.Figures[0], p.Figures[1]
			if mean.Median == nil || mean.Median.Low != 2 || mean.Median.High != 3 || mean.Count.Text != "" || mean.HasPercent || mean.HasQuotient {
				t.Errorf("%s: the mean is published as %+v", p.Area.Key, mean)
			}
			if ratio.HasPercent || ratio.Low != 0 || ratio.High != 0 || ratio.Count.Text != "80" {
				t.Errorf("%s: the ratio is published as %+v", p.Area.Key, ratio)
			}
			withheld := alone && p.Area.Key == "c"
			if !withheld && (ratio.Base.Text != "50" || !ratio.HasQuotient || ratio.Quotient != 1.6) {
				t.Errorf("%s: the ratio is published as %+v", p.Area.Key, ratio)
			}
			if withheld && (ratio.Base.Text != disclosure.TextWithheld || ratio.HasQuotient) {
				t.Errorf("%s: one respondent's families give %+v", p.Area.Key, ratio)
			}
		}
	}
}

// Who answered is published as it is, without an interval; what they answered
// with one.
func TestProtect_describesWithoutInterval(t *testing.T) {
	b := fixture.NewForm("profil", "Profil")
	b.List("metier", "sf=Sage-femme", "mg=Médecin")
	b.List("oui_non", "oui=Oui", "non=Non")
	b.Ask("select_one metier", "profession", "Votre profession")
	b.Ask("select_one oui_non", "repere", "Repérez-vous ?")
	f := b.Form()
	f.Diagnostic = []survey.Indicator{
		{Type: survey.IndicatorParticipation, Questions: []*survey.Question{fixture.Question(f, "profession")}},
		{Type: survey.IndicatorShare, Name: "P", Condition: []survey.Term{fixture.Term(f, "profession", "sf")}},
		{Type: survey.IndicatorShare, Name: "R", Condition: []survey.Term{fixture.Term(f, "repere", "oui")}},
	}
	var areas []disclosure.BatchArea
	for _, key := range []string{"a", "b", "c"} {
		var all []*survey.Response
		for i := range 60 {
			answers := map[string]string{"profession": "sf", "repere": "oui"}
			if i%2 == 0 {
				answers["profession"] = "mg"
			}
			if i%3 == 0 {
				answers["repere"] = "non"
			}
			all = append(all, fixture.Response(f, 0, answers))
		}
		data, err := analysis.Load(f, fixture.Seq(all))
		if err != nil {
			t.Fatal(err)
		}
		areas = append(areas, disclosure.BatchArea{Area: disclosure.Area{Key: key, Name: key}, Diagnostic: analysis.Tabulate(data, analysis.Plan{})})
	}
	r, err := disclosure.Protect(context.Background(), disclosure.Batch{Wave: "2026", Areas: areas}, time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	lines := map[bool]int{}
	for _, report := range r.Reports() {
		p := report.Publication()
		for _, table := range p.Sections[0].Tables {
			who := table.Question == "profession"
			for _, line := range table.Lines {
				if line.HasPercent {
					lines[who]++
					if none := line.Low == line.High; none != who {
						t.Errorf("%s, %s: from %d to %d", table.Question, line.Code, line.Low, line.High)
					}
				}
			}
		}
		for _, figure := range p.Figures {
			if none := figure.Low == figure.High; none != (figure.Name == "P") {
				t.Errorf("figure %s: from %d to %d", figure.Name, figure.Low, figure.High)
			}
		}
	}
	if lines[true] < 6 || lines[false] < 6 {
		t.Errorf("lines with a percentage: %v", lines)
	}
}

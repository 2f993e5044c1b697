package analysis_test

import (
	"math"
	"slices"
	"strconv"
	"testing"

	"constat/analysis"
	"constat/analysis/internal/fixture"
	"constat/survey"
)

func near(t *testing.T, what string, got, want, within float64) {
	t.Helper()
	if math.IsNaN(got) || math.Abs(got-want) > within {
		t.Errorf("%s = %v, want %v", what, got, want)
	}
}

// meanOf asks for the mean of some questions by type of structure.
func meanOf(t *testing.T, questions []string, answers ...map[string]string) *analysis.Figure {
	t.Helper()
	f := fixture.Children()
	var asked []*survey.Question
	for _, name := range questions {
		asked = append(asked, fixture.Question(f, name))
	}
	f.Diagnostic = []survey.Indicator{{Type: survey.IndicatorMean, Name: "M", Questions: asked, By: []*survey.Question{fixture.Question(f, "type_structure")}}}
	var all []*survey.Response
	for _, each := range answers {
		all = append(all, fixture.Response(f, 0, each))
	}
	g := analysis.Tabulate(load(t, f, all...), analysis.Plan{})
	if len(g.Figures) != 1 {
		t.Fatalf("%d figures, notes %v", len(g.Figures), g.Notes)
	}
	return g.Figures[0]
}

// knowing gives one answer for each number of children, of schools but for the
// last few.
func knowing(ofOthers int, numbers ...int) []map[string]string {
	var all []map[string]string
	for i, n := range numbers {
		structure := "ecole"
		if i >= len(numbers)-ofOthers {
			structure = "sts"
		}
		all = append(all, map[string]string{"type_structure": structure, "nb_enfants": strconv.Itoa(n)})
	}
	return all
}

// Of 1, 2… 12: mean 6.5, squares 143, deviation sqrt(143/11) = 3.605551; with
// Student's t of 11 degrees at 97.5 %, 2.200985, half = 2.200985 × 3.605551 /
// sqrt(12) = 2.290849. The two of the other structure, 11 and 12, have their
// median, 11.5; the ten of the schools their mean, 5.5, ± 2.262157 × 3.027650 /
// sqrt(10) = 2.165852.
func TestFigures_mean(t *testing.T) {
	f := meanOf(t, []string{"nb_enfants"}, knowing(2, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)...)
	q := f.Parts[0].Quantity
	if q.Mean == nil || slices.Contains(noteCodes(f.Notes), analysis.NoteMeanMedian) {
		t.Fatalf("mean of twelve: %+v, notes %v", q, f.Notes)
	}
	near(t, "mean", q.Mean.Value, 6.5, 1e-12)
	near(t, "low", q.Mean.Interval.Low, 6.5-2.290849, 1e-5)
	near(t, "high", q.Mean.Interval.High, 6.5+2.290849, 1e-5)
	schools, others := f.By[0], f.By[1]
	if schools.Quantity.Mean == nil || schools.Question != f.Parts[0].Question {
		t.Fatalf("schools = %+v", schools)
	}
	near(t, "schools", schools.Quantity.Mean.Value, 5.5, 1e-12)
	near(t, "schools, high", schools.Quantity.Mean.Interval.High, 5.5+2.165852, 1e-5)
	if others.Quantity.Mean != nil || others.Quantity.Median != 11.5 {
		t.Errorf("the two others = %+v", others.Quantity)
	}
}

// Nine numbers have their median and the reason; ten have their mean, whose
// interval does not begin under 0: of nine 0 and 30, 3 ± 2.262157 × 9.486833 /
// sqrt(10), which is 6.786471.
func TestFigures_meanFromTenNumbers(t *testing.T) {
	nine := meanOf(t, []string{"nb_enfants"}, knowing(0, 1, 1, 1, 1, 2, 5, 5, 5, 5)...)
	if q := nine.Parts[0].Quantity; q.Mean != nil || q.Median != 2 || !slices.Contains(noteCodes(nine.Notes), analysis.NoteMeanMedian) {
		t.Errorf("of nine: %+v, notes %v", q, nine.Notes)
	}
	ten := meanOf(t, []string{"nb_enfants"}, knowing(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 30)...)
	q := ten.Parts[0].Quantity
	if q.Mean == nil || slices.Contains(noteCodes(ten.Notes), analysis.NoteMeanMedian) {
		t.Fatalf("of ten: %+v, notes %v", q, ten.Notes)
	}
	near(t, "low", q.Mean.Interval.Low, 0, 0)
	near(t, "high", q.Mean.Interval.High, 3+6.786471, 1e-5)
	nobody := meanOf(t, []string{"nb_enfants"}, map[string]string{"type_structure": "ecole"})
	if nobody.Numbered() || !slices.Equal(noteCodes(nobody.Notes), []analysis.NoteCode{analysis.NoteEmpty}) {
		t.Errorf("of nobody: %v", nobody.Notes)
	}
}

// Each question has its own mean, in all and by structure: they are not added.
func TestFigures_meanOfSeveralQuestions(t *testing.T) {
	answers := knowing(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)
	for i := range answers {
		answers[i]["nb_orientables"] = strconv.Itoa(i / 5) // five 0 and five 1
	}
	f := meanOf(t, []string{"nb_enfants", "nb_orientables"}, answers...)
	if f.Total != nil || len(f.Parts) != 2 {
		t.Fatalf("%+v", f)
	}
	near(t, "first", f.Parts[0].Quantity.Mean.Value, 5.5, 1e-12)
	near(t, "second", f.Parts[1].Quantity.Mean.Value, 0.5, 1e-12)
	second := f.By[len(f.By)/2]
	if second.Question != f.Parts[1].Question || second.Quantity.N != 10 {
		t.Errorf("by structure, the second = %+v", second)
	}
}

func ratioOf(t *testing.T, kind survey.IndicatorType, pairs ...[2]string) *analysis.Figure {
	t.Helper()
	f := fixture.Children()
	f.Diagnostic = []survey.Indicator{{
		Type: kind, Name: "R", Questions: []*survey.Question{fixture.Question(f, "nb_enfants")},
		Denominator: survey.Denominator{Question: fixture.Question(f, "nb_orientables")},
	}}
	var all []*survey.Response
	for _, pair := range pairs {
		all = append(all, fixture.Response(f, 0, map[string]string{"nb_enfants": pair[0], "nb_orientables": pair[1]}))
	}
	return analysis.Tabulate(load(t, f, all...), analysis.Plan{}).Figures[0]
}

// Of 4 for 8, 6 for 6 and 10 for 6: 20/20 = 1, residuals -4, 0, 4, se =
// sqrt(3/2 × 32)/20 = 0.346410, and Student's quantile on 2 is 4.302653. Who gave one number only is left out, and the
// interval passes 1.
func TestFigures_ratio(t *testing.T) {
	f := ratioOf(t, survey.IndicatorRatio, [2]string{"4", "8"}, [2]string{"6", "6"}, [2]string{"10", "6"}, [2]string{"50", ""})
	r := f.Ratio
	if r.N != 3 || r.Over != 20 || r.Under != 20 || !slices.Equal(noteCodes(f.Notes), []analysis.NoteCode{analysis.NoteRatioSums, analysis.NoteRatioReporters}) {
		t.Errorf("ratio = %+v, notes %v", r, f.Notes)
	}
	near(t, "value", r.Value, 1, 1e-12)
	near(t, "high", r.Interval.High, 1+4.302653*0.346410, 1e-5)

	// Of 6 for 6 and 6 for 7 the rate stops at 1, and the ratio does not:
	// residuals 6/13 and -6/13, se = sqrt(2 × 72/169)/13 = 0.071006, and Student's quantile on 1 is
	// 12.706205.
	within := [][2]string{{"6", "6"}, {"6", "7"}}
	rate, ratio := ratioOf(t, survey.IndicatorRate, within...), ratioOf(t, survey.IndicatorRatio, within...)
	near(t, "rate, high", rate.Ratio.Interval.High, 1, 0)
	near(t, "ratio, high", ratio.Ratio.Interval.High, 12.0/13+12.706205*0.071006, 1e-5)

	few := ratioOf(t, survey.IndicatorRatio, [2]string{"6", "4"}, [2]string{"6", "6"})
	if !slices.Equal(noteCodes(few.Notes), []analysis.NoteCode{analysis.NoteRatioSums, analysis.NoteRatioTooFew}) {
		t.Errorf("over ten: notes %v", few.Notes)
	}
}

package analysis

import (
	"hash/fnv"
	"math"
	"math/rand/v2"

	"constat/analysis/stats"
	"constat/survey"
)

// CrossTest says whether the rows of a Cross differ more than chance would
// make them. It never leaves the internal edition but as a verdict.
type CrossTest struct {
	Name       TestName
	N, Groups  int     // respondents and categories of the breakdown compared
	P          float64 // of this test alone
	Adjusted   float64 // by Holm, over all the tests of the diagnostic
	Effect     float64
	EffectName EffectName
	Simulated  bool // the exact test's p comes from random tables
}

// TestName names a test.
type TestName string

const (
	TestFisher        TestName = "fisher"         // exact, r × c
	TestChiSquare     TestName = "chi_square"     // Pearson
	TestMannWhitney   TestName = "mann_whitney"   // a scale, two groups
	TestKruskalWallis TestName = "kruskal_wallis" // a scale, three groups or more
)

// TestNames lists the names above, for the test that each has its words.
var TestNames = []TestName{TestFisher, TestChiSquare, TestMannWhitney, TestKruskalWallis}

// EffectName names what a difference's size is measured by: guides, not rules,
// are 0.1 small, 0.3 middling, 0.5 great.
type EffectName string

const (
	EffectCramersV     EffectName = "cramers_v"     // corrected for bias, 0 to 1
	EffectRankBiserial EffectName = "rank_biserial" // -1 to 1; over 0 when the first group stands higher
	EffectEpsilon2     EffectName = "epsilon2"      // share of the ranks' variance, 0 to 1
)

// EffectNames lists the names above.
var EffectNames = []EffectName{EffectCramersV, EffectRankBiserial, EffectEpsilon2}

// ClaimLevel is what an adjusted probability must stay under for a difference
// to be called established.
const ClaimLevel = 0.05

// Established tells that the difference may be claimed: « différence nette ».
func (t *CrossTest) Established() bool { return t.Adjusted < ClaimLevel }

// crossTest tests over by down; nil when there is no honest test:
//
//   - a question with several answers, tested option by option, would bring so
//     many tests into the family that none could be claimed on the thirty
//     answers of a territory, and a breakdown with several answers puts a
//     respondent in several groups: neither is tested;
//   - nor are numbers, which several respondents may give for the same people;
//   - nor what is counted by instances of a repeat, which one respondent makes
//     alike;
//   - nor fewer than MinPercentBase answers, or answers all in one category.
//
// The groups are the breakdown's categories of substance. « Ne sait pas » is
// an answer like another to a nominal question, and no level of a scale: there
// it is left out, as is a code that the form does not know.
func (d *Dataset) crossTest(over, down *Column, climbOver, climbDown func(row int) int) *CrossTest {
	single := over.Measure == survey.MeasureNominal || over.Measure == survey.MeasureOrdinal
	if !single || down.codes == nil || d.Scope.Repeat != nil {
		return nil
	}
	scale := over.Measure == survey.MeasureOrdinal
	counts := make([][]int, len(down.Categories))
	for group := range counts {
		counts[group] = make([]int, len(over.Categories))
	}
	n := 0
	for row := range d.rows {
		group, code := down.codes[climbDown(row)], over.codes[climbOver(row)]
		if group == none || code == none || down.Categories[group].Missing != survey.Substantive {
			continue
		}
		if answer := over.Categories[code]; scale && !isLevel(answer) || !tabulated(answer) {
			continue
		}
		counts[group][code]++
		n++
	}
	chi := stats.ChiSquare(counts)
	if n < MinPercentBase || chi.DF == 0 {
		return nil
	}
	if scale {
		return rankTest(counts, n)
	}
	return tableTest(counts, chi, n, seedOf(d.Form, over.Question, down.Question))
}

func isLevel(c Category) bool { return c.Missing == survey.Substantive && !c.Undeclared }

// tableTest is Pearson's where five or more are expected in each cell, else
// the exact test.
func tableTest(counts [][]int, chi stats.ChiSquared, n int, random *rand.Rand) *CrossTest {
	t := &CrossTest{Name: TestChiSquare, N: n, P: chi.P, EffectName: EffectCramersV}
	if !chi.Over5 {
		exact := stats.Fisher(counts, random)
		t.Name, t.P, t.Simulated = TestFisher, exact.P, exact.Simulated
	}
	for _, row := range counts {
		for _, count := range row {
			if count > 0 {
				t.Groups++
				break
			}
		}
	}
	plain, corrected := stats.CramersV(counts)
	t.Effect = corrected
	if math.IsNaN(corrected) { // too few to correct
		t.Effect = plain
	}
	return t
}

// rankTest compares where each group stands on the scale, whose levels are the
// question's categories in order.
func rankTest(counts [][]int, n int) *CrossTest {
	var groups [][]float64
	for _, row := range counts {
		if levels := ranked(row); len(levels) > 0 {
			groups = append(groups, levels)
		}
	}
	t := &CrossTest{N: n, Groups: len(groups)}
	if len(groups) == 2 {
		ranks := stats.MannWhitney(groups[0], groups[1])
		t.Name, t.Effect, t.EffectName = TestMannWhitney, ranks.RankBiserial, EffectRankBiserial
		t.P, _ = ranks.P()
		return t
	}
	h, epsilon2 := stats.KruskalWallis(groups...)
	t.Name, t.P, t.Effect, t.EffectName = TestKruskalWallis, h.P, epsilon2, EffectEpsilon2
	return t
}

// seedOf gives the source of a simulation: the same cross of the same form
// draws the same tables, whoever asks and whenever.
func seedOf(form *survey.Form, over, down *survey.Question) *rand.Rand {
	h := fnv.New64a()
	for _, key := range []string{form.ID, questionKey(over), questionKey(down)} {
		h.Write([]byte(key))
		h.Write([]byte{0})
	}
	return rand.New(rand.NewPCG(h.Sum64(), 1))
}

// adjustTests corrects the tests of a diagnostic for their number. A cross
// without a test is not of the family.
func (g *Diagnostic) adjustTests() {
	var tests []*CrossTest
	var p []float64
	for _, x := range g.Crosses {
		if x.Test != nil {
			tests, p = append(tests, x.Test), append(p, x.Test.P)
		}
	}
	for i, adjusted := range stats.Holm(p) {
		tests[i].Adjusted = adjusted
	}
}

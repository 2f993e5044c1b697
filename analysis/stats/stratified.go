package stats

import (
	"errors"
	"fmt"
	"math"
)

// Stratum is one part of a population, with what its respondents answered.
type Stratum struct {
	Name   string
	Size   int       // people in the population
	Values []float64 // one per respondent
	Sizes  []float64 // for RatioEstimate: each respondent's known size, such as children followed
}

// Estimate is a value for the population with its standard error.
type Estimate struct{ Value, Error float64 }

// Interval is the interval of an estimate at a quantile: StudentQuantile on the
// answers less the strata. The normal law's is for hundreds of answers.
func (e Estimate) Interval(z float64) Interval {
	return Interval{e.Value - z*e.Error, e.Value + z*e.Error}
}

func (e Estimate) over(size float64) Estimate { return Estimate{e.Value / size, e.Error / size} }

// LeastInStratum is how many answers a stratum should have: smaller ones are
// collapsed beforehand.
const LeastInStratum = 5

// Collapse joins each stratum with fewer than least answers to the one after
// it, the last to the one before: the order of strata must put those that
// resemble each other side by side. It looks at numbers of answers only, never
// at what they say.
func Collapse(strata []Stratum, least int) []Stratum {
	var collapsed []Stratum
	for _, s := range strata {
		last := len(collapsed) - 1
		if last >= 0 && len(collapsed[last].Values) < least {
			collapsed[last] = collapsed[last].join(s)
		} else {
			collapsed = append(collapsed, s)
		}
	}
	if last := len(collapsed) - 1; last > 0 && len(collapsed[last].Values) < least {
		collapsed[last-1] = collapsed[last-1].join(collapsed[last])
		collapsed = collapsed[:last]
	}
	return collapsed
}

func (s Stratum) join(other Stratum) Stratum {
	return Stratum{
		Name: s.Name + " + " + other.Name, Size: s.Size + other.Size,
		Values: append(s.Values[:len(s.Values):len(s.Values)], other.Values...),
		Sizes:  append(s.Sizes[:len(s.Sizes):len(s.Sizes)], other.Sizes...),
	}
}

var errNoStrata = errors.New("no strata")

// checkStrata refuses what no formula covers.
func checkStrata(strata []Stratum) error {
	if len(strata) == 0 {
		return errNoStrata
	}
	for _, s := range strata {
		if len(s.Values) == 0 {
			return fmt.Errorf("stratum %q has no respondents: collapse it first", s.Name)
		}
		if s.Size < len(s.Values) {
			return fmt.Errorf("stratum %q has %d respondents among %d people", s.Name, len(s.Values), s.Size)
		}
	}
	return nil
}

func sizeOf(strata []Stratum) (size float64) {
	for _, s := range strata {
		size += float64(s.Size)
	}
	return size
}

// StratifiedTotal expands each stratum's mean to its people, with the variance
// ΣN²(1-f)s²/n of draws without replacement inside strata (Cochran, Sampling
// Techniques, 5.5). Divided by the population it is the mean. A stratum where
// everybody answered adds no error; one with a single answer of several people
// has no variance, and is an error: Collapse it first. Errors also: no stratum,
// one without respondents, one with more respondents than people.
func StratifiedTotal(strata []Stratum) (Estimate, error) {
	if err := checkStrata(strata); err != nil {
		return Estimate{}, fmt.Errorf("stratified total: %w", err)
	}
	var total, variance float64
	for _, s := range strata {
		n, size := float64(len(s.Values)), float64(s.Size)
		mean := sumOf(s.Values) / n
		total += size * mean
		switch {
		case len(s.Values) == s.Size:
		case len(s.Values) == 1:
			return Estimate{}, fmt.Errorf("stratified total: stratum %q has one answer: collapse it first", s.Name)
		default:
			variance += size * size * (1 - n/size) * squares(s.Values, mean) / (n - 1) / n
		}
	}
	return Estimate{total, math.Sqrt(variance)}, nil
}

// StratifiedMean is StratifiedTotal per head.
func StratifiedMean(strata []Stratum) (Estimate, error) {
	total, err := StratifiedTotal(strata)
	return total.over(sizeOf(strata)), err
}

// PostStratifiedTotal weighs respondents who were drawn, or came, without
// strata so that each stratum counts for its people (Holt and Smith, JRSS A
// 142, 1979). Its error is linearised, of a draw with replacement: cautious,
// since the sizes of the groups of respondents were left to chance. Strata of
// a single answer are allowed, and add nothing to the error: collapse them. One
// respondent in all has an error of NaN. Errors: no stratum, one without
// respondents, one with more respondents than people.
func PostStratifiedTotal(strata []Stratum) (Estimate, error) {
	if err := checkStrata(strata); err != nil {
		return Estimate{}, fmt.Errorf("post-stratified total: %w", err)
	}
	var total, spread, n float64
	for _, s := range strata {
		each := float64(len(s.Values))
		weight, mean := float64(s.Size)/each, sumOf(s.Values)/each
		n += each
		total += float64(s.Size) * mean
		spread += weight * weight * squares(s.Values, mean)
	}
	return Estimate{total, math.Sqrt(n / (n - 1) * spread)}, nil
}

// PostStratifiedMean is PostStratifiedTotal per head.
func PostStratifiedMean(strata []Stratum) (Estimate, error) {
	total, err := PostStratifiedTotal(strata)
	return total.over(sizeOf(strata)), err
}

// RatioEstimate is the combined ratio of the total of Values over the total of
// Sizes, with the linearised error of the residuals y - Rx (Cochran, Sampling
// Techniques, 6.10). A total is the ratio times the known total of sizes, and
// its error scales alike. Errors as StratifiedTotal, and sizes that add up to 0.
func RatioEstimate(strata []Stratum) (Estimate, error) {
	under := make([]Stratum, len(strata))
	for i, s := range strata {
		if len(s.Sizes) != len(s.Values) {
			return Estimate{}, fmt.Errorf("ratio estimate: stratum %q has %d values and %d sizes", s.Name, len(s.Values), len(s.Sizes))
		}
		under[i] = Stratum{Name: s.Name, Size: s.Size, Values: s.Sizes}
	}
	y, err := StratifiedTotal(strata)
	if err != nil {
		return Estimate{}, fmt.Errorf("ratio estimate: %w", err)
	}
	x, err := StratifiedTotal(under)
	if err != nil {
		return Estimate{}, fmt.Errorf("ratio estimate: %w", err)
	}
	if x.Value == 0 {
		return Estimate{}, errors.New("ratio estimate: sizes add up to 0")
	}
	ratio := y.Value / x.Value
	for i, s := range strata {
		residuals := make([]float64, len(s.Values))
		for j := range residuals {
			residuals[j] = s.Values[j] - ratio*s.Sizes[j]
		}
		under[i].Values = residuals
	}
	residual, err := StratifiedTotal(under)
	if err != nil {
		return Estimate{}, fmt.Errorf("ratio estimate: %w", err)
	}
	return Estimate{ratio, residual.Error / math.Abs(x.Value)}, nil
}

// SampleTotal expands the mean of respondents drawn without strata among size
// people (Cochran, Sampling Techniques, 2.6). When everybody answered, the
// error is 0. Errors as StratifiedTotal.
func SampleTotal(size int, values []float64) (Estimate, error) {
	return StratifiedTotal([]Stratum{{Name: "all", Size: size, Values: values}})
}

// DomainMean is the mean of the respondents of a domain, such as a commune,
// whose own population is not known, when respondents were drawn among size
// people in all (Cochran, Sampling Techniques, 2.12). The domain's size is
// left to chance like the rest: the error is linearised. NaN without
// respondents of the domain; a single one has an error of 0, which says
// nothing. More respondents than people is a mistake about the size: the error
// is NaN, never 0.
func DomainMean(size int, values []float64, inDomain func(i int) bool) Estimate {
	var within []float64
	for i, v := range values {
		if inDomain(i) {
			within = append(within, v)
		}
	}
	n, inside := float64(len(values)), float64(len(within))
	mean := sumOf(within) / inside
	spread := squares(within, mean) / (inside * inside)
	drawn := 1 - n/float64(size)
	if drawn < 0 {
		drawn = math.NaN()
	}
	return Estimate{mean, math.Sqrt(drawn * n / (n - 1) * spread)}
}

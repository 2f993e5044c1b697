package disclosure

import (
	"math"
	"strconv"

	"constat/survey"
)

// The floors of the public edition: no count of fewer contributors is printed
// as a number. 11 is the practice for health and fiscal data on persons, and
// what the decree of 8 January 1993 asks of tables on the clients of social
// establishments; 6 is « plus de 5 », the rule of the French statistics of
// recorded crime, for what an organisation says of its own needs.
const (
	FloorPersons = 11 // profile S, unless the form says otherwise
	FloorNeeds   = 6  // profile O, declared by the form with a reason
)

// floorOf is the floor of a question's counts, and why it is the lower one.
func floorOf(form *survey.Form, questions ...*survey.Question) (floor int, reason string) {
	profile := form.Profile(questions...)
	if profile.Sensitive {
		return FloorPersons, ""
	}
	return FloorNeeds, profile.Reason
}

// rounding is what numbers are rounded to: the nearest multiple.
const rounding = 5

// Kind is how a Shown value is printed.
type Kind uint8

const (
	Withheld   Kind = iota // nc: printed nowhere
	Exact                  // a size that is no secret: how many answered
	Rounded                // to the nearest 5, at least the floor
	Under                  // fewer than the floor, zero included
	NearlyAll              // all but fewer than the floor
	Impossible             // the form does not allow it
)

// TextWithheld and TextImpossible are printed in place of a number.
const (
	TextWithheld   = "nc"
	TextImpossible = "–"
	textNearlyAll  = "presque tous"
)

// Shown is one printed value: its text, and what a reader learns from it. Two
// equal counts of equal bases have the same Shown, on every sheet and file.
type Shown struct {
	Kind      Kind
	Text      string
	Number    int // of Exact and Rounded: the number printed
	Low, High int // what the reader knows of the true count, both included
}

// Numeric tells whether a number is printed: only then may a percentage, a
// bar or a rank be drawn from it.
func (s Shown) Numeric() bool { return s.Kind == Exact || s.Kind == Rounded }

// size is a base as the reader knows it: exactly when low = high.
type size struct{ low, high int }

func exactly(n int) size { return size{n, n} }

// display is the one function that decides how a count is printed (rule R5):
// x respondents of a base, under floor k. The base is at least 2k, or else
// nothing of it is shown but itself (R4).
func display(x, n int, known size, k int) Shown {
	switch {
	case x < k:
		return Shown{Kind: Under, Text: "<" + strconv.Itoa(k), High: k - 1}
	case n-x < k:
		text := ">=" + strconv.Itoa(n-k+1)
		if known.low != known.high {
			text = textNearlyAll // the number would give the base away
		}
		return Shown{Kind: NearlyAll, Text: text, Low: known.low - k + 1, High: known.high}
	}
	r := (x + rounding/2) / rounding * rounding
	number := max(r, k)
	return Shown{
		Kind: Rounded, Text: strconv.Itoa(number), Number: number,
		Low: max(r-2, k), High: min(r+2, known.high-k),
	}
}

// displaySize prints how many persons a base is made of, when that is itself
// a count of victims, children or families: as any count, without the upper
// band (R3).
func displaySize(n, k int) Shown {
	return display(n, math.MaxInt32, exactly(math.MaxInt32), k)
}

// DisplaySize prints how many answered, for whoever may not read the answers
// (R3): exactly when one answer is that of a professional or a structure, as
// displaySize does when it is about a victim, a child or a family. Two sizes of
// persons are added up before they are displayed, never after: each band cuts
// what the other leaves open. No percentage goes with such a size: of a number
// that is known, such as those invited, it would give n back.
func DisplaySize(n int, of survey.Respondents) Shown {
	if of.Persons {
		return displaySize(n, FloorPersons)
	}
	return exact(n)
}

func withheld(known size) Shown {
	return Shown{Kind: Withheld, Text: TextWithheld, High: known.high}
}

func exact(n int) Shown {
	return Shown{Kind: Exact, Text: strconv.Itoa(n), Number: n, Low: n, High: n}
}

// displaySum prints a sum over contributors (R9): to the nearest 5, to the
// nearest 10 above 200, when it may be printed at all.
func displaySum(sum int) Shown {
	step := rounding
	if sum > 200 {
		step = 2 * rounding
	}
	r := (sum + step/2) / step * step
	low, high := r-step/2, r+step-step/2-1
	if step == rounding && high > 200 {
		high = 200 // beyond, the step would have been the other
	}
	if step == 2*rounding {
		low = max(low, 201)
	}
	return Shown{Kind: Rounded, Text: strconv.Itoa(r), Number: r, Low: low, High: high}
}

// Percent is a whole percentage of two printed values, never of true ones
// (R10); false unless both are numbers.
func Percent(part, whole Shown) (int, bool) {
	if !part.Numeric() || !whole.Numeric() || whole.Number == 0 {
		return 0, false
	}
	return percentOf(part.Number, whole.Number), true
}

// Quotient is how much of one printed sum there is per unit of another, to one
// decimal, half up as percentages; false unless both are numbers (R10).
func Quotient(over, under Shown) (float64, bool) {
	if !over.Numeric() || !under.Numeric() || under.Number == 0 {
		return 0, false
	}
	return float64((20*over.Number+under.Number)/(2*under.Number)) / 10, true
}

// percentOf rounds half up, as readers do by hand.
func percentOf(part, whole int) int { return (200*part + whole) / (2 * whole) }

// A contributor may not be more than dominance of a sum, and must stay
// uncertain to within uncertainty of what he gave.
const dominance, uncertainty = 0.85, 0.15

// mayPrintSum is the primary rule of sums (R9): at least the floor, at least
// three contributors, none over 85 % of it, and the second largest cannot
// estimate the largest within 15 % (the p % rule).
func mayPrintSum(sum, largest, second float64, contributors, k int) bool {
	return sum >= float64(k) && contributors >= 3 && largest <= dominance*sum && sum-largest-second >= uncertainty*largest
}

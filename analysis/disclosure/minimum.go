package disclosure

import (
	"errors"

	"constat/survey"
)

// ErrFew refuses a wave of which nothing would be printed but how many answered.
var ErrFew = errors.New("too few answers for anything to be printed")

// FewestResponses is how many answers a territory needs before anything but
// their number is printed of it (R4): twice the lowest floor under which the
// form's questions may be printed.
func FewestResponses(form *survey.Form) int {
	lowest := FloorPersons
	form.Walk(func(q *survey.Question) {
		if q.Scope == nil || q.Scope.Repeat != nil || !mayBePublished(q.Measure) {
			return
		}
		floor, _ := floorOf(form, q)
		lowest = min(lowest, floor)
	})
	return 2 * lowest
}

// mayBePublished tells the measures of which a question may be printed (R15).
func mayBePublished(m survey.Measure) bool {
	switch m {
	case survey.MeasureNominal, survey.MeasureOrdinal, survey.MeasureMultiple, survey.MeasureQuantity:
		return true
	}
	return false
}

// WorthPublishing tells whether anything but sizes may be printed of a wave,
// given how many answered in each of its territories: in one of them, or in all
// together when enough answered for a whole. An edition cannot be taken back, and
// one that prints nothing would still bind the next.
func WorthPublishing(form *survey.Form, sizes []int) bool {
	fewest := FewestResponses(form)
	whole, answering := 0, 0
	for _, n := range sizes {
		if n >= fewest {
			return true
		}
		if n > 0 {
			answering++
		}
		whole += n
	}
	return answering >= FewestAreas && whole >= fewest
}

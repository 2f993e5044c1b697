package analysis

import (
	"cmp"
	"math"
	"slices"
	"strconv"

	"constat/analysis/stats"
	"constat/survey"
)

// Suspect is a number that other software writes for the absence of an answer,
// met where nothing was declared about it: 9999 among minutes. Only the lead
// knows. It counts until she says, since a real number left out in silence would
// falsify a figure as well; it is asked about wherever it counts.
type Suspect struct {
	Question  *survey.Question
	Code      float64
	Times     int
	Sum       float64 // of the question, this number included
	Low, High float64 // of the other numbers
	Alone     bool    // there is no other
}

// Suspects lists what is to be asked about, question by question.
func Suspects(d *Dataset) []Suspect {
	var found []Suspect
	for _, level := range d.All() {
		for _, c := range level.Columns {
			if c.Measure == survey.MeasureQuantity {
				found = append(found, c.suspects()...)
			}
		}
	}
	return found
}

// conventional are the codes that statistical software and its manuals use.
var conventional = func() map[float64]bool {
	codes := make(map[float64]bool)
	for _, negative := range []float64{1, 6, 7, 8, 9} {
		codes[-negative] = true
	}
	for _, nines := range []float64{90, 990, 9990, 99990, 999990} {
		for last := 5.0; last <= 9; last++ {
			codes[-(nines + last)] = true
			if last >= 7 {
				codes[nines+last] = true
			}
		}
	}
	for _, digit := range []float64{7, 8} {
		for _, ones := range []float64{11, 111, 1111, 11111} {
			codes[digit*ones], codes[-digit*ones] = true, true
		}
	}
	return codes
}()

// suspects are the conventional codes past the rest of a column's numbers: none
// of the others is as far from zero on that side, and the code stands apart. It
// does when it is negative among numbers of which none is, when codes come at
// least twice, or when it is past Tukey's outer fence of the rest (see outliers)
// and more than twice the farthest of them. A real 99 among ages up to 90 is none
// of that.
func (c *Column) suspects() []Suspect {
	times, rest, sum := make(map[float64]int), []float64(nil), 0.0
	for _, x := range numbersOf(c) {
		sum += x
		if conventional[x] && !c.Question.Asserted(strconv.FormatFloat(x, 'f', -1, 64)) {
			times[x]++
		} else {
			rest = append(rest, x)
		}
	}
	if len(times) == 0 {
		return nil
	}
	slices.Sort(rest)
	above, below := 0, 0
	for code, n := range times {
		if code > 0 {
			above += n
		} else {
			below += n
		}
	}
	var found []Suspect
	for code, n := range times {
		together := above
		if code < 0 {
			together = below
		}
		if !standsApart(code, together, rest) {
			continue
		}
		s := Suspect{Question: c.Question, Code: code, Times: n, Sum: sum, Alone: len(rest) == 0}
		if !s.Alone {
			s.Low, s.High = rest[0], rest[len(rest)-1]
		}
		found = append(found, s)
	}
	slices.SortFunc(found, func(a, b Suspect) int { return cmp.Compare(a.Code, b.Code) })
	return found
}

func standsApart(code float64, together int, rest []float64) bool {
	if len(rest) == 0 {
		return code < 0 || together > 1
	}
	low, high := rest[0], rest[len(rest)-1]
	q1, q3 := stats.Quantile(rest, 0.25), stats.Quantile(rest, 0.75)
	fence := 3 * (q3 - q1)
	if code > 0 {
		return code > high && (together > 1 || code > q3+fence && code > 2*math.Abs(high))
	}
	return code < low && (low >= 0 || together > 1 || code < q1-fence && code < 2*low)
}

// valueNotes tell what of a column's answers is in no figure, and what is to be
// asked about.
func (c *Column) valueNotes() []Note {
	var notes []Note
	if c.Question.Unread.Relevance {
		notes = append(notes, Note{Code: NoteUnread})
	}
	if len(c.meant) > 0 {
		notes = append(notes, Note{Code: NoteMissingCodes, Args: []string{strconv.Itoa(len(c.meant))}})
	}
	if c.impossible > 0 {
		notes = append(notes, Note{Code: NoteImpossible, Args: []string{strconv.Itoa(c.impossible)}})
	}
	if c.Measure != survey.MeasureQuantity {
		return notes
	}
	for _, s := range c.suspects() {
		notes = append(notes, Note{Code: NoteSuspect, Args: []string{formatNumber(s.Code), strconv.Itoa(s.Times)}})
	}
	return notes
}

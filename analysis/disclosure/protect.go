package disclosure

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"constat/analysis/disclosure/audit"
	"constat/survey"
)

// mostRounds bounds how often something is dropped whole: each round drops at
// least one table of one area.
const mostRounds = 10_000

// ErrUnprotected refuses a batch of which nothing can be published safely, such
// as a few answers beside an edition that printed much.
var ErrUnprotected = errors.New("nothing is left to drop")

// Protect decides what of a batch is printed, by rules R1 to R17: it displays
// every count of every area by the one rule, attacks the whole family of files
// as a reader would and as the holder of each territory's own edition would,
// hides neighbours until every small count is safe, and drops what cannot be
// saved. The same batch gives the same Release.
func Protect(ctx context.Context, b Batch, at time.Time) (*Release, error) {
	first := firstDiagnostic(b)
	if first == nil {
		return nil, ErrNoArea
	}
	j, err := newJudge(b, first.Form, nil)
	if err != nil {
		return nil, err
	}
	memory := new(audit.Memory)
	for range mostRounds {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("protect wave %s: %w", b.Wave, err)
		}
		j.build()
		if err := j.checkMoves(); err != nil {
			return nil, err
		}
		repaired, err := memory.Repair(ctx, &j.family)
		if err != nil {
			return nil, fmt.Errorf("audit wave %s: %w", b.Wave, err)
		}
		if len(repaired.Failing) == 0 {
			return j.release(at, repaired)
		}
		if j, err = j.giveUp(repaired.Failing[0]); err != nil {
			return nil, err
		}
	}
	return nil, fmt.Errorf("protect wave %s: %w", b.Wave, ErrUnprotected)
}

// giveUp publishes less, so that a cell can be saved. Merging says that an answer
// is rare in the whole, which whoever holds most of it may not learn of the
// others: it is given up before any table when a merged answer fails, and when
// nothing is printed near a count that fails, since merging is then what ties it
// to tables further away.
func (j *judge) giveUp(cell int) (*judge, error) {
	u := j.units[cell]
	switch {
	case j.cells[cell].merged:
		return j.keepApart(u.i)
	case j.drop(u, j.touches):
		return j, nil
	}
	for _, q := range j.questionsOf(u) {
		if j.splits[q].others > 0 && !j.splits[q].inherited {
			return j.keepApart(q)
		}
	}
	if j.drop(u, anywhere) {
		return j, nil
	}
	return nil, fmt.Errorf("protect %s: %w", j.family.Cells[cell].Key, ErrUnprotected)
}

// keepApart begins again without merging the rare answers of a question; what
// was dropped stays dropped.
func (j *judge) keepApart(split int) (*judge, error) {
	apart := maps.Clone(j.apart)
	if apart == nil {
		apart = make(map[*survey.Question]bool)
	}
	apart[j.splits[split].question] = true
	again, err := newJudge(j.batch, j.form, apart)
	if err != nil {
		return nil, err
	}
	for _, a := range j.indexes() {
		if j.dropped[unit{unitBase, 0, a}] {
			again.areas[a].withhold()
		}
	}
	again.dropped = j.dropped
	return again, nil
}

// drop gives one table of one area up, so that a count of u can be saved: a
// sum, a cross or an indicator that shares its question, in the order of the
// form, then the question itself (section 6). Aggregates go before territories:
// there are fewer of them to read. False when nothing is printed any more in the
// areas that are near the count's.
func (j *judge) drop(u unit, near func(a, b int) bool) bool {
	kinds := []unitKind{unitSum, unitCross, unitShare, unitQuestion, unitBase}
	if u.kind == unitBase {
		kinds = []unitKind{unitBase}
	}
	for _, kind := range kinds {
		for _, i := range j.involving(kind, u) {
			for a := len(j.areas) - 1; a >= 0; a-- { // aggregates come last
				victim := unit{kind, i, a}
				if near(a, u.area) && j.printedBy(victim) {
					j.give(victim)
					return true
				}
			}
		}
	}
	return false
}

// anywhere is near for what several unprinted counts tie together: counts of
// all territories add up to what is known of the whole.
func anywhere(int, int) bool { return true }

// give drops a unit; without its size, an area has nothing.
func (j *judge) give(u unit) {
	j.dropped[u] = true
	if u.kind == unitBase {
		j.areas[u.area].withhold()
	}
}

// involving lists the units of a kind that speak of a question that u speaks of.
func (j *judge) involving(kind unitKind, u unit) []int {
	asked := j.questionsOf(u)
	var found []int
	for i := range j.unitsOf(kind) {
		if slices.ContainsFunc(j.questionsOf(unit{kind, i, 0}), func(q int) bool { return slices.Contains(asked, q) }) || kind == unitBase {
			found = append(found, i)
		}
	}
	return found
}

func (j *judge) unitsOf(kind unitKind) int {
	switch kind {
	case unitQuestion:
		return len(j.splits)
	case unitSum:
		return len(j.sums)
	case unitShare:
		return len(j.shares)
	case unitCross:
		return len(j.crosses)
	}
	return 1
}

// questionsOf are the questions that a unit counts, as indexes of splits.
func (j *judge) questionsOf(u unit) []int {
	switch u.kind {
	case unitQuestion:
		return []int{u.i}
	case unitSum:
		return []int{j.sums[u.i].split}
	case unitShare:
		return j.shares[u.i].questions()
	case unitCross:
		return []int{j.crosses[u.i].over, j.crosses[u.i].down}
	}
	return nil
}

// touches tells whether two areas have a territory in common.
func (j *judge) touches(a, b int) bool {
	return slices.ContainsFunc(j.areas[a].leaves, func(l int) bool { return slices.Contains(j.areas[b].leaves, l) })
}

// printedBy tells whether an area still prints a unit.
func (j *judge) printedBy(u unit) bool {
	switch u.kind {
	case unitQuestion:
		return j.shows(u.i, u.area)
	case unitSum:
		return j.showsSum(u.i, u.area)
	case unitShare:
		return j.showsShare(u.i, u.area)
	case unitCross:
		return j.prints(u.i, u.area)
	}
	return j.areas[u.area].printed && j.form.Respondents().Persons
}

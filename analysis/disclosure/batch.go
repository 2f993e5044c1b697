package disclosure

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"

	"constat/analysis"
	"constat/survey"
)

// Batch is everything that is published of a wave, together (R1): what one
// file hides, another must not give back.
type Batch struct {
	Wave  string // what is printed in every file, such as the campaign's year
	Areas []BatchArea
	// Earlier is what was already published of the same wave, nil for its first
	// edition (R14): a reader has those files beside the new ones.
	Earlier *Archive
	// Before is the wave before this one, nil for the first: disjoint answers,
	// so that nothing of it can be subtracted; only printed numbers are compared.
	Before *Wave
}

// edition counts from 1.
func (b Batch) edition() int {
	if b.Earlier == nil {
		return 1
	}
	return b.Earlier.Edition + 1
}

// BatchArea is a territory with its answers, or an aggregate of territories.
type BatchArea struct {
	Area
	// Diagnostic is a territory's own. All those of a batch share one
	// *survey.Form. Nil for an aggregate.
	Diagnostic *analysis.Diagnostic
	// Of holds the keys of the territories that an aggregate adds up.
	Of []string
	// Meta prints the aggregate's heading; a territory has its Diagnostic's.
	Meta analysis.Meta
	// Unprinted territories only serve to add up: the part of a network that
	// lies in an EPCI, when both are published.
	Unprinted bool
	// Holder names who has the exact edition of a part's answers: all parts of a
	// network have the same. "" for a territory, which holds its own.
	Holder string
}

// holder is who has the exact edition of a territory or of a part of one.
func (a BatchArea) holder() string { return cmp.Or(a.Holder, a.Key) }

// Errors of a Batch that cannot be judged.
var (
	ErrNoArea    = errors.New("a batch needs a territory with its answers")
	ErrForms     = errors.New("the territories of a batch must share one form")
	ErrUnknown   = errors.New("an aggregate names a territory that is not in the batch")
	ErrTwice     = errors.New("two areas have the same key")
	ErrDivisions = errors.New("at most two divisions of the same territories are published in a wave")
)

// mostDivisions is how many published aggregates may hold a territory, the
// whole not counted (R4).
const mostDivisions = 2

// area is one part of the département while a batch is being judged.
type area struct {
	Area
	leaf    bool
	printed bool
	leaves  []int  // indexes of the territories it is made of; its own for a territory
	holder  string // who has the exact edition of all its answers, "" for several
	n       int
	known   size // n, as a reader knows it
	told    size // n, as the mere presence of tables tells it
	shown   Shown
	refused Refusal
	data    *analysis.Dataset // of a territory
	meta    analysis.Meta
	names   []string
}

// areas checks a batch and measures its areas. The last one is the whole:
// everything added up, printed or not.
func (b Batch) areas(form *survey.Form) ([]area, error) {
	place := make(map[string]int)
	var areas []area
	for _, each := range b.Areas {
		if _, twice := place[each.Key]; twice {
			return nil, fmt.Errorf("area %s: %w", each.Key, ErrTwice)
		}
		if each.Diagnostic == nil {
			continue
		}
		if each.Diagnostic.Form != form {
			return nil, fmt.Errorf("area %s: %w", each.Key, ErrForms)
		}
		place[each.Key] = len(areas)
		areas = append(areas, area{
			Area: each.Area, leaf: true, printed: !each.Unprinted, leaves: []int{len(areas)}, holder: each.holder(),
			n: each.Diagnostic.Data.Len(), data: each.Diagnostic.Data, meta: each.Diagnostic.Meta,
		})
	}
	if len(areas) == 0 {
		return nil, ErrNoArea
	}
	leaves := len(areas)
	for _, each := range b.Areas {
		if each.Diagnostic != nil {
			continue
		}
		sum := area{Area: each.Area, printed: !each.Unprinted, meta: each.Meta}
		for _, key := range each.Of {
			i, ok := place[key]
			if !ok || i >= leaves {
				return nil, fmt.Errorf("area %s, %s: %w", each.Key, key, ErrUnknown)
			}
			sum.leaves = append(sum.leaves, i)
		}
		slices.Sort(sum.leaves)
		sum.leaves = slices.Compact(sum.leaves)
		place[each.Key] = len(areas)
		areas = append(areas, sum)
	}
	return measure(areas, leaves, form)
}

// measure sizes the areas, decides which may be printed at all (R4), and adds
// the whole when no area is it.
func measure(areas []area, leaves int, form *survey.Form) ([]area, error) {
	whole := slices.ContainsFunc(areas, func(a area) bool { return len(a.leaves) == leaves })
	if !whole {
		all := area{Area: Area{Key: wholeKey}}
		for i := range leaves {
			all.leaves = append(all.leaves, i)
		}
		areas = append(areas, all)
	}
	divisions := make([]int, leaves)
	unit := form.Respondents()
	for i := range areas {
		a := &areas[i]
		if !a.leaf {
			a.join(areas)
			for _, l := range a.leaves {
				if a.printed && len(a.leaves) < leaves {
					divisions[l]++
				}
			}
		}
		a.known, a.shown = exactly(a.n), exact(a.n)
		a.told = size{high: math.MaxInt32}
		switch {
		case unit.Persons && !a.printed:
			a.withhold()
		case unit.Persons:
			a.shown = displaySize(a.n, FloorPersons)
			a.known = size{a.shown.Low, a.shown.High}
		}
	}
	if slices.Max(divisions) > mostDivisions {
		return nil, ErrDivisions
	}
	return areas, nil
}

// join adds an aggregate's territories up, and refuses it when too few of them
// answered (R4). The parts of one network are not territories: together they are
// the network, or the share of it that lies in an EPCI.
func (a *area) join(areas []area) {
	var holders, answering []string
	parts := true
	for _, l := range a.leaves {
		a.n += areas[l].n
		a.names = append(a.names, areas[l].Name)
		holders = append(holders, areas[l].holder)
		if areas[l].n > 0 {
			answering = append(answering, areas[l].holder)
		}
		parts = parts && !areas[l].printed && areas[l].holder != areas[l].Key
	}
	slices.Sort(holders)
	slices.Sort(answering)
	holders, answering = slices.Compact(holders), slices.Compact(answering)
	a.names = slices.Compact(a.names)
	if len(answering) == 1 {
		a.holder = answering[0]
	}
	if parts && len(holders) == 1 {
		a.holder, a.names = holders[0], nil
	} else if len(answering) < FewestAreas {
		a.refused = RefusedFewAreas
	}
}

// FewestAreas is how many territories with answers an aggregate needs (R4):
// with two, each could subtract itself.
const FewestAreas = 3

// withhold prints nothing at all of an area, its size included.
func (a *area) withhold() {
	a.printed, a.known = false, size{high: math.MaxInt32}
	a.shown = withheld(a.known)
}

// whole is the index of the area that holds every territory.
func whole(areas []area) int {
	best := 0
	for i, a := range areas {
		if len(a.leaves) > len(areas[best].leaves) {
			best = i
		}
	}
	return best
}

// details tells whether an area may show more than its size, under a floor.
func (a area) details(k int) bool { return a.printed && a.refused == "" && a.n >= 2*k }

// crosses tells whether it may show two questions at once (R8).
func (a area) crosses(k int) bool { return a.printed && a.refused == "" && a.n >= 5*k }

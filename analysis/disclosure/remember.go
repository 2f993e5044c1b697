package disclosure

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"constat/analysis/disclosure/audit"
	"constat/survey"
)

// Archive is what the next edition of a wave is judged beside: every count of
// this one and of those before it, with what was printed of each. It holds true
// counts: it stays with the internal edition and is erased with the answers.
// It is written and read as JSON.
type Archive struct {
	Edition int
	Family  audit.Family
	// Merged holds, by question, the codes that « autres réponses » gathers: the
	// lines of a wave are fixed by its first edition (R6). What became rare or
	// frequent since would otherwise move counts where nobody answered.
	Merged map[string][]string
	// Guesses lead to the tables that proved this edition's small counts open.
	Guesses []audit.Move
}

// merged are the codes of a question that an archive gathers, false when it does
// not have the question.
func (a *Archive) merged(q *survey.Question) ([]string, bool) {
	if a == nil {
		return nil, false
	}
	codes, ok := a.Merged[q.Key]
	return codes, ok
}

// ErrStill refuses to publish a wave again for a few late answers: whoever has
// both editions would subtract (R14).
var ErrStill = errors.New("a wave is not published again for so few answers")

// ErrGone refuses an edition without a territory that the one before it printed:
// nothing of it would be judged beside the edition after (R14).
var ErrGone = errors.New("a territory of the edition before is missing")

// editionMark stands between a count's key and its edition, when it is not the
// one being made.
const editionMark = "@"

// remember puts what earlier editions printed beside what this one prints. A
// count and its earlier self are two quantities, tied by how much it can have
// moved.
func (j *judge) remember() {
	e := j.batch.Earlier
	if e == nil {
		return
	}
	first := len(j.family.Cells)
	moves := j.moves(e)
	for i, c := range e.Family.Cells {
		key := c.Key
		twin, ok := j.at[key]
		if !strings.Contains(key, editionMark) {
			c.Key = fmt.Sprint(key, editionMark, e.Edition)
		}
		c.Maskable = false // it is printed
		u := j.unitOf(key)
		if ok {
			j.family.Linears = append(j.family.Linears, moves[areaOf(key)].tie(twin, first+i, c))
		}
		j.at[c.Key] = len(j.family.Cells)
		j.family.Cells = append(j.family.Cells, c)
		j.cells, j.units = append(j.cells, printed{}), append(j.units, u)
	}
	j.firstMet(e, moves, first)
	j.guess(e.Guesses, first)
	for _, s := range e.Family.Sums {
		j.family.Sums = append(j.family.Sums, s.Shift(first))
	}
	for _, l := range e.Family.Linears {
		j.family.Linears = append(j.family.Linears, l.Shift(first))
	}
}

// firstMet bounds the answers that nobody had given when the edition before was
// made, or it would have a line for them: no more can be there than answered since.
func (j *judge) firstMet(e *Archive, moves map[string]move, before int) {
	then := make(map[string]bool, len(e.Family.Cells))
	for _, c := range e.Family.Cells {
		then[c.Key] = true
	}
	for i, s := range j.splits {
		for b := range s.bins {
			for a := range j.areas {
				key := j.binKey(a, s, b)
				at, ok := j.at[key]
				m := moves[j.areas[a].Key]
				if !s.bins[b].met || !ok || at >= before || then[key] || !m.grew || !j.wasCounted(i, a) {
					continue
				}
				c := &j.family.Cells[at]
				c.High, c.MaskedHigh = min(c.High, m.respondents), min(c.MaskedHigh, m.respondents)
				if c.High == 0 {
					c.Floor, c.Maskable = 0, false // everybody knows
				}
			}
		}
	}
}

// unitOf is what to drop of this edition for a count of an earlier one, by its
// key: there may be no such count any more.
func (j *judge) unitOf(key string) unit {
	key, _, _ = strings.Cut(key, editionMark)
	parts := append(strings.SplitN(key, "|", 3), "", "")
	a := max(0, slices.IndexFunc(j.areas, func(a area) bool { return a.Key == parts[0] }))
	split := func(key string) int {
		key, _, _ = strings.Cut(key, "=")
		return slices.IndexFunc(j.splits, func(s *split) bool { return s.question.Key == key })
	}
	u := unit{unitQuestion, split(parts[1]), a}
	switch {
	case parts[1] == "(somme)":
		u.i = split(parts[2])
	case parts[1] == partCount || parts[1] == partBase:
		u.kind = unitShare
		u.i = slices.IndexFunc(j.shares, func(c *condition) bool { return c.indicator.Name == parts[2] })
	case strings.Contains(parts[1], "="):
		u.kind = unitCross
		u.i = slices.IndexFunc(j.crosses, func(x *crossing) bool { return x.reads(split(parts[1]), split(parts[2])) })
	}
	if u.i < 0 || parts[1] == "" {
		return unit{unitBase, 0, a}
	}
	return u
}

// guess offers what proved the edition before: counts changed in it alone, or in
// this one alike.
func (j *judge) guess(all []audit.Move, first int) {
	for _, m := range all {
		then, both := make(changes), make(changes)
		for k, cell := range m.Cells {
			then.add(first+cell, m.By[k])
			both.add(first+cell, m.By[k])
			if now, ok := j.at[j.batch.Earlier.Family.Cells[cell].Key]; ok && now < first {
				both.add(now, m.By[k])
			}
		}
		j.family.Guesses = append(j.family.Guesses, *both.move(""), *then.move(""))
	}
}

// wasCounted tells whether an earlier edition counted a question in an area.
func (j *judge) wasCounted(i, a int) bool {
	e := j.batch.Earlier
	return e != nil && slices.ContainsFunc(e.Family.Cells, func(c audit.Cell) bool { return c.Key == j.binKey(a, j.splits[i], 0) })
}

// areaOf is the area that a count's key begins with.
func areaOf(key string) string {
	area, _, _ := strings.Cut(key, "|")
	return area
}

// move is how the counts of an area changed between two editions.
type move struct {
	respondents int64 // more, or fewer
	grew        bool  // every count grew: answers were only added
	most        int64 // how much one count changed at most
}

// moves compares the counts of two editions, area by area.
func (j *judge) moves(e *Archive) map[string]move {
	all := make(map[string]move)
	for _, c := range e.Family.Cells {
		twin, ok := j.at[c.Key]
		if !ok {
			continue
		}
		m, met := all[areaOf(c.Key)]
		if !met {
			m.grew = true
		}
		by := j.family.Cells[twin].True - c.True
		if areaOf(c.Key) == c.Key {
			m.respondents = by
		}
		m.grew = m.grew && by >= 0
		m.most = max(m.most, by, -by)
		all[areaOf(c.Key)] = m
	}
	return all
}

// tie says what the best informed reader knows of a count's two values: that
// answers were only added, and how many, when that is so; else how many
// changed.
func (m move) tie(now, then int, c audit.Cell) audit.Linear {
	l := audit.Linear{Terms: []audit.Term{{Cell: now, Times: 1}, {Cell: then, Times: -1}}, Low: -m.most, High: m.most}
	if m.grew {
		l.Low, l.High = 0, m.respondents
		if c.MaskedHigh == audit.Unbounded && m.most > 0 {
			l.High = audit.Unbounded // a sum: one answer may add much
		}
	}
	return l
}

// checkMoves refuses an edition without a territory of the one before, and one in
// which a territory moved by fewer answers than the floor. The parts of a network
// are not published: the audit has them beside both editions.
func (j *judge) checkMoves() error {
	if j.batch.Earlier == nil {
		return nil
	}
	for _, c := range j.batch.Earlier.Family.Cells {
		if _, here := j.at[c.Key]; !here && areaOf(c.Key) == c.Key && !strings.Contains(c.Key, editionMark) && c.Key != wholeKey {
			return fmt.Errorf("area %s: %w", c.Key, ErrGone)
		}
	}
	moves := j.moves(j.batch.Earlier)
	for _, a := range j.areas {
		m := moves[a.Key]
		part := a.leaf && a.holder != a.Key
		if moved := max(m.respondents, -m.respondents); a.holder != "" && !part && m.most > 0 && moved < FloorPersons {
			return fmt.Errorf("area %s, %d more answers: %w", a.Key, m.respondents, ErrStill)
		}
	}
	return nil
}

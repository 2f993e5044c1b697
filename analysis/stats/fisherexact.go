package stats

import (
	"cmp"
	"maps"
	"math"
	"slices"
)

// The bounds of the exact test, which takes a second at most within them.
// Fisher, of which a diagnostic has dozens, gives up sooner.
const (
	mostExactLines = 8         // of the table's shorter side
	mostExactTotal = 5_000     // counts in all
	mostExactSteps = 5_000_000 // ways to fill one line, examined
	soonExactSteps = 250_000
)

// FisherExact is the exact test of a table of any size given its margins: the
// probability of all tables no likelier than the one seen (Freeman and Halton,
// Biometrika 38, 1951). False when the table is too large for it. A table with
// fewer than two lines that are not empty says nothing: 1.
//
// The tables are not listed: columns are filled one after the other, what is
// left of the rows' totals is a node, and ways to a node that are equally
// likely are carried together. A way is settled as soon as its likeliest and
// its least likely ends fall on the same side (Mehta and Patel, JASA 78, 1983).
func FisherExact(table [][]int) (p float64, ok bool) { return fisherWithin(table, mostExactSteps) }

func fisherWithin(table [][]int, steps int) (p float64, ok bool) {
	c := newContingency(table)
	if !c.comparable() {
		return 1, true
	}
	n, fits := newNetwork(c, steps)
	if !fits {
		return math.NaN(), false
	}
	return n.walk()
}

// margins are what is left of the rows' totals, in descending order, since
// rows in another order leave the same ways; unused places are 0.
type margins [mostExactLines]uint16

func (m margins) sorted() margins {
	slices.SortFunc(m[:], func(a, b uint16) int { return cmp.Compare(b, a) })
	return m
}

type network struct {
	rows       margins
	columns    []int // totals, the largest first: fewer nodes on the way
	factorials []float64
	seen       float64 // the table seen: minus the sum of the logarithms of its cells' factorials
	scale      float64 // what to add to such a sum to have a log-probability
	bounds     []map[margins]ends
	left       int // steps
}

// ends are the least and the greatest sum that filling the columns left adds.
type ends struct{ least, greatest float64 }

func newNetwork(c contingency, steps int) (*network, bool) {
	shorter, longer := c.rows, c.columns
	if len(shorter) > len(longer) {
		shorter, longer = longer, shorter
	}
	if len(shorter) > mostExactLines || c.n > mostExactTotal {
		return nil, false
	}
	n := &network{
		columns: slices.Clone(longer), factorials: logFactorials(c.n),
		bounds: make([]map[margins]ends, len(longer)), left: steps,
	}
	nodes := 1.0
	for i, total := range shorter {
		n.rows[i] = uint16(total)
		nodes *= float64(total + 1)
		n.scale += n.factorials[total]
	}
	if nodes/float64(slices.Max(shorter)+1) > float64(steps) {
		return nil, false
	}
	n.rows = n.rows.sorted()
	slices.SortFunc(n.columns, func(a, b int) int { return cmp.Compare(b, a) })
	for j, total := range n.columns {
		n.bounds[j] = make(map[margins]ends)
		n.scale += n.factorials[total]
	}
	n.scale -= n.factorials[c.n]
	for _, row := range c.cells {
		for _, count := range row {
			n.seen -= n.factorials[count]
		}
	}
	return n, true
}

// fill visits every way to take total from the rows: what is left, and what
// the cells filled add to the sum. False when the steps are used up.
func (n *network) fill(rows margins, total int, visit func(left margins, added float64)) bool {
	below := [mostExactLines + 1]int{} // what the rows from i on can give
	for i := len(rows) - 1; i >= 0; i-- {
		below[i] = below[i+1] + int(rows[i])
	}
	left := rows
	var from func(i, total int, added float64)
	from = func(i, total int, added float64) {
		if n.left < 0 {
			return
		}
		if total == 0 {
			n.left--
			visit(left.sorted(), added)
			return
		}
		for x := max(0, total-below[i+1]); x <= min(total, int(rows[i])); x++ {
			left[i] = rows[i] - uint16(x)
			from(i+1, total-x, added-n.factorials[x])
		}
		left[i] = rows[i]
	}
	from(0, total, 0)
	return n.left >= 0
}

// rest bounds what the columns from one on add.
func (n *network) rest(column int, rows margins) (ends, bool) {
	if column == len(n.columns) {
		return ends{}, true
	}
	if known, ok := n.bounds[column][rows]; ok {
		return known, true
	}
	found, complete := ends{math.Inf(1), math.Inf(-1)}, true
	filled := n.fill(rows, n.columns[column], func(left margins, added float64) {
		after, ok := n.rest(column+1, left)
		complete = complete && ok
		found.least = math.Min(found.least, added+after.least)
		found.greatest = math.Max(found.greatest, added+after.greatest)
	})
	n.bounds[column][rows] = found
	return found, complete && filled
}

// ways is the logarithm of the sum, over all fillings of the columns from one
// on, of the product of 1/x!: it has a closed form.
func (n *network) ways(column int, rows margins) float64 {
	log, left := 0.0, 0
	for _, total := range rows {
		log -= n.factorials[total]
		left += int(total)
	}
	for _, total := range n.columns[column:] {
		log -= n.factorials[total]
	}
	return log + n.factorials[left]
}

// carried are the ways to one node, by the sum they reached, rounded to make
// equal ones meet.
type carried map[int64]way

type way struct{ sum, count float64 }

const grain = 1 << 34

type nodes map[margins]carried

func (all nodes) carry(at margins, w way) {
	if all[at] == nil {
		all[at] = make(carried)
	}
	key := int64(math.Round(w.sum * grain))
	if met, ok := all[at][key]; ok {
		w = way{met.sum, met.count + w.count}
	}
	all[at][key] = w
}

func (n *network) walk() (p float64, ok bool) {
	current := nodes{n.rows: {0: {0, 1}}}
	for column, total := range n.columns {
		next := make(nodes)
		for _, rows := range slices.SortedFunc(maps.Keys(current), func(a, b margins) int { return slices.Compare(a[:], b[:]) }) {
			arrived := current[rows]
			sums := slices.Sorted(maps.Keys(arrived)) // a fixed order: additions round
			complete := true
			filled := n.fill(rows, total, func(left margins, added float64) {
				after, ok := n.rest(column+1, left)
				complete = complete && ok
				settled := n.scale + n.ways(column+1, left)
				n.left -= len(sums)
				for _, key := range sums {
					w := arrived[key]
					w.sum += added
					switch {
					case w.sum+after.greatest <= n.seen+equalled:
						p += w.count * math.Exp(w.sum+settled)
					case w.sum+after.least <= n.seen+equalled:
						next.carry(left, w)
					}
				}
			})
			if !filled || !complete {
				return math.NaN(), false
			}
		}
		current = next
	}
	return math.Min(p, 1), true
}

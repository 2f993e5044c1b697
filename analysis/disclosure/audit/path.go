package audit

import "math/big"

// path is the cheapest set of cells whose change, together, moves a judgement's
// cell by its width, up or down: a linear programme on what each cell gains and
// loses, in which hidden cells move freely and others at their price.
func (b *builder) path(masked []bool, j judgement) ([]int, error) {
	var best []int
	cheapest := int64(-1)
	for _, up := range []bool{true, false} {
		cells, price, ok := b.cheapest(masked, j, up)
		if ok && (cheapest < 0 || price < cheapest) {
			best, cheapest = cells, price
		}
	}
	return best, b.ctx.Err()
}

// cheapest is path in one direction.
func (b *builder) cheapest(masked []bool, j judgement, up bool) (cells []int, price int64, ok bool) {
	n := len(b.cells)
	low, high := make([]int64, 2*n), make([]int64, 2*n) // gains, then losses
	cost := row{low: 0, high: Unbounded}
	for i := range n {
		c := b.cell(i)
		free := masked[i] || !c.Exact()
		if j.holder != "" && c.Holder == j.holder || !free && !c.Maskable {
			continue
		}
		high[i], high[n+i] = Unbounded, c.True
		if !free {
			cost.cells = append(cost.cells, i, n+i)
			cost.by = append(cost.by, b.prices[i], b.prices[i])
		}
	}
	if up {
		low[j.cell], high[j.cell], high[n+j.cell] = j.width, j.width, 0
	} else {
		if b.cell(j.cell).True < j.width {
			return nil, 0, false
		}
		low[n+j.cell], high[n+j.cell], high[j.cell] = j.width, j.width, 0
	}
	truth := make([]int64, n)
	for i := range n {
		truth[i] = b.cell(i).True
	}
	p := minimise(low, high, append(changes(b.rows, truth), cost))
	if p == nil {
		return nil, 0, false
	}
	for i := range n {
		if masked[i] || !b.cell(i).Exact() {
			continue
		}
		gain, exactGain, _ := p.value(i)
		loss, exactLoss, _ := p.value(n + i)
		if gain != 0 || loss != 0 || !exactGain || !exactLoss {
			cells = append(cells, i)
			price += b.prices[i]
		}
	}
	return cells, price, true
}

// minimise is the vertex where the last row's sum is least; nil when there is none.
func minimise(low, high []int64, rows []row) programme {
	last := len(low) + len(rows) - 1
	if t, fits := newTableau(ring[int64](word{}), low, high, rows); fits {
		end := t.feasible()
		if end == optimal {
			end = t.push(last, -1, -Unbounded)
		}
		switch end {
		case optimal:
			return t
		case overflow:
		default:
			return nil
		}
	}
	t, _ := newTableau(ring[*big.Int](boundless{}), low, high, rows)
	if t.feasible() == optimal && t.push(last, -1, -Unbounded) == optimal {
		return t
	}
	return nil
}

// changes are rows on what each cell gains and loses from a table.
func changes(rows []row, from []int64) []row {
	n := len(from)
	changed := make([]row, 0, len(rows)+1)
	for _, r := range rows {
		now := int64(0)
		c := row{low: r.low, high: r.high}
		for k, cell := range r.cells {
			now += r.by[k] * from[cell]
			c.cells = append(c.cells, cell, n+cell)
			c.by = append(c.by, r.by[k], -r.by[k])
		}
		if c.low != -Unbounded {
			c.low -= now
		}
		if c.high != Unbounded {
			c.high -= now
		}
		changed = append(changed, c)
	}
	return changed
}

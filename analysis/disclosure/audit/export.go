package audit

import (
	"encoding/json"
	"fmt"
	"math/big"
)

// DocumentWitness is a table over all cells, told by where it differs from the
// true values: cell, value, cell, value, by the places of cells in the document.
type DocumentWitness []int64

// DocumentCertificate says that a sensitive cell stays open: two witnesses that
// agree with everything printed lie Width apart in it. Cell is a place among the
// document's cells, Low and High are places among its witnesses.
type DocumentCertificate struct {
	Cell   int    `json:"cell"`
	Holder string `json:"holder,omitempty"` // who cannot tell, though his exact edition shows him his own cells
	Width  int64  `json:"width"`
	Low    int    `json:"low"`
	High   int    `json:"high"`
}

// Export writes the family for an independent auditor: exact numbers, limits
// and sums, the true values beside them, and for each sensitive cell the two
// tables that prove it open. Whoever checks adds up; no solver is needed.
func (f *Family) Export(certificates ...Certificate) *Document {
	d := &Document{}
	for _, c := range f.Cells {
		truth := c.True
		printed := DocumentCell{ID: c.Key, Low: number(c.Low), High: number(c.High), True: &truth, Holder: c.Holder, Floor: c.Floor, Width: c.Width}
		if c.Exact() {
			printed.Value, printed.Low, printed.High = printed.Low, nil, nil
		}
		d.Cells = append(d.Cells, printed)
	}
	for _, s := range f.Sums {
		c := DocumentConstraint{Total: f.Cells[s.Total].Key}
		for _, p := range s.Parts {
			c.Parts = append(c.Parts, f.Cells[p].Key)
		}
		d.Constraints = append(d.Constraints, c)
	}
	for _, l := range f.Linears {
		c := DocumentConstraint{Low: number(l.Low), High: number(l.High)}
		for _, t := range l.Terms {
			c.Terms = append(c.Terms, DocumentTerm{f.Cells[t.Cell].Key, big.NewRat(t.Times, 1)})
		}
		d.Constraints = append(d.Constraints, c)
	}
	places := make(map[*table]int)
	for _, c := range certificates {
		d.Certificates = append(d.Certificates, DocumentCertificate{
			Cell: c.Cell, Holder: c.Holder, Width: c.Width, Low: d.witness(f, c.Cells, c.low, places), High: d.witness(f, c.Cells, c.high, places),
		})
	}
	return d
}

// witness adds a table once, and gives its place.
func (d *Document) witness(f *Family, cells []int, t *table, places map[*table]int) int {
	if at, ok := places[t]; ok {
		return at
	}
	w := DocumentWitness{}
	m := f.differences(cells, t)
	for k, cell := range m.Cells {
		w = append(w, int64(cell), f.Cells[cell].True+m.By[k])
	}
	places[t] = len(d.Witnesses)
	d.Witnesses = append(d.Witnesses, w)
	return places[t]
}

// differences tells a table of a component by what leads to it from the truth.
func (f *Family) differences(cells []int, t *table) Move {
	var m Move
	for i, value := range t.whole() {
		if truth := f.Cells[cells[i]].True; value != truth {
			m.Cells, m.By = append(m.Cells, cells[i]), append(m.By, value-truth)
		}
	}
	return m
}

// GuessesOf are the tables of certificates, each once, for the family's next
// edition to start from.
func (f *Family) GuessesOf(certificates []Certificate) []Move {
	seen := make(map[*table]bool)
	var all []Move
	for _, c := range certificates {
		for _, t := range []*table{c.low, c.high} {
			if seen[t] {
				continue
			}
			seen[t] = true
			if m := f.differences(c.Cells, t); len(m.Cells) > 0 {
				all = append(all, m)
			}
		}
	}
	return all
}

// certificates reads what proves the family's cells open.
func (r *reader) certificates() error {
	d := r.document
	var every []int
	truth := make([]int64, len(r.Family.Cells))
	for i, c := range r.Family.Cells {
		every, truth[i] = append(every, i), c.True
	}
	tables := make([]*table, len(d.Witnesses))
	for i, w := range d.Witnesses {
		if len(w)%2 != 0 {
			return fmt.Errorf("witness %d: a cell without its value", i)
		}
		values := append([]int64(nil), truth...)
		for k := 0; k+1 < len(w); k += 2 {
			if w[k] < 0 || w[k] >= int64(len(d.Cells)) {
				return fmt.Errorf("witness %d: no cell %d", i, w[k])
			}
			values[r.At[d.Cells[w[k]].ID]] = w[k+1]
		}
		tables[i] = differing(truth, values)
	}
	for i, c := range d.Certificates {
		if c.Cell < 0 || c.Cell >= len(d.Cells) || min(c.Low, c.High) < 0 || max(c.Low, c.High) >= len(tables) {
			return fmt.Errorf("certificate %d: no such cell or witness", i)
		}
		r.Certificates = append(r.Certificates, Certificate{r.At[d.Cells[c.Cell].ID], c.Holder, c.Width, every, tables[c.Low], tables[c.High]})
	}
	return nil
}

func number(n int64) *json.Number {
	if n == Unbounded || n == -Unbounded {
		return nil
	}
	text := json.Number(fmt.Sprint(n))
	return &text
}

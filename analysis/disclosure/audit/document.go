package audit

import (
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"strings"
)

// Document is the exchange form of a family: what an independent auditor reads,
// and what he may hand back. Either cells and constraints, or each sheet's
// table with the hierarchies of its dimensions; shared margins link by
// themselves.
type Document struct {
	Cells       []DocumentCell       `json:"cells,omitempty"`
	Constraints []DocumentConstraint `json:"constraints,omitempty"`
	Tables      []DocumentTable      `json:"tables,omitempty"`
	// Hierarchies lists, for each dimension, the trees over its codes.
	Hierarchies map[string]Trees `json:"hierarchies,omitempty"`
	// Roots names the code that stands for a whole dimension; "Total" by default.
	Roots     map[string]string   `json:"roots,omitempty"`
	Knowledge []DocumentKnowledge `json:"knowledge,omitempty"`
	Require   *Requirement        `json:"require,omitempty"`
	// Witnesses and Certificates prove sensitive cells open.
	Witnesses    []DocumentWitness     `json:"witnesses,omitempty"`
	Certificates []DocumentCertificate `json:"certificates,omitempty"`
}

// DocumentCell is a cell as one sheet prints it: a Value, limits, or nothing.
// Cells with one Key are one quantity; without Key, the ID is the key.
type DocumentCell struct {
	ID    string       `json:"id,omitempty"`
	Key   string       `json:"key,omitempty"`
	At    []string     `json:"at,omitempty"`
	Text  string       `json:"text,omitempty"`
	Value *json.Number `json:"value,omitempty"`
	Low   *json.Number `json:"lo,omitempty"`
	High  *json.Number `json:"hi,omitempty"`
	True  *int64       `json:"true,omitempty"`
	// Holder has the exact number; the cell is sensitive under Floor, and then
	// Width must stay open of it (0: what the audit asks of every cell).
	Holder string `json:"holder,omitempty"`
	Floor  int64  `json:"floor,omitempty"`
	Width  int64  `json:"width,omitempty"`
}

// DocumentConstraint is a sum, or limits on any combination.
type DocumentConstraint struct {
	Total string         `json:"total,omitempty"`
	Parts []string       `json:"parts,omitempty"`
	Terms []DocumentTerm `json:"terms,omitempty"`
	Low   *json.Number   `json:"lo,omitempty"`
	High  *json.Number   `json:"hi,omitempty"`
}

// DocumentTerm is [id, coefficient].
type DocumentTerm struct {
	ID string
	By *big.Rat
}

// DocumentTable is one sheet's table.
type DocumentTable struct {
	ID    string         `json:"id"`
	Dims  []string       `json:"dims"`
	Cells []DocumentCell `json:"cells"`
}

// DocumentKnowledge is what an insider knows of a cell.
type DocumentKnowledge struct {
	ID    string       `json:"id"`
	Value *json.Number `json:"value,omitempty"`
	Low   *json.Number `json:"lo,omitempty"`
	High  *json.Number `json:"hi,omitempty"`
}

// Requirement is what a verdict asks.
type Requirement struct {
	MinWidth         int64 `json:"min_width"`
	ForbidSmallProof int64 `json:"forbid_small_proof"`
	OnlyTrueBelow    int64 `json:"only_true_below,omitempty"`
}

// Trees are the ways a dimension adds up: each says parent → children. In JSON
// a lone tree needs no list around it.
type Trees []map[string][]string

// UnmarshalJSON reads a list of trees, or one.
func (t *Trees) UnmarshalJSON(data []byte) error {
	var one map[string][]string
	if json.Unmarshal(data, &one) == nil {
		*t = Trees{one}
		return nil
	}
	var all []map[string][]string
	if err := json.Unmarshal(data, &all); err != nil {
		return fmt.Errorf("hierarchy: %w", err)
	}
	*t = all
	return nil
}

// UnmarshalJSON reads [id, coefficient].
func (t *DocumentTerm) UnmarshalJSON(data []byte) error {
	var by json.Number
	pair := [2]any{&t.ID, &by}
	if err := json.Unmarshal(data, &pair); err != nil {
		return fmt.Errorf("term: %w", err)
	}
	var err error
	t.By, err = rational(by)
	return err
}

// MarshalJSON writes [id, coefficient].
func (t DocumentTerm) MarshalJSON() ([]byte, error) {
	by, _ := t.By.Float64()
	return json.Marshal([2]any{t.ID, by})
}

func rational(n json.Number) (*big.Rat, error) {
	r, ok := new(big.Rat).SetString(n.String())
	if !ok {
		return nil, fmt.Errorf("%q is not a number", n)
	}
	return r, nil
}

// Reading is a family read from a document, with what the document knows beside it.
type Reading struct {
	Family       Family
	Knowing      []Known
	Certificates []Certificate
	// At finds a cell by its key, its id, or "table:code/code".
	At map[string]int
}

// Read builds the document's family. territories is the dimension whose leaves
// each hold an exact edition of their own (M2); "" for none.
func (d *Document) Read(territories string) (*Reading, error) {
	r := &reader{Reading: Reading{At: make(map[string]int)}, document: d, territories: territories}
	for _, c := range d.Cells {
		key := c.Key
		if key == "" {
			key = c.ID
		}
		if err := r.cell(key, c.ID, c); err != nil {
			return nil, err
		}
	}
	for _, t := range d.Tables {
		if err := r.table(t); err != nil {
			return nil, fmt.Errorf("table %s: %w", t.ID, err)
		}
	}
	for i, c := range d.Constraints {
		if err := r.constraint(c); err != nil {
			return nil, fmt.Errorf("constraint %d: %w", i, err)
		}
	}
	for _, k := range d.Knowledge {
		cell, ok := r.At[k.ID]
		if !ok {
			return nil, fmt.Errorf("knowledge of %s: no such cell", k.ID)
		}
		known := Known{cell, 0, Unbounded}
		if err := limits(&known.Low, &known.High, k.Low, k.High, k.Value); err != nil {
			return nil, err
		}
		r.Knowing = append(r.Knowing, known)
	}
	if err := r.certificates(); err != nil {
		return nil, err
	}
	return &r.Reading, nil
}

type reader struct {
	Reading
	document    *Document
	territories string
	tied        map[string]bool // sums already read, by key of total, dimension and tree
}

// quantity is the cell of a key, new or met before.
func (r *reader) quantity(key string) int {
	i, ok := r.At[key]
	if !ok {
		i = len(r.Family.Cells)
		r.At[key] = i
		r.Family.Cells = append(r.Family.Cells, Cell{Key: key, High: Unbounded, MaskedHigh: Unbounded})
		if r.document.Require != nil {
			r.Family.Cells[i].Floor = r.document.Require.OnlyTrueBelow
		}
	}
	return i
}

// cell intersects one printing with what other sheets print of the quantity.
func (r *reader) cell(key, id string, printed DocumentCell) error {
	i := r.quantity(key)
	r.At[id] = i
	c := &r.Family.Cells[i]
	if err := limits(&c.Low, &c.High, printed.Low, printed.High, printed.Value); err != nil {
		return fmt.Errorf("cell %s: %w", id, err)
	}
	if printed.Floor != 0 || printed.Holder != "" {
		c.Floor, c.Width, c.Holder = printed.Floor, printed.Width, printed.Holder
	}
	if printed.True != nil {
		c.True = *printed.True
	} else if printed.Value != nil {
		c.True = c.Low
	}
	c.Maskable = printed.Value == nil && (printed.Low != nil || printed.High != nil)
	c.Band = strings.HasPrefix(printed.Text, "<") || strings.HasPrefix(printed.Text, ">")
	return nil
}

// limits narrows low..high to the whole numbers within what is printed.
func limits(low, high *int64, from, to, value *json.Number) error {
	if value != nil {
		from, to = value, value
	}
	if from != nil {
		n, err := whole(*from, 1)
		if err != nil {
			return err
		}
		*low = max(*low, n)
	}
	if to != nil {
		n, err := whole(*to, -1)
		if err != nil {
			return err
		}
		*high = min(*high, n)
	}
	return nil
}

// forgiven is how far past a whole number a limit may lie and still reach it:
// documents are often written from floating point.
var forgiven = big.NewRat(1, 1_000_000_000)

// whole is the nearest whole number at or above n (side 1), or below (-1).
func whole(n json.Number, side int) (int64, error) {
	r, err := rational(n)
	if err != nil {
		return 0, err
	}
	return wholeOf(r, side)
}

func wholeOf(r *big.Rat, side int) (int64, error) {
	past := new(big.Rat).Mul(forgiven, big.NewRat(int64(-side), 1))
	at := past.Add(past, r)
	q, rest := new(big.Int).DivMod(at.Num(), at.Denom(), new(big.Int))
	if side > 0 && rest.Sign() > 0 {
		q.Add(q, big.NewInt(1))
	}
	if !q.IsInt64() || q.Int64() == math.MaxInt64 {
		return 0, fmt.Errorf("%s is out of range", r.RatString())
	}
	return q.Int64(), nil
}

func (r *reader) constraint(c DocumentConstraint) error {
	if c.Total != "" {
		s, err := r.sum(c.Total, c.Parts)
		if err == nil {
			r.Family.Sums = append(r.Family.Sums, s)
		}
		return err
	}
	scale := big.NewInt(1)
	for _, t := range c.Terms {
		d := t.By.Denom()
		g := new(big.Int).GCD(nil, nil, scale, d)
		scale.Mul(scale, new(big.Int).Quo(d, g))
	}
	factor := new(big.Rat).SetInt(scale)
	l := Linear{Low: -Unbounded, High: Unbounded}
	for _, t := range c.Terms {
		cell, ok := r.At[t.ID]
		if !ok {
			return fmt.Errorf("no cell %s", t.ID)
		}
		by, err := wholeOf(new(big.Rat).Mul(t.By, factor), 1)
		if err != nil {
			return err
		}
		l.Terms = append(l.Terms, Term{cell, by})
	}
	for _, side := range []struct {
		limit *int64
		at    *json.Number
		round int
	}{{&l.Low, c.Low, 1}, {&l.High, c.High, -1}} {
		if side.at == nil {
			continue
		}
		at, err := rational(*side.at)
		if err != nil {
			return err
		}
		if *side.limit, err = wholeOf(at.Mul(at, factor), side.round); err != nil {
			return err
		}
	}
	r.Family.Linears = append(r.Family.Linears, l)
	return nil
}

func (r *reader) sum(total string, parts []string) (Sum, error) {
	at, ok := r.At[total]
	if !ok {
		return Sum{}, fmt.Errorf("no cell %s", total)
	}
	s := Sum{Total: at}
	for _, p := range parts {
		i, ok := r.At[p]
		if !ok {
			return Sum{}, fmt.Errorf("no cell %s", p)
		}
		s.Parts = append(s.Parts, i)
	}
	return s, nil
}

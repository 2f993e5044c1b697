package audit

import (
	"maps"
	"reflect"
	"slices"
	"testing"
)

// pinned is 18 + 19 + 2 of 39 respondents, printed 20, 20 and « <11 »: the
// rounded neighbours leave the small cell 0..3.
func pinned() *Family {
	f := &Family{}
	n := f.draw(Cell{Key: "n", True: 39, Low: 39, High: 39, Holder: "T0"})
	var parts []int
	for i, x := range []int64{18, 19, 2} {
		c := displayed(x, 39, 11)
		c.Key, c.Holder = string(rune('a'+i)), "T0"
		parts = append(parts, f.draw(c))
	}
	f.Sums = []Sum{{n, parts}}
	return f
}

func TestRepair_pinnedByRounding(t *testing.T) {
	f := pinned()
	findings, err := f.Audit(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	want := []Failure{{Cell: 3, Low: 0, High: 3, Proven: true}}
	if !reflect.DeepEqual(findings.Failures, want) {
		t.Errorf("failures %+v, not %+v", findings.Failures, want)
	}
	before := f.Cells[1]
	repaired, err := f.Repair(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	// Of the two numbers that widen it, the smaller true count; masking the band itself would not.
	if !slices.Equal(repaired.Masked, []int{1}) || len(repaired.Failing) > 0 {
		t.Errorf("masked %v, failing %v", repaired.Masked, repaired.Failing)
	}
	if !slices.Equal(repaired.Reasons, []Reason{{Cell: 3}}) {
		t.Errorf("reasons %+v", repaired.Reasons)
	}
	if f.Cells[1] != before {
		t.Error("Repair changed the family")
	}
}

func TestRepair_nothingLeftToHide(t *testing.T) {
	f := pinned()
	for i := range f.Cells {
		f.Cells[i].Maskable = false
	}
	repaired, err := f.Repair(t.Context())
	if err != nil || !slices.Equal(repaired.Failing, []int{3}) || len(repaired.Masked) > 0 {
		t.Errorf("%+v, %v", repaired, err)
	}
}

func TestRepair_printedExactly(t *testing.T) {
	f := &Family{Cells: []Cell{{Key: "a", True: 3, Low: 3, High: 3, Floor: 11}, {Key: "zero", Low: 0, High: 0}}}
	repaired, err := f.Repair(t.Context())
	if err != nil || !slices.Equal(repaired.Failing, []int{0}) {
		t.Errorf("%+v, %v", repaired, err)
	}
	f.Cells[0].Maskable, f.Cells[0].MaskedHigh = true, 40
	repaired, err = f.Repair(t.Context())
	if err != nil || len(repaired.Failing) > 0 || !slices.Equal(repaired.Masked, []int{0}) {
		t.Errorf("%+v, %v", repaired, err)
	}
}

func TestRepair_maskThatTells(t *testing.T) {
	f := pinned()
	f.Cells[1].MaskedHigh = 17
	if _, err := f.Repair(t.Context()); err == nil {
		t.Error("« nc » says less than 18 where 18..22 was printed, and passes")
	}
}

// Two territories and their sum: each holder subtracts his own edition.
func TestAudit_holderSubtracts(t *testing.T) {
	f := &Family{}
	a := f.draw(Cell{Key: "a", True: 4, High: 10, Floor: 11, Holder: "A"})
	b := f.draw(Cell{Key: "b", True: 7, High: 10, Floor: 11, Holder: "B"})
	all := f.draw(Cell{Key: "all", True: 11, Low: 11, High: 12})
	f.Sums = []Sum{{all, []int{a, b}}}
	findings, err := f.Audit(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	want := []Failure{
		{Cell: b, Holder: "A", Low: 7, High: 8, Proven: true},
		{Cell: a, Holder: "B", Low: 4, High: 5, Proven: true},
	}
	if !reflect.DeepEqual(findings.Failures, want) {
		t.Errorf("%+v, not %+v", findings.Failures, want)
	}
	insiders, err := f.Insiders(t.Context(), 1)
	if err != nil || len(insiders) > 0 {
		t.Errorf("one answer of 4 says nothing: %+v, %v", insiders, err)
	}
}

func TestInsiders_twoInOneCell(t *testing.T) {
	// a + b is at most 3 and b at least 1: two respondents of a know b.
	f := &Family{Cells: []Cell{
		{Key: "a", True: 2, High: 3, Floor: 11, Holder: "A"},
		{Key: "b", True: 1, Low: 1, High: 3, Floor: 11, Holder: "B"},
		{Key: "sum", True: 3, High: 3},
	}, Sums: []Sum{{2, []int{0, 1}}}}
	got, err := f.Insiders(t.Context(), 2)
	want := []Insider{{Cell: 1, Knows: 0, Low: 1, High: 1}}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("%+v, not %+v (%v)", got, want, err)
	}
}

func TestMemory_sameAnswer(t *testing.T) {
	f := release(4, 4, 3, 3, 6)
	var memory Memory
	first, err := memory.Repair(t.Context(), f)
	if err != nil {
		t.Fatal(err)
	}
	cured := maps.Clone(memory.cured)
	again, err := memory.Repair(t.Context(), f)
	if err != nil || !reflect.DeepEqual(first, again) || !maps.Equal(memory.cured, cured) {
		t.Errorf("another answer from memory, or repaired again (%v)", err)
	}
	f.Cells[len(f.Cells)-1].MaskedHigh++
	if _, err := memory.Repair(t.Context(), f); err != nil {
		t.Fatal(err)
	}
	kept := 0
	for print, c := range memory.cured {
		if cured[print] == c {
			kept++
		}
	}
	if kept != len(cured)-1 || len(memory.cured) != len(cured) {
		t.Errorf("one component changed: %d of %d kept, %d now", kept, len(cured), len(memory.cured))
	}
}

func TestCertificate_refusesWhatIsForged(t *testing.T) {
	for name, forge := range map[string]func(f *Family, c *Certificate){
		"too near":           func(f *Family, c *Certificate) { c.low = c.high },
		"another size":       func(f *Family, c *Certificate) { c.low.base = c.low.base[1:] },
		"outside a band":     func(f *Family, c *Certificate) { c.high.base[0] += 40 },
		"does not add up":    func(f *Family, c *Certificate) { f.Cells[0].Low, f.Cells[0].High = 38, 38 },
		"open cell left out": func(f *Family, c *Certificate) { f.Cells[0].Low = 30 },
		"known to a holder":  func(f *Family, c *Certificate) { c.Holder = "T0" },
		"cell left out":      func(f *Family, c *Certificate) { c.Cell = 0 },
		"linear fails": func(f *Family, c *Certificate) {
			f.Linears = []Linear{{Terms: []Term{{1, 1}, {2, -1}}, Low: 100, High: Unbounded}}
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := pinned()
			repaired, err := f.Repair(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			f = f.Mask(repaired.Masked...)
			c := repaired.Certificates[0]
			if err := c.Check(f); err != nil {
				t.Fatal(err)
			}
			low, high := c.Tables()
			c.low, c.high = &table{base: low}, &table{base: high}
			forge(f, &c)
			if c.Check(f) == nil {
				t.Error("accepted")
			}
		})
	}
}

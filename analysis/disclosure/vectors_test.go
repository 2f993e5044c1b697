package disclosure_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"constat/analysis/disclosure/audit"
)

// instance is one disclosure instance of the shared vectors; which fields are
// filled depends on the kind.
type instance struct {
	ID   string
	Kind string

	// audit
	Published       audit.Document
	AttackBefore    []attacked `json:"attack_before"`
	FailedBefore    int        `json:"failed_before"`
	M2FailedBefore  []m2Failed `json:"m2_failed_before"`
	ReferenceMasked []string   `json:"reference_masked"`
	MinMasked       *int       `json:"min_masked"`
	LowerBound      *int       `json:"min_masked_lower_bound"`

	// leak
	Doc      audit.Document
	Expected []attacked
	Exact    []string
}

type attacked struct {
	ID  string
	Int [2]float64
	OK  *bool
}

// m2Failed is [holder, cell, [low, high]].
type m2Failed struct {
	Holder, Cell string
	Int          [2]float64
}

func (m *m2Failed) UnmarshalJSON(data []byte) error {
	return json.Unmarshal(data, &[]any{&m.Holder, &m.Cell, &m.Int})
}

// tally is the outcome for one kind of instance.
type tally struct {
	run     int
	failed  []string
	masked  int
	reached int // reference repairs' masked cells
	least   int
	ratios  []float64
}

func (y *tally) fail(id string, format string, a ...any) {
	y.failed = append(y.failed, id+": "+fmt.Sprintf(format, a...))
}

func TestVectors(t *testing.T) {
	folder := os.Getenv("CONSTAT_VECTORS")
	if folder == "" {
		folder = filepath.Join("..", "..", "..", "shared", "vectors")
	}
	data, err := os.ReadFile(filepath.Join(folder, "sdc-instances.json"))
	if os.IsNotExist(err) {
		t.Logf("no shared vectors in %s: this extra run is left out", folder)
		return
	} else if err != nil {
		t.Fatal(err)
	}
	var file struct{ Instances []instance }
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	tallies := make(map[string]*tally)
	for _, in := range file.Instances {
		y := tallies[in.Kind]
		if y == nil {
			y = new(tally)
			tallies[in.Kind] = y
		}
		y.run++
		switch in.Kind {
		case "audit":
			checkAudit(t, in, y)
		case "leak":
			checkLeak(t, in, y)
		case "suppression":
		default:
			y.fail(in.ID, "unknown kind %s", in.Kind)
		}
	}
	for kind, y := range tallies {
		t.Logf("%s: %d instances, %d failed; masked %d, reference %d, least known %d", kind, y.run, len(y.failed), y.masked, y.reached, y.least)
		for _, f := range y.failed {
			t.Errorf("%s %s", kind, f)
		}
	}
}

func checkLeak(t *testing.T, in instance, y *tally) {
	r, err := in.Doc.Read("")
	if err != nil {
		y.fail(in.ID, "%v", err)
		return
	}
	ranges, err := r.Family.Ranges(t.Context(), r.Knowing...)
	if err != nil {
		y.fail(in.ID, "%v", err)
		return
	}
	for _, want := range in.Expected {
		compare(in.ID, r, ranges, want, y)
	}
	for _, id := range in.Exact {
		if g := ranges[r.At[id]]; g.Low != g.High {
			y.fail(in.ID, "%s must fall, and stays %d..%d", id, g.Low, g.High)
		}
	}
}

func compare(id string, r *audit.Reading, ranges []audit.Range, want attacked, y *tally) {
	cell, ok := r.At[want.ID]
	if !ok {
		y.fail(id, "no cell %s", want.ID)
		return
	}
	if g := ranges[cell]; float64(g.Low) != want.Int[0] || float64(g.High) != want.Int[1] {
		y.fail(id, "%s: %d..%d, expected %v", want.ID, g.Low, g.High, want.Int)
	}
}

func checkAudit(t *testing.T, in instance, y *tally) {
	ctx := t.Context()
	r, err := in.Published.Read("geo")
	if err != nil {
		y.fail(in.ID, "%v", err)
		return
	}
	f := &r.Family
	ranges, err := f.Ranges(ctx)
	if err != nil {
		y.fail(in.ID, "%v", err)
		return
	}
	for _, want := range in.AttackBefore {
		compare(in.ID, r, ranges, want, y)
	}
	compareFindings(ctx, in, r, y)
	checkRepair(ctx, in, f, y)
}

func compareFindings(ctx context.Context, in instance, r *audit.Reading, y *tally) {
	findings, err := r.Family.Audit(ctx)
	if err != nil {
		y.fail(in.ID, "%v", err)
		return
	}
	var got, want []string
	for _, f := range findings.Failures {
		got = append(got, fmt.Sprint(f.Holder, " ", f.Cell))
	}
	for _, a := range in.AttackBefore {
		if a.OK != nil && !*a.OK {
			want = append(want, fmt.Sprint("", " ", r.At[a.ID]))
		}
	}
	// Cells that fail for any reader already are not listed again for holders.
	reader := slices.Clone(want)
	for _, m := range in.M2FailedBefore {
		want = append(want, fmt.Sprint(m.Holder, " ", r.At[m.Cell]))
	}
	_ = reader
	slices.Sort(got)
	slices.Sort(want)
	got, want = slices.Compact(got), slices.Compact(want)
	if !slices.Equal(got, want) {
		y.fail(in.ID, "judgements that fail %v, expected %v", got, want)
	}
}

func checkRepair(ctx context.Context, in instance, f *audit.Family, y *tally) {
	repaired, err := f.Repair(ctx)
	if err != nil {
		y.fail(in.ID, "repair: %v", err)
		return
	}
	if len(repaired.Failing) > 0 {
		y.fail(in.ID, "%d cells still fail after repair", len(repaired.Failing))
	}
	masked := f.Mask(repaired.Masked...)
	for _, c := range repaired.Certificates {
		if err := c.Check(masked); err != nil {
			y.fail(in.ID, "%v", err)
		}
	}
	if err := masked.Holds(); err != nil {
		y.fail(in.ID, "%v", err)
	}
	y.masked += len(repaired.Masked)
	y.reached += len(in.ReferenceMasked)
	if in.LowerBound != nil {
		y.least += *in.LowerBound
	}
	if len(repaired.Masked) > len(in.ReferenceMasked) {
		y.fail(in.ID, "%d cells masked, %d by the reference", len(repaired.Masked), len(in.ReferenceMasked))
	}
}

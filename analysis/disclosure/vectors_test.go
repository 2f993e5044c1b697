package disclosure_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
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

	// suppression
	Cells []struct {
		ID    string
		Value int64
	}
	Constraints []struct {
		Total string
		Parts []string
	}
	Threshold       int64
	Width           int64
	Zeros           string
	Primary         []string
	NotSuppressible []string `json:"not_suppressible"`
	SelfKnowing     []string `json:"self_knowing"`
	Before          map[string]attacked
	Solutions       map[string]struct {
		Objective int64
		Optimal   bool
	}

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
	t.Parallel()
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
	checks := map[string]func(*testing.T, instance, *tally){
		"audit": checkAudit, "leak": checkLeak, "suppression": checkSuppression,
	}
	tallies := make(map[string]*tally)
	for _, in := range file.Instances {
		y := tallies[in.Kind]
		if y == nil {
			y = new(tally)
			tallies[in.Kind] = y
		}
		y.run++
		check := checks[in.Kind]
		if check == nil {
			y.fail(in.ID, "unknown kind %s", in.Kind)
			continue
		}
		check(t, in, y)
	}
	for _, kind := range slices.Sorted(maps.Keys(tallies)) {
		tallies[kind].report(t, kind)
	}
}

// mostOverOptimum is how far above the known optima the objective may be on average.
const mostOverOptimum = 1.10

// report prints the outcome of a kind, and fails for what failed in it.
func (y *tally) report(t *testing.T, kind string) {
	if len(y.ratios) > 0 {
		sum := 0.0
		for _, r := range y.ratios {
			sum += r
		}
		mean := sum / float64(len(y.ratios))
		t.Logf("%s: %d objectives, %.4f of the known optimum on average, %.4f at most", kind, len(y.ratios), mean, slices.Max(y.ratios))
		if mean > mostOverOptimum {
			y.fail("average", "objective %.3f of the optimum", mean)
		}
	}
	failed := make(map[string]bool)
	for _, f := range y.failed {
		id, _, _ := strings.Cut(f, ": ")
		failed[id] = true
		t.Errorf("%s %s", kind, f)
	}
	t.Logf("%s: %d of %d instances pass", kind, y.run-len(failed), y.run)
	if y.reached > 0 {
		t.Logf("%s: %d cells masked, %d by the reference, at least %d where a bound is known", kind, y.masked, y.reached, y.least)
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
	for _, m := range in.M2FailedBefore {
		want = append(want, fmt.Sprint(m.Holder, " ", r.At[m.Cell]))
	}
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
	if in.MinMasked != nil && len(repaired.Masked) < *in.MinMasked {
		y.fail(in.ID, "%d cells masked, fewer than the proven %d", len(repaired.Masked), *in.MinMasked)
	}
	if len(repaired.Masked) > len(in.ReferenceMasked) {
		y.fail(in.ID, "%d cells masked, %d by the reference", len(repaired.Masked), len(in.ReferenceMasked))
	}
}

// exact builds the family of a suppression instance, all its cells exact.
func (in instance) exact() (*audit.Family, map[string]int) {
	f, at := new(audit.Family), make(map[string]int)
	for i, c := range in.Cells {
		at[c.ID] = i
		f.Cells = append(f.Cells, audit.Cell{Key: c.ID, True: c.Value, Low: c.Value, High: c.Value, MaskedHigh: audit.Unbounded})
	}
	for _, c := range in.Constraints {
		f.Sums = append(f.Sums, audit.Sum{Total: at[c.Total], Parts: indexes(at, c.Parts)})
	}
	return f, at
}

func indexes(at map[string]int, ids []string) []int {
	all := make([]int, len(ids))
	for i, id := range ids {
		all[i] = at[id]
	}
	return all
}

func checkSuppression(t *testing.T, in instance, y *tally) {
	f, at := in.exact()
	task := audit.Suppression{
		Primary: indexes(at, in.Primary), Keep: indexes(at, in.NotSuppressible),
		Knowing: indexes(at, in.SelfKnowing), Width: in.Width,
	}
	checkBefore(t, in, f, at, y)
	for _, name := range slices.Sorted(maps.Keys(in.Solutions)) {
		known := in.Solutions[name]
		task.Weights = nil
		if name == "min_value" {
			for _, c := range f.Cells {
				task.Weights = append(task.Weights, max(1, c.True))
			}
		}
		s, err := f.Suppress(t.Context(), task)
		if err != nil {
			y.fail(in.ID, "%s: %v", name, err)
			continue
		}
		if len(s.Failing) > 0 {
			y.fail(in.ID, "%s: primary cells left too narrow: %v", name, s.Failing)
		}
		checkHidden(t, in, f, task, s, y)
		if known.Objective == 0 {
			if s.Cost != 0 {
				y.fail(in.ID, "%s: cost %d where nothing need be hidden", name, s.Cost)
			}
			continue
		}
		if known.Optimal && s.Cost < known.Objective {
			y.fail(in.ID, "%s: cost %d under the proven optimum %d", name, s.Cost, known.Objective)
		}
		y.ratios = append(y.ratios, float64(s.Cost)/float64(known.Objective))
		if s.Cost != known.Objective {
			t.Logf("%s %s: %d, optimum %d", in.ID, name, s.Cost, known.Objective)
		}
	}
}

// checkBefore compares the intervals when only the primary cells are hidden.
func checkBefore(t *testing.T, in instance, f *audit.Family, at map[string]int, y *tally) {
	ranges, err := hide(f, indexes(at, in.Primary)).Ranges(t.Context())
	if err != nil {
		y.fail(in.ID, "%v", err)
		return
	}
	for id, want := range in.Before {
		if g := ranges[at[id]]; float64(g.Low) != want.Int[0] || float64(g.High) != want.Int[1] {
			y.fail(in.ID, "%s before: %d..%d, expected %v", id, g.Low, g.High, want.Int)
		}
	}
}

// checkHidden attacks the answer again, from nothing but the printed cells.
func checkHidden(t *testing.T, in instance, f *audit.Family, task audit.Suppression, s audit.Suppressed, y *tally) {
	hidden := hide(f, slices.Concat(task.Primary, s.Secondary))
	attackers := [][]audit.Known{nil}
	for _, i := range task.Knowing {
		attackers = append(attackers, []audit.Known{{Cell: i, Low: f.Cells[i].True, High: f.Cells[i].True}})
	}
	for _, knowing := range attackers {
		ranges, err := hidden.Ranges(t.Context(), knowing...)
		if err != nil {
			y.fail(in.ID, "%v", err)
			return
		}
		for _, i := range task.Primary {
			own := len(knowing) > 0 && knowing[0].Cell == i
			if g := ranges[i]; !own && g.Width() < task.Width {
				y.fail(in.ID, "%s stays %d..%d", f.Cells[i].Key, g.Low, g.High)
			}
		}
	}
	for _, i := range s.Secondary {
		if slices.Contains(task.Keep, i) {
			y.fail(in.ID, "%s is hidden and must stay", f.Cells[i].Key)
		}
	}
}

// hide is the family with these cells unknown.
func hide(f *audit.Family, cells []int) *audit.Family {
	for _, i := range cells {
		f.Cells[i].MaskedLow, f.Cells[i].MaskedHigh = 0, audit.Unbounded
	}
	return f.Mask(cells...)
}

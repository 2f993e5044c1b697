package main

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"testing"
)

// outside gives the path of a file of the shared test data, which is not part
// of this repository.
func outside(variable, folder, file string) string {
	dir := os.Getenv(variable)
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared", folder)
	}
	return filepath.Join(dir, file)
}

// readVectors reads a file of the shared vectors. Where the folder is absent
// there is nothing to run: it says so, and the test passes.
func readVectors(t *testing.T, name string, into any) bool {
	t.Helper()
	path := outside("CONSTAT_VECTORS", "vectors", name)
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		t.Logf("no %s: nothing to run", path)
		return false
	}
	check(t, err)
	check(t, json.Unmarshal(data, into))
	return true
}

// rate counts how many vectors of a file pass, and tells the failures that
// are explained from those that are not. Of the usual vectors each failure has
// its reason, or the test fails; others, which CONSTAT_VECTORS names, have to
// reach the percentage.
type rate struct {
	t        *testing.T
	file     string
	percent  float64           // fewer is a failure
	reasons  map[string]string // id → why it departs
	passed   int
	run      int
	excluded map[string]int // reason → how many
}

func newRate(t *testing.T, file string, percent float64, reasons map[string]string) *rate {
	return &rate{t: t, file: file, percent: percent, reasons: reasons, excluded: map[string]int{}}
}

func (r *rate) exclude(_, why string) { r.excluded[why]++ }

// add counts one vector; said is where it departs, or "".
func (r *rate) add(id, said string) {
	r.t.Helper()
	r.run++
	why, explained := r.reasons[id]
	switch {
	case said == "" && explained:
		r.t.Errorf("%s passes, and is listed as a departure: %s", id, why)
		r.passed++
	case said == "":
		r.passed++
	case explained:
		r.t.Logf("%s departs (%s): %s", id, why, said)
	case os.Getenv("CONSTAT_VECTORS") == "":
		r.t.Errorf("%s FAILS without a reason: %s", id, said)
	default:
		r.t.Logf("%s FAILS: %s", id, said)
	}
}

func (r *rate) close() {
	r.t.Helper()
	reasons := make([]string, 0, len(r.excluded))
	for why := range r.excluded {
		reasons = append(reasons, why)
	}
	sort.Strings(reasons)
	for _, why := range reasons {
		r.t.Logf("%s: %d out of scope: %s", r.file, r.excluded[why], why)
	}
	if r.run == 0 {
		r.t.Fatalf("%s: no vector", r.file)
	}
	percent := 100 * float64(r.passed) / float64(r.run)
	r.t.Logf("%s: %d of %d pass (%.1f %%)", r.file, r.passed, r.run, percent)
	if percent < r.percent {
		r.t.Errorf("%s: fewer than %.0f %% pass", r.file, r.percent)
	}
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

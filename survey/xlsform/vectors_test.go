package xlsform

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"constat/survey"
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

// vector is one small form and what pyxform 4.5 says of it.
type vector struct {
	ID        string
	Accepted  bool
	Category  string
	Validator []string                       `json:"validator_rejects"`
	Error     string                         `json:"error_text"`
	FormName  string                         `json:"form_name"`
	Sheets    map[string][][]json.RawMessage `json:"sheets"`
}

// outOfScope are the vectors that this reader answers otherwise on purpose.
func outOfScope(v vector) string {
	switch {
	case v.Category == "entities" && (!v.Accepted || len(v.Validator) > 0):
		return "entities are ignored with a warning, their mistakes too"
	case !v.Accepted && strings.Contains(v.Error, "form_name"):
		return "the name at fault is an argument of pyxform, not in the workbook"
	}
	return ""
}

// departures are the vectors in scope that this reader answers otherwise.
var departures = map[string]string{
	"p0281": "an unclosed quote is refused, as ODK Validate does; pyxform does not read expressions",
	"p0564": "ODK Validate refuses a group of calculations alone; here nobody sees it, on a phone neither",
}

// TestVectors_pyxform runs the forms of pyxform's own suite. It asks for 95 %
// of those in scope, and lists the others; of the usual vectors each has its
// reason above.
func TestVectors_pyxform(t *testing.T) {
	path := outside("CONSTAT_VECTORS", "vectors", "pyxform-vectors.json")
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		t.Logf("no %s: nothing to run", path)
		return
	}
	check(t, err)
	var file struct{ Vectors []vector }
	check(t, json.Unmarshal(data, &file))
	if len(file.Vectors) == 0 {
		t.Fatal("no vector in the file")
	}
	agreed, run, excluded := 0, 0, map[string]int{}
	for _, v := range file.Vectors {
		if why := outOfScope(v); why != "" {
			excluded[why]++
			continue
		}
		run++
		accepted, said := judge(t, v)
		expected := v.Accepted && len(v.Validator) == 0
		switch why, explained := departures[v.ID]; {
		case accepted == expected && explained:
			t.Errorf("%s agrees, and is listed as a departure: %s", v.ID, why)
			agreed++
		case accepted == expected:
			agreed++
		case explained:
			t.Logf("%s departs: %s", v.ID, why)
		case os.Getenv("CONSTAT_VECTORS") == "":
			t.Errorf("%s FAILS without a reason: accepted=%v, pyxform %v: %s%s", v.ID, accepted, expected, firstLine(v.Error), said)
		default:
			t.Logf("%s FAILS: accepted=%v, pyxform %v: %s%s", v.ID, accepted, expected, firstLine(v.Error), said)
		}
	}
	for why, n := range excluded {
		t.Logf("pyxform vectors: %d out of scope: %s", n, why)
	}
	t.Logf("pyxform vectors: %d of %d in scope agree (%.1f %%)", agreed, run, 100*float64(agreed)/float64(run))
	if agreed*100 < run*95 {
		t.Errorf("%d of %d vectors agree, fewer than 95 %%", agreed, run)
	}
}

func judge(t *testing.T, v vector) (accepted bool, said string) {
	t.Helper()
	names := make([]string, 0, len(v.Sheets))
	for name := range v.Sheets {
		names = append(names, name)
	}
	sort.Strings(names)
	sheets := map[string][][]any{}
	for name, rows := range v.Sheets {
		for _, row := range rows {
			cells := make([]any, len(row))
			for i, raw := range row {
				var value any
				check(t, json.Unmarshal(raw, &value))
				cells[i] = value
			}
			sheets[name] = append(sheets[name], cells)
		}
	}
	form, problems, err := ReadAll(bytes.NewReader(build(t, names, sheets)))
	check(t, err)
	if (form == nil) != survey.Blocking(problems) {
		t.Errorf("%s: a form and faults together, or neither", v.ID)
	}
	return form != nil, "\n" + listing(problems)
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}

// TestForms_published reads every published form of the shared folder: each
// is read, or refused with a reason that has an address. It prints the counts
// and where pyxform decided otherwise.
func TestForms_published(t *testing.T) {
	paths, err := filepath.Glob(outside("CONSTAT_FORMS", "forms", "*.xlsx"))
	check(t, err)
	if len(paths) == 0 {
		t.Logf("no form in %s: nothing to run", outside("CONSTAT_FORMS", "forms", ""))
		return
	}
	verdicts := pyxformVerdicts(t)
	read, refused, agreed := 0, 0, 0
	for _, path := range paths {
		file, err := os.Open(path)
		check(t, err)
		form, problems, err := ReadAll(file)
		check(t, file.Close())
		base := filepath.Base(path)
		if err != nil {
			t.Errorf("%s: %v", base, err)
			continue
		}
		if form == nil {
			refused++
			if !addressed(problems) {
				t.Errorf("%s: refused without an address\n%s", base, listing(problems))
			}
		} else {
			read++
		}
		if accepted := form != nil; accepted == (verdicts[base].result != "rejected") {
			agreed++
		} else {
			t.Logf("%s: accepted=%v, pyxform %s: %s\n%s", base, accepted, verdicts[base].result, verdicts[base].reason, faults(problems))
		}
	}
	t.Logf("published forms: %d read, %d refused; %d of %d as pyxform", read, refused, agreed, len(paths))
}

type verdict struct{ result, reason string }

func pyxformVerdicts(t *testing.T) map[string]verdict {
	t.Helper()
	data, err := os.ReadFile(outside("CONSTAT_FORMS", "forms", "INDEX.tsv"))
	check(t, err)
	lines := strings.Split(string(data), "\n")
	head := strings.Split(lines[0], "\t")
	result, reason := -1, -1
	for i, h := range head {
		switch h {
		case "pyxform_4_5":
			result = i
		case "pyxform_error":
			reason = i
		}
	}
	verdicts := map[string]verdict{}
	for _, line := range lines[1:] {
		if cells := strings.Split(line, "\t"); len(cells) > max(result, reason) {
			verdicts[cells[0]] = verdict{cells[result], cells[reason]}
		}
	}
	return verdicts
}

func addressed(problems []survey.Problem) bool {
	for _, p := range problems {
		if p.Severity == survey.Fault && (p.Sheet == "" || p.Row == 0 && p.Code != CodeMissingSheet && p.Code != CodeSheetToRename) {
			return false
		}
	}
	return true
}

// faults lists the first faults only: a form may have hundreds.
func faults(problems []survey.Problem) string {
	var only []survey.Problem
	for _, p := range problems {
		if p.Severity == survey.Fault && len(only) < 5 {
			only = append(only, p)
		}
	}
	return listing(only)
}

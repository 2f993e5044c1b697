package main

import (
	"strings"
	"testing"
)

// A day that software writes for none is asked about, until it is settled.
func TestDiagnose_suspectDays(t *testing.T) {
	d := newDesk(t, "| survey |\n| | type | name | label |\n| | date | jour | Jour |")
	for name, c := range map[string]struct{ cells, want string }{
		"1900":                {"2024-03-01|01/01/1900|2025-05-06", "1900-01-01"},
		"the end of time":     {"2024-03-01|9999-12-31|2025-05-06", "9999-12-31"},
		"the year 1":          {"2024-03-01|0001-01-01|2025-05-06", "0001-01-01"},
		"1970 among births":   {"1950-02-03|1970-01-01|1990-05-06", ""},
		"1970 among visits":   {"2024-03-01|1970-01-01|2025-05-06", "1970-01-01"},
		"1980, near the rest": {"1981-03-01|1980-01-01|1985-05-06", ""},
		"nothing else":        {"1900-01-01", "1900-01-01"},
		"no such day":         {"2024-03-01|1900-01-02", ""},
	} {
		answers := d.put("a.csv", "jour\n"+strings.ReplaceAll(c.cells, "|", "\n")+"\n")
		_, _, stderr := d.diagnose("--answers", answers, "--json")
		if asked := strings.Contains(stderr, "contient le"); asked != (c.want != "") || asked && !strings.Contains(stderr, "--missing jour="+c.want) {
			t.Errorf("%s: %s", name, stderr)
		}
	}
	answers := d.put("a.csv", "jour\n2024-03-01\n01/01/1900\n")
	for option, base := range map[string]int{"jour=1900-01-01": 1, "jour=1900-01-01:vraie date": 2} {
		code, _, stderr := d.diagnose("--answers", answers, "--json", "--missing", option)
		if code != exitDone || strings.Contains(stderr, "contient le") {
			t.Fatalf("%s: exit %d, %s", option, code, stderr)
		}
		if table := d.tables("--answers", answers, "--missing", option).table(t, "", "jour", ""); table.Base != base {
			t.Errorf("%s: base %d, want %d", option, table.Base, base)
		}
	}
}

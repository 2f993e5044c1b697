package main

import (
	"strings"
	"testing"
)

// 1.000 in an integer is asked about, out of every sum, until an option settles it.
func TestDiagnose_twoNumbers(t *testing.T) {
	d := newDesk(t, "| survey |\n| | type | name | label |\n| | integer | nb | Combien |\n| | integer | autre | Autre |")
	answers := d.put("a.csv", "nb,autre\n1.000,1.000\n12,12.5\n2.500,4\n")
	table := d.tables("--answers", answers).table(t, "", "nb", "")
	if table.Base != 1 || table.Quantity.Sum != 12 {
		t.Errorf("asked: base %d, sum %v", table.Base, table.Quantity.Sum)
	}
	_, _, stderr := d.diagnose("--answers", answers, "--json")
	for _, want := range []string{"À VÉRIFIER : des nombres de la question « nb », comme 1.000,", "(nombre de fois : 2)", "--decimal nb=virgule", "Ligne 2, colonne nb : « 1.000 »", "Ligne 4, colonne nb : « 2.500 »"} {
		if !strings.Contains(stderr, want) {
			t.Errorf("%q is not said in\n%s", want, stderr)
		}
	}
	if strings.Contains(stderr, "question « autre »") {
		t.Errorf("what its column tells is asked about:\n%s", stderr)
	}
	for option, want := range map[string][2]float64{"nb=virgule": {3, 3512}, "nb=point": {2, 13}, "*=,": {3, 3512}} {
		table := d.tables("--answers", answers, "--decimal", option).table(t, "", "nb", "")
		if float64(table.Base) != want[0] || table.Quantity.Sum != want[1] {
			t.Errorf("%s: base %d, sum %v", option, table.Base, table.Quantity.Sum)
		}
	}
	for _, bad := range []string{"nb", "nb=;", "rien=point"} {
		if code, _, stderr := d.diagnose("--answers", answers, "--json", "--decimal", bad); code != exitInput || !strings.Contains(stderr, "--decimal") {
			t.Errorf("%s: exit %d, %q", bad, code, stderr)
		}
	}
	out := d.path("o.xlsx")
	d.diagnose("--answers", answers, "-o", out)
	if !readmeSays(t, out, "--decimal nb=virgule") || !readmeSays(t, out, "Ligne 4") {
		t.Error("the workbook does not ask")
	}
}

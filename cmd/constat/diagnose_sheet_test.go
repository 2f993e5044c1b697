package main

import (
	"strings"
	"testing"
)

const twinRepeats = `
| survey |
| | type         | name    | label   |
| | text         | lieu    | Lieu    |
| | begin_repeat | filles  | Filles  |
| | integer      | age     | Âge     |
| | end_repeat   |         |         |
| | begin_repeat | garcons | Garçons |
| | integer      | age     | Âge     |
| | end_repeat   |         |         |
| settings |
| | form_id |
| | paire   |
`

// Two files that may be either repeat: nothing is counted until somebody says
// which, as the refusal tells.
func TestDiagnose_sheet(t *testing.T) {
	d := newDesk(t, twinRepeats)
	files := []string{
		"--answers", d.put("paire.csv", "lieu,_index\nLunel,1\nSète,2\n"),
		"--answers", d.put("un.csv", "age,_parent_index\n3,1\n4,2\n"),
		"--answers", d.put("deux.csv", "age,_parent_index\n9,2\n"),
	}
	code, stdout, stderr := d.diagnose(append(files, "--json")...)
	if code != exitInput || stdout != "" || !strings.Contains(stderr, `« un.csv » peut être plusieurs parties du questionnaire : filles, garcons. Dites laquelle, par exemple --sheet "un.csv=filles"`) {
		t.Fatalf("exit %d, %s", code, stderr)
	}
	for told, sums := range map[string][2]float64{"un.csv=filles": {7, 9}, "un=Garçons": {9, 7}, "deux.csv = filles": {9, 7}} {
		document := d.tables(append(files, "--sheet", told)...)
		for i, question := range []string{"filles/age", "garcons/age"} {
			if q := document.table(t, "", question, "").Quantity; q == nil || q.Sum != sums[i] {
				t.Errorf("%s: %s = %+v, want %v", told, question, q, sums[i])
			}
		}
	}
	for wrong, why := range map[string]string{
		"un.csv": "écrivez FEUILLE=RÉPÉTITION", "un.csv=fille": "n’est pas une partie du questionnaire. Choisissez : filles, garcons, principale, aucune",
		"trois.csv=filles": "aucun fichier ne s’appelle « trois.csv »",
	} {
		args := append(files, "--json", "--sheet", wrong)
		if strings.HasPrefix(wrong, "trois") {
			args = append(args, "--sheet", "un.csv=filles")
		}
		if code, _, stderr := d.diagnose(args...); code != exitInput || !strings.Contains(stderr, why) {
			t.Errorf("%s: exit %d, %s", wrong, code, stderr)
		}
	}
	out := d.path("a.xlsx")
	if code, _, stderr := d.diagnose(append(files, "--sheet", "un.csv=filles", "--sheet", "deux.csv=aucune", "-o", out)...); code != exitDone || !strings.Contains(stderr, "« deux.csv » est laissé de côté, comme demandé") {
		t.Errorf("exit %d, %s", code, stderr)
	}
	checkSheet(t, out, "« deux.csv » est laissé de côté, comme demandé")
}

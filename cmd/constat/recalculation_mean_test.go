package main

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

const meanForm = `
survey
| | type                 | name     | label        |
| | select_one structure | genre    | La structure |
| | integer              | enfants  | Les enfants  |
| | integer              | familles | Les familles |
choices
| | list_name | name  | label |
| | structure | ecole | École |
| | structure | pmi   | PMI   |
settings
| | form_title | form_id |
| | Moyennes   | moyenne |
diagnostic
| | type  | name | question | by    | label               | unit                      | denominator | parameters |
| | mean  | M    | enfants  | genre | Enfants en moyenne  | enfants par professionnel |             | key=yes    |
| | ratio | R    | enfants  |       | Enfants par famille | enfants par famille       | familles    | key=yes    |
`

// meanDiagnostic is of ten rows: nine that give 18 children of 9 families, and
// one that gives what it is told.
func meanDiagnostic(t *testing.T, last string) []byte {
	t.Helper()
	d := newDesk(t, meanForm)
	answers := "genre,enfants,familles,_uuid\n"
	for i, row := range strings.Fields(strings.Repeat("ecole,1,1 pmi,3,1 ecole,2,1 ", 3) + last) {
		answers += fmt.Sprintf("%s,u%d\n", row, i)
	}
	if code, _, stderr := d.diagnose("--answers", d.put("a.csv", answers), "-o", d.path("out.xlsx")); code != exitDone {
		t.Fatal(stderr)
	}
	workbook, err := os.ReadFile(d.path("out.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	return workbook
}

// A correction takes a tenth number, and an eleventh family, back or brings
// them: mean, ratio and their sentences follow.
func TestRecalculation_meanAcrossItsThreshold(t *testing.T) {
	ten, nine := meanDiagnostic(t, "pmi,4,2"), meanDiagnostic(t, "pmi,,")
	names, wants := []string{"from ten to nine", "from nine to ten"}, [][]byte{nine, ten}
	var corrected [][]byte
	for i, from := range [][]byte{ten, nine} {
		mended, changed := correct(t, from, wants[i])
		if changed != 2 {
			t.Fatalf("%s: %d cells corrected", names[i], changed)
		}
		corrected = append(corrected, mended)
	}
	for i, got := range recalculated(t, corrected...) {
		t.Run(names[i], func(t *testing.T) {
			want := opened(t, wants[i])
			for _, sheet := range []string{"Indicateurs", "Synthèse"} {
				said, wanted := spokenRows(t, got, sheet), spokenRows(t, want, sheet)
				for i, row := range wanted {
					if i < len(said) && said[i] != row {
						t.Errorf("%s, line %d:\n got %s\nwant %s", sheet, i+1, said[i], row)
					}
				}
				if len(wanted) < 4 || len(said) != len(wanted) {
					t.Errorf("%s has %d lines, then %d", sheet, len(wanted), len(said))
				}
			}
		})
	}
}

func spokenRows(t *testing.T, f *excelize.File, sheet string) []string {
	t.Helper()
	rows, err := f.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, row := range rows {
		said = append(said, strings.TrimRight(strings.Join(row, " | "), " |"))
	}
	return said
}

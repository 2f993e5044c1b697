package tabular

import (
	"strings"
	"testing"

	"constat/survey"
)

func TestDates_inWords(t *testing.T) {
	f := compiled(t, `
| survey |
| | type     | name     | label | appearance |
| | start    | start    |       |            |
| | date     | creation | Jour  |            |
| | date     | mois     | Mois  | month-year |
| | date     | annee    | An    | year       |
| | time     | heure    | Heure |            |
| | dateTime | quand    | Quand |            |
`)
	for _, c := range []struct{ column, cell, want string }{
		{"creation", "3 mars 2025", "2025-03-03"}, {"creation", "lun, 02/03/2026 - 09:15", "2026-03-02"}, {"quand", "Lun, 02/03/2026 - 09:15", "2026-03-02T09:15:00"}, {"creation", "2025-3-3", "2025-03-03"}, {"creation", "2025/3/3 9:15:22 AM UTC+1", "2025-03-03"}, {"creation", "2025-2-30", "no_such_day"}, {"creation", "3 MARS 2025", "2025-03-03"}, {"creation", "03-mars-25", "2025-03-03"},
		{"creation", "lundi 1er septembre 2025 à 14 h 30", "2025-09-01"}, {"creation", "Lundi 1er Septembre 2025", "2025-09-01"},
		{"creation", "le 15 aout 2025", "2025-08-15"}, {"creation", "15 août 2025", "2025-08-15"}, {"creation", "2 fév. 2024", "2024-02-02"},
		{"creation", "2 fevrier 2024", "2024-02-02"}, {"creation", "31 déc. 1998", "1998-12-31"}, {"creation", "14 juil. 89", "1989-07-14"},
		{"creation", "mar. 4 mars 2025", "2025-03-04"}, {"creation", "March 3, 2025", "2025-03-03"}, {"creation", "Mar 3rd, 2025", "2025-03-03"},
		{"creation", "3 March 2025", "2025-03-03"}, {"creation", "Monday, March 3, 2025", "2025-03-03"}, {"creation", "3\u00a0mars\u00a02025", "2025-03-03"},
		{"creation", "2025-03-03T23:30:00.000+14:00", "2025-03-03"}, {"creation", "03/03/2025 14:30:15", "2025-03-03"},
		{"creation", "31/02/2025", "no_such_day"}, {"creation", "30 février 2025", "no_such_day"}, {"creation", "2025-13-01", "no_such_day"},
		{"creation", "29/02/2023", "no_such_day"}, {"creation", "29/02/2024", "2024-02-29"}, {"creation", "32 mars 2025", "no_such_day"},
		{"creation", "sept. 2025", "not_date"}, {"creation", "3 brumaire 2025", "not_date"}, {"creation", "mars", "not_date"}, {"creation", "3 mars", "not_date"},
		{"mois", "sept. 2025", "2025-09-01"}, {"mois", "Septembre 2025", "2025-09-01"}, {"mois", "09/2025", "2025-09-01"}, {"mois", "2025-09", "2025-09-01"},
		{"mois", "13/2025", "not_date"}, {"mois", "2025", "not_date"}, {"annee", "2025", "2025-01-01"}, {"mois", "3 mars 2025", "2025-03-03"},
		{"heure", "9h", "09:00:00"}, {"heure", "9h30", "09:30:00"}, {"heure", "9 h 30", "09:30:00"}, {"heure", "9H30", "09:30:00"},
		{"heure", "2:30 PM", "14:30:00"}, {"heure", "12:15 a.m.", "00:15:00"}, {"heure", "9 pm", "21:00:00"}, {"heure", "25h", "not_time"},
		{"quand", "lundi 1er septembre 2025 à 14 h 30", "2025-09-01T14:30:00"}, {"quand", "March 3, 2025 2:30:15 PM", "2025-03-03T14:30:15"},
		{"quand", "2025/03/03 2:30:15 PM UTC+2", "2025-03-03T14:30:15+02:00"}, {"quand", "2025-03-03 14:30:00 UTC", "2025-03-03T14:30:00Z"},
		{"quand", "2025-03-03T14:30:00.000+0100", "2025-03-03T14:30:00+01:00"}, {"quand", "2025-03-03T14:30Z", "2025-03-03T14:30:00Z"},
		{"quand", "03/03/2025 14h30", "2025-03-03T14:30:00"}, {"quand", "31/02/2025 10:00", "no_such_day"}, {"quand", "45415.5", "2024-05-03T12:00:00"},
		{"quand", "3 mars 2025 vers midi", "not_datetime"},
	} {
		q, _ := f.Question(c.column)
		text, code := newCellReader(q, map[*survey.List]*choices{}, serial1900).read(c.cell)
		if got := strings.TrimSpace(text + " " + strings.TrimPrefix(code, "tabular_")); got != c.want {
			t.Errorf("%s %q = %q, want %q", c.column, c.cell, got, c.want)
		}
	}
	q, _ := f.Question("quand")
	if text, _ := newCellReader(q, map[*survey.List]*choices{}, serial1904).read("43953.5"); text != "2024-05-03T12:00:00" {
		t.Errorf("1904: %q", text)
	}
}

// TestDays_ofTools: the day of collection is read under the names of the tools.
func TestDays_ofTools(t *testing.T) {
	for header, cell := range map[string]string{
		"Date de soumission": "2026-03-02 09:15:00", "Temps soumis": "\"lun, 02/03/2026 - 09:15\"", "Heure de fin": "02/03/2026 09:20",
		"Date de la dernière action": "2026-03-02 09:15:00", "Completion time": "2026-03-02", "DATE_SAISIE": "02/03/2026", "Horodateur": "2026/03/02 9:15:22 AM UTC+1",
	} {
		equal(t, read(t, file("a.csv", header+",territoire\n"+cell+",lunel\n")), "2 row-1-2 2026-03-02 | territoire=lunel")
	}
}

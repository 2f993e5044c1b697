package tabular

import (
	"strings"
	"testing"

	"constat/survey"
)

// What people and software write for a number, alone in its column; "?" is asked.
func TestNumbers_alone(t *testing.T) {
	f := compiled(t, form)
	for _, c := range []struct{ column, cell, want string }{
		{"effectif", "1.000", "two_numbers"}, {"effectif", "1,000", "two_numbers"}, {"effectif", "12.500", "two_numbers"},
		{"effectif", "-1.000", "two_numbers"},
		{"effectif", "1.234.567", "1234567"}, {"effectif", "1,234,567", "1234567"}, {"effectif", "1.234,0", "1234"},
		{"effectif", "12.0", "12"}, {"effectif", "12,00", "12"}, {"effectif", "1000.000", "1000"}, {"effectif", "0.000", "0"},
		{"effectif", "1.23.4", "not_integer"}, {"effectif", "12.34,5", "not_integer"}, {"effectif", "1,2,3", "not_integer"},
		{"effectif", "1 000", "1000"}, {"effectif", "1\u00a0234\u00a0567", "1234567"}, {"effectif", "12\u202f345", "12345"},
		{"effectif", "1'234", "1234"}, {"effectif", "1’234’567", "1234567"}, {"effectif", "'12", "12"},
		{"effectif", "10 20", "not_integer"}, {"effectif", "04 67 12 34 56", "not_integer"}, {"effectif", "+33467123456", "33467123456"},
		{"effectif", "12 enfants", "not_integer"}, {"effectif", "3 h", "not_integer"}, {"effectif", "12€", "not_integer"},
		{"effectif", "50 %", "not_integer"}, {"effectif", "~10", "not_integer"}, {"effectif", "10-15", "not_integer"}, {"effectif", "douze", "not_integer"},
		{"effectif", "−3", "-3"}, {"effectif", "– 3", "-3"}, {"effectif", "－３", "-3"}, {"effectif", "１２", "12"}, {"effectif", "٣", "3"},
		{"effectif", "1e3", "1000"}, {"effectif", "1,5E+2", "150"}, {"effectif", "(12)", "not_integer"}, {"effectif", "1/2", "not_integer"},
		{"effectif", "0x10", "not_integer"}, {"effectif", "1_000", "not_integer"}, {"effectif", "Inf", "not_integer"}, {"effectif", "007", "7"},
		{"effectif", "--3", "not_integer"}, {"effectif", "1.", "1"}, {"effectif", ".", "not_integer"}, {"effectif", "½", "not_integer"},
		{"etp", "1,5", "1.5"}, {"etp", ",5", "0.5"}, {"etp", "1.250", "1.25"}, {"etp", "1,250", "1.25"}, {"etp", "1 234,56", "1234.56"},
		{"etp", "1.234,56", "1234.56"}, {"etp", "1,234.56", "1234.56"}, {"etp", "0,1 ETP", "not_number"},
	} {
		q, _ := f.Question(c.column)
		text, code := newCellReader(q, map[*survey.List]*choices{}, serialDates{}).read(c.cell)
		if got := strings.TrimSpace(text + " " + strings.TrimPrefix(code, "tabular_")); got != c.want {
			t.Errorf("%s %q = %q, want %q", c.column, c.cell, got, c.want)
		}
	}
}

// The column decides where one of its cells tells which mark is which, above or
// below, whatever the order; contradictions, and columns that tell nothing, are
// asked about; what was settled is believed.
func TestNumbers_column(t *testing.T) {
	f := compiled(t, form)
	for name, c := range map[string]struct {
		column string
		cells  string
		settle Mark
		want   string
	}{
		"nothing tells":              {"effectif", "1.000|12|3", 0, "?|12|3"},
		"thousands below":            {"effectif", "1.000|1.234.567", 0, "1000|1234567"},
		"thousands above":            {"effectif", "1.234.567|1.000", 0, "1234567|1000"},
		"a decimal point":            {"effectif", "1.000|12.5", 0, "1|?"},
		"a decimal comma":            {"effectif", "1.000|1,5", 0, "1000|?"},
		"zeros of a decimal point":   {"effectif", "1.000|12.0", 0, "1|12"},
		"both marks":                 {"effectif", "2.500|1.234,0", 0, "2500|1234"},
		"English thousands":          {"effectif", "1,000|1,234,567", 0, "1000|1234567"},
		"a comma with decimals":      {"effectif", "1,000|12,00", 0, "1|12"},
		"contradiction":              {"effectif", "1.000|12.5|1,5", 0, "?|?|?"},
		"spaces tell nothing":        {"effectif", "1.000|1 000", 0, "?|1000"},
		"a text tells nothing":       {"effectif", "1.000|12.5 enfants|v1.5", 0, "?|?|?"},
		"settled: comma":             {"effectif", "1.000|2,000", DecimalComma, "1000|2"},
		"settled: point":             {"effectif", "1.000|2,000", DecimalPoint, "1|2000"},
		"settled against the column": {"effectif", "1.000|1.234.567", DecimalPoint, "1|1234567"},
		"decimals follow too":        {"etp", "1.250|0,5", 0, "1250|0.5"},
		"decimals with a point":      {"etp", "1.250|0.5|2,000", 0, "1.25|0.5|2000"},
	} {
		t.Run(name, func(t *testing.T) {
			cells := strings.Split(c.cells, "|")
			r, err := Open(f, file("a.tsv", "territoire\t"+c.column+"\nlunel\t"+strings.Join(cells, "\nlunel\t")+"\n"))
			must(t, err)
			defer r.Close()
			q, _ := f.Question(c.column)
			r.SettleMark(q, c.settle)
			var got []string
			must(t, r.Each(func(row *Row) error {
				text := row.Submission.Answers.Values[c.column]
				if len(row.Problems) > 0 {
					text = "?"
				}
				got = append(got, text)
				return nil
			}))
			if strings.Join(got, "|") != c.want {
				t.Errorf("%s: got %q, want %q", c.cells, strings.Join(got, "|"), c.want)
			}
		})
	}
}

// A workbook's numbers are stored with a point, whatever their writer types: they
// tell nothing of what a text means, and are what they are.
func TestNumbers_workbook(t *testing.T) {
	f := compiled(t, form)
	read := func(column string, cells ...any) string {
		rows := [][]any{{"territoire", column}}
		for _, c := range cells {
			rows = append(rows, []any{"lunel", c})
		}
		r, err := Open(f, file("a.xlsx", string(workbook(t, sheet{"s", rows}))))
		must(t, err)
		defer r.Close()
		var got []string
		must(t, r.Each(func(row *Row) error {
			text := row.Submission.Answers.Values[column]
			if len(row.Problems) > 0 {
				text = "?"
			}
			got = append(got, text)
			return nil
		}))
		return strings.Join(got, "|")
	}
	for _, c := range []struct {
		column, want string
		cells        []any
	}{
		{"effectif", "?|?|12", []any{"1.000", 12.5, 12}},
		{"effectif", "1000|?|12", []any{"1.000", "1,5", 12}},
		{"effectif", "?|?", []any{1.234, "1,5"}}, // stored: no thousand
		{"etp", "1.234|1.5", []any{1.234, "1,5"}},
		{"etp", "1000|1.5", []any{"1.000", "1,5"}},
	} {
		if got := read(c.column, c.cells...); got != c.want {
			t.Errorf("%s %v: got %s, want %s", c.column, c.cells, got, c.want)
		}
	}
}

// In JSON as in repeats, a question's cells decide together.
func TestNumbers_nested(t *testing.T) {
	f := compiled(t, form)
	for name, files := range map[string][]File{
		"JSON":    {file("a.json", `[{"territoire":"lunel","enfants":[{"age":"1.000"}]},{"territoire":"lunel","enfants":[{"age":"1,5"},{"age":"7"}]}]`)},
		"files":   {file("m.csv", "territoire,_index\nlunel,1\nlunel,2\n"), file("enfants.csv", "age,_parent_index\n1.000,1\n\"1,5\",2\n7,2\n")},
		"columns": {file("a.csv", "territoire,enfants[1]/age,enfants[2]/age\nlunel,1.000,\nlunel,\"1,5\",7\n")},
	} {
		r, err := Open(f, files...)
		must(t, err)
		var got []string
		must(t, r.Each(func(row *Row) error {
			for _, child := range row.Submission.Answers.Repeats["enfants"] {
				got = append(got, child.Values["age"])
			}
			return nil
		}))
		if strings.Join(got, "|") != "1000||7" {
			t.Errorf("%s: %q", name, got)
		}
		must(t, r.Close())
	}
}

package analysis_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"constat/analysis"
	"constat/analysis/internal/fixture"
	"constat/survey"
)

// Codes past the rest are asked about; a number that the rest goes up to is not.
func TestSuspects(t *testing.T) {
	for name, c := range map[string]struct{ numbers, want string }{
		"minutes":                          {"10 20 30 40 86 9999 9999", "9999×2"},
		"one code of minutes":              {"10 20 30 40 50 60 9999", "9999×1"},
		"99 among children":                {"0 1 2 3 1 0 99", "99×1"},
		"a real 99 within":                 {"12 40 80 99 120 64 33", ""},
		"a real 99 at the end":             {"12 40 80 99 64 33 90", ""},
		"a real 88 within":                 {"60 70 80 88 95", ""},
		"ages, twice 99":                   {"12 40 60 33 99 21 99", "99×2"},
		"98 and 99 together":               {"12 40 60 33 99 21 98", "98×1 99×1"},
		"negative among counts":            {"0 3 12 -98 4", "-98×1"},
		"every negative code":              {"0 3 -1 -9 -95 -96 -97 -99 -999", "-999×1 -99×1 -97×1 -96×1 -95×1 -9×1 -1×1"},
		"degrees":                          {"-12 -5 -9 3 8 -8", ""},
		"degrees and a code":               {"-12 -5 -3 3 8 -999", "-999×1"},
		"nothing but a code":               {"-99 -99", "-99×2"},
		"everybody gave 99":                {"99 99 99", "99×3"},
		"one answer alone":                 {"99", ""},
		"a large number that is no code":   {"1 2 3 10000", ""},
		"777 and 8888":                     {"1 2 3 777 8888", "777×1 8888×1"},
		"inhabitants of communes":          {"999 1200 8888 35000 430", ""},
		"counts up to the code's own size": {"0 1 5 20 45 88", ""},
	} {
		t.Run(name, func(t *testing.T) {
			b := fixture.NewForm("nombres", "Nombres")
			b.Ask("integer", "n", "Combien ?")
			f := b.Form()
			var all []*survey.Response
			for _, x := range strings.Fields(c.numbers) {
				all = append(all, fixture.Response(f, 0, map[string]string{"n": x}))
			}
			data := load(t, f, all...)
			var got []string
			for _, s := range analysis.Suspects(data) {
				got = append(got, fmt.Sprintf("%v×%d", s.Code, s.Times))
			}
			if strings.Join(got, " ") != c.want {
				t.Errorf("asks about %q, want %q", strings.Join(got, " "), c.want)
			}
			// What is asked about counts, and says so where it does.
			table := analysis.Tabulate(data, analysis.Plan{}).Tables()[0]
			sum := 0.0
			for _, x := range strings.Fields(c.numbers) {
				each, _ := strconv.ParseFloat(x, 64)
				sum += each
			}
			if told := slices.Contains(noteCodes(table.Notes), analysis.NoteSuspect); table.Quantity.Sum != sum || told != (c.want != "") {
				t.Errorf("sum %v of %v, told %v", table.Quantity.Sum, sum, told)
			}
		})
	}
}

package disclosure_test

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"constat/analysis/internal/fixture"
	"constat/survey"

	"pgregory.net/rapid"
)

// Columns that a drawn form may have.
var offered = map[string][]string{
	"u": {"a", "b"}, "v": {"a", "b", "c"}, "w": {"oui", "non", "nsp"}, "m": {"p", "q", "r"},
}

// drawForm asks some questions; several may have a cross and indicators.
func drawForm(t *rapid.T, w *wave, asked []string) {
	crossed := slices.Contains(asked, "u") && len(asked) > 2
	b := fixture.NewForm("tire", "Tiré au sort")
	for _, key := range []string{"u", "v", "w", "m"} {
		var choices []string
		for _, code := range offered[key] {
			choices = append(choices, code+"="+strings.ToUpper(code))
		}
		b.List(key, append(choices, "refus=Refus")...)
	}
	for _, key := range asked {
		switch key {
		case "m":
			b.Ask("select_multiple m", "m", "M")
		case "n":
			b.Ask("integer", "n", "N")
		case "w":
			b.Scale("select_one w", "w", "W")
		default:
			b.Ask("select_one "+key, key, strings.ToUpper(key))
		}
	}
	w.form, w.asked = b.Form(), asked
	q := func(key string) *survey.Question { return fixture.Question(w.form, key) }
	if crossed || rapid.IntRange(0, 2).Draw(t, "needs") > 0 {
		w.form.Declared.Profiles = map[*survey.Question]survey.Profile{}
		for _, key := range asked {
			w.form.Declared.Profiles[q(key)] = survey.Profile{Reason: "Des besoins."}
		}
	}
	if slices.Contains(asked, "n") {
		w.form.Diagnostic = append(w.form.Diagnostic, survey.Indicator{Type: survey.IndicatorSum, Name: "S", Questions: []*survey.Question{q("n")}})
	}
	if crossed && rapid.Bool().Draw(t, "cross") {
		by := rapid.SampledFrom([]string{"v", "w"}).Draw(t, "by")
		w.form.Diagnostic = append(w.form.Diagnostic, survey.Indicator{
			Type: survey.IndicatorCross, Questions: []*survey.Question{q("u")}, By: []*survey.Question{q(by)},
		})
	}
	drawShares(t, w)
}

// drawShares adds some of the indicators that the questions allow.
func drawShares(t *rapid.T, w *wave) {
	for _, s := range []share{
		{"one", map[string][]string{"v": {"a", "c"}}, nil},
		{"among", map[string][]string{"v": {"a"}}, map[string][]string{"v": {"a", "b"}}},
		{"both", map[string][]string{"u": {"a"}, "w": {"oui"}}, nil},
		{"within", map[string][]string{"w": {"non"}}, map[string][]string{"u": {"a"}}},
		{"other", map[string][]string{"w": {"oui", "nsp"}}, map[string][]string{"u": {"b"}}},
		{"ticked", map[string][]string{"m": {"p", "q"}}, nil},
	} {
		possible := true
		for _, condition := range []map[string][]string{s.over, s.under} {
			for key := range condition {
				possible = possible && slices.Contains(w.asked, key)
			}
		}
		if possible && rapid.IntRange(0, 2).Draw(t, "share") == 0 {
			w.shares = append(w.shares, s)
			w.form.Diagnostic = append(w.form.Diagnostic, survey.Indicator{
				Type: survey.IndicatorShare, Name: s.name, Condition: termsOf(w.form, s.over), Denominator: survey.Denominator{Condition: termsOf(w.form, s.under)},
			})
		}
	}
}

func termsOf(f *survey.Form, codes map[string][]string) []survey.Term {
	var terms []survey.Term
	for _, key := range []string{"u", "v", "w", "m"} {
		if codes[key] != nil {
			terms = append(terms, fixture.Term(f, key, codes[key]...))
		}
	}
	return terms
}

// drawWave draws three or four territories around the sizes where the rules
// change, the whole, and sometimes two divisions that overlap.
func drawWave(t *rapid.T, asked []string) *wave {
	w := &wave{rows: make(map[string][]map[string]string), of: make(map[string][]string), held: make(map[string]string)}
	drawForm(t, w, asked)
	next := chance(rapid.Uint64().Draw(t, "answers"))
	tilt := rapid.IntRange(1, 4).Draw(t, "tilt")
	numbers := rapid.SampledFrom([]giving{{5, 30}, {1, 1}, {8, 1}}).Draw(t, "numbers")
	for i := range rapid.IntRange(3, 4).Draw(t, "territories") {
		key := "t" + strconv.Itoa(i)
		w.keys = append(w.keys, key)
		w.of[key] = []string{key}
		n := rapid.SampledFrom([]int{22, 30, 12, 40, 3, 58, 13, 0, 26, 1, 33, 5, 15, 11, 18, 23}).Draw(t, "n")
		for range n {
			w.rows[key] = append(w.rows[key], drawRow(next, tilt, numbers))
		}
	}
	for _, key := range w.keys {
		w.batch.Areas = append(w.batch.Areas, answered(t, w.form, key, responsesOf(w.form, w.rows[key])))
	}
	add := func(key string, of ...string) {
		w.of[key] = of
		w.batch.Areas = append(w.batch.Areas, together(key, of...))
	}
	if len(w.keys) == 4 {
		switch rapid.IntRange(0, 2).Draw(t, "divisions") {
		case 1:
			add("e", "t0", "t1", "t2")
			add("r", "t1", "t2", "t3")
		case 2: // a network of two parts, one of which lies elsewhere with two others
			for i := range 2 {
				w.batch.Areas[i].Unprinted, w.batch.Areas[i].Holder = true, "network"
				w.held[w.keys[i]] = "network"
			}
			add("network", "t0", "t1")
			add("r", "t1", "t2", "t3")
		}
	}
	if rapid.IntRange(0, 4).Draw(t, "whole") > 0 {
		add("34", w.keys...)
	}
	w.batch.Wave = "2026"
	return w
}

// holder is who has a territory's exact edition.
func (w *wave) holder(key string) string { return cmp.Or(w.held[key], key) }

func responsesOf(f *survey.Form, rows []map[string]string) []*survey.Response {
	var all []*survey.Response
	for _, row := range rows {
		all = append(all, fixture.Response(f, 0, row))
	}
	return all
}

// giving is how often a number lies above zero, and how large it is.
type giving struct{ oneIn, times int }

// drawRow answers by chance; the greater the tilt, the likelier the first codes.
func drawRow(next func(int) int, tilt int, numbers giving) map[string]string {
	row := make(map[string]string)
	for _, key := range []string{"u", "v", "w", "m"} {
		codes := offered[key]
		place := len(codes) - 1
		for range tilt {
			place = min(place, next(len(codes)))
		}
		switch text := codes[place]; next(16) {
		case 0: // not asked
		case 1:
			row[key] = ""
		case 2:
			row[key] = "refus"
		case 3, 4, 5, 6:
			if second := codes[next(len(codes))]; key == "m" && second != text {
				text += " " + second
			}
			row[key] = text
		default:
			row[key] = text
		}
	}
	switch {
	case next(numbers.oneIn) > 0:
		row["n"] = "0"
	case next(5) > 0:
		row["n"] = strconv.Itoa(next(4) * next(9) * numbers.times)
	}
	return row
}

package disclosure_test

import (
	"context"
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"constat/analysis"
	"constat/analysis/disclosure"
	"constat/analysis/disclosure/audit"
	"constat/survey"

	"pgregory.net/rapid"
)

// wave is a small batch with everything needed to count it again by hand.
type wave struct {
	form   *survey.Form
	keys   []string // of the territories
	rows   map[string][]map[string]string
	of     map[string][]string // of every area, a territory's own included
	held   map[string]string   // the network that a part belongs to
	batch  disclosure.Batch
	asked  []string
	shares []share
}

// share is a share by the questions and codes of its two conditions.
type share struct {
	name        string
	over, under map[string][]string
}

// categoryOf is where a text counts among a question's categories.
func categoryOf(row map[string]string, key string) string {
	text, asked := row[key]
	switch {
	case !asked:
		return "(non concerné)"
	case text == "" || strings.Contains(text, "refus"):
		return "(sans réponse)"
	}
	return text
}

func isOneOf(row map[string]string, key string, codes []string) bool {
	return slices.ContainsFunc(strings.Fields(categoryOf(row, key)), func(code string) bool { return slices.Contains(codes, code) })
}

func fulfils(row map[string]string, condition map[string][]string) bool {
	for key, codes := range condition {
		if !isOneOf(row, key, codes) {
			return false
		}
	}
	return true
}

// count adds the rows of an area up that a condition keeps.
func (w *wave) count(area string, keep func(row map[string]string) bool) int {
	n := 0
	for _, key := range w.of[area] {
		for _, row := range w.rows[key] {
			if keep(row) {
				n++
			}
		}
	}
	return n
}

// naive counts what a ledger's key names, by loops and comparisons of texts.
func (w *wave) naive(t failer, r *disclosure.Release, key string) int {
	parts := strings.Split(key, "|")
	area := parts[0]
	all := func(map[string]string) bool { return true }
	switch {
	case len(parts) == 1:
		return w.count(area, all)
	case parts[1] == "(somme)":
		sum := 0
		w.count(area, func(row map[string]string) bool {
			n, _ := strconv.Atoi(row["n"])
			sum += n
			return true
		})
		return sum
	case parts[1] == "(part)" || parts[1] == "(base)":
		for _, s := range w.shares {
			if s.name == parts[2] {
				return w.count(area, func(row map[string]string) bool {
					return fulfils(row, s.under) && (parts[1] == "(base)" || fulfils(row, s.over))
				})
			}
		}
	case strings.Contains(parts[1], "="):
		a, codeA, _ := strings.Cut(parts[1], "=")
		b, codeB, _ := strings.Cut(parts[2], "=")
		return w.count(area, func(row map[string]string) bool {
			return w.in(r, area, row, a, codeA) && w.in(r, area, row, b, codeB)
		})
	default:
		return w.count(area, func(row map[string]string) bool { return w.in(r, area, row, parts[1], parts[2]) })
	}
	t.Fatalf("no such key %s", key)
	return 0
}

// in tells whether a row counts in a line of a question.
func (w *wave) in(r *disclosure.Release, area string, row map[string]string, question, code string) bool {
	category := categoryOf(row, question)
	switch {
	case question == "n":
		return class(category) == code
	case code == "autres_regroupees":
		return slices.Contains(w.merged(r, question), category)
	case code == "repondu":
		return !strings.HasPrefix(category, "(")
	case strings.HasPrefix(code, "non:"):
		return !strings.HasPrefix(category, "(") && !isOneOf(row, question, []string{code[len("non:"):]})
	case strings.HasPrefix(code, "reste:"):
		return !isOneOf(row, question, []string{code[len("reste:"):]})
	case strings.HasPrefix(code, "("):
		return category == code
	}
	return isOneOf(row, question, []string{code})
}

// class is the default class of a number, as the guide lists them.
func class(category string) string {
	n, err := strconv.Atoi(category)
	if err != nil {
		return category
	}
	for _, c := range []struct {
		high int
		code string
	}{{0, "0"}, {2, "1-2"}, {5, "3-5"}, {10, "6-10"}, {20, "11-20"}, {50, "21-50"}} {
		if n <= c.high {
			return c.code
		}
	}
	return "51-"
}

// merged are the codes that a release gathers: those that are rare in the
// whole, if it gathers any.
func (w *wave) merged(r *disclosure.Release, question string) []string {
	gathers := slices.ContainsFunc(r.Archive().Family.Cells, func(c audit.Cell) bool {
		return strings.HasSuffix(c.Key, "|"+question+"|autres_regroupees")
	})
	if !gathers {
		return nil
	}
	var rare []string
	w.of["*"] = w.keys
	for _, code := range w.codes(question) {
		if w.count("*", func(row map[string]string) bool { return categoryOf(row, question) == code }) < w.floor() {
			rare = append(rare, code)
		}
	}
	return rare
}

func (w *wave) floor() int {
	if w.form.Declared.Profiles != nil {
		return disclosure.FloorNeeds
	}
	return disclosure.FloorPersons
}

// checkMerged expects every table to name the answers it gathers.
func (w *wave) checkMerged(t failer, r *disclosure.Release) {
	for _, report := range r.Reports() {
		for _, question := range []string{"u", "v", "w", "m"} {
			table := tableIn(report.Publication(), question)
			if table != nil && strings.ToLower(strings.ReplaceAll(strings.Join(table.Merged, " "), analysis.UnlistedLabel, "hors_liste")) != strings.Join(w.merged(r, question), " ") {
				t.Fatalf("%s gathers %q", question, table.Merged)
			}
		}
	}
}

// seen tells what a property test has seen.
type seen struct{ waves, sensitive, judged, undecided, masked, dropped, crossed int }

// check expects of a wave's release what the rules promise.
func (all *seen) check(t failer, w *wave) {
	r, err := disclosure.Protect(context.Background(), w.batch, moment)
	if err != nil {
		t.Fatal(err)
	}
	w.checkCounts(t, r)
	w.checkMerged(t, r)
	if all.waves%4 == 0 {
		w.checkSame(t, r)
	}
	all.waves++
	all.masked += r.Masked()
	all.dropped += r.Dropped()
	for _, e := range r.Ledger() {
		if strings.Contains(e.Key, "=") || strings.Contains(e.Key, "(part)") {
			all.crossed++
		}
	}
	sensitive, judged, undecided := w.attack(t, r)
	all.sensitive += sensitive
	all.judged += judged
	all.undecided += undecided
}

// Small waves drawn by chance: each count is right, nobody solves a small one,
// and the same wave gives the same release.
func TestProtect_property(t *testing.T) {
	t.Parallel()
	var all seen
	for range 4 {
		rapid.Check(t, func(t *rapid.T) {
			for _, question := range []string{"u", "v", "w"} {
				all.check(t, drawWave(t, []string{question}))
			}
		})
	}
	t.Logf("%+v", all)
}

// The same with answers that may be ticked together, and with sums, whose
// equations take longer to solve: the same waves each time.
func TestProtect_propertyTicksAndSums(t *testing.T) {
	t.Parallel()
	var all seen
	kinds := rapid.SampledFrom([][]string{{"n"}, {"m"}, {"v", "n"}, {"w", "m"}})
	waves := rapid.Custom(func(t *rapid.T) *wave { return drawWave(t, kinds.Draw(t, "asked")) })
	for i := range 40 {
		all.check(t, waves.Example(i))
	}
	t.Logf("%+v", all)
}

// The same with crosses and indicators of two questions.
func TestProtect_propertyCrossed(t *testing.T) {
	t.Parallel()
	var all seen
	waves := rapid.Custom(func(t *rapid.T) *wave { return drawWave(t, []string{"u", "v", "w"}) })
	for i := range 15 {
		all.check(t, waves.Example(i))
	}
	t.Logf("%+v", all)
	if all.crossed == 0 {
		t.Error("no cross and no indicator was printed")
	}
}

// checkCounts counts every figure again and compares it with the archive, and
// with what the ledger and the tables print.
func (w *wave) checkCounts(t failer, r *disclosure.Release) {
	if err := r.Verify(); err != nil {
		t.Fatal(err)
	}
	masked := 0
	for _, c := range r.Archive().Family.Cells {
		if strings.HasPrefix(c.Key, "*") {
			w.of["*"] = w.keys
		}
		if n := w.naive(t, r, c.Key); int64(n) != c.True {
			t.Fatalf("%s: %d, counted %d", c.Key, c.True, n)
		}
	}
	for _, e := range r.Ledger() {
		n := w.naive(t, r, e.Key)
		if n < e.Low || n > e.High {
			t.Fatalf("%s: %d lies outside %d to %d (%s)", e.Key, n, e.Low, e.High, e.Text)
		}
		base := w.count(e.Area, func(map[string]string) bool { return true })
		if e.Base != strconv.Itoa(base) {
			t.Fatalf("%s: base %s, counted %d", e.Key, e.Base, base)
		}
		switch {
		case strings.Contains(e.Key, "|(somme)|"):
		case e.Key == e.Area:
			if e.Text != strconv.Itoa(n) {
				t.Fatalf("%s: %s respondents, counted %d", e.Key, e.Text, n)
			}
		case e.Text == "nc":
			masked++
		case e.Text != textOf(n, base, e.Floor):
			t.Fatalf("%s: %d of %d prints %s, not %s", e.Key, n, base, e.Text, textOf(n, base, e.Floor))
		}
	}
	if masked > r.Masked() {
		t.Fatalf("%d cells print nc, %d were masked", masked, r.Masked())
	}
}

// checkSame makes the batch again.
func (w *wave) checkSame(t failer, r *disclosure.Release) {
	again, err := disclosure.Protect(context.Background(), w.batch, moment)
	if err != nil {
		t.Fatal(err)
	}
	one, errOne := json.Marshal(r.Archive())
	two, errTwo := json.Marshal(again.Archive())
	if errOne != nil || errTwo != nil || string(one) != string(two) {
		t.Fatalf("the same batch gives two archives (%v, %v)", errOne, errTwo)
	}
	if !reflect.DeepEqual(r.Ledger(), again.Ledger()) || !reflect.DeepEqual(r.Reports(), again.Reports()) {
		t.Fatal("the same batch gives two releases")
	}
}

// A wave that a territory joins is published again beside its first edition, or
// refused: the search ends, and what it ends with is proven.
func TestProtect_propertySecondEdition(t *testing.T) {
	t.Parallel()
	waves := rapid.Custom(func(t *rapid.T) *wave {
		return drawWave(t, []string{rapid.SampledFrom([]string{"v", "w", "u"}).Draw(t, "asked")})
	})
	published := 0
	for i := range 30 {
		w := waves.Example(i)
		first := protect(t, w.batch.Areas...)
		next := chance(uint64(i))
		var rows []map[string]string
		for range []int{11, 14, 25, 40}[i%4] {
			rows = append(rows, drawRow(next, 1+i%4, giving{1, 1}))
		}
		joined := answered(t, w.form, "joined", responsesOf(w.form, rows))
		b := disclosure.Batch{Wave: "2026", Earlier: kept(t, first)}
		for _, a := range w.batch.Areas {
			if len(a.Of) == len(w.keys) {
				a.Of = append(a.Of[:len(a.Of):len(a.Of)], "joined")
			}
			b.Areas = append(b.Areas, a)
		}
		b.Areas = append(b.Areas, joined)
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		second, err := disclosure.Protect(ctx, b, moment)
		cancel()
		if errors.Is(err, disclosure.ErrUnprotected) {
			continue
		}
		if err != nil {
			t.Fatalf("wave %d: %v", i, err)
		}
		if err := second.Verify(); err != nil {
			t.Errorf("wave %d: %v", i, err)
		}
		published++
	}
	t.Logf("%d of 30 published again", published)
	if published < 15 {
		t.Errorf("only %d of 30 waves are published again", published)
	}
}

package analysis_test

import (
	"strings"
	"testing"

	"constat/analysis"
	"constat/analysis/internal/fixture"
	"constat/survey"

	"pgregory.net/rapid"
)

// drawn is one row as a person would keep it: texts, by question.
type drawn map[string]string

func drawRows(t *rapid.T) []drawn {
	one := func(codes ...string) *rapid.Generator[string] { return rapid.SampledFrom(codes) }
	row := rapid.Custom(func(t *rapid.T) drawn {
		r := drawn{}
		maybe := func(key string, g *rapid.Generator[string]) {
			if rapid.IntRange(0, 5).Draw(t, "asked") > 0 {
				r[key] = g.Draw(t, key)
			}
		}
		maybe("type", one("ecole", "pmi", "autre", "", "inconnu", "parti"))
		maybe("repere", one("oui", "non", "nsp", "nc", "refus", ""))
		maybe("nb", one("", "0", "1", "2", "7", "40"))
		maybe("freins", one("", "delai", "cout loin", "delai cout loin", "nsp", "nsp delai", "refus", "refus nsp", "nc", "bruit", "bruit parti", "cout parti bruit", "nsp bruit"))
		return r
	})
	return rapid.SliceOfN(row, 0, 60).Draw(t, "rows")
}

// has tells a code among those of a text, or, of the line outside the list, any of
// those that the form does not have.
func has(text, code string) bool {
	if code == "hors_liste" {
		return has(text, "inconnu") || has(text, "parti") || has(text, "bruit")
	}
	return strings.Contains(" "+text+" ", " "+code+" ")
}

// TestTabulate_equalsNaiveCounting counts the same rows with loops and string
// comparisons only, and expects every figure to be the same.
func TestTabulate_equalsNaiveCounting(t *testing.T) {
	f := small()
	by := fixture.Question(f, "type")
	f.Diagnostic = []survey.Indicator{
		{Type: survey.IndicatorCross, Questions: []*survey.Question{fixture.Question(f, "freins"), fixture.Question(f, "nb")}, By: []*survey.Question{by}},
		{Type: survey.IndicatorShare, Name: "A", Condition: []survey.Term{fixture.Term(f, "repere", "oui")}, By: []*survey.Question{by}},
	}
	rapid.Check(t, func(t *rapid.T) {
		rows := drawRows(t)
		var responses []*survey.Response
		for _, r := range rows {
			responses = append(responses, fixture.Response(f, 0, r))
		}
		d, err := analysis.Load(f, fixture.Seq(responses))
		if err != nil {
			t.Fatal(err)
		}
		g := analysis.Tabulate(d, analysis.Plan{})
		for _, table := range g.Tables() {
			checkLines(t, table, rows)
		}
		checkCross(t, g.Crosses[0], rows)
		checkQuantityCross(t, g.Crosses[1], rows)
		checkShare(t, g.Figures[0], rows)
	})
}

// answered tells, from the text alone, whether a row is in a question's base.
func answered(text string) bool {
	return text != "" && text != "nc" && text != "refus" && text != "refus nsp"
}

func checkLines(t *rapid.T, table *analysis.Table, rows []drawn) {
	if table.Measure != survey.MeasureNominal && table.Measure != survey.MeasureMultiple {
		return
	}
	base := 0
	for _, r := range rows {
		if answered(r[table.Key()]) {
			base++
		}
	}
	if table.Base.Answered() != base || table.Base.Total != len(rows) && table.Data.Scope.Repeat == nil {
		t.Fatalf("%s: base %d of %d, counted %d of %d", table.Key(), table.Base.Answered(), table.Base.Total, base, len(rows))
	}
	for _, line := range table.Lines {
		n := 0
		for _, r := range rows {
			if answered(r[table.Key()]) && has(r[table.Key()], line.Code) {
				n++
			}
		}
		if line.Share.Count != n || line.Share.Base != base {
			t.Fatalf("%s %s: %d/%d, counted %d/%d", table.Key(), line.Code, line.Share.Count, line.Share.Base, n, base)
		}
	}
}

func checkCross(t *rapid.T, x *analysis.Cross, rows []drawn) {
	for _, row := range append(x.Rows, x.All) {
		base, counts := 0, make([]int, len(x.Columns))
		for _, r := range rows {
			if !answered(r["freins"]) || row.Code != "" && !has(r["type"], row.Code) {
				continue
			}
			base++
			for i, c := range x.Columns {
				if has(r["freins"], c.Code) {
					counts[i]++
				}
			}
		}
		for i, share := range row.Shares {
			if share.Base != base || share.Count != counts[i] {
				t.Fatalf("cross %q × %s: %d/%d, counted %d/%d", row.Code, x.Columns[i].Code, share.Count, share.Base, counts[i], base)
			}
		}
	}
}

func checkQuantityCross(t *rapid.T, x *analysis.Cross, rows []drawn) {
	values := map[string]float64{"0": 0, "1": 1, "2": 2, "7": 7, "40": 40}
	for _, row := range append(x.Rows, x.All) {
		n, sum := 0, 0.0
		for _, r := range rows {
			if v, ok := values[r["nb"]]; ok && (row.Code == "" || has(r["type"], row.Code)) {
				n++
				sum += v
			}
		}
		if row.Quantity.N != n || row.Quantity.Sum != sum {
			t.Fatalf("nb × %q: %d, %v; counted %d, %v", row.Code, row.Quantity.N, row.Quantity.Sum, n, sum)
		}
	}
}

func checkShare(t *rapid.T, f *analysis.Figure, rows []drawn) {
	count := func(kind string) (yes, base int) {
		for _, r := range rows {
			if answered(r["repere"]) && (kind == "" || has(r["type"], kind)) {
				base++
				if r["repere"] == "oui" {
					yes++
				}
			}
		}
		return yes, base
	}
	if yes, base := count(""); f.Share.Count != yes || f.Share.Base != base {
		t.Fatalf("share %d/%d, counted %d/%d", f.Share.Count, f.Share.Base, yes, base)
	}
	codes := map[string]string{"École": "ecole", "PMI": "pmi", "Autre": "autre", analysis.UnlistedLabel: "hors_liste"}
	for _, row := range f.By {
		if yes, base := count(codes[row.Label]); row.Share.Count != yes || row.Share.Base != base {
			t.Fatalf("share of %s %d/%d, counted %d/%d", row.Label, row.Share.Count, row.Share.Base, yes, base)
		}
	}
}

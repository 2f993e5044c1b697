package microdata

import (
	"regexp"
	"strings"
	"testing"

	"constat/analysis"
	"constat/survey"
)

func TestNames_takenBySPSS(t *testing.T) {
	long := strings.Repeat("é", 70)
	n := make(names)
	for _, c := range []struct{ wanted, want string }{
		{"age", "age"}, {"AGE", "AGE_2"}, {"âge", "age_3"}, {"WITH", "v_WITH"}, {"2e_avis", "v_2e_avis"}, {"_", "v"}, {"🦊", "v_2"},
		{"groupe/nom", "groupe_nom"}, {"a.b-c_", "a_b_c"}, {"cœur", "coeur"}, {long, strings.Repeat("e", 64)}, {long, strings.Repeat("e", 62) + "_2"},
	} {
		if got := n.unique(c.wanted); got != c.want {
			t.Errorf("%s: %s, want %s", c.wanted, got, c.want)
		}
	}
}

func TestCut_betweenCharacters(t *testing.T) {
	for most, want := range []string{"", "a", "a", "aé", "aé"} {
		if got := cut("aéé", most); got != want {
			t.Errorf("%d bytes: %q, want %q", most, got, want)
		}
	}
}

// numbers are those of a list's codes in the .sav file.
func numbers(categories ...analysis.Category) map[string]int {
	found := make(map[string]int)
	for _, c := range choiceCodes(&analysis.Column{Categories: categories}, absence{"-98", "-99"}) {
		found[c.text] = c.number
	}
	return found
}

func TestChoiceCodes_numbers(t *testing.T) {
	nsp := analysis.Category{Code: "nsp", Missing: survey.DontKnow}
	other := analysis.Category{Code: "99", Missing: survey.DontKnow}
	met := analysis.Category{Code: "autre", Undeclared: true}
	for name, c := range map[string]struct {
		got  map[string]int
		want map[string]int
	}{
		"texts are places":             {numbers(analysis.Category{Code: "oui"}, nsp, analysis.Category{Code: "non"}), map[string]int{"oui": 1, "nsp": -95, "non": 3}},
		"numbers are their own":        {numbers(analysis.Category{Code: "34145"}, nsp), map[string]int{"34145": 34145, "nsp": -95}},
		"01 is a text":                 {numbers(analysis.Category{Code: "01"}, analysis.Category{Code: "7"}), map[string]int{"01": 1, "7": 2}},
		"-1 is a text":                 {numbers(analysis.Category{Code: "-1"}, analysis.Category{Code: "7"}), map[string]int{"-1": 1, "7": 2}},
		"a met text follows numbers":   {numbers(analysis.Category{Code: "3"}, met, analysis.Category{Code: "8", Undeclared: true}), map[string]int{"3": 3, "autre": 9, "8": 8}},
		"two reasons of one kind":      {numbers(nsp, other, analysis.Category{Code: "r", Missing: survey.Refused}), map[string]int{"nsp": -95, "99": -94, "r": -96}},
		"the absences have their code": {numbers(analysis.Category{Code: "a"}), map[string]int{"-98": -98, "-99": -99}},
	} {
		for text, number := range c.want {
			if c.got[text] != number {
				t.Errorf("%s: %s is %d, want %d", name, text, c.got[text], number)
			}
		}
	}
}

func TestLiteral_pieces(t *testing.T) {
	apostrophes := strings.Repeat("'", 300)
	pieces := strings.Split(literal(apostrophes, longestLabel), " +\n")
	read := 0
	for _, piece := range pieces {
		if len(piece) > longestLine {
			t.Errorf("a piece of %d bytes", len(piece))
		}
		text := strings.Trim(piece, " ")
		read += len(strings.ReplaceAll(text[1:len(text)-1], "''", "'"))
	}
	if read != longestLabel {
		t.Errorf("%d bytes are read back of a label cut to %d", read, longestLabel)
	}
	if got := literal("l'été\n\x00=1", 20); got != "'l''été ¶  =1'" {
		t.Error(got)
	}
}

func TestGuarded_reversible(t *testing.T) {
	for text, want := range map[string]string{"": "", "mot": "mot", "=1": "'=1", "@a": "'@a", "-": "'-", "＝1": "'＝1", "\tx": "'\tx", "'a": "''a", "a=1": "a=1"} {
		got := guarded(text)
		if got != want || strings.TrimPrefix(got, "'") != text {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	for _, number := range []string{"-1", "-48.875", "12"} {
		if guardedCode(number) != number {
			t.Errorf("the number %s became %s", number, guardedCode(number))
		}
	}
	for _, text := range []string{"-", "-1+2", "-Inf", "+5", "-1e5"} {
		if guardedCode(text) != "'"+text {
			t.Errorf("%s is not guarded", text)
		}
	}
}

// badSpace finds a plain space where French typography wants a no-break one,
// and a typewriter's apostrophe.
var badSpace = regexp.MustCompile(`[^ ] [:;!?»]|« |[^\x{a0}\x{202f}]»|\pL'\pL`)

func TestFrench_typography(t *testing.T) {
	l := &layout{diag: &analysis.Diagnostic{Meta: analysis.Meta{Campaign: "Essai", Fictitious: true, Source: "a.csv", Invited: 3}, Form: &survey.Form{}}}
	sentences := append(append(syntaxHead(l), l.notice()...), abstract(l), universe(l), coverage(analysis.Territory{Name: "Lunel", Communes: []analysis.Place{{Name: "Lunel"}}}),
		collectionMode(l.diag.Meta), textNoFrequencies, textFormat, textMissing, textCalculated, askedIf, textSampling, textCodebookOf, textNotAsked, textNotApplies)
	for _, sentence := range sentences {
		if found := badSpace.FindString(sentence); found != "" {
			t.Errorf("%q in %q", found, sentence)
		}
	}
}

package workbook

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"constat/analysis"
	"constat/analysis/internal/fixture"
	"constat/survey"
	"constat/survey/expr"
)

func TestNotes_eachHasItsSentence(t *testing.T) {
	for _, code := range analysis.NoteCodes {
		if noteFrench[code] == "" {
			t.Errorf("no sentence for %s", code)
		}
	}
	if len(noteFrench) != len(analysis.NoteCodes) {
		t.Errorf("%d sentences for %d codes", len(noteFrench), len(analysis.NoteCodes))
	}
}

// TestTypeset_noPlainSpaceBeforeDoubleSigns reads every sentence of the notes.
func TestTypeset_noPlainSpaceBeforeDoubleSigns(t *testing.T) {
	for _, code := range analysis.NoteCodes {
		sentence := noteSentence(analysis.Note{Code: code, Args: []string{"1.5", "2"}})
		for _, bad := range []string{" :", " ;", " ?", " !", "« ", " »", " %"} {
			if strings.Contains(sentence, bad) {
				t.Errorf("%s: %q has a plain space in %q", code, sentence, bad)
			}
		}
	}
}

func TestBaseSentence_days(t *testing.T) {
	for base, want := range map[analysis.Base]string{
		{Total: 12, Substantive: 12}:             "Base : 12 réponses.",
		{Total: 12, Substantive: 9, NoAnswer: 3}: "Base : 9 réponses dont le jour est connu, 3 sans date.",
	} {
		got := strings.ReplaceAll(baseSentence(&analysis.Table{Measure: survey.MeasureDate, Base: base}, counted{}).text, nbsp, " ")
		if got != want {
			t.Errorf("%+v: %q, want %q", base, got, want)
		}
	}
}

// Zones are the questionnaire's own list: all of them covered is not « tout le
// territoire ».
func TestCoverageSentence_zones(t *testing.T) {
	v := &analysis.Coverage{Unit: "zone", Answered: 4, Several: 1, Places: []analysis.CoveredPlace{{Covered: true}, {Covered: true}}}
	got := strings.ReplaceAll(coverageSentence(v, covering{}).text, nbsp, " ")
	want := "2 sur 2 secteurs du questionnaire : au moins une réponse en parle. 4 réponses indiquent un lieu, dont 1 sur plusieurs secteurs, sans dire lesquels."
	if got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// The words that people read are in the french files, where somebody who
// writes French can mend them.
func TestFrench_nowhereElse(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	read := 0
	for _, name := range files {
		if strings.HasPrefix(name, "french") || strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		read++
		ast.Inspect(file, func(n ast.Node) bool {
			if literal, ok := n.(*ast.BasicLit); ok && literal.Kind == token.STRING && strings.ContainsAny(literal.Value, "àâçéèêëîïôöùûœÀÉÈ«»’←…") {
				t.Errorf("%s says %s", name, literal.Value)
			}
			return true
		})
	}
	if read < 15 {
		t.Errorf("only %d files read", read)
	}
}

func TestThousands(t *testing.T) {
	for x, want := range map[float64]string{0: "0", 999: "999", 1000: "1\u00a0000", 1234567: "1\u00a0234\u00a0567", 9.5: "9,5", -1200: "−1\u00a0200", 1.0 / 3: "0,33"} {
		if got := thousands(x); got != want {
			t.Errorf("thousands(%v) = %q, want %q", x, got, want)
		}
	}
}

func TestFrenchDate(t *testing.T) {
	if got := frenchDate(time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)); got != "1er\u00a0mars 2026" {
		t.Errorf("first of March = %q", got)
	}
	if got := monthLabel("2026-08"); got != "août 2026" {
		t.Errorf("month = %q", got)
	}
}

func TestSheetName(t *testing.T) {
	for title, want := range map[string]string{
		"Vous": "Vous",
		"Les enfants vivant dans un foyer avec des violences": "Les enfants vivant…",
		"L’orientation vers un accueil spécialisé":            "L’orientation vers un accueil…",
		"a/b: [c]?":             "a b c",
		strings.Repeat("x", 40): strings.Repeat("x", 30) + "…",
	} {
		got := sheetName(title)
		if got != want || len([]rune(got)) > longestName {
			t.Errorf("sheetName(%q) = %q, want %q", title, got, want)
		}
	}
	pages := uniqueNames([]page{{name: "Données"}, {name: "DONNÉES"}, {name: strings.Repeat("y", 31)}, {name: strings.Repeat("y", 31)}, {name: ""}})
	if pages[1].name != "DONNÉES (2)" || pages[3].name != strings.Repeat("y", 27)+" (2)" || pages[4].name != "Questions" {
		t.Errorf("unique names = %q, %q, %q", pages[1].name, pages[3].name, pages[4].name)
	}
}

func TestAskedWhen_inWords(t *testing.T) {
	f := fixture.Children()
	if got := askedWhen(f, fixture.Question(f, "type_structure")); got != "Toujours" {
		t.Errorf("no condition = %q", got)
	}
	for source, want := range map[string]string{
		"selected(${freins}, 'cout')":                "« Quels sont les principaux freins ? 3 au plus » comprend « Le coût »",
		"${nb_oriente} > 0 and ${formation} = 'oui'": "« Combien d’enfants avez-vous déjà orientés vers un accueil ou un suivi… » > 0 et « Êtes-vous formé ou formée aux violences dont les enfants sont co-vict… » = « Oui »",
		"count-selected(${freins}) > 2":              "count-selected(${freins}) > 2",
	} {
		e, err := expr.Parse(source)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.ReplaceAll(inWords(f, e.String()), "\u00a0", " "); got != want {
			t.Errorf("%s:\n got %s\nwant %s", source, got, want)
		}
	}
}

func TestFormChangeSentence(t *testing.T) {
	change := analysis.FormChange{On: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC), Questions: []string{"Votre structure", "Combien ?"}}
	const want = "Le questionnaire a changé le 1er\u00a0novembre 2026. Les réponses déjà reçues sont lues avec la nouvelle version\u00a0: " +
		"«\u00a0Votre structure\u00a0», «\u00a0Combien ?\u00a0»."
	if got := formChangeSentence(change); got != want {
		t.Errorf("%q\nwant %q", got, want)
	}
	if got := formChangeSentence(analysis.FormChange{On: change.On}); !strings.HasSuffix(got, "nouvelle version.") {
		t.Errorf("%q", got)
	}
}

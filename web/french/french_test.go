package french

import (
	"regexp"
	"strings"
	"testing"

	"constat/survey"
	answersfile "constat/survey/tabular"
	"constat/survey/xlsform"
)

func TestSentences_allCodes(t *testing.T) {
	var codes []string
	codes = append(codes, survey.AnswerCodes...)
	codes = append(codes, survey.CompileCodes...)
	codes = append(codes, xlsform.Codes()...)
	codes = append(codes, xlsform.XFormCodes...)
	codes = append(codes, answersfile.Codes...)
	for _, code := range codes {
		if sentence := template(code); strings.Contains(sentence, code) {
			t.Errorf("no sentence for %s", code)
		}
	}
	for _, kind := range survey.PersonalDataKinds {
		if PersonalDataKind(kind) == "" {
			t.Errorf("no words for personal data of kind %s", kind)
		}
	}
}

// badSpace finds a plain space where French typography wants a no-break one,
// and a typewriter's apostrophe.
var badSpace = regexp.MustCompile(`[^ ] [:;!?»]|« |[^\x{a0}\x{202f}]»|\pL'\pL`)

func TestSentences_typography(t *testing.T) {
	for _, area := range areas {
		for code, sentence := range area {
			if found := badSpace.FindString(sentence); found != "" {
				t.Errorf("%s: %q in %q", code, found, sentence)
			}
		}
	}
}

func TestProblem_address(t *testing.T) {
	p := survey.Problem{Code: survey.CodeMistypedReference, Sheet: "survey", Row: 12, Column: "relevant", Args: []string{"agee", "age"}}
	const want = "Feuille survey, ligne 12, colonne relevant\u00a0: la question «\u00a0agee\u00a0» est citée"
	if got := Problem(p); !strings.HasPrefix(got, want) {
		t.Errorf("%q, want it to begin with %q", got, want)
	}
	own := survey.Problem{Code: survey.CodeConstraint, Path: "nb", Text: "Pas plus que 2."}
	if got := Problem(own); got != "Pas plus que 2." {
		t.Errorf("%q instead of the author's message", got)
	}
}

// What could not be read is shown to those who may correct it, and nowhere else.
func TestWithCell(t *testing.T) {
	p := survey.Problem{Code: answersfile.CodeNotInteger, Args: []string{"beaucoup", "nb"}}
	if got := WithCell(p); !strings.HasSuffix(got, "Cellule\u00a0: «\u00a0beaucoup\u00a0».") {
		t.Error(got)
	}
	if got := Problem(p); strings.Contains(got, "beaucoup") {
		t.Errorf("the terminal repeats an answer: %s", got)
	}
}

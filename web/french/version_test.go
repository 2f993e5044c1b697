package french

import (
	"strings"
	"testing"

	"constat/survey"
)

func TestVersion_everyEditHasItsWords(t *testing.T) {
	for _, code := range survey.EditCodes {
		words := version[string(code)]
		if words == "" {
			t.Errorf("%s has no words", code)
		}
	}
	for code, words := range version {
		if found := breakable.FindString(words); found != "" {
			t.Errorf("%s: %q needs a no-break space", code, found)
		}
	}
}

func TestEdit_namesAFewChoicesAndCountsTheRest(t *testing.T) {
	many := strings.Split("abcdefghij", "")
	got := Edit(survey.Edit{Code: survey.EditChoicesAdded, Choices: many})
	if want := "Choix ajoutés\u00a0: a\u00a0; b\u00a0; c\u00a0; d\u00a0; e\u00a0; f\u00a0; g\u00a0; h\u00a0; et 2 de plus"; got != want {
		t.Errorf("%s", got)
	}
	if many[8] != "i" {
		t.Error("the edit itself was changed")
	}
}

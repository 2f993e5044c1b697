package french

import (
	"regexp"
	"strings"
	"testing"

	"constat/survey/xlsform"
)

// Each code of the reader has its sentence, and no sentence is left over.
func TestWorkbook_everyCodeHasItsSentence(t *testing.T) {
	known := map[string]bool{}
	for _, code := range xlsform.Codes() {
		known[code] = true
		if workbook[code] == "" {
			t.Errorf("%s has no sentence", code)
		}
	}
	for code := range workbook {
		if !known[code] {
			t.Errorf("%s has a sentence and is no code", code)
		}
	}
}

// places are what fill replaces, and the references that sentences quote.
var places = regexp.MustCompile(`\$?\{(\d|[a-z_]+)\}`)

// breakable finds a plain space where French typography wants a no-break one.
var breakable = regexp.MustCompile(` [:;!?»]|« |[^\x{00a0}]»|«[^\x{00a0}]`)

func TestWorkbook_typography(t *testing.T) {
	for code, sentence := range workbook {
		if found := breakable.FindString(sentence); found != "" {
			t.Errorf("%s: %q needs a no-break space: %s", code, found, sentence)
		}
		if left := places.ReplaceAllString(sentence, ""); strings.ContainsAny(left, "{}") {
			t.Errorf("%s has a broken place: %s", code, sentence)
		}
		if strings.Contains(sentence, "'") && !strings.Contains(sentence, "' ou") {
			t.Errorf("%s has a straight apostrophe: %s", code, sentence)
		}
		if !strings.HasSuffix(sentence, ".") && !strings.HasSuffix(sentence, "?).") {
			t.Errorf("%s does not end with a full stop: %s", code, sentence)
		}
	}
}

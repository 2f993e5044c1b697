package french

import (
	"strings"
	"testing"

	"constat/survey/xlsform"
)

func TestAttach_everyCodeHasItsSentence(t *testing.T) {
	for _, code := range xlsform.FileCodes {
		sentence := attach[code]
		if !strings.HasSuffix(sentence, ".") {
			t.Errorf("%s: %q is no sentence", code, sentence)
		}
		if found := breakable.FindString(sentence); found != "" {
			t.Errorf("%s: %q needs a no-break space", code, found)
		}
	}
	if len(attach) != len(xlsform.FileCodes) {
		t.Errorf("%d sentences for %d codes", len(attach), len(xlsform.FileCodes))
	}
}

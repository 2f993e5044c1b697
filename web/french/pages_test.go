package french

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// code is how the pages name a sentence.
var code = regexp.MustCompile(`"((?:page|signin|receipt|confirm|title|form|upload|publish|edition|invited|territory|campaign|password|contact)_[a-z_]+)"`)

// TestPages_everyCode reads the pages' sources: each code they name has its
// sentence, and each sentence is used.
func TestPages_everyCode(t *testing.T) {
	files, err := filepath.Glob("../*.go")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	used := map[string]bool{}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range code.FindAllStringSubmatch(string(source), -1) {
			used[m[1]] = true
		}
	}
	for c := range used {
		_, isPage := pages[c]
		_, isSentence := page[c]
		if !isPage && !isSentence {
			t.Errorf("%s has no sentence", c)
		}
	}
	for c := range pages {
		if !used[c] {
			t.Errorf("nothing says %s", c)
		}
	}
	for c := range page {
		if !used[c] {
			t.Errorf("nothing says %s", c)
		}
	}
}

func TestPage_unknownCode(t *testing.T) {
	if heading, sentence := Page("inconnu"); heading != "Erreur du service" || sentence == "" {
		t.Errorf("%s %s", heading, sentence)
	}
}

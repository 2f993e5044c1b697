package french

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// TestOpenRosa_everyCode reads the protocol's sources: each code they name
// has its sentence, and each sentence is used.
func TestOpenRosa_everyCode(t *testing.T) {
	files, err := filepath.Glob("../openrosa*.go")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	used := map[string]bool{}
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`"(openrosa_[a-z_]+)"`).FindAllStringSubmatch(string(source), -1) {
			used[m[1]] = true
		}
	}
	for c := range used {
		if openrosa[c] == "" {
			t.Errorf("%s has no sentence", c)
		}
	}
	for c := range openrosa {
		if !used[c] {
			t.Errorf("nothing says %s", c)
		}
	}
}

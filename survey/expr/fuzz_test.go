package expr

import (
	"errors"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

func seeds(f *testing.F) {
	for _, s := range []string{
		"${age} >= 18 and selected(${a}, 'x')", "if(. = '', today() - 30, round(../x, 2))", "/data/rep[position() = 2]/x | //y",
		"instance('l')/root/item[name = current()]/label", "3mod4", "'open", "$ {x}", "((((", "a[b[c[1]]]", "regex(., '[a-z]+')",
		"indexed-repeat(${a}, ${b}, 1)", "randomize(//x, 3)", "substr('é', -1, 9e9)", "format-date(now(), '%Y%b')", "-----1", "5 5",
	} {
		f.Add(s)
	}
}

// FuzzParse wants every text to be read or refused with one of the codes, at a place inside it.
func FuzzParse(f *testing.F) {
	seeds(f)
	known := map[string]bool{}
	for _, c := range Codes() {
		known[c] = true
	}
	f.Fuzz(func(t *testing.T, src string) {
		e, err := Parse(src)
		var syntax *SyntaxError
		switch {
		case err == nil:
			if _, err := e.MarshalJSON(); err != nil {
				t.Fatal(err)
			}
			e.Refs()
			e.Paths()
		case !errors.As(err, &syntax) || !known[syntax.Code] || syntax.Offset < 0 || syntax.Offset > len(src):
			t.Fatalf("%q: %v", src, err)
		}
	})
}

// FuzzEval wants every evaluation to end soon, in a value or in an error that says which.
func FuzzEval(f *testing.F) {
	seeds(f)
	doc, err := ReadXML(strings.NewReader(`<data><a>x y</a><b/><age>20</age><rep><x>1</x></rep><rep irrelevant=""><x>2</x></rep><y i="1"/></data>`))
	if err != nil {
		f.Fatal(err)
	}
	mark(doc)
	f.Fuzz(func(t *testing.T, src string) {
		e, err := ParseGrammar(src)
		if err != nil {
			return
		}
		c := &Context{
			Node: doc.Children[0].Children[0], Root: doc, Resolve: doc.Nearest, Budget: NewBudget(20_000, 1<<20, nil),
			Instance: func(string) *Node { return doc }, Rand: rand.New(rand.NewPCG(1, 2)), Now: time.Unix(1.7e9, 0),
		}
		began := time.Now()
		v, err := e.Eval(c)
		var eval *EvalError
		if err != nil && !errors.Is(err, ErrTooCostly) && !errors.As(err, &eval) {
			t.Fatalf("%q: %v", src, err)
		}
		_ = v.Answer() + show(v)
		if took := time.Since(began); took > 20*time.Second {
			t.Fatalf("%q took %v", src, took)
		}
	})
}

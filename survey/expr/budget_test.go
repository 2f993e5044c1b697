package expr

import (
	"errors"
	"strings"
	"testing"
	"time"
)

// TestBudget_shared lets evaluations use up one budget together.
func TestBudget_shared(t *testing.T) {
	c := &Context{Budget: NewBudget(100, 1000, nil)}
	e := parse(t, "1 + 2 + 3 + 4 + 5")
	n := 0
	for ; n < 1000; n++ {
		if _, err := e.Eval(c); err != nil {
			if !errors.Is(err, ErrTooCostly) {
				t.Fatal(err)
			}
			break
		}
	}
	if n != 16 { // six terms each
		t.Errorf("%d evaluations of six terms went into a budget of 100", n)
	}
	if _, err := parse(t, "1").Eval(c); !errors.Is(err, ErrTooCostly) {
		t.Errorf("after the end: %v", err)
	}
}

// TestBudget_text holds what functions may make of texts: each is short to write and long to hold.
func TestBudget_text(t *testing.T) {
	doc, err := ReadXML(strings.NewReader("<data><x>" + strings.Repeat("mot ", 5000) + "</x></data>"))
	if err != nil {
		t.Fatal(err)
	}
	var twenty strings.Builder
	for range 20 {
		twenty.WriteString(", /data/x")
	}
	for _, src := range []string{
		"concat(''" + twenty.String() + ")",
		"join(/data/x" + twenty.String() + ")",
		"concat(translate(/data/x, 'm', 'n')" + strings.Repeat(", translate(/data/x, 'm', 'n')", 20) + ")",
		"count-selected(/data/x) + count-selected(/data/x) + count-selected(/data/x)",
		"substring(/data/x, 2) = substr(/data/x, 2) or normalize-space(/data/x) = ''",
		"string-length(concat(/data, /data, /data, /data, /data, /data, /data, /data, /data, /data, /data))",
		strings.Repeat("uuid(10000) = '' or ", 21) + "false()",
	} {
		c := &Context{Root: doc, Budget: NewBudget(1<<30, 200_000, nil), Rand: zeros{}}
		if _, err := parse(t, src).Eval(c); !errors.Is(err, ErrTooCostly) {
			t.Errorf("%.60s: %v", src, err)
		}
	}
}

type zeros struct{}

func (zeros) Uint64() uint64 { return 0 }

// TestBudget_stopped ends an evaluation that nobody waits for any more.
func TestBudget_stopped(t *testing.T) {
	doc, err := ReadXML(strings.NewReader("<data>" + strings.Repeat("<x>1</x>", 2000) + "</data>"))
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	b := NewBudget(1<<40, 1<<40, done)
	time.AfterFunc(20*time.Millisecond, func() { close(done) })
	_, err = parse(t, "count(//x[count(//x[count(//x) > 0]) > 0])").Eval(&Context{Root: doc, Budget: b})
	if !errors.Is(err, ErrStopped) || !errors.Is(b.Err(), ErrStopped) {
		t.Errorf("%v, %v", err, b.Err())
	}
}

// TestPattern_heavy refuses patterns that are short to write and make
// thousands of instructions.
func TestPattern_heavy(t *testing.T) {
	for _, pattern := range []string{
		strings.Repeat("a{1000}", 30), "((((a{10}){10}){10})b{1000}){30}", strings.Repeat("a", 9000), strings.Repeat(`\pL`, 50), "[a-z]{1,1000}" + strings.Repeat("[a-z]{1,1000}", 40),
	} {
		var bad *SyntaxError
		if _, err := Parse("regex(., '" + pattern + "')"); !errors.As(err, &bad) || bad.Code != HeavyPattern && bad.Code != BadPattern {
			t.Errorf("%.30s is taken: %v", pattern, err)
		}
		var late *EvalError
		if _, err := parse(t, "regex('a', concat('"+pattern+"', ''))").Eval(&Context{}); !errors.As(err, &late) {
			t.Errorf("%.30s, computed, is used: %v", pattern, err)
		}
	}
	for _, pattern := range []string{`^[A-Z]{2}[0-9]{6}$`, `.{1,1000}`, `^[\p{L}'’ -]{2,80}$`, `([0-9]{2} ?){5}`} {
		if _, err := Parse("regex(., '" + strings.ReplaceAll(pattern, "'", "&apos;") + "')"); err != nil {
			t.Errorf("%s is refused: %v", pattern, err)
		}
	}
	value := strings.Repeat("a", 20_000)
	c := &Context{Node: &Node{Value: value}, Budget: NewBudget(1_000_000, 1<<20, nil)}
	if _, err := parse(t, "regex(., '(a{1,90}b?){1,10}')").Eval(c); !errors.Is(err, ErrTooCostly) {
		t.Errorf("a heavy pattern over a long value: %v", err)
	}
}

// TestPattern_browser says how long a value a browser may match with a pattern.
func TestPattern_browser(t *testing.T) {
	for pattern, want := range map[string][2]int{ // at least, at most
		`[0-9]{5}`:                              {60_000, 1 << 16},
		`^[A-Z]{2}[0-9]{6}$`:                    {60_000, 1 << 16},
		`.*`:                                    {5_000, 20_000},
		`[a-z0-9._%+-]+@[a-z0-9.-]+\.[a-z]{2,}`: {90, 120},
		`([0-9]{2} ?){5}`:                       {60_000, 1 << 16},
		`(a+)+`:                                 {3, 12},
		`(?:a+)+$`:                              {3, 12},
		`(a|a)*b`:                               {10, 25},
		`(a|ab|b)*c`:                            {8, 17},
		`([^x]*y?)*`:                            {2, 9},
		`\p{L}+[\]x]+(?P<nom>é|è)?`:             {250, 500},
		`(?i)oui|non`:                           {60_000, 1 << 16},
		`((((a{10}){10}){10})b?){30}`:           {0, 100},
	} {
		if got := longestTried(pattern); got < want[0] || got > want[1] {
			t.Errorf("%s: %d, want %v", pattern, got, want)
		}
	}
}

package expr

import (
	"errors"
	"math"
	"regexp"
	"regexp/syntax"
	"strconv"
	"strings"
	"sync"
)

// What a pattern may weigh. Go's patterns take linear time, but "[a-z]{1000}" is a thousand instructions, and
// a character of a value may be tried against each.
const (
	maxPatternLength = 8_000  // bytes of its text
	maxPatternTables = 40     // \p{…}: each is a thousand ranges of characters
	maxPatternWeight = 20_000 // instructions
	maxPatternsKept  = 400_000
)

var errHeavyPattern = errors.New("the pattern is too heavy")

// pattern is a compiled pattern with the number of its instructions.
type pattern struct {
	re     *regexp.Regexp
	weight int
}

// computeRegex wants the whole value to match, as Collect does.
func computeRegex(c *Context, f focus, t *term) Value {
	value, source := c.argText(t, 0, f), c.argText(t, 1, f)
	if c.run.err != nil {
		return boolean(false)
	}
	p, err := patterns.get(source, func(weight int) bool {
		// Half of it for compiling, kept or not: the cost must not depend on what others asked before.
		return c.spend(1 + weight>>1 + len(value)*weight>>4)
	})
	switch {
	case c.run.err != nil:
		return boolean(false)
	case errors.Is(err, errHeavyPattern):
		return c.fail(HeavyPattern, clip(source))
	case err != nil:
		return c.fail(BadPattern, clip(source))
	}
	return boolean(p.re.MatchString(value))
}

// weighPattern reads a pattern, and tells how many instructions it makes, before it makes them.
func weighPattern(source string) (int, error) {
	if len(source) > maxPatternLength || strings.Count(source, `\p`)+strings.Count(source, `\P`) > maxPatternTables {
		return 0, errHeavyPattern
	}
	tree, err := syntax.Parse(whole(source), syntax.Perl)
	if err != nil {
		return 0, err
	}
	weight := instructions(tree)
	if weight > maxPatternWeight {
		return 0, errHeavyPattern
	}
	return weight, nil
}

// whole makes a pattern match whole values. Go's patterns have no look-around.
func whole(source string) string { return `^(?:` + source + `)$` }

// instructions counts what a pattern is compiled to, repetitions written out; beyond maxPatternWeight, some number
// above it.
func instructions(tree *syntax.Regexp) int {
	n := 1 + len(tree.Rune)>>4
	if tree.Op == syntax.OpLiteral {
		n = len(tree.Rune)
	}
	for _, sub := range tree.Sub {
		n += instructions(sub)
	}
	if tree.Op == syntax.OpRepeat {
		n *= max(1, tree.Min, tree.Max)
	}
	return min(n, maxPatternWeight+1)
}

// patternCache keeps compiled patterns. When they weigh too much together it starts again.
type patternCache struct {
	mu     sync.RWMutex
	kept   map[string]pattern
	weight int
}

var patterns = patternCache{kept: map[string]pattern{}}

// get gives a compiled pattern, once its weight is paid for.
func (p *patternCache) get(source string, pay func(weight int) bool) (pattern, error) {
	p.mu.RLock()
	known, ok := p.kept[source]
	p.mu.RUnlock()
	if ok {
		pay(known.weight)
		return known, nil
	}
	weight, err := weighPattern(source)
	if err != nil || !pay(weight) {
		return pattern{}, err
	}
	re, err := regexp.Compile(whole(source))
	if err != nil {
		return pattern{}, err
	}
	kept := 50 + len(source)
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.weight += weight + kept; p.weight > maxPatternsKept {
		clear(p.kept)
		p.weight = weight + kept
	}
	made := pattern{re, weight}
	p.kept[source] = made
	return made, nil
}

// mostTries is how often a browser's engine, which goes back on its steps, may try a pattern on one value.
const mostTries = 1e8

// longestTried is the longest value, in characters, that a browser may match a pattern with: beyond it the engine
// may take longer than mostTries, and only Go's, which takes linear time, is asked.
func longestTried(source string) int {
	low, high := 0, 1<<16
	for low < high {
		n := (low + high + 1) / 2
		w := backtracking{source: source, n: float64(n)}
		if w.choice()*float64(n+1) <= mostTries {
			low = n
		} else {
			high = n - 1
		}
	}
	return low
}

// backtracking bounds in how many ways an engine may try a pattern on n characters: the product of what each
// repetition may take. Repetitions in repetitions soon have no bound.
type backtracking struct {
	source string
	n      float64
	at     int
}

func (w *backtracking) choice() float64 {
	sum := w.sequence()
	for w.next('|') {
		sum += w.sequence()
	}
	return sum
}

func (w *backtracking) sequence() float64 {
	product := 1.0
	for w.at < len(w.source) && w.source[w.at] != '|' && w.source[w.at] != ')' {
		one := w.atom()
		least, most := w.quantifier()
		product = math.Min(1e300, product*math.Max(1, most-least+1)*math.Pow(one, math.Max(1, most)))
	}
	return product
}

func (w *backtracking) next(sign byte) bool {
	if w.at < len(w.source) && w.source[w.at] == sign {
		w.at++
		return true
	}
	return false
}

// groupStart is what may follow the bracket of a group: a name, flags, nothing captured.
var groupStart = regexp.MustCompile(`^\?(?:P?<\w+>|[a-zA-Z-]*:?)`)

func (w *backtracking) atom() float64 {
	switch {
	case w.next('('):
		w.at += len(groupStart.FindString(w.source[w.at:]))
		inner := w.choice()
		w.next(')')
		return inner
	case w.next('\\'):
		if end := strings.IndexByte(w.source[w.at:], '}'); end >= 0 && strings.HasPrefix(strings.ToLower(w.source[w.at:]), "p{") {
			w.at += end
		}
	case w.next('['):
		w.next('^')
		w.next(']')
		for w.at < len(w.source) && w.source[w.at] != ']' {
			if w.source[w.at] == '\\' {
				w.at++
			}
			w.at++
		}
	}
	w.at++
	return 1
}

// counted is a quantifier with bounds, lazy or not.
var counted = regexp.MustCompile(`^\{(\d+)(,?)(\d*)\}`)

func (w *backtracking) quantifier() (least, most float64) {
	defer w.next('?') // a lazy one takes as many ways
	switch {
	case w.next('*'):
		return 0, w.n
	case w.next('+'):
		return 1, w.n
	case w.next('?'):
		return 0, 1
	}
	m := counted.FindStringSubmatch(w.source[min(w.at, len(w.source)):])
	if m == nil {
		return 1, 1
	}
	w.at += len(m[0])
	least, _ = strconv.ParseFloat(m[1], 64)
	switch {
	case m[2] == "":
		return least, least
	case m[3] == "":
		return least, w.n
	}
	most, _ = strconv.ParseFloat(m[3], 64)
	return least, math.Min(w.n, most)
}

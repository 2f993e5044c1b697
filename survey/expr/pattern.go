package expr

import (
	"errors"
	"regexp"
	"regexp/syntax"
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

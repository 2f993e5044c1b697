package expr

import (
	"math"
	"strconv"
	"strings"
)

var numberFunctions = []function{
	{name: "int", min: 1, max: 1, compute: ofDays(math.Trunc)},
	{name: "floor", min: 1, max: 1, compute: ofDays(math.Floor)},
	{name: "ceiling", min: 1, max: 1, compute: ofDays(math.Ceil)},
	{name: "round", min: 1, max: 2, compute: computeRound},
	{name: "abs", min: 1, max: 1, compute: of(math.Abs)},
	{name: "sqrt", min: 1, max: 1, compute: of(math.Sqrt)},
	{name: "exp", min: 1, max: 1, compute: of(math.Exp)},
	{name: "exp10", min: 1, max: 1, compute: of(func(x float64) float64 { return math.Pow(10, x) })},
	{name: "log", min: 1, max: 1, compute: of(math.Log)},
	{name: "log10", min: 1, max: 1, compute: of(math.Log10)},
	{name: "sin", min: 1, max: 1, compute: of(math.Sin)},
	{name: "cos", min: 1, max: 1, compute: of(math.Cos)},
	{name: "tan", min: 1, max: 1, compute: of(math.Tan)},
	{name: "asin", min: 1, max: 1, compute: of(math.Asin)},
	{name: "acos", min: 1, max: 1, compute: of(math.Acos)},
	{name: "atan", min: 1, max: 1, compute: of(math.Atan)},
	{name: "atan2", min: 2, max: 2, compute: ofTwo(math.Atan2)},
	{name: "pow", min: 2, max: 2, compute: ofTwo(math.Pow)},
	{name: "pi", compute: func(*Context, focus, *term) Value { return number(math.Pi) }},
	{name: "random", volatile: true, compute: func(c *Context, _ focus, t *term) Value {
		if c.Rand == nil {
			return c.fail(NoChance, t.str)
		}
		return number(float64(c.Rand.Uint64()>>11) / (1 << 53))
	}},
	{name: "sum", min: 1, max: 1, compute: computeSum},
	{name: "min", min: 1, max: many, compute: extreme(math.Inf(1), func(a, b float64) bool { return a < b })},
	{name: "max", min: 1, max: many, compute: extreme(math.Inf(-1), func(a, b float64) bool { return a > b })},
}

func of(do func(float64) float64) func(*Context, focus, *term) Value {
	return func(c *Context, f focus, t *term) Value { return number(do(c.argNumber(t, 0, f))) }
}

func ofTwo(do func(x, y float64) float64) func(*Context, focus, *term) Value {
	return func(c *Context, f focus, t *term) Value {
		return number(do(c.argNumber(t, 0, f), c.argNumber(t, 1, f)))
	}
}

// ofDays rounds a number; a date without time is a whole number of days already (JavaRosa).
func ofDays(do func(float64) float64) func(*Context, focus, *term) Value {
	return func(c *Context, f focus, t *term) Value { return number(do(c.days(c.arg(t, 0, f)))) }
}

func (c *Context) days(v Value) float64 {
	if v.kind == dateKind && v.date.dateOnly() {
		return float64(v.date.day)
	}
	return c.number(v)
}

// computeRound rounds to n decimals (tens for -1), halves away from zero.
func computeRound(c *Context, f focus, t *term) Value {
	x, places := c.days(c.arg(t, 0, f)), 0.0
	if len(t.args) == 2 {
		places = math.Trunc(c.argNumber(t, 1, f))
	}
	return number(roundDecimal(x, places))
}

// roundDecimal works on the decimal text of x, since 2.15 in binary is a little less than 2.15.
func roundDecimal(x, places float64) float64 {
	switch {
	case math.IsNaN(x) || math.IsNaN(places):
		return math.NaN()
	case math.IsInf(x, 0) || x == 0 || places > 400:
		return x
	case places < -400:
		return 0
	}
	// digits × 10^exponent, digits without a point
	mantissa := strconv.FormatFloat(math.Abs(x), 'e', -1, 64)
	digits, power, _ := strings.Cut(mantissa, "e")
	digits = strings.Replace(digits, ".", "", 1)
	exponent, _ := strconv.Atoi(power)
	keep := exponent + 1 + int(places) // how many digits stay
	switch {
	case keep >= len(digits):
		return x
	case keep < 0:
		return 0
	}
	up := digits[keep] >= '5'
	kept, _ := strconv.ParseFloat("0"+digits[:keep], 64)
	if up {
		kept++
	}
	rounded, _ := strconv.ParseFloat(strconv.FormatFloat(kept, 'f', -1, 64)+"e"+strconv.Itoa(-int(places)), 64)
	return math.Copysign(rounded, x)
}

// computeSum adds what is answered.
func computeSum(c *Context, f focus, t *term) Value {
	sum := 0.0
	v := c.argNodes(t, 0, f)
	for i := range v.count() {
		if s := c.read(v.node(i)); c.spend(1+len(s)>>4) && s != "" {
			sum += textNumber(s, c.Zone)
		}
	}
	return number(sum)
}

// extreme finds the least or greatest of numbers and of what is answered at nodes; of nothing it is NaN.
func extreme(start float64, better func(a, b float64) bool) func(*Context, focus, *term) Value {
	return func(c *Context, f focus, t *term) Value {
		best, found := start, false
		take := func(x float64) {
			found = true
			if better(x, best) || math.IsNaN(x) && !math.IsNaN(best) {
				best = x
			}
		}
		for i := range t.args {
			v := c.arg(t, i, f)
			if v.kind != Nodeset {
				take(c.number(v))
				continue
			}
			for j := range v.count() {
				if s := c.read(v.node(j)); c.spend(1+len(s)>>4) && s != "" {
					take(textNumber(s, c.Zone))
				}
			}
		}
		if !found {
			return number(math.NaN())
		}
		return number(best)
	}
}

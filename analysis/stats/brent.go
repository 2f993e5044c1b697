package stats

import "math"

const epsilon = 0x1p-52 // the machine's, next to 1

// rootTolerance is the quarter power of epsilon, at which R looks for odds
// ratios. A closer search would be easy, and would not find the figures that
// somebody who checks with R has on her screen.
const rootTolerance = 0x1p-13

// brent finds where f, of opposite signs at a and b, passes 0, to within
// tolerance: bisection, made faster by the secant or the inverse parabola when
// they stay inside (Brent, Algorithms for Minimization without Derivatives,
// 1973, chapter 4).
func brent(f func(float64) float64, a, b, tolerance float64) float64 {
	fa, fb := f(a), f(b)
	if fa == 0 {
		return a
	}
	c, fc := a, fa // the root is between b and c, and b is the better end
	for {
		previous := b - a
		if math.Abs(fc) < math.Abs(fb) {
			a, b, c = b, c, b
			fa, fb, fc = fb, fc, fb
		}
		enough := 2*epsilon*math.Abs(b) + tolerance/2
		step := (c - b) / 2
		if math.Abs(step) <= enough || fb == 0 {
			return b
		}
		if math.Abs(previous) >= enough && math.Abs(fa) > math.Abs(fb) {
			step = interpolated(a, b, c, fa, fb, fc, previous, enough, step)
		}
		if math.Abs(step) < enough {
			step = math.Copysign(enough, step)
		}
		a, fa = b, fb
		b += step
		fb = f(b)
		if fb > 0 == (fc > 0) && fb != 0 {
			c, fc = a, fa
		}
	}
}

// interpolated is the step from b by the secant, or by the inverse parabola
// through three points, unless it goes too far: then the bisection's.
func interpolated(a, b, c, fa, fb, fc, previous, enough, bisection float64) float64 {
	var p, q float64
	width, back := c-b, fb/fa
	if a == c {
		p, q = width*back, 1-back
	} else {
		ahead, ratio := fb/fc, fa/fc
		p = back * (width*ratio*(ratio-ahead) - (b-a)*(ahead-1))
		q = (ratio - 1) * (ahead - 1) * (back - 1)
	}
	if p > 0 {
		q = -q
	} else {
		p = -p
	}
	if p < 0.75*width*q-math.Abs(enough*q)/2 && p < math.Abs(previous*q/2) {
		return p / q
	}
	return bisection
}

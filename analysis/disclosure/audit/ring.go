package audit

import "math/big"

// ring is the arithmetic of a tableau: whole numbers, kept small enough on
// machine words, or of any size.
type ring[T any] interface {
	// of converts a whole number; false when it does not fit.
	of(n int64) (T, bool)
	zeros(n int) []T
	sign(a T) int
	negate(row []T)
	// eliminate makes row = row·p − q·pivot, p positive; false when the result does
	// not fit. The pivot row is zero but at these columns.
	eliminate(row, pivot []T, at []int, p, q T) bool
	// reduce divides a row and its denominator by what divides them all.
	reduce(row []T, d T) T
	// heavy tells that a denominator is worth reducing.
	heavy(d T) bool
	// accumulate adds weight times the row into sum; false when it does not fit.
	accumulate(sum, row []T, weight T) bool
	// common is a multiple of both denominators, and over a/b, exact.
	common(a, b T) (T, bool)
	over(a, b T) T
	// product is a·b; false when it does not fit.
	product(a, b T) (T, bool)
	// shift is x − by·n; false when it does not fit.
	shift(x, by T, n int64) (T, bool)
	// compare compares x/d with n.
	compare(x, d T, n int64) int
	// compareSteps compares a/b with c/d, all positive or zero above.
	compareSteps(a, b, c, d T) int
	compareSize(a, b T) int
	absolute(a T) T
	opposite(a T) T
	// floor is the whole part of x/d, and whether that is all of it.
	floor(x, d T) (whole int64, exact, fits bool)
}

// word is the arithmetic on machine words. Every number stays under 2³¹, so
// that no product of two, nor the difference of two products, overflows.
type word struct{}

const wordLimit = 1 << 31

func small(n int64) bool { return n < wordLimit && n > -wordLimit }

func (word) of(n int64) (int64, bool) { return n, small(n) }

func (word) zeros(n int) []int64 { return make([]int64, n) }

func (word) sign(a int64) int {
	switch {
	case a > 0:
		return 1
	case a < 0:
		return -1
	}
	return 0
}

func (word) negate(row []int64) {
	for i := range row {
		row[i] = -row[i]
	}
}

func (word) eliminate(row, pivot []int64, at []int, p, q int64) bool {
	size := int64(0) // every result's bits, signs folded
	if p == 1 {      // the usual case: counts have unit determinants
		for _, i := range at {
			v := row[i] - q*pivot[i]
			row[i] = v
			size |= v ^ v>>63
		}
		return size < wordLimit
	}
	for i, v := range pivot {
		v = row[i]*p - q*v
		row[i] = v
		size |= v ^ v>>63
	}
	return size < wordLimit
}

func (word) reduce(row []int64, d int64) int64 {
	g := uint32(d) // every number is under 2³¹, and short divisions are fast
	for _, v := range row {
		if g == 1 {
			return d
		}
		if v == 0 {
			continue
		}
		for rest := uint32(max(v, -v)) % g; rest != 0; {
			g, rest = rest, g%rest
		}
	}
	if g > 1 {
		for i := range row {
			row[i] /= int64(g)
		}
	}
	return d / int64(g)
}

func (word) heavy(d int64) bool { return d > 1<<10 }

func (word) accumulate(sum, row []int64, weight int64) bool {
	size := int64(0)
	for i, v := range row {
		if v != 0 {
			v = sum[i] + weight*v
			sum[i] = v
			size |= v ^ v>>63
		}
	}
	return size < wordLimit
}

func (word) common(a, b int64) (int64, bool) {
	g, v := a, b
	for v != 0 {
		g, v = v, g%v
	}
	return word{}.product(a/g, b)
}

func (word) over(a, b int64) int64 { return a / b }

func (word) product(a, b int64) (int64, bool) { return a * b, small(a * b) }

func (word) shift(x, by, n int64) (int64, bool) {
	if !small(n) {
		return 0, by == 0
	}
	x -= by * n
	return x, small(x)
}

func (word) compare(x, d, n int64) int {
	if !small(n) { // x/d is small, so n decides
		return word{}.sign(-n)
	}
	return word{}.sign(x - d*n)
}

func (word) compareSteps(a, b, c, d int64) int { return word{}.sign(a*d - c*b) }

func (word) compareSize(a, b int64) int { return word{}.sign(word{}.absolute(a) - word{}.absolute(b)) }

func (word) absolute(a int64) int64 { return max(a, -a) }

func (word) opposite(a int64) int64 { return -a }

func (word) floor(x, d int64) (int64, bool, bool) {
	q, r := x/d, x%d
	if r < 0 {
		q--
	}
	return q, r == 0, true
}

// boundless is the arithmetic of math/big, for what does not fit in words.
type boundless struct{}

func (boundless) of(n int64) (*big.Int, bool) { return big.NewInt(n), true }

func (boundless) zeros(n int) []*big.Int {
	zeros := make([]*big.Int, n)
	for i := range zeros {
		zeros[i] = new(big.Int)
	}
	return zeros
}

func (boundless) sign(a *big.Int) int { return a.Sign() }

func (boundless) negate(row []*big.Int) {
	for i := range row {
		row[i] = new(big.Int).Neg(row[i])
	}
}

func (boundless) eliminate(row, pivot []*big.Int, _ []int, p, q *big.Int) bool {
	for i, v := range pivot {
		n := new(big.Int).Mul(row[i], p)
		row[i] = n.Sub(n, new(big.Int).Mul(q, v))
	}
	return true
}

func (boundless) reduce(row []*big.Int, d *big.Int) *big.Int {
	g := new(big.Int).Set(d)
	for _, v := range row {
		g.GCD(nil, nil, g, new(big.Int).Abs(v))
	}
	for i, v := range row {
		row[i] = new(big.Int).Quo(v, g)
	}
	return g.Quo(d, g)
}

func (boundless) heavy(d *big.Int) bool { return d.BitLen() > 64 }

func (boundless) accumulate(sum, row []*big.Int, weight *big.Int) bool {
	for i, v := range row {
		n := new(big.Int).Mul(weight, v)
		sum[i] = n.Add(n, sum[i])
	}
	return true
}

func (boundless) common(a, b *big.Int) (*big.Int, bool) {
	g := new(big.Int).GCD(nil, nil, a, b)
	g.Quo(a, g)
	return g.Mul(g, b), true
}

func (boundless) over(a, b *big.Int) *big.Int { return new(big.Int).Quo(a, b) }

func (boundless) product(a, b *big.Int) (*big.Int, bool) { return new(big.Int).Mul(a, b), true }

func (boundless) shift(x, by *big.Int, n int64) (*big.Int, bool) {
	product := new(big.Int).Mul(by, big.NewInt(n))
	return product.Sub(x, product), true
}

func (boundless) compare(x, d *big.Int, n int64) int {
	return x.Cmp(new(big.Int).Mul(d, big.NewInt(n)))
}

func (boundless) compareSteps(a, b, c, d *big.Int) int {
	return new(big.Int).Mul(a, d).Cmp(new(big.Int).Mul(c, b))
}

func (boundless) compareSize(a, b *big.Int) int { return a.CmpAbs(b) }

func (boundless) absolute(a *big.Int) *big.Int { return new(big.Int).Abs(a) }

func (boundless) opposite(a *big.Int) *big.Int { return new(big.Int).Neg(a) }

func (boundless) floor(x, d *big.Int) (int64, bool, bool) {
	q, r := new(big.Int).DivMod(x, d, new(big.Int)) // Euclidean: d is positive
	return q.Int64(), r.Sign() == 0, q.IsInt64()
}

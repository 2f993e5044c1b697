package survey

import (
	"math"
	"math/rand"
	"strconv"
	"strings"
	"time"

	"constat/survey/expr"
)

// Simulation says how an imaginary respondent answers: for demonstrations,
// which must be marked as such, and for tests that need many valid answers.
type Simulation struct {
	Rand *rand.Rand
	// Weight is how likely a choice is beside the others, given what was
	// answered before (by question name); nil weighs all alike.
	Weight func(q *Question, c *Choice, answered func(name string) string) float64
	// Scale is the usual size of a number asked; nil means 5.
	Scale func(*Question) float64
	// Words is what is written in a text, "" for nothing; nil writes nothing.
	Words func(*Question) string
	// Blank is the share of questions that are not required and left blank.
	Blank float64
}

// attempts is how many answers are drawn for one question before giving up on
// its constraint.
const attempts = 25

// Simulate answers the form at random, following its logic in document order
// as a respondent does: only what applies, only choices that are offered,
// only values that the constraints accept.
func (f *Form) Simulate(s Simulation, occ Occasion) Answers {
	in := f.newInstance(Answers{}, occ)
	s.answer(in, in.root)
	return in.answers(f.Root, in.root)
}

func (s Simulation) answer(in *instance, parent *expr.Node) {
	for i := 0; i < len(parent.Children); i++ {
		node := parent.Children[i]
		f := fieldOf(node)
		if f == nil {
			continue // meta
		}
		q := f.question
		in.compute(node, q)
		switch {
		case node.Irrelevant:
		case q.Type.Kind == Group || q.Type.Kind == Repeat:
			s.answer(in, node)
		case q.Type.Kind == Asked && q.Calculation == nil:
			s.draw(in, node, q)
		}
	}
}

// draw tries values until one is accepted; the scale of numbers shrinks, so
// that "no more than the children met" ends up true.
func (s Simulation) draw(in *instance, node *expr.Node, q *Question) {
	required := q.Required != nil
	if !required && s.Rand.Float64() < s.Blank {
		return
	}
	f := fieldOf(node)
	for n := range attempts {
		f.fault = false
		before := len(in.problems)
		node.Value = in.normalise(f, s.value(in, node, q, math.Pow(0.7, float64(n))))
		if !f.fault && (node.Value == "" || in.judgeConstraint(node)) {
			return
		}
		in.problems = in.problems[:before]
	}
	f.fault = false
	node.Value = ""
}

func (s Simulation) value(in *instance, node *expr.Node, q *Question, shrink float64) string {
	switch q.Type.Format {
	case FormatInteger, FormatDecimal:
		return s.quantity(q, shrink)
	case FormatDate:
		back := time.Duration(s.Rand.Intn(300)) * 24 * time.Hour
		return in.occ.Now.Add(-back).Format("2006-01-02")
	case FormatTime:
		return "10:00"
	case FormatDateTime:
		return in.occ.Now.Format(time.RFC3339)
	case FormatOne:
		return strings.Join(s.pick(in, node, q, 1), "")
	case FormatMultiple:
		return strings.Join(s.pick(in, node, q, 1+s.Rand.Intn(3)), " ")
	case FormatRank:
		return strings.Join(s.pick(in, node, q, math.MaxInt), " ")
	case FormatTick:
		return "OK"
	case FormatText:
		if s.Words != nil {
			return s.Words(q)
		}
	}
	return ""
}

// quantity is a number with a long tail, as numbers of people met have.
func (s Simulation) quantity(q *Question, shrink float64) string {
	if low, high, limited := q.Limits(); limited {
		steps := math.Floor((high - low) / q.Step())
		return strconv.FormatFloat(low+q.Step()*math.Floor(s.Rand.Float64()*(steps+1)), 'f', -1, 64)
	}
	scale := 5.0
	if s.Scale != nil {
		scale = s.Scale(q)
	}
	return strconv.Itoa(int(math.Round(s.Rand.ExpFloat64() * scale * shrink)))
}

// pick draws up to n choices among those offered, without replacement.
func (s Simulation) pick(in *instance, node *expr.Node, q *Question, n int) []string {
	if q.List == nil {
		return nil
	}
	answered := func(name string) string {
		for _, n := range in.resolve(name, node) {
			return n.Value
		}
		return ""
	}
	var names []string
	var weights []float64
	for i := range q.List.Choices {
		c := &q.List.Choices[i]
		if q.ChoiceFilter != nil && !in.admits(node, q, c) {
			continue
		}
		weight := 1.0
		if s.Weight != nil {
			weight = s.Weight(q, c, answered)
		}
		names, weights = append(names, c.Name), append(weights, weight)
	}
	var picked []string
	for len(picked) < n {
		i := weighted(s.Rand, weights)
		if i < 0 {
			break
		}
		picked = append(picked, names[i])
		weights[i] = 0
	}
	return picked
}

// weighted draws an index in proportion to the weights, or -1 when all are 0.
func weighted(r *rand.Rand, weights []float64) int {
	total := 0.0
	for _, w := range weights {
		total += w
	}
	if total <= 0 {
		return -1
	}
	at := r.Float64() * total
	last := -1
	for i, w := range weights {
		if w <= 0 {
			continue
		}
		last = i
		if at -= w; at < 0 {
			return i
		}
	}
	return last
}

// answers reads the tree back as what a browser would send: relevant values.
func (in *instance) answers(s *Scope, node *expr.Node) Answers {
	a := Answers{Values: make(map[string]string)}
	in.collect(s, node, &a)
	return a
}

func (in *instance) collect(s *Scope, node *expr.Node, a *Answers) {
	for _, child := range node.Children {
		f := fieldOf(child)
		if f == nil {
			continue // meta
		}
		q := f.question
		switch {
		case hidden(child):
		case q.Type.Kind == Group:
			in.collect(s, child, a)
		case q.Type.Kind == Repeat:
			inner := s.Repeats[q.Index]
			a.addRepeat(q.Key, append(a.Repeats[q.Key], in.answers(inner, child)))
		case q.Type.Kind == Asked:
			a.Values[q.Key] = child.Value
		}
	}
}

package survey

import (
	"errors"
	"strconv"
	"strings"

	"constat/survey/expr"
)

// What one evaluation of a form for one respondent may cost, whatever the door
// that its answers come through: a page, a post, a phone, a file, the command
// line. All is counted, so that the same answers have the same verdict on every
// machine; what a door adds is when to stop (Occasion.Done).
//
// A household of 50 persons who answer 100 questions each is 50 instances, 5,000
// fields and some 100,000 steps; the largest forms met so far stay below that.
// Each bound is several times as far, and the worst form that keeps within all
// of them takes about a second and 100 MB, its page included.
const (
	MaxInstances      = 500       // of one repeat in one place: the longest list that a person goes through
	MaxInstancesInAll = 2_000     // of all repeats: pages slow down from here on
	MaxFields         = 9_000     // rows of the form, once for each instance: net/http reads a post of 10,000 fields
	maxSteps          = 6_000_000 // terms computed, nodes visited, texts read: half a second
	maxText           = 16 << 20  // bytes that calculations make, and that labels put on the page
	maxChoices        = 100_000   // offered on one page: 50 members who choose among 342 communes, five times
)

// ErrTooCostly says that a form, with what was answered to it, costs more to
// evaluate than the bounds above.
var ErrTooCostly = errors.New("the form takes too much computing")

// Room is what is left of the instances and fields that one set of answers may
// have. Whoever makes instances out of what somebody sent asks it first.
type Room struct{ instances, fields int }

// NewRoom is the room of a form's answers before any instance.
func (f *Form) NewRoom() *Room {
	return &Room{instances: MaxInstancesInAll, fields: MaxFields - f.Root.fields}
}

// Take makes room for one more instance of a repeat, if there is some.
func (r *Room) Take(s *Scope) bool {
	if r.instances < 1 || r.fields < s.fields {
		return false
	}
	r.instances--
	r.fields -= s.fields
	return true
}

// RoomBeside is the room that answers leave.
func (f *Form) RoomBeside(a Answers) *Room {
	room := f.NewRoom()
	room.fill(f.Root, a)
	return room
}

func (r *Room) fill(s *Scope, a Answers) {
	for _, inner := range s.Repeats {
		instances, _ := a.repeat(inner.Repeat)
		for _, instance := range instances {
			if r.Take(inner) {
				r.fill(inner, instance)
			}
		}
	}
}

// crowded is the problem of a repeat that is given more instances than fit.
func crowded(path string, wanted int) Problem {
	if wanted > MaxInstances {
		return Problem{Code: CodeTooMany, Path: path, Args: []string{strconv.Itoa(MaxInstances)}}
	}
	return Problem{Code: CodeTooManyInAll, Path: path}
}

// countFields tells each scope how many rows of the form one of its instances
// has, those of repeats inside left out.
func (f *Form) countFields() {
	f.Walk(func(q *Question) {
		scope := q.Scope
		if q.Type.Kind == Repeat {
			scope = q.Inside()
		}
		scope.fields++
	})
}

// Weight is roughly how many bytes of memory a form takes, for whoever keeps
// several: questions, what their expressions are parsed to, and lists, which
// stand once as choices and once as what expressions look into.
func (f *Form) Weight() int {
	weight := 0
	f.Walk(func(q *Question) {
		weight += 1_500
		for _, e := range q.Expressions() {
			weight += 100 * len(e.String())
		}
		for _, t := range q.texts() {
			for _, text := range t.text {
				weight += len(text)
			}
		}
	})
	for _, list := range f.Lists {
		for i := range list.Choices {
			weight += 700 + 350*len(list.Choices[i].Columns)
		}
	}
	return weight
}

// spending is what an instance has left.
type spending struct {
	*expr.Budget
	room    *Room
	choices int
	told    map[*Question]bool // the repeats of which it was said that they are crowded
}

func newSpending(f *Form, done <-chan struct{}) spending {
	return spending{
		Budget: expr.NewBudget(maxSteps, maxText, done), room: f.NewRoom(), choices: maxChoices,
		told: make(map[*Question]bool),
	}
}

// over tells whether the evaluation has come to its end before its time: its
// budget is used up, or nobody waits for it.
func (in *instance) over() bool { return in.spending.Err() != nil }

// offer takes one choice laid out on the page.
func (in *instance) offer() bool {
	if in.spending.choices--; in.spending.choices < 0 {
		return in.spending.Make(maxText + 1) // which is more than there is
	}
	return in.spending.Spend(4)
}

// exceeded says once that the budget is used up, at the field where it is.
func (in *instance) exceeded(path string) {
	if in.stop != nil || !in.over() {
		return
	}
	in.stop = &Problem{Code: CodeTooCostly, Path: path}
	in.report(*in.stop)
}

// renew gives an instance that lives on a new budget, for what somebody does
// next; what it has grown to stays.
func (in *instance) renew() {
	room := in.spending.room
	in.spending = newSpending(in.form, in.occ.Done)
	in.spending.room, in.ctx.Budget, in.stop = room, in.spending.Budget, nil
}

// recount finds the room again after instances were taken away.
func (in *instance) recount() {
	in.spending.Spend(MaxFields - in.spending.room.fields)
	in.spending.room = in.form.NewRoom()
	eachBelow(in.root, func(n *expr.Node) {
		if f := fieldOf(n); f != nil && f.question.Type.Kind == Repeat {
			in.spending.room.Take(f.question.Inside())
		}
	})
}

// Inside is the scope of what a repeat holds.
func (q *Question) Inside() *Scope { return q.Scope.Repeats[q.Index] }

// crowd says once of a repeat that it has more instances than fit.
func (in *instance) crowd(q *Question, path string, wanted int) {
	if !in.spending.told[q] {
		in.spending.told[q] = true
		in.report(crowded(path, wanted))
	}
}

// checkLength refuses a form that no answers would fit in, were it but once.
func (f *Form) checkLength() []Problem {
	n := 0
	var problems []Problem
	f.Walk(func(q *Question) {
		if n++; n == MaxFields+1 {
			problems = append(problems, Problem{Code: CodeTooLongForm, Sheet: "survey", Row: q.Row, Column: "type", Args: []string{strconv.Itoa(MaxFields)}})
		}
	})
	return problems
}

// CheckCost opens the form as for somebody who has answered nothing, and says
// what already costs too much then: repeats counted beyond what fits, formulas
// that use up the budget, a page that nobody could open. It is for authors; a
// respondent's answers are bounded again whatever this says.
func (f *Form) CheckCost() []Problem {
	in := f.newInstance(Answers{}, Occasion{Language: f.DefaultLanguage})
	in.settle()
	(&layout{in: in, problems: map[string][]Problem{}}).items(in.root)
	var problems []Problem
	for _, p := range in.problems {
		q := f.asked(p.Path)
		if q == nil {
			continue
		}
		at := Problem{Sheet: "survey", Row: q.Row, Column: "calculation", Args: []string{q.Name}}
		switch p.Code {
		case CodeTooMany, CodeTooManyInAll:
			at.Code, at.Column = CodeCrowdedForm, "repeat_count"
			at.Args = append(at.Args, strconv.Itoa(MaxInstances), strconv.Itoa(MaxInstancesInAll))
		case CodeTooCostly:
			at.Code = CodeCostlyForm
			if q.Calculation == nil {
				at.Column = "name"
			}
		default:
			continue
		}
		problems = append(problems, at)
	}
	return problems
}

// asked finds the question of a field: "enfants/age" of "enfants[2]/age".
func (f *Form) asked(path string) *Question {
	scope, key := f.Root, path
	for {
		inner, rest := scope.repeatAt(key)
		if inner == nil {
			break
		}
		if rest == "" {
			return inner.Repeat
		}
		scope, key = inner, rest
	}
	var found *Question
	f.Walk(func(q *Question) {
		if q.Scope == scope && q.Key == key && found == nil {
			found = q
		}
	})
	return found
}

// repeatAt finds the repeat that a path begins with, and what follows.
func (s *Scope) repeatAt(path string) (*Scope, string) {
	for _, inner := range s.Repeats {
		rest, is := strings.CutPrefix(path, inner.Repeat.Key)
		if !is || rest != "" && rest[0] != '[' {
			continue
		}
		_, rest, _ = strings.Cut(rest, "]")
		return inner, strings.TrimPrefix(rest, "/")
	}
	return nil, path
}

package web

import (
	"math"
	"regexp"
	"strconv"
	"strings"

	"constat/survey"
)

// appearanceTotal is constat's own appearance: under a group that has it
// stands the running total of the numbers in it, and what it should not
// exceed when the last of them has a constraint on one other question
// (". + ${a} <= ${whole}"). A hidden calculation that only adds up numbers of
// its own group shows its total in the same way, so that a breakdown by age
// needs nothing more than the calculation that checks it.
const appearanceTotal = "total"

// total is what a breakdown of numbers adds up to so far.
type total struct {
	parts []string // the fields' names
	Of    string   // the field that holds the whole, "" for none
	Text  string   // « Total : 8 sur 20 », as of when the page was written
}

// Parts lists the fields' names for the module, which keeps the total right.
func (t *total) Parts() string { return strings.Join(t.parts, " ") }

// totalOf makes the total of all the numbers among fields; nil for fewer than
// two, which need none.
func totalOf(fields []field) *total {
	var members []*field
	for i := range fields {
		if numeric(&fields[i].Item) && fields[i].Question.Calculation == nil {
			members = append(members, &fields[i])
		}
	}
	return add(members, fields)
}

// breakdowns finds the runs of numbers that a hidden calculation of their
// group adds up, and puts the total under the last of each.
func breakdowns(fields []field) {
	if len(fields) == 0 || fields[0].Question.Parent == nil || fields[0].Question.Parent.Has(appearanceTotal) {
		return
	}
	for _, q := range fields[0].Question.Parent.Children {
		if q.Type.Kind != survey.Hidden || q.Calculation == nil {
			continue
		}
		names := addends(q.Calculation.String())
		members := membersNamed(fields, names)
		if len(names) >= 2 && len(members) == len(names) {
			members[len(members)-1].Total = add(members, fields)
		}
	}
}

func membersNamed(fields []field, names []string) []*field {
	var members []*field
	for i := range fields {
		for _, name := range names {
			if fields[i].Question.Name == name && numeric(&fields[i].Item) {
				members = append(members, &fields[i])
			}
		}
	}
	return members
}

var addend = regexp.MustCompile(`^(?:coalesce\(\$\{([^}]+)\},0\)|\$\{([^}]+)\})$`)

// addends reads the names out of a sum of questions, nil for anything else.
func addends(calculation string) []string {
	var names []string
	for _, part := range strings.Split(strings.Join(strings.Fields(calculation), ""), "+") {
		m := addend.FindStringSubmatch(part)
		if m == nil {
			return nil
		}
		names = append(names, m[1]+m[2])
	}
	return names
}

func add(members []*field, around []field) *total {
	if len(members) < 2 {
		return nil
	}
	t := &total{}
	sum := 0.0
	for _, m := range members {
		t.parts = append(t.parts, m.Path)
		if n, err := strconv.ParseFloat(m.Value, 64); err == nil && m.Relevant {
			sum += n
		}
	}
	t.Text = "Total\u00a0: " + frenchQuantity(sum)
	if whole := wholeOf(members, around); whole != nil {
		t.Of = whole.Path
		if n, err := strconv.ParseFloat(whole.Value, 64); err == nil && whole.Relevant {
			t.Text += " sur " + frenchQuantity(n)
		}
	}
	return t
}

// wholeOf is the one other number of the group that the last member's
// constraint refers to.
func wholeOf(members []*field, around []field) *field {
	last := members[len(members)-1].Question
	if last.Constraint == nil {
		return nil
	}
	var whole *field
	for _, name := range last.Constraint.Refs() {
		if isMember(members, name) {
			continue
		}
		for i := range around {
			if around[i].Question.Name == name && numeric(&around[i].Item) && whole == nil {
				whole = &around[i]
			}
		}
	}
	return whole
}

func isMember(members []*field, name string) bool {
	for _, m := range members {
		if m.Question.Name == name {
			return true
		}
	}
	return false
}

// frenchQuantity writes at most six decimals, with a comma.
func frenchQuantity(n float64) string {
	return strings.Replace(strconv.FormatFloat(math.Round(n*1e6)/1e6, 'f', -1, 64), ".", ",", 1)
}

package main

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"constat/analysis"
	"constat/survey"
)

func sortedAnswers(c *analysis.Column) bool {
	return c.Measure == survey.MeasureNominal || c.Measure == survey.MeasureMultiple
}

func doubtful(c *analysis.Column, label string) bool {
	return slices.ContainsFunc(c.Categories, func(k analysis.Category) bool { return sameLabel(label, k) && k.Missing == survey.DontKnow })
}

// checkLabels expects every answer of the question, thirty at most.
func (l lookup) checkLabels(t *testing.T, found []string) {
	t.Helper()
	if end := slices.Index(found, lineOfBase); end < 0 {
		t.Errorf("%s: no base among %q", l, found)
	} else {
		found = found[:end]
	}
	if l.question.Measure == survey.MeasureQuantity || l.question.Measure == survey.MeasureDate {
		if len(found) == 0 {
			t.Errorf("%s: no classes", l)
		}
		return
	}
	want := 0
	for place, k := range l.question.Categories {
		if !l.question.Listed(place) || k.Missing != survey.Substantive && k.Missing != survey.DontKnow {
			continue
		}
		want++
		if len(found) < 30 && !slices.ContainsFunc(found, func(label string) bool { return sameLabel(label, k) }) {
			t.Errorf("%s: no line %q among %q", l, k.Label, found)
		}
	}
	if len(found) != min(want, 30) {
		t.Errorf("%s: %d lines, want %d", l, len(found), min(want, 30))
	}
}

// checkFilterList expects the list of a filter's answers to be those of its
// question.
func (l lookup) checkFilterList(t *testing.T, f *excelize.File) {
	t.Helper()
	rows := sheetRows(t, f, "Listes")
	block := slices.IndexFunc(rows, func(row []string) bool { return len(row) > 6 && row[6] == "Réponse gardée" })
	lines := slices.IndexFunc(rows, func(row []string) bool { return len(row) > 2 && row[2] == "Question n°" })
	for i, c := range l.filters {
		if c == nil {
			continue
		}
		chosen := rows[block+1+i]
		first, _ := strconv.Atoi(chosen[3])
		n, _ := strconv.Atoi(chosen[5])
		offered := 0
		for place, k := range c.Categories {
			if !c.Listed(place) {
				continue
			}
			offered++
			if !slices.ContainsFunc(rows[lines+first:lines+first+n], func(row []string) bool { return sameLabel(row[1], k) }) {
				t.Errorf("%s: filter %d does not offer %q", l, i+1, k.Label)
			}
		}
		if n != offered {
			t.Errorf("%s: filter %d offers %d answers, want %d", l, i+1, n, offered)
		}
	}
}

// sameLabel allows for what makes two labels differ, or one fit a cell.
func sameLabel(shown string, k analysis.Category) bool {
	return shown == strings.TrimSpace(k.Label) || shown == strings.TrimSpace(k.Label)+" ["+k.Code+"]"
}

// rowsOf are the rows that one column of the table counts.
type rowsOf struct {
	category analysis.Category
	rows     []int
}

// groups are everybody kept, then each category of the breakdown.
func (l lookup) groups(d *analysis.Dataset) []rowsOf {
	groups := []rowsOf{{}}
	for row := range d.Len() {
		if l.among(row) {
			groups[0].rows = append(groups[0].rows, row)
		}
	}
	if l.by == nil {
		return groups
	}
	var aside []rowsOf
	for place, k := range l.by.Categories {
		if !l.by.Listed(place) {
			continue
		}
		g := rowsOf{category: k}
		for _, row := range groups[0].rows {
			if gave(l.by, row, place) {
				g.rows = append(g.rows, row)
			}
		}
		if k.Missing == survey.NotApplicable || k.Missing == survey.Refused {
			aside = append(aside, g)
		} else {
			groups = append(groups, g)
		}
	}
	groups = append(groups, aside...)
	return groups[:min(len(groups), 17)]
}

func inBase(c *analysis.Column, row int) bool {
	if c.Measure == survey.MeasureQuantity {
		_, ok := c.Number(row)
		return ok
	}
	return c.State(row) == survey.Answered || c.State(row) == survey.AnsweredDontKnow
}

func (g rowsOf) base(c *analysis.Column) int {
	n := 0
	for _, row := range g.rows {
		if inBase(c, row) {
			n++
		}
	}
	return n
}

// count counts the rows in the base whose answer a label names.
func (g rowsOf) count(c *analysis.Column, label string) string {
	n := 0
	for _, row := range g.rows {
		if !inBase(c, row) {
			continue
		}
		switch c.Measure {
		case survey.MeasureQuantity:
			x, _ := c.Number(row)
			if inClass(x, label) {
				n++
			}
		case survey.MeasureDate:
			if day, _ := c.Date(row); inPeriod(day, label) {
				n++
			}
		default:
			if slices.ContainsFunc(c.Categories, func(k analysis.Category) bool {
				return sameLabel(label, k) && gave(c, row, slices.IndexFunc(c.Categories, func(o analysis.Category) bool { return o.Code == k.Code }))
			}) {
				n++
			}
		}
	}
	return strconv.Itoa(n)
}

var figureOf = regexp.MustCompile(`[0-9]+(,[0-9]+)?`)

// inClass reads a class as a person does.
func inClass(x float64, label string) bool {
	var bounds []float64
	for _, text := range figureOf.FindAllString(strings.ReplaceAll(label, "\u00a0", ""), -1) {
		bound, _ := strconv.ParseFloat(strings.Replace(text, ",", ".", 1), 64)
		bounds = append(bounds, bound)
	}
	switch {
	case strings.HasSuffix(label, "et plus"):
		return x >= bounds[0]
	case len(bounds) == 1:
		return x == bounds[0]
	case strings.Contains(label, "moins de"):
		return x >= bounds[0] && x < bounds[1]
	}
	return x >= bounds[0] && x <= bounds[1]
}

func inPeriod(day time.Time, label string) bool {
	months := []string{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"}
	year := strconv.Itoa(day.Year())
	return label == year || label == months[day.Month()-1]+" "+year
}

func percent(count string, base int) string {
	if base < 11 {
		return "–"
	}
	n, _ := strconv.Atoi(count)
	return strconv.FormatFloat(100*float64(n)/float64(base), 'f', -1, 64)
}

// tail is a line after the answers.
func (g rowsOf) tail(c *analysis.Column, label string) string {
	n, sum := 0, 0.0
	var numbers []float64
	for _, row := range g.rows {
		state := c.State(row)
		if x, ok := c.Number(row); ok {
			numbers = append(numbers, x)
			sum += x
		}
		switch label {
		case lineOfBase:
			n += bit(inBase(c, row))
		case "Non concerné, ou question non posée":
			n += bit(state == survey.NotAsked || state == survey.AnsweredNotApplies)
		case "Sans réponse":
			n += bit(state == survey.NoAnswer)
		case "Ne souhaite pas répondre":
			n += bit(state == survey.AnsweredRefused)
		}
	}
	slices.Sort(numbers)
	switch {
	case !slices.Contains([]string{"Somme des nombres donnés", "Médiane", "Maximum"}, label):
		return strconv.Itoa(n)
	case len(numbers) == 0:
		return "–"
	case label == "Médiane":
		return strconv.FormatFloat((numbers[(len(numbers)-1)/2]+numbers[len(numbers)/2])/2, 'f', -1, 64)
	case label == "Maximum":
		return strconv.FormatFloat(numbers[len(numbers)-1], 'f', -1, 64)
	}
	return strconv.FormatFloat(sum, 'f', -1, 64)
}

func bit(holds bool) int {
	if holds {
		return 1
	}
	return 0
}

package xlsform

import (
	"math"
	"regexp"
	"strings"

	"constat/survey"
)

// classPattern is « 0 », « 1-2 », « 0.5-1 », « 11- » or « 11+ ».
var classPattern = regexp.MustCompile(`^(-?\d+(?:\.\d+)?)(?:(-)(-?\d+(?:\.\d+)?)?|(\+))?$`)

// readClasses reads the parameter classes=0|1-2|3-5|6- of an indicator, for
// each of its questions.
func (p *planner) readClasses(indicator *survey.Indicator) {
	text := indicator.Parameters["classes"]
	if text == "" {
		return
	}
	var classes []survey.Class
	for _, item := range strings.Split(text, "|") {
		class, ok := readClass(item)
		if !ok {
			p.fault(p.at("parameters"), CodeBadClass, item)
			return
		}
		classes = append(classes, class)
	}
	for _, q := range indicator.Questions {
		if !p.once("classes", "parameters", q) || !p.orderly(q, classes) {
			continue
		}
		if p.form.Declared.Classes == nil {
			p.form.Declared.Classes = map[*survey.Question][]survey.Class{}
		}
		p.form.Declared.Classes[q] = classes
	}
}

func readClass(text string) (survey.Class, bool) {
	m := classPattern.FindStringSubmatch(text)
	if m == nil {
		return survey.Class{}, false
	}
	low, ok := decimal(m[1])
	class := survey.Class{Low: low, High: low}
	switch {
	case m[3] != "":
		high, fine := decimal(m[3])
		class.High, ok = high, ok && fine && high >= low
	case m[2] != "", m[4] != "":
		class.High = math.Inf(1)
	}
	return class, ok
}

// orderly checks that every number from the first class's start is in exactly
// one class: of integers the next class begins one further, of other numbers
// where this one ends.
func (p *planner) orderly(q *survey.Question, classes []survey.Class) bool {
	at := p.at("parameters")
	if first := classes[0]; first.Low > 0 {
		p.fault(at, CodeFirstClass, className(first))
		return false
	}
	whole, measured := q.Type.Format == survey.FormatInteger, q.Type.Name == "decimal"
	for i, class := range classes {
		last := i == len(classes)-1
		if open := math.IsInf(class.High, 1); open != last {
			if last {
				p.fault(at, CodeLastClass, className(class))
			} else {
				p.fault(at, CodeOpenClass, className(class))
			}
			return false
		}
		if whole && (class.Low != math.Trunc(class.Low) || class.High != math.Trunc(class.High)) {
			p.fault(at, CodeClassNotWhole, className(class), q.Name)
			return false
		}
		if last {
			return true
		}
		switch next := classes[i+1]; {
		case next.Low < class.High, next.Low == class.High && (whole || class.Low == class.High):
			p.fault(at, CodeClassesOverlap, className(class), className(next))
			return false
		case next.Low != class.High && (measured || next.Low != class.High+1):
			p.fault(at, CodeClassesApart, className(class), className(next))
			return false
		}
	}
	return true
}

// className writes a class as the sheet does.
func className(c survey.Class) string {
	switch {
	case math.IsInf(c.High, 1):
		return numberText(c.Low) + "-"
	case c.Low == c.High:
		return numberText(c.Low)
	}
	return numberText(c.Low) + "-" + numberText(c.High)
}

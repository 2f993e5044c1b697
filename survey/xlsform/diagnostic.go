package xlsform

import (
	"slices"
	"strings"

	"constat/survey"
)

// readDiagnostic reads the diagnostic sheet: what the diagnostic will compute
// and show. It runs once the form is compiled, because it names questions as
// answers do.
func (rd *reading) readDiagnostic() {
	s := rd.book.sheets["diagnostic"]
	if s == nil || rd.form.Root == nil {
		return
	}
	t := rd.head(s, diagnosticColumns)
	if !t.has("type") {
		rd.fault(place{s.key, 1, "type"}, CodeMissingColumn, "type")
		return
	}
	for _, c := range t.columns {
		if !c.known {
			rd.warn(place{s.key, 1, c.header}, CodeColumnIgnored, c.header)
		}
	}
	plan := &planner{reading: rd, table: t, names: map[string]int{}}
	for _, row := range t.rows {
		if indicator, ok := plan.read(row); ok {
			rd.form.Diagnostic = append(rd.form.Diagnostic, indicator)
		}
	}
	for _, indicator := range rd.form.Diagnostic {
		if indicator.Type == survey.IndicatorScale {
			for _, q := range indicator.Questions {
				q.Measure = survey.MeasureOrdinal
			}
		}
	}
}

// planner reads the rows of the diagnostic sheet.
type planner struct {
	*reading
	table *table
	row   sheetRow
	names map[string]int // indicator → row
}

// demand is what a type of indicator asks of its row.
type demand struct {
	named     bool // must have a name
	questions func(*survey.Question) bool
	single    bool // exactly one question
	by        bool // must have a breakdown
}

// demands are the rules of each type; a share is read apart, because its
// question cell is a condition.
var demands = map[survey.IndicatorType]demand{
	survey.IndicatorShare:         {named: true},
	survey.IndicatorSum:           {named: true, questions: isQuantity},
	survey.IndicatorRate:          {named: true, questions: isQuantity, single: true},
	survey.IndicatorMedian:        {named: true, questions: isQuantity, single: true},
	survey.IndicatorRanking:       {named: true, questions: isSelect, single: true},
	survey.IndicatorScale:         {questions: isSelectOne},
	survey.IndicatorCross:         {questions: isAnswer, by: true},
	survey.IndicatorParticipation: {questions: isAnswer},
	survey.IndicatorCoverage:      {questions: isAnswer, single: true},
	survey.IndicatorEstimate:      {named: true, questions: isQuantity, single: true, by: true},
}

func isAnswer(q *survey.Question) bool { return q.Holds() }

func isSelect(q *survey.Question) bool {
	switch q.Type.Format {
	case survey.FormatOne, survey.FormatMultiple, survey.FormatRank:
		return true
	}
	return false
}

func isSelectOne(q *survey.Question) bool { return q.Type.Format == survey.FormatOne }

// isQuantity takes calculations too: a total is often one.
func isQuantity(q *survey.Question) bool {
	return q.Type.Measure == survey.MeasureQuantity || q.Type.Kind == survey.Hidden && q.Calculation != nil
}

// read reads one row; ok is false when it cannot be used, which has been
// reported.
func (p *planner) read(row sheetRow) (survey.Indicator, bool) {
	p.row = row
	before := len(p.problems)
	indicator := survey.Indicator{
		Row:        row.number,
		Type:       survey.IndicatorType(strings.ToLower(p.cell("type"))),
		Name:       p.cell("name"),
		Label:      p.table.text(row, "label"),
		Unit:       p.cell("unit"),
		Sensitive:  p.yesNo("sensitive", true),
		Parameters: p.indicatorParameters(),
		Chart:      p.chart(),
	}
	rules, known := demands[indicator.Type]
	if !known {
		p.unknown(p.at("type"), CodeUnknownIndicator, closest(string(indicator.Type), indicatorTypes()), string(indicator.Type))
		return indicator, false
	}
	indicator.Key = yes[indicator.Parameters["key"]]
	p.checkIdentity(&indicator, rules)
	p.readSubject(&indicator, rules)
	indicator.By = p.questions("by", isAnswer)
	if rules.by && len(indicator.By) == 0 && p.cell("by") == "" {
		p.fault(p.at("by"), CodeIndicatorWithoutBy, string(indicator.Type))
	}
	p.readDenominator(&indicator)
	return indicator, !survey.Blocking(p.problems[min(before, len(p.problems)):])
}

func (p *planner) cell(name string) string { return straight(p.table.cell(p.row, name)) }

func (p *planner) at(name string) place { return p.table.at(p.row, name) }

func (p *planner) checkIdentity(indicator *survey.Indicator, rules demand) {
	if indicator.Name == "" {
		if rules.named {
			p.fault(p.at("name"), CodeIndicatorWithoutName, string(indicator.Type))
		}
	} else if first := p.names[indicator.Name]; first != 0 {
		p.fault(p.at("name"), CodeDuplicateIndicator, indicator.Name, itoa(first))
	} else {
		p.names[indicator.Name] = p.row.number
	}
	if rules.named && indicator.Label.Empty() {
		p.fault(p.at("label"), CodeIndicatorWithoutLabel, indicator.Name)
	}
	if indicator.Type == survey.IndicatorCoverage && !slices.Contains([]string{"", "commune", "epci", "zone"}, indicator.Unit) {
		p.fault(p.at("unit"), CodeBadCoverageUnit, indicator.Unit)
	}
}

// readSubject reads the question cell: a condition for a share, and else the
// questions that the indicator is about.
func (p *planner) readSubject(indicator *survey.Indicator, rules demand) {
	if p.cell("question") == "" {
		p.fault(p.at("question"), CodeIndicatorWithoutQuestion, string(indicator.Type))
		return
	}
	if indicator.Type == survey.IndicatorShare {
		indicator.Condition = p.condition("question")
		return
	}
	indicator.Questions = p.questions("question", rules.questions)
	if rules.single && len(indicator.Questions) > 1 {
		p.fault(p.at("question"), CodeIndicatorManyQuestions, string(indicator.Type))
	}
}

// readDenominator reads what is below the line.
func (p *planner) readDenominator(indicator *survey.Indicator) {
	text := p.cell("denominator")
	switch {
	case indicator.Type == survey.IndicatorRate && text == "":
		p.fault(p.at("denominator"), CodeRateWithoutDenominator)
	case text == "":
	case indicator.Type == survey.IndicatorRate:
		if found := p.questions("denominator", isQuantity); len(found) > 0 {
			indicator.Denominator.Question = found[0]
		}
	case strings.EqualFold(text, "known"):
		indicator.Denominator.Known = true
	default:
		indicator.Denominator.Condition = p.condition("denominator")
	}
}

var charts = []string{"", "bar", "stacked", "none"}

func (p *planner) chart() string {
	chart := strings.ToLower(p.cell("chart"))
	if !slices.Contains(charts, chart) {
		p.fault(p.at("chart"), CodeBadChart, chart)
	}
	return chart
}

// yesNo reads a yes/no cell, in English or in French.
func (p *planner) yesNo(name string, fallback bool) bool {
	switch text := p.cell(name); {
	case text == "":
		return fallback
	case yes[text], strings.EqualFold(text, "oui"):
		return true
	case no[text], strings.EqualFold(text, "non"):
		return false
	default:
		p.fault(p.at(name), CodeBadYesNo, text)
		return fallback
	}
}

func (p *planner) indicatorParameters() map[string]string {
	read := map[string]string{}
	for _, item := range parameterItems(p.cell("parameters")) {
		key, value, ok := strings.Cut(item, "=")
		if !ok || key == "" || strings.Contains(value, "=") {
			p.fault(p.at("parameters"), CodeBadParameters, p.cell("parameters"))
			break
		}
		read[strings.ToLower(key)] = value
	}
	for _, key := range []string{"overlap", "reliability"} {
		if name := read[key]; name != "" {
			p.question("parameters", name)
		}
	}
	return read
}

func indicatorTypes() []string {
	names := make([]string, len(survey.IndicatorTypes))
	for i, t := range survey.IndicatorTypes {
		names[i] = string(t)
	}
	return names
}

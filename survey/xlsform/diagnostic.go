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
	plan := &planner{
		reading: rd, table: t,
		names: map[string]int{}, kinds: map[string]survey.IndicatorType{}, rows: map[*survey.Question]map[string]int{},
	}
	for _, row := range t.rows {
		plan.take(row)
	}
	plan.checkBenchmarks()
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
	table      *table
	row        sheetRow
	names      map[string]int                      // indicator → row
	kinds      map[string]survey.IndicatorType     // indicator → its type
	rows       map[*survey.Question]map[string]int // question → what is declared of it once → row
	benchmarks []benchmarkAt
}

// take reads one row: an indicator, or something declared beside them.
func (p *planner) take(row sheetRow) {
	p.row = row
	kind := strings.ToLower(p.cell("type"))
	if declare, ok := declarations[kind]; ok {
		p.checkUnread(kind, declare.columns)
		declare.read(p)
		return
	}
	if indicator, ok := p.indicator(survey.IndicatorType(kind)); ok {
		p.form.Diagnostic = append(p.form.Diagnostic, indicator)
	}
}

// demand is what a type of indicator asks of its row.
type demand struct {
	named     bool // must have a name
	questions func(*survey.Question) bool
	single    bool     // exactly one question
	by        bool     // must have a breakdown
	reads     []string // columns that not every indicator has
	rules     map[string]rule
}

// demands are the rules of each type; a share is read apart, because its
// question cell is a condition.
var demands = map[survey.IndicatorType]demand{
	survey.IndicatorShare:         {named: true, reads: []string{"by", "denominator"}, rules: keyParameter},
	survey.IndicatorSum:           {named: true, questions: isQuantity, reads: []string{"by"}, rules: amountParameters},
	survey.IndicatorRate:          {named: true, questions: isQuantity, single: true, reads: []string{"denominator"}, rules: keyParameter},
	survey.IndicatorRatio:         {named: true, questions: isQuantity, single: true, reads: []string{"denominator"}, rules: keyParameter},
	survey.IndicatorMean:          {named: true, questions: isQuantity, reads: []string{"by"}, rules: amountParameters},
	survey.IndicatorMedian:        {named: true, questions: isQuantity, reads: []string{"by"}, rules: amountParameters},
	survey.IndicatorRanking:       {named: true, questions: isSelect, single: true, rules: keyParameter},
	survey.IndicatorScale:         {questions: isSelectOne},
	survey.IndicatorCross:         {questions: isAnswer, by: true, reads: []string{"by"}},
	survey.IndicatorParticipation: {questions: isAnswer, rules: map[string]rule{"persons": yesOrNo}},
	survey.IndicatorCoverage:      {questions: isAnswer, single: true, rules: map[string]rule{"all": anything, "several": anything}},
	survey.IndicatorEstimate: {named: true, questions: isQuantity, single: true, by: true, reads: []string{"by"}, rules: map[string]rule{
		"key": yesOrNo, "classes": anything, "overlap": anything, "reliability": anything, "exact": anything,
	}},
}

// The parameters of indicators. Classes are judged by their own reader.
var (
	yesOrNo          rule = func(v string) bool { _, ok := yesNoWord(v); return ok }
	keyParameter          = map[string]rule{"key": yesOrNo}
	amountParameters      = map[string]rule{"key": yesOrNo, "classes": anything}
)

// indicatorColumns are those that every indicator may fill.
var indicatorColumns = []string{"type", "name", "question", "label", "unit", "chart", "parameters"}

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

// indicator reads an indicator's row; ok is false when it cannot be used, which
// has been reported.
func (p *planner) indicator(kind survey.IndicatorType) (indicator survey.Indicator, ok bool) {
	before := len(p.problems)
	indicator = survey.Indicator{
		Row:   p.row.number,
		Type:  kind,
		Name:  p.cell("name"),
		Label: p.table.settled(p.row, "label", p.form.DefaultLanguage),
		Unit:  p.cell("unit"),
		Chart: p.chart(),
	}
	rules, known := demands[kind]
	if !known {
		p.unknown(p.at("type"), CodeUnknownIndicator, closest(string(kind), rowTypes()), string(kind))
		return indicator, false
	}
	p.checkUnread(string(kind), append(rules.reads, indicatorColumns...))
	indicator.Parameters = p.indicatorParameters(kind, rules.rules)
	indicator.Key, _ = yesNoWord(indicator.Parameters["key"])
	p.checkIdentity(&indicator, rules)
	p.readSubject(&indicator, rules)
	indicator.By = p.questions("by", isAnswer)
	if rules.by && len(indicator.By) == 0 && p.cell("by") == "" {
		p.fault(p.at("by"), CodeIndicatorWithoutBy, string(kind))
	}
	p.readDenominator(&indicator)
	p.readClasses(&indicator)
	p.readRespondents(&indicator)
	return indicator, !survey.Blocking(p.problems[min(before, len(p.problems)):])
}

// checkUnread warns of what the author filled in for nothing.
func (p *planner) checkUnread(kind string, columns []string) {
	for _, c := range p.table.columns {
		if c.known && !slices.Contains(columns, c.name) && p.row.at(c.index) != "" {
			p.warn(place{p.table.sheet, p.row.number, c.header}, CodeCellNotRead, c.header, kind)
		}
	}
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
		p.names[indicator.Name], p.kinds[indicator.Name] = p.row.number, indicator.Type
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
	case indicator.Type.Quotient() && text == "":
		p.fault(p.at("denominator"), CodeRateWithoutDenominator, string(indicator.Type))
	case text == "":
	case indicator.Type.Quotient():
		if found := p.questions("denominator", isQuantity); len(found) > 0 {
			indicator.Denominator.Question = found[0]
		}
	case indicator.Type != survey.IndicatorShare: // said not to be read
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

// yesNoWord reads a yes or a no, in English or in French; ok is false for
// anything else.
func yesNoWord(text string) (is, ok bool) {
	switch {
	case yes[text], strings.EqualFold(text, "oui"):
		return true, true
	case no[text], strings.EqualFold(text, "non"):
		return false, true
	}
	return false, false
}

func (p *planner) indicatorParameters(kind survey.IndicatorType, rules map[string]rule) map[string]string {
	read := map[string]string{}
	for _, item := range parameterItems(p.cell("parameters")) {
		key, value, ok := strings.Cut(item, "=")
		key = strings.ToLower(key)
		if !ok || key == "" || strings.Contains(value, "=") {
			p.fault(p.at("parameters"), CodeBadParameters, p.cell("parameters"))
			break
		}
		read[key] = value
		switch allowed := rules[key]; {
		case len(rules) == 0:
			p.warn(p.at("parameters"), CodeCellNotRead, p.at("parameters").column, string(kind))
		case allowed == nil:
			p.fault(p.at("parameters"), CodeUnknownParameter, key, string(kind), strings.Join(parameterNames(rules), ", "))
		case !allowed(value):
			p.fault(p.at("parameters"), CodeBadParameter, key, value)
		}
	}
	for _, key := range []string{"overlap", "reliability"} {
		if name := read[key]; name != "" {
			p.question("parameters", name)
		}
	}
	return read
}

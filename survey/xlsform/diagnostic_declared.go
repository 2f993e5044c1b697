package xlsform

import (
	"slices"
	"strconv"
	"strings"

	"constat/survey"
)

// declaration is a row of the diagnostic sheet that is no indicator.
type declaration struct {
	columns []string // those that it reads
	read    func(*planner)
}

var declarations = map[string]declaration{
	"benchmark": {[]string{"type", "question", "label", "unit", "value", "year", "source"}, (*planner).benchmark},
	"profile":   {[]string{"type", "question", "label", "sensitive"}, (*planner).profile},
	"missing":   {[]string{"type", "question", "label", "value"}, (*planner).missing},
	"text":      {[]string{"type", "question", "label"}, (*planner).text},
}

// benchmarkAt is a benchmark until its indicator has been read, which may be
// further down.
type benchmarkAt struct {
	survey.Benchmark
	row    sheetRow
	valued bool // Value is what the author wrote
}

// benchmark reads a figure published elsewhere.
func (p *planner) benchmark() {
	b := survey.Benchmark{
		Row: p.row.number, Indicator: p.cell("question"), Source: p.table.cell(p.row, "source"),
		Label: p.table.settled(p.row, "label", p.form.DefaultLanguage), Unit: p.cell("unit"),
	}
	if b.Indicator == "" {
		p.fault(p.at("question"), CodeBenchmarkWithoutIndicator)
	}
	if b.Label.Empty() {
		p.fault(p.at("label"), CodeBenchmarkWithoutLabel)
	}
	if b.Source == "" {
		p.fault(p.at("source"), CodeBenchmarkWithoutSource)
	}
	value, valued := p.number("value")
	b.Value, b.Year = value, p.year()
	p.benchmarks = append(p.benchmarks, benchmarkAt{b, p.row, valued})
}

// number reads a number as people write it: a decimal comma, spaces between
// thousands, a percent sign.
func (p *planner) number(column string) (number float64, ok bool) {
	text := p.cell(column)
	if text == "" {
		p.fault(p.at(column), CodeBenchmarkWithoutValue)
		return 0, false
	}
	bare := strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == '\u202f' }), "")
	bare = strings.Replace(strings.TrimSuffix(bare, "%"), ",", ".", 1)
	if number, ok = decimal(bare); !ok {
		p.fault(p.at(column), CodeBadNumber, text)
	}
	return number, ok
}

// The years that a source may be of.
const firstYear, lastYear = 1900, 2100

func (p *planner) year() int {
	text := p.cell("year")
	if text == "" {
		return 0
	}
	year, err := strconv.Atoi(text)
	if err != nil || year < firstYear || year > lastYear {
		p.fault(p.at("year"), CodeBadYear, text)
		return 0
	}
	return year
}

// benchmarked are the indicators that are one number.
var benchmarked = []survey.IndicatorType{
	survey.IndicatorShare, survey.IndicatorRate, survey.IndicatorRatio, survey.IndicatorSum, survey.IndicatorMean, survey.IndicatorMedian,
}

// checkBenchmarks joins benchmarks to their indicators, once all are known.
func (p *planner) checkBenchmarks() {
	var names []string
	for name, kind := range p.kinds {
		if slices.Contains(benchmarked, kind) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, b := range p.benchmarks {
		p.row = b.row
		kind, known := p.kinds[b.Indicator]
		percent := kind == survey.IndicatorShare || kind == survey.IndicatorRate
		switch {
		case b.Indicator == "":
		case !known:
			p.unknown(p.at("question"), CodeBenchmarkUnknown, closest(b.Indicator, names), b.Indicator)
		case !slices.Contains(benchmarked, kind):
			p.fault(p.at("question"), CodeBenchmarkUnfit, b.Indicator, string(kind))
		case b.valued && kind == survey.IndicatorShare && (b.Value < 0 || b.Value > 100):
			p.fault(p.at("value"), CodeBadPercent, p.cell("value"))
		case b.valued && percent && b.Value > 0 && b.Value < 1:
			p.warn(p.at("value"), CodeSmallPercent, p.cell("value"))
		}
		p.form.Declared.Benchmarks = append(p.form.Declared.Benchmarks, b.Benchmark)
	}
}

// profile reads which questions describe no person, and why.
func (p *planner) profile() {
	sensitive, ok := yesNoWord(p.cell("sensitive"))
	if !ok {
		p.fault(p.at("sensitive"), CodeProfileWithoutWord, p.cell("sensitive"))
	}
	reason := p.table.settled(p.row, "label", p.form.DefaultLanguage)
	if ok && !sensitive && reason.Empty() {
		p.fault(p.at("label"), CodeProfileWithoutReason)
	}
	if p.cell("question") == "" {
		p.fault(p.at("question"), CodeProfileWithoutQuestion)
	}
	profile := survey.Profile{Sensitive: sensitive, Reason: reason.In(p.form.DefaultLanguage)}
	for _, q := range p.questions("question", isAnswer) {
		if !p.once("profile", "question", q) {
			continue
		}
		if p.form.Declared.Profiles == nil {
			p.form.Declared.Profiles = map[*survey.Question]survey.Profile{}
		}
		p.form.Declared.Profiles[q] = profile
	}
}

// once reports a second row that says the same thing of a question.
func (p *planner) once(what, column string, q *survey.Question) bool {
	if first := p.rows[q][what]; first != 0 {
		p.fault(p.at(column), CodeDeclaredTwice, q.Name, itoa(first))
		return false
	}
	if p.rows[q] == nil {
		p.rows[q] = map[string]int{}
	}
	p.rows[q][what] = p.row.number
	return true
}

// text reads a paragraph for the head of a section, or of the diagnostic.
func (p *planner) text() {
	paragraph := survey.SectionText{Row: p.row.number, Text: p.table.settled(p.row, "label", p.form.DefaultLanguage)}
	if paragraph.Text.Empty() {
		p.fault(p.at("label"), CodeTextWithoutLabel)
	}
	if name := p.cell("question"); name != "" {
		if paragraph.Group = p.section(name); paragraph.Group == nil {
			return
		}
	}
	p.form.Declared.Texts = append(p.form.Declared.Texts, paragraph)
}

// section finds a top-level group, of which the diagnostic makes a section.
func (p *planner) section(name string) *survey.Question {
	if m := reference.FindStringSubmatch(name); m != nil {
		name = m[1]
	}
	var names []string
	nested := false
	for _, q := range p.form.Questions {
		if !isGroup(q) {
			continue
		}
		if q.Name == name {
			return q
		}
		names = append(names, q.Name)
	}
	p.form.Walk(func(q *survey.Question) { nested = nested || isGroup(q) && q.Name == name })
	if nested {
		p.fault(p.at("question"), CodeNestedSection, name)
	} else {
		p.unknown(p.at("question"), CodeUnknownSection, closest(name, names), name)
	}
	return nil
}

func isGroup(q *survey.Question) bool {
	return q.Type.Kind == survey.Group || q.Type.Kind == survey.Repeat
}

// persons are units of which one answer is about somebody helped: their number
// is protected unless the row says persons=no.
var persons = []string{
	"victime", "victimes", "enfant", "enfants", "famille", "familles", "femme", "femmes", "patiente", "patientes",
	"patient", "patients", "mineur", "mineurs", "usager", "usagers", "usagère", "usagères",
}

// readRespondents reads what one answer is, on the first participation row.
func (p *planner) readRespondents(indicator *survey.Indicator) {
	if indicator.Type != survey.IndicatorParticipation || p.form.Declared.Respondents.Unit != "" {
		return
	}
	are, said := yesNoWord(indicator.Parameters["persons"])
	p.form.Declared.Respondents = survey.Respondents{
		Unit:    indicator.Unit,
		Persons: are || !said && slices.Contains(persons, strings.ToLower(indicator.Unit)),
	}
}

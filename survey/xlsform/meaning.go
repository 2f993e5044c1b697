package xlsform

import (
	"math"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"constat/survey"
	"constat/survey/expr"
)

// checkMeaning warns of expressions that read well and cannot be meant: names
// that name nothing, and comparisons that no answer satisfies. Other engines
// take them too, hence warnings: the author is told what she probably meant.
func (rd *reading) checkMeaning() {
	m := &meaning{reading: rd, named: map[string][]*survey.Question{}}
	rd.form.Walk(func(q *survey.Question) { m.named[q.Name] = append(m.named[q.Name], q) })
	rd.form.Walk(func(q *survey.Question) {
		for _, e := range q.Expressions() {
			if filter := e.Column == "choice_filter"; !(q.Type.File && filter) {
				m.check(&written{q: q, at: place{"survey", q.Row, e.Column}, e: e.Expr, filter: filter})
			}
		}
	})
	if e := rd.form.InstanceName; e != nil {
		m.check(&written{at: rd.settings.at.at(rd.settings.row, "instance_name"), e: e})
	}
}

// conditions are the columns that ask whether something holds.
var conditions = []string{"relevant", "required", "constraint", "readonly", "choice_filter"}

type meaning struct {
	*reading
	named map[string][]*survey.Question
}

// written is one expression, and what is to be changed in it for the proposal.
type written struct {
	q      *survey.Question // nil for a setting
	at     place
	e      *expr.Expr
	filter bool
	edits  []edit
}

type edit struct {
	at, length int
	text       string
}

func (m *meaning) check(w *written) {
	var first string // what is named, when something is
	code := ""
	for _, v := range w.e.Variables() {
		first, code = "$"+v.Word, CodeNotAReference
		w.edits = append(w.edits, edit{v.At, v.Length, "${" + v.Word + "}"})
	}
	for _, word := range w.e.Words() {
		if m.names(w, word.Word) {
			continue
		}
		if code == "" {
			first, code = word.Word, CodeNamesNothing
		}
		if text := m.meant(w, word); text != "" {
			w.edits = append(w.edits, edit{word.At, word.Length, text})
		}
	}
	if code != "" {
		near := w.proposal()
		m.warn(w.at, withNear(code, near), first, clip(w.e.String()), near)
		return
	}
	if w.e.TextAlone() && slices.Contains(conditions, w.at.column) {
		m.warn(w.at, CodeAsksNothing, clip(w.e.String()))
		return
	}
	for _, c := range w.e.Comparisons() {
		m.compare(w, c)
	}
	m.contradictions(w)
}

// clip shortens an expression that is quoted: the cell is at hand.
func clip(text string) string {
	const most = 120
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return text
}

// proposal is the expression with its edits, "" when there is none.
func (w *written) proposal() string {
	if len(w.edits) == 0 {
		return ""
	}
	slices.SortFunc(w.edits, func(a, b edit) int { return a.at - b.at })
	src, from := w.e.String(), 0
	var b strings.Builder
	for _, e := range w.edits {
		if e.at < from || e.at+e.length > len(src) {
			return ""
		}
		b.WriteString(src[from:e.at] + e.text)
		from = e.at + e.length
	}
	b.WriteString(src[from:])
	if _, err := expr.Parse(b.String()); err != nil {
		return ""
	}
	return b.String()
}

// names tells whether a bare name is something: a column of the list in a
// choice filter, a row of the group elsewhere.
func (m *meaning) names(w *written, word string) bool {
	if !w.filter {
		return w.q != nil && slices.ContainsFunc(w.q.Children, func(c *survey.Question) bool { return c.Name == word })
	}
	list := w.q.List
	if list == nil || list.File != "" || list.Source != nil || m.external[w.q.ListName] != nil || strings.HasSuffix(w.q.ListName, " (external_choices)") {
		return true
	}
	return word == "name" || word == "label" || word == "itextId" || m.choices.has(word) ||
		slices.ContainsFunc(list.Choices, func(c survey.Choice) bool { return c.Columns[word] != "" })
}

// headers are a sheet's columns that are not known, by which filters choose.
func (t *table) headers() []string {
	if t == nil {
		return nil
	}
	var headers []string
	for _, c := range t.columns {
		if !c.known {
			headers = append(headers, c.header)
		}
	}
	return headers
}

// constants are words that stand for a function without arguments.
var constants = map[string]string{
	"true": "true()", "vrai": "true()", "false": "false()", "faux": "false()", "today": "today()", "now": "now()",
	"aujourdhui": "today()", "null": "''", "vide": "''", "empty": "''",
}

// meant is what a bare name probably stands for.
func (m *meaning) meant(w *written, word expr.Operand) string {
	if len(m.named[word.Word]) > 0 {
		if w.e.Alone() && !w.filter && w.at.column != "calculation" && w.at.column != "repeat_count" && w.at.column != "default" {
			return m.answered(m.named[word.Word][0])
		}
		return "${" + word.Word + "}"
	}
	if text := constants[fold(word.Word)]; text != "" {
		return text
	}
	if w.filter {
		if near := meantBy(word.Word, m.choices.headers(), 2); near != "" {
			return near
		}
	}
	for _, c := range w.e.Comparisons() {
		for _, sides := range [][2]expr.Operand{{c.Left, c.Right}, {c.Right, c.Left}} {
			if sides[0].At != word.At || sides[0].Word == "" {
				continue
			}
			if q := m.question(w, sides[1]); q != nil && q.List != nil {
				if choice := likely(word.Word, q.List); choice != "" {
					return "'" + choice + "'"
				}
			}
			if sides[1].Quoted || sides[1].Digits {
				break // it should be a question
			}
			return "'" + word.Word + "'"
		}
	}
	var names []string
	m.form.Walk(func(q *survey.Question) { names = append(names, q.Name) })
	if near := meantBy(word.Word, names, 2); near != "" {
		return "${" + near + "}"
	}
	return ""
}

// answered is the condition that a question alone probably stands for.
func (m *meaning) answered(q *survey.Question) string {
	if q.List != nil {
		for _, c := range q.List.Choices {
			if agrees(c.Name) || agrees(c.Label.In("")) {
				return "${" + q.Name + "} = '" + c.Name + "'"
			}
		}
	}
	return "${" + q.Name + "} != ''"
}

// question is the one that an operand means, nil when it is not sure.
func (m *meaning) question(w *written, o expr.Operand) *survey.Question {
	if o.Self && !w.filter {
		return w.q
	}
	name := o.Ref
	if name == "" && !(w.filter && o.Word != "" && m.names(w, o.Word)) {
		name = o.Word
	}
	if found := m.named[name]; name != "" && len(found) == 1 {
		return found[0]
	}
	return nil
}

// compare looks at one comparison of a question with something written out.
func (m *meaning) compare(w *written, c expr.Comparison) {
	left, right := c.Left, c.Right
	if right.Ref != "" || right.Self || right.Word != "" {
		if c.Op == "selected" {
			return
		}
		left, right = right, left
	}
	if !right.Quoted && !right.Digits {
		return
	}
	if w.filter && left.Word != "" {
		m.compareColumn(w, left.Word, c.Op, right)
		return
	}
	q := m.question(w, left)
	equal := c.Op == "=" || c.Op == "!=" || c.Op == "selected"
	switch {
	case q == nil || q.Calculation != nil:
	case q.Type.Format == survey.FormatTick && equal:
		m.among(w, q.Name, right, &survey.List{Name: q.Type.Name, Choices: []survey.Choice{{Name: "OK"}}})
	case isSelect(q) && equal && m.whole(q), isSelect(q) && right.Digits && m.whole(q) && !namesNumbers(q.List):
		m.among(w, q.Name, right, q.List)
	case q.Type.Kind != survey.Asked || q.Type.Format != survey.FormatInteger && q.Type.Format != survey.FormatDecimal:
	case right.Quoted:
		if _, isNumber := decimal(strings.TrimSpace(right.Text)); !isNumber && right.Text != "" {
			m.warn(w.at, CodeNumberAndWord, right.Text, q.Name, clip(w.e.String()))
		}
	case equal:
		if low, high, limited := q.Limits(); limited && (right.Number < low || right.Number > high) {
			m.warn(w.at, CodeNumberBeyond, numberText(right.Number), q.Name, numberText(low), numberText(high))
		}
	}
}

// namesNumbers tells a list with a name that is a number, which may be compared by
// order.
func namesNumbers(list *survey.List) bool {
	return slices.ContainsFunc(list.Choices, func(c survey.Choice) bool { _, is := decimal(strings.TrimSpace(c.Name)); return is })
}

// whole tells whether the list at hand is all that may be answered.
func (m *meaning) whole(q *survey.Question) bool {
	return q.List != nil && len(q.List.Choices) > 0 && q.List.File == "" && q.List.Searched == nil && q.List.Source == nil &&
		!slices.ContainsFunc(q.Appearance, searchCall.MatchString)
}

// among warns of a code that no choice has.
func (m *meaning) among(w *written, question string, o expr.Operand, list *survey.List) {
	words := strings.Fields(o.Text)
	if o.Digits {
		for _, c := range list.Choices {
			if n, ok := decimal(strings.TrimSpace(c.Name)); ok && n == o.Number {
				return
			}
		}
		words = []string{numberText(o.Number)}
	} else if slices.ContainsFunc(list.Choices, func(c survey.Choice) bool { return c.Name == o.Text }) {
		return
	}
	for _, word := range words {
		if slices.ContainsFunc(list.Choices, func(c survey.Choice) bool { return c.Name == word }) {
			continue
		}
		if near := likely(o.Text, list); near != "" {
			m.unlisted(w, o, o.Text, question, list.Name, near)
		} else {
			m.unlisted(w, o, word, question, list.Name, likely(word, list))
		}
		return
	}
}

// unlisted says so, with the expression as it was probably meant.
func (m *meaning) unlisted(w *written, o expr.Operand, word, of, list, near string) {
	src := w.e.String()
	if near != "" && o.Quoted && o.At+o.Length <= len(src) && src[o.At+1:o.At+o.Length-1] == o.Text {
		w.edits = []edit{{o.At + 1, len(o.Text), strings.Replace(o.Text, word, near, 1)}}
		near = w.proposal()
		w.edits = nil
	} else {
		near = ""
	}
	m.warn(w.at, withNear(CodeNotAChoice, near), word, of, list, near)
}

// compareColumn looks at a filter that compares a column with a text that no
// choice of the list has there.
func (m *meaning) compareColumn(w *written, column, op string, o expr.Operand) {
	list := w.q.List
	if op != "=" && op != "!=" || !o.Quoted || o.Text == "" || !m.whole(w.q) || column == "label" || column == "itextId" {
		return
	}
	values := &survey.List{Name: w.q.ListName}
	for _, c := range list.Choices {
		value := c.Columns[column]
		if column == "name" {
			value = c.Name
		}
		if value == o.Text {
			return
		}
		if value != "" {
			values.Choices = append(values.Choices, survey.Choice{Name: value})
		}
	}
	m.unlisted(w, o, o.Text, column, values.Name, likely(o.Text, values))
}

// contradictions warns of two comparisons that no answer satisfies together,
// or of which one always holds.
func (m *meaning) contradictions(w *written) {
	for _, group := range w.e.Joined("and") {
		m.pairs(w, group, "=", CodeNeverBoth)
		m.interval(w, group)
	}
	for _, group := range w.e.Joined("or") {
		m.pairs(w, group, "!=", CodeAlwaysOne)
	}
}

// single is the question, seen from the expression as one value, that is
// compared with something written out.
func (m *meaning) single(w *written, c expr.Comparison) (*survey.Question, expr.Operand, bool) {
	q := m.question(w, c.Left)
	if q == nil || c.Left.Word != "" || w.q == nil || !c.Right.Quoted && !c.Right.Digits {
		return nil, c.Right, false
	}
	for s := w.q.Scope; s != nil; s = s.Parent {
		if s == q.Scope {
			return q, c.Right, true
		}
	}
	return nil, c.Right, false
}

func (m *meaning) pairs(w *written, group []expr.Comparison, op, code string) {
	first := map[*survey.Question]expr.Operand{}
	for _, c := range group {
		q, value, ok := m.single(w, c)
		if !ok || c.Op != op {
			continue
		}
		before, twice := first[q]
		if twice && (before.Quoted != value.Quoted || before.Text != value.Text || before.Number != value.Number) && valueText(before) != valueText(value) {
			m.warn(w.at, code, q.Name, valueText(before), valueText(value))
			return
		}
		first[q] = value
	}
}

func valueText(o expr.Operand) string {
	if o.Digits {
		return numberText(o.Number)
	}
	return o.Text
}

// interval warns of bounds that leave nothing between them.
func (m *meaning) interval(w *written, group []expr.Comparison) {
	type bounds struct {
		low, high               float64
		lowOpen, highOpen       bool
		lowWritten, highWritten string
	}
	all := map[*survey.Question]*bounds{}
	for _, c := range group {
		q, value, ok := m.single(w, c)
		if !ok || !value.Digits {
			continue
		}
		b := all[q]
		if b == nil {
			b = &bounds{low: math.Inf(-1), high: math.Inf(1)}
			all[q] = b
		}
		said := c.Op + " " + numberText(value.Number)
		if open := c.Op == ">"; (open || c.Op == ">=" || c.Op == "=") && (value.Number > b.low || value.Number == b.low && open) {
			b.low, b.lowOpen, b.lowWritten = value.Number, open, said
		}
		if open := c.Op == "<"; (open || c.Op == "<=" || c.Op == "=") && (value.Number < b.high || value.Number == b.high && open) {
			b.high, b.highOpen, b.highWritten = value.Number, open, said
		}
		if b.low > b.high || b.low == b.high && (b.lowOpen || b.highOpen) {
			m.warn(w.at, CodeNeverBoth, q.Name, b.lowWritten, b.highWritten)
			return
		}
	}
}

// likely is the choice that a word probably means: the same but for case and
// accents, the one with that label, or a near one.
func likely(word string, list *survey.List) string {
	folded := fold(word)
	for _, c := range list.Choices {
		if fold(c.Name) == folded {
			return c.Name
		}
	}
	for _, c := range list.Choices {
		for _, label := range c.Label {
			if fold(label) == folded {
				return c.Name
			}
		}
	}
	names := make([]string, len(list.Choices))
	for i, c := range list.Choices {
		names[i] = c.Name
	}
	return meantBy(word, names, 2)
}

// fold leaves out what separates « Été », « ete » and « ÉTÉ ».
func fold(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFD.String(strings.TrimSpace(text)))
}

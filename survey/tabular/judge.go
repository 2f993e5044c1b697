package tabular

import (
	"math"
	"regexp"
	"strings"
	"unicode"

	"constat/survey"
)

// lineJudge tells lines that are no answers: HXL tags, labels under the names,
// the header again, totals, notes. It leaves a line out only where two signs
// agree; on one sign alone the line is counted, and named for somebody to look
// at: a respondent may well be called « Ensemble ».
type lineJudge struct {
	heading
	readers   []*cellReader // parallel to columns; nil without a question
	sums      int           // of the last line: cells that are the sum of those above
	announced bool          // of the last line: a word says that it is a total
	lacks     bool          // of the last line: a cell is blank that answers have
	stats     []columnStats
	learned   int // answers so far
	checked   int // lines so far
}

// columnStats sums up what a column holds so far, and since the last subtotal.
type columnStats struct{ all, block amounts }

type amounts struct {
	filled   int
	numbers  int
	sum      float64
	min, max float64
}

func newLineJudge(h heading, serial serialDates) *lineJudge {
	j := &lineJudge{heading: h, readers: make([]*cellReader, len(h.columns)), stats: make([]columnStats, len(h.header))}
	for i, c := range h.columns {
		if c.Use == Answer {
			j.readers[i] = newCellReader(c.Question, h.matcher.lists, serial)
		}
	}
	return j
}

// doubtOf is what a line is said to look like where it is counted.
var doubtOf = map[string]string{
	CodeLineTotal: CodeMaybeTotal, CodeLineNote: CodeMaybeNote, CodeLineHeader: CodeMaybeHeader, CodeLineLabels: CodeMaybeHeader,
}

// line tells what a line is, "" for an answer, and whether that is sure. gap
// tells that a blank line came before it.
func (j *lineJudge) line(r record, gap bool) (code string, sure bool) {
	j.checked++
	filled := filledCells(r.cells, len(j.header))
	if len(filled) == 0 {
		return "", false
	}
	if code, sure := j.names(r, filled); code != "" {
		return code, sure
	}
	if j.learned == 0 && (j.tags(r, filled) || j.machine(r, filled)) {
		return CodeLineTags, true
	}
	if j.learned == 0 && j.unreadable(r, filled) {
		return CodeLineLabels, true
	}
	if code, sure := j.total(r, filled); code != "" {
		return code, sure
	}
	return j.note(r, filled, gap)
}

func filledCells(cells []string, most int) []int {
	var filled []int
	for i := range min(len(cells), most) {
		if trim(cells[i]) != "" {
			filled = append(filled, i)
		}
	}
	return filled
}

// names tells a line whose cells say what their columns are: the header again,
// or labels under the names.
func (j *lineJudge) names(r record, filled []int) (code string, sure bool) {
	const searched = 3 // the first lines are compared whole, the others where they begin as a header does
	if j.checked > searched && !j.saysColumn(r, filled[0]) && (len(filled) == 1 || !j.saysColumn(r, filled[1])) {
		return "", false
	}
	said, same, others := 0, 0, 0
	for _, i := range filled {
		switch {
		case fold(r.cells[i]) == fold(j.header[i]):
			said++
			same++
		case j.saysColumn(r, i):
			said++
		case j.columns[i].Use != Unmatched && !j.tickOf(i, r.cells[i]):
			others++
		}
	}
	code = CodeLineLabels
	if same == said {
		code = CodeLineHeader
	}
	switch {
	case said >= 2 && said > others, said == len(filled) && said > 0 && len(j.header) == 1:
		return code, true
	case said > 0 && said == len(filled):
		return code, false
	}
	return "", false
}

// otherHeader tells a line that names questions in other columns than theirs:
// what follows is another table.
func (j *lineJudge) otherHeader(r record) bool {
	filled := filledCells(r.cells, len(j.header))
	elsewhere := 0
	for n, i := range filled {
		cell := trim(r.cells[i])
		if n == 0 && len(j.matcher.names[cell]) == 0 && len(j.matcher.labels.sure(cell)) == 0 {
			return false
		}
		named := j.matcher.alone(cell)
		if named.Use == Unmatched {
			return false
		}
		if named.Question != j.columns[i].Question {
			elsewhere++
		}
	}
	return elsewhere > 1
}

// saysColumn tells a cell that is the name or the label of its own column. A
// choice in its column is a tick.
func (j *lineJudge) saysColumn(r record, i int) bool {
	cell := trim(r.cells[i])
	if cell == "" || len(cell) > longestHeader {
		return false
	}
	if fold(cell) == fold(j.header[i]) {
		return fold(cell) != ""
	}
	c := j.columns[i]
	if c.Question == nil || j.tickOf(i, r.cells[i]) {
		return false
	}
	named := j.matcher.alone(cell)
	return named.Question == c.Question && named.Choice == c.Choice
}

func (j *lineJudge) tickOf(i int, cell string) bool {
	if j.columns[i].Use != Tick {
		return false
	}
	name, found := j.matcher.choices(j.columns[i].Question).find(trim(cell), serialDates{})
	return found && name == j.columns[i].Choice
}

// tag is a hashtag of the Humanitarian Exchange Language: #affected+children.
var tag = regexp.MustCompile(`^#\s*[A-Za-z][A-Za-z0-9_]*(\s*[+@]\s*[A-Za-z][A-Za-z0-9_]*)*$`)

// tags tells a line of nothing but hashtags. A single one in a question of free
// text may be an answer.
func (j *lineJudge) tags(r record, filled []int) bool {
	for _, i := range filled {
		if !tag.MatchString(trim(r.cells[i])) {
			return false
		}
	}
	return len(filled) > 1 || !j.readable(filled[0], r.cells[filled[0]])
}

// machine tells the line of identifiers that Qualtrics writes for itself.
func (j *lineJudge) machine(r record, filled []int) bool {
	for _, i := range filled {
		if !strings.HasPrefix(trim(r.cells[i]), `{"ImportId":`) {
			return false
		}
	}
	return true
}

// unreadable tells a first line of labels that the form does not know, of
// another version or language: nothing in it can be an answer where only
// numbers, days or choices can be.
func (j *lineJudge) unreadable(r record, filled []int) bool {
	measured, listed := 0, 0
	for _, i := range filled {
		c := j.columns[i]
		if c.Use != Answer || !j.strict(i) {
			continue
		}
		cell := trim(r.cells[i])
		if j.readable(i, cell) || blankWord(cell) || !strings.ContainsFunc(cell, isBlank) {
			return false
		}
		if c.Question.List != nil {
			listed++
		} else {
			measured++
		}
	}
	return measured >= 3 || measured >= 2 && listed >= 1
}

// strict tells a column whose question does not take any text.
func (j *lineJudge) strict(i int) bool {
	switch j.columns[i].Question.Type.Format {
	case survey.FormatInteger, survey.FormatDecimal, survey.FormatDate, survey.FormatTime, survey.FormatDateTime, survey.FormatTick:
		return true
	case survey.FormatOne, survey.FormatMultiple, survey.FormatRank:
		return j.readers[i].choices != nil
	}
	return false
}

// readable tells whether a cell may be an answer in its column.
func (j *lineJudge) readable(i int, cell string) bool {
	cell = trim(cell)
	c := j.columns[i]
	switch {
	case c.Use == Tick:
		_, ok := truth(cell)
		return ok || j.tickOf(i, cell)
	case c.Use != Answer:
		return false
	case !j.strict(i):
		return true
	}
	if list := j.readers[i].choices; list != nil {
		if _, found := list.find(cell, j.readers[i].serial); found {
			return true
		}
		return list.knows(cell, j.readers[i].serial) && c.Question.Type.Format != survey.FormatOne
	}
	text, code := j.readers[i].read(cell)
	return code == "" && text != ""
}

// totals are the words that announce one, folded; nothing or a few words follow
// them.
var totals = regexp.MustCompile(`^(grand total|sous[- ]?total|sous[- ]totaux|total|totaux|somme|sommes|ensemble|moyenne|moyennes|moy|m[ée]diane|minimum|min|maximum|max|nombre|nb|effectif|effectifs|count|sum|subtotal|average|mean|[ée]cart[- ]type|pourcentage|%)( .{0,40})?$`)

// total tells a line under the answers that adds them up: a word that is no
// answer in its column, and numbers that are what is above. A line of sums
// without a word is left to lastTotal.
func (j *lineJudge) total(r record, filled []int) (code string, sure bool) {
	j.sums, j.announced, j.lacks = 0, false, false
	announcing, fits, numbers, others := -1, 0, 0, 0
	for _, i := range filled {
		cell := trim(r.cells[i])
		value, isNumber := number(cell)
		switch {
		case isNumber:
			numbers++
			if j.stats[i].fit(value, cell) {
				fits++
			}
			if a := j.stats[i].all; a.numbers > 1 && a.sum != 0 && near(value, a.sum, cell) {
				j.sums++
			}
		case announcing < 0 && len(cell) <= longScored && totals.MatchString(fold(cell)) && !j.chosen(i, cell):
			announcing = i
		default:
			others++
		}
	}
	if announcing < 0 {
		j.lacks = j.lacksSome(r)
		if others == 0 && j.sums > 0 && j.sums == numbers {
			return CodeLineTotal, false
		}
		return "", false
	}
	j.announced = true
	text := j.readable(announcing, r.cells[announcing]) // a text that somebody may have typed
	switch {
	case others > 0:
		return "", false
	case j.learned == 0:
		return CodeLineTotal, false // above what it may add up
	case fits > 0 && (!text || fits == numbers && j.learned > 1), numbers == 0 && !text:
		return CodeLineTotal, true
	}
	return CodeLineTotal, false
}

// chosen tells a cell that is one of its question's choices.
func (j *lineJudge) chosen(i int, cell string) bool {
	r := j.readers[i]
	return r != nil && r.choices != nil && j.readable(i, cell)
}

// lacksSome tells that a question is blank here that nearly all answers have.
func (j *lineJudge) lacksSome(r record) bool {
	for i, c := range j.columns {
		if (c.Use == Answer || c.Use == Metadata) && trim(r.cell(i)) == "" && j.stats[i].all.filled*10 >= j.learned*9 {
			return true
		}
	}
	return false
}

// number reads a cell that looks like a number, with the % that a total may
// have.
func number(cell string) (float64, bool) {
	if cell == "" || len(cell) > 30 || !strings.ContainsRune("0123456789+-.,", rune(cell[0])) {
		return 0, false
	}
	return parseNumber(strings.TrimSuffix(cell, "%"))
}

func (s columnStats) fit(value float64, cell string) bool {
	return s.all.fit(value, cell) || s.block.fit(value, cell)
}

func (a amounts) fit(value float64, cell string) bool {
	if near(value, float64(a.filled), cell) && a.filled > 0 {
		return true
	}
	if a.numbers == 0 {
		return false
	}
	for _, x := range []float64{a.sum, a.sum / float64(a.numbers), a.min, a.max} {
		if near(value, x, cell) {
			return true
		}
	}
	return false
}

// near compares a number with what it may have been rounded from.
func near(value, exact float64, cell string) bool {
	decimals := 0
	if i := strings.LastIndexAny(cell, ".,"); i >= 0 {
		decimals = len(strings.TrimRight(cell[i+1:], "%"))
	}
	tolerance := 1e-9 * math.Abs(exact)
	if exact != math.Trunc(exact) {
		tolerance += 0.5000001 * math.Pow10(-decimals)
	}
	return math.Abs(value-exact) <= tolerance
}

var (
	// noteWords begin what people and programs write under a table.
	noteWords = regexp.MustCompile(`^(sources?|notes?|nb ?:|n\.b\.?|remarques?|attention|l[ée]gende|lecture|champ|exporté|extrait|extraction|export|fin|page|généré|édité|imprimé|mise? à jour|dernière mise à jour|données|generated|exported|end|©)([ :.].*)?$|^\*|^\(\d\)|^\(?\d+ (lignes?|rows?|réponses?|enregistrements?|records?|responses?)\b`)
	rules     = regexp.MustCompile(`^[-=_+*.~·—–]{2,}$`)
)

// note tells a line of one or two cells of prose where no prose can be an
// answer: a source, the day of the export, a title between two blocks.
func (j *lineJudge) note(r record, filled []int, gap bool) (code string, sure bool) {
	if len(filled) > 2 {
		return "", false
	}
	ruled := true
	for _, i := range filled {
		cell := trim(r.cells[i])
		ruled = ruled && rules.MatchString(cell)
		if j.readable(i, cell) || !ruled && !strings.ContainsFunc(cell, unicode.IsLetter) {
			return "", false
		}
	}
	first := trim(r.cells[filled[0]])
	words := len(strings.FieldsFunc(first, isBlank))
	c := j.columns[filled[0]]
	list := c.Use == Answer && j.strict(filled[0]) && c.Question.List != nil
	switch {
	case ruled, noteWords.MatchString(strings.ToLower(first)):
		return CodeLineNote, true
	case len(filled) == 1 && j.learned > 1 && j.keyless(r):
		return CodeLineNote, words > 1 || gap
	case len(filled) == 1 && c.Use == Metadata && words < 2:
		return "", false // an identifier, and nothing answered
	case len(filled) == 1 && (words > 2 || gap):
		return CodeLineNote, words > 1 && (!list || gap)
	}
	return "", false
}

// keyless tells a line without what the software writes on each.
func (j *lineJudge) keyless(r record) bool {
	found := false
	for i, c := range j.columns {
		if c.Use == Metadata && j.header[i] != "" && j.stats[i].all.filled == j.learned {
			if trim(r.cell(i)) != "" {
				return false
			}
			found = true
		}
	}
	return found
}

// learn adds an answer to what is known of the columns.
func (j *lineJudge) learn(r record) {
	j.learned++
	for i := range min(len(r.cells), len(j.stats)) {
		cell := r.cells[i]
		if cell == "" {
			continue
		}
		if cell = trim(cell); cell == "" {
			continue
		}
		value, isNumber := number(cell)
		j.stats[i].all.add(value, isNumber)
		j.stats[i].block.add(value, isNumber)
	}
}

// left starts a new block after a subtotal.
func (j *lineJudge) left(code string) {
	if code != CodeLineTotal {
		return
	}
	for i := range j.stats {
		j.stats[i].block = amounts{}
	}
}

func (a *amounts) add(value float64, isNumber bool) {
	a.filled++
	if !isNumber {
		return
	}
	if a.numbers == 0 || value < a.min {
		a.min = value
	}
	if a.numbers == 0 || value > a.max {
		a.max = value
	}
	a.numbers++
	a.sum += value
}

// columnLetters names a column as a spreadsheet does.
func columnLetters(place int) string {
	name := ""
	for place++; place > 0; place = (place - 1) / 26 {
		name = string(rune('A'+(place-1)%26)) + name
	}
	return name
}

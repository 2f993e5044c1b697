package analysis

import (
	"fmt"
	"iter"
	"math"
	"slices"
	"sort"
	"strings"
	"time"

	"constat/survey"
)

// Builder fills a Dataset response by response.
type Builder struct{ data *Dataset }

// NewBuilder starts an empty Dataset for a compiled form.
func NewBuilder(form *survey.Form) *Builder {
	used := usedMeasures(form)
	return &Builder{newDataset(form, form.Root, nil, used)}
}

// Load reads responses to the end. It stops at the first error of the
// sequence.
func Load(form *survey.Form, responses iter.Seq2[*survey.Response, error]) (*Dataset, error) {
	b := NewBuilder(form)
	for r, err := range responses {
		if err != nil {
			return nil, fmt.Errorf("load responses to form %s: %w", form.ID, err)
		}
		b.Add(r)
	}
	return b.Dataset(), nil
}

// Add appends one response.
func (b *Builder) Add(r *survey.Response) {
	b.data.days = append(b.data.days, receivedDay(r.Day))
	b.data.add(&r.Record, 0)
}

// Dataset gives what was added so far. Adding more and asking again refreshes
// the same Dataset.
func (b *Builder) Dataset() *Dataset {
	for _, d := range b.data.All() {
		for _, c := range d.Columns {
			c.sortUndeclared()
		}
	}
	return b.data
}

func newDataset(form *survey.Form, scope *survey.Scope, above *Dataset, used map[*survey.Question]survey.Measure) *Dataset {
	d := &Dataset{Form: form, Scope: scope, Above: above}
	for _, q := range scope.Questions {
		d.Columns = append(d.Columns, newColumn(form, q, used))
	}
	for _, inner := range scope.Repeats {
		d.Repeats = append(d.Repeats, newDataset(form, inner, d, used))
	}
	return d
}

func newColumn(form *survey.Form, q *survey.Question, used map[*survey.Question]survey.Measure) *Column {
	c := &Column{Question: q, Measure: q.Measure, places: make(map[string]uint32)}
	if measure, ok := used[q]; ok && (c.Measure == survey.MeasureNone || c.Measure == survey.MeasureVerbatim) {
		c.Measure = measure
	} else if c.Measure == survey.MeasureNone && calculated(q) {
		c.Measure = survey.MeasureNominal
	}
	if q.Type.Format == survey.FormatTick {
		c.declare(Category{Code: "OK", Label: "OK"})
	}
	if q.List != nil {
		for _, choice := range q.List.Choices {
			missing, listed := choice.Missing, true
			if meaning, declared := q.Missing(choice.Name); declared {
				missing, listed = missingOf(meaning)
			}
			if !listed {
				continue // it says that nothing was answered
			}
			c.declare(Category{
				Code: choice.Name, Label: plainOr(choice.Label.In(form.DefaultLanguage), choice.Name),
				Missing: missing, Midpoint: choice.Midpoint, HasMidpoint: choice.HasMidpoint,
			})
		}
	}
	return c
}

// missingOf is the missing category of a declared code; false when the code says
// that nothing was answered, which is no category.
func missingOf(meaning survey.State) (survey.Missing, bool) {
	switch meaning {
	case survey.AnsweredDontKnow:
		return survey.DontKnow, true
	case survey.AnsweredNotApplies:
		return survey.NotApplicable, true
	case survey.AnsweredRefused:
		return survey.Refused, true
	}
	return survey.Substantive, false
}

// calculated tells a value that the form works out or the link carries from
// the metadata that a device adds, which could tell respondents apart and is
// never analysed.
func calculated(q *survey.Question) bool {
	return q.Type.Name == "calculate" || q.Type.Name == "hidden" || q.Calculation != nil
}

func (c *Column) declare(category Category) {
	if _, seen := c.places[category.Code]; seen {
		return
	}
	c.places[category.Code] = uint32(len(c.Categories))
	c.Categories = append(c.Categories, category)
}

func (c *Column) place(code string) uint32 {
	if place, ok := c.places[code]; ok {
		return place
	}
	if c.Question.Unlisted(code) {
		code = c.unlisted(code)
	}
	missing := survey.Substantive
	if meaning, declared := c.Question.Missing(code); declared {
		missing, _ = missingOf(meaning)
	}
	c.declare(Category{Code: code, Label: c.label(code), Missing: missing, Undeclared: true})
	return c.places[code]
}

func (d *Dataset) add(r *survey.Record, parent int) {
	if d.Above != nil {
		d.Parents = append(d.Parents, uint32(parent))
	}
	row := d.rows
	d.rows++
	for i, c := range d.Columns {
		var v survey.Value
		if i < len(r.Values) {
			v = r.Values[i]
		}
		c.add(v)
	}
	for i, repeat := range d.Repeats {
		if i >= len(r.Repeats) {
			break
		}
		for _, instance := range r.Repeats[i] {
			repeat.add(instance, row)
		}
	}
}

func (c *Column) add(v survey.Value) {
	state := v.State
	given := state != survey.NotAsked && state != survey.NoAnswer && v.Text != ""
	switch c.Measure {
	case survey.MeasureNominal, survey.MeasureOrdinal:
		code := none
		if given {
			code = c.place(v.Text)
			state = stateOf(c.Categories[code].Missing)
		}
		c.codes = append(c.codes, code)
	case survey.MeasureMultiple:
		if given {
			state = c.tick(v.Text)
		}
		c.ends = append(c.ends, uint32(len(c.ticks)))
	case survey.MeasureQuantity:
		number, ok := quantityOf(c.Question, v)
		state = c.code(v, state)
		if state == survey.Answered && !ok {
			state = survey.NoAnswer
		}
		c.numbers = append(c.numbers, number)
	case survey.MeasureDate:
		state = c.code(v, state)
		day, err := time.Parse(time.DateOnly, v.Text[:min(len(v.Text), len(time.DateOnly))])
		if state == survey.Answered && err != nil {
			state = survey.NoAnswer
		}
		c.days = append(c.days, int32(floorDay(day)))
	case survey.MeasureVerbatim:
		c.texts = append(c.texts, v.Text)
	}
	if state == survey.Answered && v.Text == "" {
		state = survey.NoAnswer
	}
	c.states = append(c.states, state)
}

// tick records the codes of a multiple answer. An answer of which every code
// is a missing one is no answer on the substance, whatever was declared.
func (c *Column) tick(text string) survey.State {
	start, missing := len(c.ticks), survey.Substantive
	substantive := false
	for code := range strings.FieldsSeq(text) {
		if meaning, declared := c.Question.Missing(code); declared {
			if _, listed := missingOf(meaning); !listed {
				continue
			}
		}
		place := c.place(code)
		if slices.Contains(c.ticks[start:], place) {
			continue
		}
		c.ticks = append(c.ticks, place)
		if m := c.Categories[place].Missing; m == survey.Substantive {
			substantive = true
		} else if missing == survey.Substantive {
			missing = m
		}
	}
	switch {
	case substantive:
		return survey.Answered
	case len(c.ticks) == start:
		return survey.NoAnswer
	}
	return stateOf(missing)
}

// code keeps what a missing code said of a number or a day, whose state is then
// that of a blank, and counts what the form refuses.
func (c *Column) code(v survey.Value, state survey.State) survey.State {
	row := len(c.states)
	if v.State == survey.NoAnswer && v.Text != "" {
		if _, coded := c.Question.Missing(v.Text); !coded {
			c.impossible++
			return state
		}
	}
	switch v.State {
	case survey.AnsweredDontKnow, survey.AnsweredRefused:
		state = survey.NoAnswer
	case survey.AnsweredNotApplies:
		state = survey.NotAsked
	default:
		if v.Text == "" || v.State == survey.Answered {
			return state
		}
	}
	if c.meant == nil {
		c.meant = make(map[int]survey.State)
	}
	c.meant[row] = v.State
	return state
}

func stateOf(missing survey.Missing) survey.State {
	switch missing {
	case survey.DontKnow:
		return survey.AnsweredDontKnow
	case survey.NotApplicable:
		return survey.AnsweredNotApplies
	case survey.Refused:
		return survey.AnsweredRefused
	}
	return survey.Answered
}

// quantityOf reads a number; a calculation carries it as text.
func quantityOf(q *survey.Question, v survey.Value) (float64, bool) {
	switch q.Type.Format {
	case survey.FormatInteger, survey.FormatDecimal:
		return v.Number, v.State == survey.Answered
	}
	if v.State != survey.Answered {
		return 0, false
	}
	return numberOf(v.Text)
}

// sortUndeclared orders the codes met outside the list, so that figures do not
// depend on who answered first.
func (c *Column) sortUndeclared() {
	first := len(c.Categories)
	for first > 0 && c.Categories[first-1].Undeclared {
		first--
	}
	found := c.Categories[first:]
	if sort.SliceIsSorted(found, func(i, j int) bool { return found[i].Code < found[j].Code }) {
		return
	}
	before := c.places
	sort.Slice(found, func(i, j int) bool { return found[i].Code < found[j].Code })
	c.places = make(map[string]uint32, len(c.Categories))
	moved := make([]uint32, len(c.Categories))
	for i, category := range c.Categories {
		c.places[category.Code] = uint32(i)
		moved[before[category.Code]] = uint32(i)
	}
	for i, code := range c.codes {
		if code != none {
			c.codes[i] = moved[code]
		}
	}
	for i, code := range c.ticks {
		c.ticks[i] = moved[code]
	}
}

// noDay stands for a day that nobody knows: an answer imported without a date.
const noDay = math.MinInt32

// receivedDay is floorDay of the day of an answer, which may be unknown.
func receivedDay(t time.Time) int32 {
	if t.IsZero() {
		return noDay
	}
	return int32(floorDay(t))
}

// floorDay is the number of days from 1970 to a moment's calendar day. The first
// day of the year 1, which Go takes for no time, is a day that was answered.
func floorDay(t time.Time) int64 {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400
}

package survey

import (
	"cmp"
	"encoding/json"
	"fmt"
	"html/template"
	"slices"
	"strings"
	"time"

	"constat/survey/expr"
	"constat/survey/markup"
)

// Logic is what the browser needs to show, hide and check as the server does:
// the questions as a tree, their expressions parsed, the lists that filters
// look into, and the order of computation. It holds no answer.
func (f *Form) Logic(occ Occasion) ([]byte, error) {
	in := f.newInstance(Answers{}, occ)
	logic := formLogic{
		Element: f.RootElement(), Language: occ.Language, Now: occ.Now.In(in.zone()).Format(time.RFC3339), Zone: in.zone().String(),
		Seed: occ.Seed, Carried: occ.Carried,
		Questions: f.questionsLogic(f.Questions, occ.Language),
		Lists:     f.listsLogic(in),
	}
	if in.over() {
		return nil, fmt.Errorf("write the logic of form %s: %w", f.ID, ErrTooCostly)
	}
	for _, q := range f.order {
		logic.Order = append(logic.Order, q.path)
	}
	data, err := json.Marshal(logic)
	if err != nil {
		return nil, fmt.Errorf("write the logic of form %s: %w", f.ID, err)
	}
	return data, nil
}

type formLogic struct {
	Element   string                 `json:"element"`
	Language  string                 `json:"language,omitempty"`
	Now       string                 `json:"now"`
	Zone      string                 `json:"zone"`
	Seed      int64                  `json:"seed,omitempty"`
	Carried   map[string]string      `json:"carried,omitempty"`
	Order     []string               `json:"order"` // paths of the questions to compute, in order
	Questions []questionLogic        `json:"questions"`
	Lists     map[string][]choiceRow `json:"lists,omitempty"`
}

type questionLogic struct {
	Name      string `json:"name"`
	Path      string `json:"path"`           // names from the top, joined by "/"
	Key       string `json:"key"`            // the field's name inside its repeat
	Kind      string `json:"kind"`           // asked, note, hidden, group, repeat, captured
	Type      string `json:"type,omitempty"` // of a hidden row: which value the device gives it
	Format    string `json:"format,omitempty"`
	List      string `json:"list,omitempty"`
	Default   string `json:"default,omitempty"`
	Ambiguous bool   `json:"ambiguous,omitempty"` // the name alone does not say which question

	Relevant       *expr.Expr `json:"relevant,omitempty"`
	Required       *expr.Expr `json:"required,omitempty"`
	Constraint     *expr.Expr `json:"constraint,omitempty"`
	Calculation    *expr.Expr `json:"calculation,omitempty"`
	ReadOnly       *expr.Expr `json:"readonly,omitempty"`
	ChoiceFilter   *expr.Expr `json:"choiceFilter,omitempty"`
	RepeatCount    *expr.Expr `json:"repeatCount,omitempty"`
	DynamicDefault *expr.Expr `json:"dynamicDefault,omitempty"`
	Trigger        []string   `json:"trigger,omitempty"`

	// Words with ${references}, which the browser fills in.
	ConstraintMessage string `json:"constraintMessage,omitempty"`
	RequiredMessage   string `json:"requiredMessage,omitempty"`

	Children []questionLogic `json:"children,omitempty"`
}

type choiceRow struct {
	Name    string            `json:"name"`
	Label   string            `json:"label"`             // its words
	HTML    template.HTML     `json:"html,omitempty"`    // where it is more than words
	Pattern string            `json:"pattern,omitempty"` // where answers stand in it
	Columns map[string]string `json:"columns,omitempty"`
}

var kindNames = map[Kind]string{
	Asked: "asked", Note: "note", Hidden: "hidden", Group: "group", Repeat: "repeat", Captured: "captured",
}

var formatNames = map[Format]string{
	FormatText: "text", FormatInteger: "integer", FormatDecimal: "decimal", FormatDate: "date", FormatTime: "time",
	FormatDateTime: "dateTime", FormatOne: "one", FormatMultiple: "multiple", FormatRank: "rank", FormatTick: "tick",
}

func (f *Form) questionsLogic(questions []*Question, language string) []questionLogic {
	rows := make([]questionLogic, 0, len(questions))
	for _, q := range questions {
		rows = append(rows, questionLogic{
			Name: q.Name, Path: q.path, Key: q.Key, Kind: kindNames[q.Type.Kind], Type: hiddenType(q), Format: formatNames[q.Type.Format],
			List: q.ListName, Default: q.Default, Ambiguous: len(f.names[q.Name]) > 1,
			Relevant: q.Relevant, Required: q.Required, Constraint: q.Constraint, Calculation: q.Calculation,
			ReadOnly: q.ReadOnly, ChoiceFilter: q.ChoiceFilter, RepeatCount: q.RepeatCount,
			DynamicDefault: q.DynamicDefault, Trigger: q.Trigger,
			ConstraintMessage: pattern(q.ConstraintMessage, language), RequiredMessage: pattern(q.RequiredMessage, language),
			Children: f.questionsLogic(q.Children, language),
		})
	}
	return rows
}

// hiddenType is sent for hidden rows only: of the others, the format says
// enough.
func hiddenType(q *Question) string {
	if q.Type.Kind != Hidden || q.Calculation != nil {
		return ""
	}
	return q.Type.Name
}

// pattern gives a text's words, its ${references} left for the browser.
func pattern(t Text, language string) string {
	read := markup.Parse(t.In(language))
	return cmp.Or(read.Pattern(), read.String())
}

// listsLogic sends only the lists that an expression may look into, that a
// filter narrows, or whose labels jr:choice-name() or a computed answer gives;
// the page itself already shows the others.
func (f *Form) listsLogic(in *instance) map[string][]choiceRow {
	rows := make(map[string][]choiceRow)
	for name := range f.listsRead() {
		list := f.Lists[name]
		if list == nil {
			continue
		}
		for i := range list.Choices {
			c := &list.Choices[i]
			if !in.offerRow(c) {
				return nil
			}
			row, label := choiceRow{Name: c.Name, Columns: c.Columns}, in.shown(nil, c.Label)
			if row.Label = label.String(); label.Formatted() {
				row.HTML, row.Pattern = label.HTML(), label.Pattern()
			}
			rows[name] = append(rows[name], row)
		}
	}
	return rows
}

// offerRow takes what sending a choice to the browser costs.
func (in *instance) offerRow(c *Choice) bool {
	weight := len(c.Name) + len(c.Label.In(in.occ.Language))
	for _, text := range c.Columns {
		weight += len(text)
	}
	return in.spending.Spend(4) && in.spending.Make(weight)
}

// listsRead names those lists, found once for each form.
func (f *Form) listsRead() map[string]bool {
	f.readOnce.Do(func() { f.read = f.findListsRead() })
	return f.read
}

// findListsRead takes a list for read where an expression has its name between
// quotes, as instance() and pulldata() do.
func (f *Form) findListsRead() map[string]bool {
	read := make(map[string]bool)
	f.Walk(func(q *Question) {
		if q.ListName != "" && (q.ChoiceFilter != nil || q.Calculation != nil) {
			read[q.ListName] = true
		}
		for _, e := range q.Expressions() {
			literals := e.Literals()
			for _, name := range literals {
				if f.Lists[name] != nil {
					read[name] = true
				}
			}
			if slices.Contains(e.Calls(), "jr:choice-name") {
				f.listsNamed(append(literals, e.Refs()...), read)
			}
		}
	})
	return read
}

// listsNamed adds the lists of the questions whose names, or paths, are among
// some texts.
func (f *Form) listsNamed(texts []string, lists map[string]bool) {
	for _, text := range texts {
		for _, q := range f.names[text[strings.LastIndexByte(text, '/')+1:]] {
			if q.ListName != "" {
				lists[q.ListName] = true
			}
		}
	}
}

package web

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"constat/survey"
	"constat/web/french"
)

// longList is how many choices make a list to pick from rather than a column
// of buttons to scroll past.
const longList = 16

// control says which template shows an item: the first row that fits.
type control struct {
	template string
	fits     func(*survey.Item) bool
}

// controls is the table of what can stand on the page. Showing a question in
// another way is one row here and one file under templates/questions.
var controls = []control{
	{"table.html", tabular},
	{"group.html", kind(survey.Group)},
	{"repeat.html", kind(survey.Repeat)},
	{"note.html", kind(survey.Note)},
	{"captured.html", kind(survey.Captured)},
	{"fixed.html", fixed},
	{"likert.html", func(i *survey.Item) bool { return one(i) && i.Question.Has("likert") }},
	{"select.html", func(i *survey.Item) bool { return one(i) && listed(i) }},
	{"radios.html", one},
	{"checkboxes.html", format(survey.FormatMultiple)},
	{"rank.html", format(survey.FormatRank)},
	{"tick.html", format(survey.FormatTick)},
	{"scale.html", func(i *survey.Item) bool { return pressed(i.Question) && len(steps(i)) > 0 }},
	{"range.html", func(i *survey.Item) bool { return len(steps(i)) > 0 }},
	{"integer.html", format(survey.FormatInteger)},
	{"decimal.html", format(survey.FormatDecimal)},
	{"month.html", func(i *survey.Item) bool { return i.Question.DatePart() == survey.PartMonth }},
	{"year.html", func(i *survey.Item) bool { return i.Question.DatePart() == survey.PartYear }},
	{"date.html", format(survey.FormatDate)},
	{"time.html", format(survey.FormatTime)},
	{"datetime.html", format(survey.FormatDateTime)},
	{"multiline.html", func(i *survey.Item) bool {
		return i.Question.Has("multiline") || i.Question.Parameters["rows"] != "" || longest(i.Question) > 120
	}},
	{"text.html", func(*survey.Item) bool { return true }},
}

func kind(k survey.Kind) func(*survey.Item) bool {
	return func(i *survey.Item) bool { return i.Question.Type.Kind == k }
}

func format(f survey.Format) func(*survey.Item) bool {
	return func(i *survey.Item) bool { return i.Question.Type.Format == f }
}

// fixed tells what nobody types here. A calculation with a trigger may be
// edited once it has run.
func fixed(i *survey.Item) bool {
	return i.ReadOnly || i.Question.Calculation != nil && len(i.Question.Trigger) == 0
}

func one(i *survey.Item) bool { return i.Question.Type.Format == survey.FormatOne }

func listed(i *survey.Item) bool {
	q := i.Question
	return q.Has("minimal") || q.Has("search") || q.Has("autocomplete") || q.List != nil && len(q.List.Choices) >= longList
}

// modulesFor lists the modules that form.js will ask for, for the sake of
// what stands on a page.
func modulesFor(parts []section) []string {
	var modules []string
	var look func(fields []field)
	need := func(name string) {
		if !slices.Contains(modules, name) {
			modules = append(modules, name)
		}
	}
	look = func(fields []field) {
		for _, f := range fields {
			switch {
			case f.Control == "rank.html":
				need("js/ranking.js")
			case f.Control == "range.html":
				need("js/scale.js")
			case f.Control == "repeat.html":
				need("js/repeats.js")
			case f.Search && (f.Control == "select.html" || f.Control == "checkboxes.html"):
				need("js/search.js")
			}
			look(f.Children)
			if f.Blank != nil {
				look(f.Blank.Fields)
			}
			for _, instance := range f.Instances {
				look(instance.Fields)
			}
		}
	}
	for _, part := range parts {
		look(part.Fields)
	}
	return modules
}

// controlNames lists the templates of the table, for the check at start.
func controlNames() []string {
	names := make([]string, len(controls))
	for i, c := range controls {
		names[i] = c.template
	}
	return names
}

func controlOf(item *survey.Item) string {
	for _, c := range controls {
		if c.fits(item) {
			return c.template
		}
	}
	return "text.html"
}

// field is an Item with what its template needs to be accessible.
type field struct {
	survey.Item
	ID        string // of the control, or of its first button: where an error links to
	Control   string
	Errors    []string
	Optional  bool
	Longest   int // characters, 0 = no counter
	Steps     []step
	Search    bool // a long list, worth a filter box
	Count     string
	Children  []field
	Instances []instanceFields
	Blank     *instanceFields // the first row of a repeat that has none, for the browser to copy

	Columns []survey.PageChoice // of a table of choices
	Heading string              // id of what names a table, when a section does
	Total   *total              // what stands under a breakdown of numbers
	Image   string              // address of the label's picture
	Lang    string              // of the author's texts, when it is not French
}

// instanceFields is one instance of a repeat.
type instanceFields struct {
	Number int
	Path   string
	Fields []field
}

// fieldID is a question's id in the document.
func fieldID(path string) string { return "q-" + path }

func fieldsOf(items []survey.Item) []field {
	fields := make([]field, len(items))
	for i := range items {
		fields[i] = fieldOf(&items[i])
	}
	breakdowns(fields)
	return tabulated(fields)
}

func fieldOf(item *survey.Item) field {
	q := item.Question
	f := field{
		Item: *item, ID: fieldID(item.Path), Control: controlOf(item),
		Optional: q.Type.Kind == survey.Asked && !item.Required && !item.ReadOnly,
		Longest:  longest(q), Steps: steps(item), Count: survey.CountField(item.Path),
		Children: fieldsOf(item.Items),
	}
	if f.Control == "table.html" {
		f.Columns = columns(item.Items)
	}
	if q.Has(appearanceTotal) {
		f.Total = totalOf(f.Children)
	}
	f.Search = q.Has("search") || q.Has("autocomplete") || q.List != nil && len(q.List.Choices) > 2*longList
	for _, p := range item.Problems {
		if p.Severity == survey.Fault {
			f.Errors = append(f.Errors, french.Problem(p))
		}
	}
	for n, items := range item.Instances {
		f.Instances = append(f.Instances, instanceFields{
			Number: n + 1, Path: fmt.Sprintf("%s[%d]", item.Path, n+1), Fields: fieldsOf(items),
		})
	}
	if len(item.Blank) > 0 {
		f.Blank = &instanceFields{Number: 1, Path: item.Path + "[1]", Fields: fieldsOf(item.Blank)}
	}
	return f
}

// Name is the label as plain words, short enough for a button.
func (f field) Name() string { return cmp.Or(plainLabel(f.Label), f.Question.Name) }

// Unseen names, for screen readers, a question whose label shows nothing.
func (f field) Unseen() string {
	if len(f.Label) > 0 || f.Question.Type.Kind != survey.Asked {
		return ""
	}
	return f.Question.Name
}

// DescribedBy names what a screen reader says after the label.
func (f field) DescribedBy() string {
	var ids []string
	if len(f.Hint) > 0 {
		ids = append(ids, f.ID+"-hint")
	}
	if len(f.Errors) > 0 {
		ids = append(ids, f.ID+"-error")
	}
	return strings.Join(ids, " ")
}

// ChoiceID is the id of one of the buttons: the first has the field's own.
func (f field) ChoiceID(i int) string {
	if i == 0 {
		return f.ID
	}
	return f.ID + "-" + strconv.Itoa(i+1)
}

// Searched says what the long list is of, for the words that say that nothing
// in it matches.
func (f field) Searched() string {
	if strings.Contains(strings.ToLower(f.Question.ListName), "commune") {
		return "commune"
	}
	return "liste"
}

// Places lists the places of a ranking.
func (f field) Places() []int {
	places := make([]int, len(f.Choices))
	for i := range places {
		places[i] = i + 1
	}
	return places
}

// Words gives a text in words of the author's language: what a blank answer,
// a date or a choice reads like on the check page.
func (f field) Words() []string {
	var words []string
	switch f.Question.Type.Format {
	case survey.FormatOne, survey.FormatMultiple:
		for _, c := range f.Choices {
			if c.Selected {
				words = append(words, plainWords(c.Label))
			}
		}
	case survey.FormatRank:
		for place := 1; place <= len(f.Choices); place++ {
			for _, c := range f.Choices {
				if c.Rank == place {
					words = append(words, strconv.Itoa(place)+". "+plainWords(c.Label))
				}
			}
		}
	case survey.FormatTick:
		if f.Value != "" {
			words = append(words, "Oui")
		}
	case survey.FormatDate:
		words = frenchDate(f.Value, f.Question.DatePart())
	case survey.FormatDecimal:
		if f.Value != "" {
			said := strings.Replace(f.Value, ".", ",", 1)
			for _, s := range f.Steps {
				if s.Value == f.Value && s.Label != "" {
					said += "\u00a0: " + s.Label
				}
			}
			words = append(words, said)
		}
	default:
		if f.Value != "" {
			words = append(words, f.Value)
		}
	}
	return words
}

func frenchDate(iso string, part survey.DatePart) []string {
	parts := strings.Split(iso, "-")
	switch {
	case iso == "":
		return nil
	case len(parts) != 3:
		return []string{iso}
	}
	return []string{strings.Join([]string{parts[2], parts[1], parts[0]}[part:], "/")}
}

var lengthRule = regexp.MustCompile(`string-length\(\s*\.\s*\)\s*(<=?)\s*(\d+)`)

// longest reads the limit of a text from its constraint, for the counter: the
// constraint stays the judge.
func longest(q *survey.Question) int {
	if q.Type.Format != survey.FormatText || q.Constraint == nil {
		return 0
	}
	m := lengthRule.FindStringSubmatch(q.Constraint.String())
	if m == nil {
		return 0
	}
	n, err := strconv.Atoi(m[2])
	if err != nil {
		return 0
	}
	if m[1] == "<" {
		n--
	}
	return n
}

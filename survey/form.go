package survey

import (
	"sync"

	"constat/survey/expr"
)

// Form is one version of a questionnaire, as an XLSForm defines it. It is
// immutable once compiled and safe to share between requests.
type Form struct {
	ID              string // settings.form_id
	Title           Text   // settings.form_title
	Version         string // settings.version
	Element         string // settings.name: the root element in paths; "" is "data"
	Languages       []string
	DefaultLanguage string
	// UniqueNames is XLSForm's rule that ${name} is the only row of that name,
	// wherever the others are. An XForm's paths need no such rule.
	UniqueNames  bool
	Style        string // settings.style: "pages", "theme-grid"…
	InstanceName *expr.Expr
	// Namespaces (prefix, address) and Attributes of the root element are
	// those that the author adds to the form's XForm.
	Namespaces, Attributes []Attribute

	Questions  []*Question      // top of the tree, in document order
	Lists      map[string]*List // choices, by list name
	Diagnostic []Indicator      // the diagnostic sheet's indicators, in order
	Declared   Declared         // what else it says

	Root  *Scope      // filled by Compile
	order []*Question // computed relevance and values, in dependency order; filled by Compile
	names map[string][]*Question
	count int // rows in the tree
	// defaultsFirst: a default looks at a calculation that looks at it, so
	// defaults cannot wait for their turn in the order.
	defaultsFirst bool
	// countsApart: a repeat's number of instances depends on the repeat ("as
	// long as the last one says more"), so that it is computed until it stays.
	countsApart bool
	triggered   map[*Question][]*Question // question → calculations that its answer triggers
	meta        bool                      // an expression looks at meta/instanceID
	// secondary keeps the choice lists as trees, built when an expression asks
	// for one; evaluation only reads them, so requests share them.
	secondary sync.Map
	// read names the lists that expressions look into.
	readOnce sync.Once
	read     map[string]bool
}

// Question is one row of the survey sheet: something asked, a note, a
// calculation, or a group or repeat of other rows.
type Question struct {
	Name string
	Row  int // spreadsheet row, header = 1

	Type *Type
	// ListName and List say where the choices are; List is nil when ListName
	// refers to a file that was not attached.
	ListName string
	List     *List

	Label, Hint, Guidance Text
	Media                 map[string]Text // image, big-image, audio, video → file name

	Required          *expr.Expr
	RequiredMessage   Text
	Relevant          *expr.Expr
	Constraint        *expr.Expr
	ConstraintMessage Text
	Calculation       *expr.Expr
	ReadOnly          *expr.Expr
	ChoiceFilter      *expr.Expr
	RepeatCount       *expr.Expr
	Default           string     // static text
	DynamicDefault    *expr.Expr // or an expression, evaluated once
	DefaultFor        Instances  // in which instances of the repeat it is
	Trigger           []string
	// Triggered selects the nodes that a trigger acts on, seen from the root:
	// the setvalue of an XForm may name one instance of a repeat. Nil for all
	// those of the trigger's own instance.
	Triggered *expr.Expr
	Initial   []Answers // of a repeat: its instances at the start; nil is one, as it stands in the form
	// AddedEmpty is of a repeat inside another: an instance added to the outer
	// one begins without any, as from pyxform's templates.
	AddedEmpty bool
	Appearance []string
	Parameters map[string]string
	Attributes Attributes

	Parent   *Question
	Children []*Question

	// Measure is the type's, unless the diagnostic sheet declares a scale.
	Measure Measure

	// Unread is what of its logic could not be read, in a form already answered.
	Unread Unread

	// Filled by Compile.
	Scope *Scope // where its value lives: the form or the innermost repeat
	Index int    // its place in Scope.Questions (or Scope.Repeats for a repeat)
	Key   string // its name in answers: Name, or Group/Name when Name is not unique in the Scope

	missing map[string]State // by canonical code: see DeclareMissing
	path    string           // names from the top, joined by "/"
	ordinal int              // place in document order, groups included
}

// Instances tells instances of a repeat by how they came.
type Instances uint8

const (
	AllInstances   Instances = iota
	FirstInstances           // there when the form opens
	AddedInstances           // added since
)

// Scope is one level of answers: the form itself, or one repeat. A repeat is
// a dataset of its own, joined to its parent.
type Scope struct {
	Repeat    *Question // nil for the form
	Parent    *Scope
	Questions []*Question // everything that holds a value, in document order
	Repeats   []*Scope
	known     map[string]bool // the names under which answers may come
	fields    int             // rows of one instance, groups included, inner repeats left out
}

// List is a list of choices.
type List struct {
	Name    string
	Choices []Choice
	// Source is the list as a secondary instance, when it came as XML: its
	// items are the Choices, in order. Nil is the shape that pyxform gives.
	Source *expr.Node
	// File is the CSV file whose rows the choices are, "" when the workbook
	// holds them.
	File string
	// Searched is what Collect's search() replaces by rows of File: the list
	// as the workbook has it, whose choices name columns.
	Searched *List
	index    map[string]int
	twins    map[string][]int // places of the choices whose name an earlier one has
}

// Choice is one row of the choices sheet.
type Choice struct {
	Name    string
	Label   Text
	Image   Text
	Columns map[string]string // every other column, for choice filters and look-ups
	Missing Missing
	// Midpoint is the middle of the class that the choice stands for (our
	// column "midpoint"); HasMidpoint tells 0 from nothing.
	Midpoint    float64
	HasMidpoint bool
	Row         int
}

// Missing tells that a choice is not an answer on the substance, in the terms
// of DDI's missing values.
type Missing uint8

const (
	Substantive   Missing = iota
	DontKnow              // « ne sait pas »
	NotApplicable         // « non concerné »
	Refused               // « ne souhaite pas répondre »
)

// Choice finds a choice by name.
func (l *List) Choice(name string) (*Choice, bool) {
	if l == nil {
		return nil, false
	}
	if i, ok := l.Place(name); ok {
		return &l.Choices[i], true
	}
	return nil, false
}

// Place gives a choice's position in its list, from 0.
func (l *List) Place(name string) (int, bool) {
	if l == nil {
		return 0, false
	}
	i, ok := l.index[name]
	return i, ok
}

func (l *List) buildIndex() {
	l.index = make(map[string]int, len(l.Choices))
	for i := range l.Choices {
		name := l.Choices[i].Name
		if _, seen := l.index[name]; !seen {
			l.index[name] = i
			continue
		}
		if l.twins == nil {
			l.twins = make(map[string][]int)
		}
		l.twins[name] = append(l.twins[name], i)
	}
}

// named lists the choices of a name: several where the settings allow it, for
// filters to tell apart.
func (l *List) named(name string) []*Choice {
	first, ok := l.Choice(name)
	if !ok {
		return nil
	}
	all := []*Choice{first}
	for _, i := range l.twins[name] {
		all = append(all, &l.Choices[i])
	}
	return all
}

// Titled tells whether the author gave the form a title. Without one, XLSForm
// takes the identifier, and for want of that the file's name: neither is shown to
// people as a title.
func (f *Form) Titled() bool { return !f.Title.Empty() && f.Title.In("") != f.ID }

// Walk visits every question of the form in document order, groups before
// their children.
func (f *Form) Walk(visit func(*Question)) { walk(f.Questions, visit) }

func walk(questions []*Question, visit func(*Question)) {
	for _, q := range questions {
		visit(q)
		walk(q.Children, visit)
	}
}

// Question finds a question by its answer key, in any scope; the form's own
// scope first.
func (f *Form) Question(key string) (*Question, bool) {
	var found *Question
	f.Walk(func(q *Question) {
		if q.Key == key && (found == nil || found.Scope.Repeat != nil && q.Scope.Repeat == nil) {
			found = q
		}
	})
	return found, found != nil
}

// Has tells whether an appearance word was given.
func (q *Question) Has(appearance string) bool {
	for _, a := range q.Appearance {
		if a == appearance {
			return true
		}
	}
	return false
}

// Shown tells whether a person sees the row. A question with a calculation or
// a trigger, and no label, is a hidden typed calculation, as pyxform has it.
func (q *Question) Shown() bool {
	if q.Type.Kind == Hidden {
		return false
	}
	return q.Calculation == nil && len(q.Trigger) == 0 || !q.Label.Empty() || !q.Hint.Empty()
}

// TakesApp tells whether the parameter app says what takes the picture: other
// appearances than annotate have an application of their own (pyxform).
func (q *Question) TakesApp() bool {
	return len(q.Appearance) == 0 || len(q.Appearance) == 1 && q.Has("annotate")
}

// Holds tells whether the row has a value of its own.
func (q *Question) Holds() bool {
	return q.Type.Format != FormatNone
}

package survey

import (
	"maps"
	"slices"

	"constat/survey/expr"
)

// Difference is what changed in one row of a form between two versions, and
// what becomes of the answers already received to it.
type Difference struct {
	Before, After *Question // one is nil when the row was added or removed
	Label         string    // the newer version's when there is one
	Edits         []Edit    // empty for a row added or removed
	Fate          Fate
}

// Edit is one thing that changed in a row.
type Edit struct {
	Code          EditCode
	Before, After string      // texts, expressions, types, as their author wrote them
	Choices       []string    // labels of choices
	Renamed       [][2]string // labels of choices, before and after
}

// EditCode names an edit; its French words are in web/french.
type EditCode string

const (
	EditLabel           EditCode = "edit_label"            // before, after
	EditHint            EditCode = "edit_hint"             // before, after
	EditTranslation     EditCode = "edit_translation"      // another language than the form's first
	EditType            EditCode = "edit_type"             // before, after
	EditSection         EditCode = "edit_section"          // before, after: labels of the groups around it
	EditRequired        EditCode = "edit_required"         // before, after: expressions, "" = optional
	EditRelevant        EditCode = "edit_relevant"         // before, after: expressions
	EditConstraint      EditCode = "edit_constraint"       // before, after: expressions
	EditCalculation     EditCode = "edit_calculation"      // before, after: expressions
	EditFilter          EditCode = "edit_filter"           // before, after: expressions
	EditRepeatCount     EditCode = "edit_repeat_count"     // before, after: expressions
	EditChoicesAdded    EditCode = "edit_choices_added"    // choices
	EditChoicesRemoved  EditCode = "edit_choices_removed"  // choices
	EditChoicesRenamed  EditCode = "edit_choices_renamed"  // renamed
	EditChoicesMeanings EditCode = "edit_choices_meanings" // choices: what they count as (missing, midpoint)
)

// EditCodes lists the codes above, for the test that each has its words.
var EditCodes = []EditCode{
	EditLabel, EditHint, EditTranslation, EditType, EditSection, EditRequired, EditRelevant, EditConstraint,
	EditCalculation, EditFilter, EditRepeatCount, EditChoicesAdded, EditChoicesRemoved, EditChoicesRenamed, EditChoicesMeanings,
}

// Fate says what becomes of the answers already received to a question.
type Fate uint8

const (
	FateNone   Fate = iota // there are none: the row is new, or asks nothing
	FateKept               // they are counted with the new ones
	FatePartly             // those that can be read in the new type are
	FateLost               // they stay stored, and are counted no more
)

// Compare lists what differs between two versions of a form, in the order of
// the newer one; rows that it has no more come last. Questions are the same
// when their keys are, in the same repeat: that is how their answers are
// merged.
func Compare(before, after *Form) []Difference {
	older := rowsByIdentity(before)
	seen := make(map[string]bool)
	var found []Difference
	after.Walk(func(q *Question) {
		id := identity(q)
		seen[id] = true
		old, existed := older[id]
		if !existed {
			found = append(found, Difference{After: q, Label: named(q, after)})
			return
		}
		d := Difference{Before: old, After: q, Label: named(q, after), Fate: fateOf(old, q)}
		if d.Edits = edits(before, old, after, q); len(d.Edits) > 0 {
			found = append(found, d)
		}
	})
	before.Walk(func(q *Question) {
		if seen[identity(q)] {
			return
		}
		d := Difference{Before: q, Label: named(q, before)}
		if held(q) {
			d.Fate = FateLost
		}
		found = append(found, d)
	})
	return found
}

func rowsByIdentity(f *Form) map[string]*Question {
	rows := make(map[string]*Question)
	f.Walk(func(q *Question) { rows[identity(q)] = q })
	return rows
}

// identity is a question's address among answers; rows without a value are
// known by their place.
func identity(q *Question) string {
	if !q.Holds() && q.Type.Kind != Repeat {
		return "#" + q.path
	}
	id := q.Key
	for s := q.Scope; s != nil && s.Repeat != nil; s = s.Parent {
		id = s.Repeat.Key + "[]/" + id
	}
	return id
}

// named is how people know a row: its label, or its name when nobody sees it.
func named(q *Question, f *Form) string {
	if label := wordsIn(q.Label, f); label != "" {
		return label
	}
	return q.Name
}

// held tells whether answers to a question can have been received.
func held(q *Question) bool {
	return (q.Holds() || q.Type.Kind == Repeat) && q.Type.Kind != Captured
}

// fateOf compares how answers are written: what Restore does with a stored
// text that its question cannot read decides.
func fateOf(before, after *Question) Fate {
	switch {
	case !held(before):
		return FateNone
	case !held(after) || (before.Type.Kind == Repeat) != (after.Type.Kind == Repeat):
		return FateLost
	}
	from, to := before.Type.Format, after.Type.Format
	switch {
	case from == to, to == FormatText, from == FormatInteger && to == FormatDecimal:
		return FateKept
	case chosen(to) && chosen(from) && to != FormatOne:
		return FateKept
	case timed(from) && counted(to), counted(from) && timed(to), from == FormatTick && (counted(to) || timed(to)):
		return FateLost
	}
	return FatePartly
}

func chosen(f Format) bool  { return f == FormatOne || f == FormatMultiple || f == FormatRank }
func counted(f Format) bool { return f == FormatInteger || f == FormatDecimal }
func timed(f Format) bool   { return f == FormatDate || f == FormatTime || f == FormatDateTime }

// edits lists what changed in a row that both versions have.
func edits(before *Form, b *Question, after *Form, a *Question) []Edit {
	var found []Edit
	add := func(code EditCode, from, to string) {
		if from != to {
			found = append(found, Edit{Code: code, Before: from, After: to})
		}
	}
	reworded := func(code EditCode, from, to Text) {
		was, is := wordsIn(from, before), wordsIn(to, after)
		if was == is { // their markup, if anything
			was, is = from.In(before.DefaultLanguage), to.In(after.DefaultLanguage)
		}
		add(code, was, is)
	}
	reworded(EditLabel, b.Label, a.Label)
	reworded(EditHint, b.Hint, a.Hint)
	if len(found) == 0 && !(maps.Equal(b.Label, a.Label) && maps.Equal(b.Hint, a.Hint)) {
		found = append(found, Edit{Code: EditTranslation})
	}
	add(EditType, b.Type.Name, a.Type.Name)
	add(EditSection, sectionOf(b, before), sectionOf(a, after))
	for _, logic := range []struct {
		code     EditCode
		from, to *expr.Expr
	}{
		{EditRequired, b.Required, a.Required}, {EditRelevant, b.Relevant, a.Relevant},
		{EditConstraint, b.Constraint, a.Constraint}, {EditCalculation, b.Calculation, a.Calculation},
		{EditFilter, b.ChoiceFilter, a.ChoiceFilter}, {EditRepeatCount, b.RepeatCount, a.RepeatCount},
	} {
		add(logic.code, source(logic.from), source(logic.to))
	}
	if b.List != nil && a.List != nil {
		found = append(found, listEdits(before, b.List, after, a.List)...)
	}
	return found
}

func source(e *expr.Expr) string {
	if e == nil {
		return ""
	}
	return e.String()
}

func sectionOf(q *Question, f *Form) string {
	if q.Parent == nil {
		return ""
	}
	return named(q.Parent, f)
}

// listEdits compares two lists by the codes of their choices.
func listEdits(before *Form, b *List, after *Form, a *List) []Edit {
	added, removed := Edit{Code: EditChoicesAdded}, Edit{Code: EditChoicesRemoved}
	renamed, meanings := Edit{Code: EditChoicesRenamed}, Edit{Code: EditChoicesMeanings}
	for i := range a.Choices {
		c := &a.Choices[i]
		label := choiceLabel(c, after)
		old, existed := b.Choice(c.Name)
		if !existed {
			added.Choices = append(added.Choices, label)
			continue
		}
		if was := choiceLabel(old, before); was != label {
			renamed.Renamed = append(renamed.Renamed, [2]string{was, label})
		}
		if old.Missing != c.Missing || old.Midpoint != c.Midpoint || old.HasMidpoint != c.HasMidpoint {
			meanings.Choices = append(meanings.Choices, label)
		}
	}
	for i := range b.Choices {
		if _, stays := a.Choice(b.Choices[i].Name); !stays {
			removed.Choices = append(removed.Choices, choiceLabel(&b.Choices[i], before))
		}
	}
	return slices.DeleteFunc([]Edit{added, removed, renamed, meanings}, func(e Edit) bool {
		return len(e.Choices) == 0 && len(e.Renamed) == 0
	})
}

// wordsIn are the words of a text in the form's language, its ${references} as
// they stand.
func wordsIn(t Text, f *Form) string { return pattern(t, f.DefaultLanguage) }

func choiceLabel(c *Choice, f *Form) string {
	if label := wordsIn(c.Label, f); label != "" {
		return label
	}
	return c.Name
}

package web

import (
	"slices"

	"constat/survey"
)

// The appearances that make a table of several questions (xlsform.org):
// a group with "table-list", or a question with "label" whose list heads the
// columns, followed by questions with "list-nolabel". On a narrow screen each
// row is a card.
const (
	appearanceTable  = "table-list"
	appearanceHeader = "label"
	appearanceRow    = "list-nolabel"
)

// tabular tells whether a group can stand as a table: all rows choose from
// the same list, or all are numbers. Any other mixture stands as a group.
func tabular(i *survey.Item) bool {
	if i.Question.Type.Kind != survey.Group || !i.Question.Has(appearanceTable) || len(i.Items) == 0 {
		return false
	}
	for n := range i.Items {
		if !numeric(&i.Items[n]) {
			return columns(i.Items) != nil
		}
	}
	return true
}

func numeric(i *survey.Item) bool {
	return i.Question.Type.Kind == survey.Asked && i.Question.Type.Name != "range" &&
		(i.Question.Type.Format == survey.FormatInteger || i.Question.Type.Format == survey.FormatDecimal)
}

// columns are the choices that all the items share, or nil.
func columns(items []survey.Item) []survey.PageChoice {
	for i := range items {
		if !chooses(&items[i]) || items[i].Question.List != items[0].Question.List ||
			items[i].Question.Type.Format != items[0].Question.Type.Format {
			return nil
		}
	}
	return items[0].Choices
}

func chooses(i *survey.Item) bool {
	f := i.Question.Type.Format
	return i.Question.Type.Kind == survey.Asked && i.Question.List != nil && i.Question.ChoiceFilter == nil && !i.ReadOnly &&
		(f == survey.FormatOne || f == survey.FormatMultiple)
}

// Tick is the kind of button of a table of choices.
func (f field) Tick() string {
	if len(f.Children) > 0 && f.Children[0].Question.Type.Format == survey.FormatMultiple {
		return "checkbox"
	}
	return "radio"
}

// tabulated puts each question that heads a table, with the rows that follow
// it, in one field. A header that must be answered stays a question.
func tabulated(fields []field) []field {
	var laid []field
	for i := 0; i < len(fields); {
		rows := rowsUnder(fields[i:])
		if len(rows) == 0 {
			laid = append(laid, fields[i])
			i++
			continue
		}
		laid = append(laid, headed(fields[i], rows))
		i += 1 + len(rows)
	}
	return laid
}

func rowsUnder(fields []field) []field {
	head := &fields[0].Item
	if !chooses(head) || !head.Question.Has(appearanceHeader) || head.Required || head.Value != "" {
		return nil
	}
	n := 1
	for n < len(fields) && fields[n].Question.Has(appearanceRow) && chooses(&fields[n].Item) && fields[n].Question.List == head.Question.List &&
		fields[n].Question.Type.Format == fields[1].Question.Type.Format {
		n++
	}
	return fields[1:n]
}

// headed stands on the page as a group does: its header holds no answer.
func headed(head field, rows []field) field {
	group := *head.Question
	group.Type = &survey.Type{Name: "begin_group", Kind: survey.Group, Format: survey.FormatNone}
	f := field{Item: head.Item, ID: head.ID, Control: "table.html", Columns: head.Choices, Children: slices.Clone(rows), Lang: head.Lang}
	f.Question, f.Choices, f.Value = &group, nil, ""
	return f
}

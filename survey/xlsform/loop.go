package xlsform

import (
	"slices"
	"strings"

	"constat/survey"
)

// expandLoops replaces each loop, "begin loop over LIST … end loop", by the
// group that it stands for: one group a choice of the list, named and labelled
// after it, each with the loop's rows. In these %(name)s, %(label)s and other
// columns of the list, %(column)s, are the choice's (pyxform's builder.py).
func (rd *reading) expandLoops(rows []sheetRow) []sheetRow {
	var expanded []sheetRow
	for i := 0; i < len(rows); i++ {
		row := rows[i]
		typed, ok := parseType(straight(rd.survey.cell(row, "type")))
		if !ok || !typed.loop {
			expanded = append(expanded, row)
			continue
		}
		at := rd.survey.at(row, "type")
		if typed.ends != "" {
			rd.fault(at, CodeUnmatchedEnd, rd.survey.cell(row, "type"), rd.survey.cell(row, "name"))
			continue
		}
		end := rd.endOfLoop(rows, i)
		if end < 0 {
			rd.fault(at, CodeUnclosed, "loop", rd.survey.cell(row, "name"))
			continue
		}
		expanded = append(expanded, rd.rowOfType(row, "begin_group"))
		expanded = append(expanded, rd.turns(at, typed.list, rd.expandLoops(rows[i+1:end]))...)
		expanded = append(expanded, rd.rowOfType(rows[end], "end_group"))
		if i = end; len(expanded) > maxRows["survey"] {
			rd.fault(at, CodeTooManyRows, "survey", itoa(maxRows["survey"]))
			return expanded[:maxRows["survey"]]
		}
	}
	return expanded
}

// endOfLoop finds the row that ends the loop of row i, -1 if there is none.
func (rd *reading) endOfLoop(rows []sheetRow, i int) int {
	open := 0
	for ; i < len(rows); i++ {
		typed, ok := parseType(straight(rd.survey.cell(rows[i], "type")))
		switch {
		case !ok || !typed.loop:
		case typed.ends == "":
			open++
		default:
			if open--; open == 0 {
				return i
			}
		}
	}
	return -1
}

// turns are the rows of a loop, once for each choice. A choice "none" stands
// for no choice, and has no turn.
func (rd *reading) turns(at place, name string, rows []sheetRow) []sheetRow {
	list := rd.form.Lists[name]
	if list == nil {
		rd.missingList(at, "choices", name, rd.form.Lists)
		return rows // so that references to them are not reported as mistakes too
	}
	var turns []sheetRow
	for i := range list.Choices {
		c := &list.Choices[i]
		rd.form.Settle(c.Label)
		if c.Name == "none" || len(rows) == 0 || len(turns) > maxRows["survey"] {
			continue
		}
		group := sheetRow{number: rows[0].number - 1, cells: make([]string, len(rd.survey.columns))}
		rd.write(&group, "name", func(column) string { return c.Name })
		rd.write(&group, "label", func(col column) string { return c.Label.In(col.language) })
		turns = append(turns, rd.rowOfType(group, "begin_group"))
		for _, row := range rows {
			turns = append(turns, rd.rowOfChoice(row, c))
		}
		turns = append(turns, rd.rowOfType(sheetRow{number: rows[len(rows)-1].number + 1}, "end_group"))
	}
	return turns
}

// rowOfType is a row with another type.
func (rd *reading) rowOfType(row sheetRow, word string) sheetRow {
	row.cells = slices.Clone(row.cells)
	rd.write(&row, "type", func(column) string { return word })
	return row
}

// rowOfChoice is a loop's row in the turn of a choice.
func (rd *reading) rowOfChoice(row sheetRow, c *survey.Choice) sheetRow {
	row.cells = slices.Clone(row.cells)
	for _, col := range rd.survey.columns {
		text := row.at(col.index)
		if !strings.Contains(text, "%(") {
			continue
		}
		places := []string{"%(name)s", c.Name, "%(label)s", c.Label.In(col.language)}
		for name, value := range c.Columns {
			places = append(places, "%("+name+")s", value)
		}
		row.cells[col.index] = strings.NewReplacer(places...).Replace(text)
	}
	return row
}

// write fills the cells of a column, in every language.
func (rd *reading) write(row *sheetRow, name string, text func(column) string) {
	for _, i := range rd.survey.byName[name] {
		col := rd.survey.columns[i]
		for len(row.cells) <= col.index {
			row.cells = append(row.cells, "")
		}
		row.cells[col.index] = text(col)
	}
}

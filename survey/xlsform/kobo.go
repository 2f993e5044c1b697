package xlsform

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"constat/survey"
)

// KoboToolbox has three kinds of groups of its own, which its server replaces
// by plain XLSForm before pyxform sees them (kpi, utils/xlsform_preprocessors).
// They are replaced here in the same way, under the same names, so that the
// answers that Kobo exports find their questions.
//
// Where Kobo loses something it is kept: a matrix's relevant and hint, and what
// its columns hold beside relevant, constraint and required. Labels that Kobo
// hides, for its grid to look like one, say row and column here.

// koboControl is a begin or end row of Kobo's own.
var koboControl = regexp.MustCompile(`^(begin|end)[ _](kobomatrix|matrix|score|rank)$`)

// koboGroup is one kind of them.
type koboGroup struct {
	row    string // the only type of row inside, "" for any question
	list   string // the column that names the list, on the begin row
	expand func(rd *reading, begin sheetRow, rows []sheetRow, list string) []sheetRow
}

var koboGroups = map[string]koboGroup{
	"kobomatrix": {"", "kobo--matrix_list", (*reading).koboMatrix},
	"matrix":     {"", "kobo--matrix_list", (*reading).koboMatrix}, // Kobo's help page ends one so
	"score":      {"score__row", "kobo--score-choices", (*reading).koboScore},
	"rank":       {"rank__level", "kobo--rank-items", (*reading).koboRank},
}

// expandKobo replaces Kobo's own groups.
func (rd *reading) expandKobo(rows []sheetRow) []sheetRow {
	if !slices.ContainsFunc(rows, func(row sheetRow) bool { return koboControl.MatchString(rd.koboType(row)) }) {
		return rows
	}
	for _, name := range []string{"appearance", "required", "relevant", "constraint", "constraint_message", "label"} {
		rd.survey.require(name)
	}
	var expanded []sheetRow
	for i := 0; i < len(rows); i++ {
		m := koboControl.FindStringSubmatch(rd.koboType(rows[i]))
		switch {
		case m == nil:
			expanded = append(expanded, rows[i])
			continue
		case m[1] == "end":
			rd.fault(rd.survey.at(rows[i], "type"), CodeUnmatchedEnd, rd.koboType(rows[i]), rd.survey.cell(rows[i], "name"))
			continue
		}
		end := rd.endOfKobo(rows, i)
		if end < 0 {
			rd.fault(rd.survey.at(rows[i], "type"), CodeUnclosed, m[2], rd.survey.cell(rows[i], "name"))
			continue
		}
		expanded = append(expanded, rd.expandKoboGroup(koboGroups[m[2]], rows[i], rows[i+1:end])...)
		if i = end; len(expanded) > maxRows["survey"] {
			rd.fault(rd.survey.at(rows[i], "type"), CodeTooManyRows, "survey", itoa(maxRows["survey"]))
			return expanded[:maxRows["survey"]]
		}
	}
	return expanded
}

func (rd *reading) koboType(row sheetRow) string { return straight(rd.survey.cell(row, "type")) }

// endOfKobo finds the row that ends the group of row i, -1 if there is none:
// these groups hold no other.
func (rd *reading) endOfKobo(rows []sheetRow, i int) int {
	for i++; i < len(rows); i++ {
		if m := koboControl.FindStringSubmatch(rd.koboType(rows[i])); m != nil {
			if m[1] == "end" {
				return i
			}
			return -1
		}
	}
	return -1
}

func (rd *reading) expandKoboGroup(kind koboGroup, begin sheetRow, rows []sheetRow) []sheetRow {
	at, word := rd.survey.at(begin, kind.list), rd.koboType(begin)
	list := straight(rd.survey.cell(begin, kind.list))
	switch {
	case list == "":
		rd.fault(at, CodeKoboList, word, kind.list)
	case rd.form.Lists[list] == nil:
		rd.missingList(at, "choices", list, rd.form.Lists)
		list = ""
	}
	var kept []sheetRow
	for _, row := range rows {
		typed, known := parseType(rd.koboType(row))
		switch inside := rd.koboType(row); {
		case inside == "" || agrees(rd.survey.cell(row, "disabled")):
		case kind.row != "" && inside != kind.row:
			rd.fault(rd.survey.at(row, "type"), CodeKoboRow, inside, word, kind.row)
		case kind.row == "" && known && (typed.begins != "" || typed.ends != "" || typed.loop):
			rd.fault(rd.survey.at(row, "type"), CodeKoboRow, inside, word, "text, select_one…")
		default:
			kept = append(kept, row)
		}
	}
	return kind.expand(rd, begin, kept, list)
}

// koboAsked is the type of the rows of a score and of a rank; without its list,
// which has been reported, one that has nothing more to report.
func koboAsked(list string) string {
	if list == "" {
		return "text"
	}
	return "select_one " + list
}

// koboScore is a table of questions that share a list. Kobo asks the heading as
// a select that nobody can answer: here it holds its name, and the group is a table.
func (rd *reading) koboScore(begin sheetRow, rows []sheetRow, list string) []sheetRow {
	name, required := rd.survey.cell(begin, "name"), rd.survey.cell(begin, "required")
	group := rd.koboWritten(begin, "begin_group", name, "table-list")
	rd.put(&group, "required", "")
	expanded := []sheetRow{group, rd.koboRow(begin, "hidden", name+"_header")}
	for _, row := range rows {
		row = rd.rowOfType(row, koboAsked(list))
		if required != "" && !declines(required) {
			rd.put(&row, "required", required)
		}
		expanded = append(expanded, row)
	}
	return append(expanded, rd.koboRow(begin, "end_group", ""))
}

// koboRank asks for the first, the second… of a list, each another one.
func (rd *reading) koboRank(begin sheetRow, rows []sheetRow, list string) []sheetRow {
	name := rd.survey.cell(begin, "name")
	group := rd.koboRow(begin, "begin_group", name)
	rd.put(&group, "relevant", rd.survey.cell(begin, "relevant"))
	rd.put(&group, "appearance", "field-list")
	note := rd.koboWritten(begin, "note", name+"_label", "")
	rd.put(&note, "relevant", "")
	rd.put(&note, "required", "")
	expanded := []sheetRow{group, note}
	var others []string
	for _, row := range rows {
		row = rd.rowOfType(row, koboAsked(list))
		level := rd.survey.cell(row, "name")
		var rules []string
		for _, other := range others {
			rules = append(rules, "${"+level+"} != ${"+other+"}")
		}
		others = append(others, level)
		rd.put(&row, "required", "true")
		if len(rules) > 0 {
			rd.put(&row, "constraint", strings.Join(rules, " and "))
			rd.copyText(&row, "constraint_message", begin, "kobo--rank-constraint-message")
		}
		if rd.survey.cell(row, "appearance") == "" {
			rd.put(&row, "appearance", "minimal")
		}
		expanded = append(expanded, row)
	}
	return append(expanded, rd.koboRow(begin, "end_group", ""))
}

// koboMatrix asks its rows, the columns, once for each choice of the list.
func (rd *reading) koboMatrix(begin sheetRow, columns []sheetRow, list string) []sheetRow {
	t, name := rd.survey, rd.survey.cell(begin, "name")
	width, widths := 1, make([]int, len(columns))
	for i, row := range columns {
		widths[i] = koboWidth(t.cell(row, "appearance"))
		width += widths[i]
	}
	whole, relevant := "w"+itoa(width), t.cell(begin, "relevant")
	var expanded []sheetRow
	if !t.text(begin, "label").Empty() {
		header := rd.koboWritten(begin, "begin_group", name+"_header", whole)
		rd.put(&header, "required", "")
		expanded = append(expanded, header, rd.koboNote(begin, name+"_header_note", 1))
		for i, row := range columns {
			expanded = append(expanded, rd.koboNote(row, name+"_header_"+t.cell(row, "name"), widths[i]))
		}
		expanded = append(expanded, rd.koboRow(begin, "end_group", ""))
	}
	if list == "" {
		return append(expanded, columns...) // so that what they say is checked
	}
	for _, c := range rd.form.Lists[list].Choices {
		base := name + "_" + c.Name
		group := rd.koboRow(begin, "begin_group", base)
		rd.put(&group, "appearance", whole)
		rd.put(&group, "relevant", relevant)
		rd.write(&group, "label", func(col column) string { return c.Label.In(col.language) })
		note := rd.koboNote(group, base+"_note", 1)
		expanded = append(expanded, group, note)
		for i, row := range columns {
			expanded = append(expanded, rd.koboCell(row, columns, base, c, widths[i]))
		}
		expanded = append(expanded, rd.koboRow(begin, "end_group", ""))
	}
	return expanded
}

// koboCell is a column of a matrix, asked about one choice: names of columns
// are those of the same choice.
func (rd *reading) koboCell(row sheetRow, columns []sheetRow, base string, c survey.Choice, width int) sheetRow {
	t := rd.survey
	var names []string
	for _, column := range columns {
		if name := t.cell(column, "name"); name != "" {
			names = append(names, "${"+name+"}", "${"+base+"_"+name+"}")
		}
	}
	renamed := strings.NewReplacer(names...)
	cell := sheetRow{number: row.number, cells: slices.Clone(row.cells)}
	for i := range cell.cells {
		cell.cells[i] = renamed.Replace(cell.cells[i])
	}
	if name := t.cell(row, "name"); name != "" {
		rd.put(&cell, "name", base+"_"+name)
	}
	rd.write(&cell, "label", func(col column) string {
		asked, about := cell.at(col.index), c.Label.In(col.language)
		if asked == "" || about == "" {
			return asked + about
		}
		return about + " – " + asked
	})
	look := "no-label"
	if typed, _ := parseType(rd.koboType(row)); typed.list != "" {
		look = "horizontal-compact"
	}
	words := slices.DeleteFunc(strings.Fields(t.cell(cell, "appearance")), func(word string) bool {
		return gridWidth.MatchString(word) || word == look
	})
	rd.put(&cell, "appearance", strings.Join(append([]string{"w" + itoa(width), look}, words...), " "))
	return cell
}

// gridWidth is the appearance that gives a question its share of a row.
var gridWidth = regexp.MustCompile(`^w(\d+)$`)

func koboWidth(appearance string) int {
	if m := gridWidth.FindStringSubmatch(appearance); m != nil {
		if n, err := strconv.Atoi(m[1]); err == nil && n < 100 {
			return n
		}
	}
	return 2
}

// koboNote is a heading of the grid, which a page that says row and column at
// each question does not repeat.
func (rd *reading) koboNote(of sheetRow, name string, width int) sheetRow {
	note := rd.koboRow(of, "note", name)
	rd.put(&note, "appearance", "w"+itoa(width)+" no-label")
	rd.copyText(&note, "label", of, "label")
	if rd.survey.text(note, "label").Empty() {
		rd.put(&note, "label", "–") // a heading must have one
	}
	return note
}

// koboRow is a row of a type and a name, and nothing else.
func (rd *reading) koboRow(at sheetRow, word, name string) sheetRow {
	row := rd.rowOfType(sheetRow{number: at.number}, word)
	rd.put(&row, "name", name)
	return row
}

// koboWritten is a row as it was written, under another type and name.
func (rd *reading) koboWritten(row sheetRow, word, name, appearance string) sheetRow {
	row = rd.rowOfType(row, word)
	rd.put(&row, "name", name)
	rd.put(&row, "appearance", appearance)
	return row
}

func (rd *reading) put(row *sheetRow, name, text string) {
	rd.write(row, name, func(column) string { return text })
}

// copyText copies a text in every language: one without a language stands in
// for those that have none of their own.
func (rd *reading) copyText(to *sheetRow, name string, from sheetRow, source string) {
	text := rd.survey.text(from, source)
	rd.write(to, name, func(col column) string {
		if text[col.language] != "" || len(rd.survey.byName[name]) > 1 {
			return text[col.language]
		}
		return text.In(col.language)
	})
}

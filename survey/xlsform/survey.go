package xlsform

import (
	"strings"

	"constat/survey"
)

// maxDepth bounds groups in groups: the deepest real form met so far has 9.
const maxDepth = 50

// readSurvey reads the survey sheet into the tree of questions.
func (rd *reading) readSurvey() {
	s := rd.book.sheets["survey"]
	if s == nil {
		rd.missingSheet("survey")
		return
	}
	rd.survey = rd.head(s, surveyColumns)
	if !rd.survey.has("type") {
		rd.fault(place{s.key, 1, "type"}, CodeMissingColumn, "type")
		return
	}
	if !rd.settings.keepSpaces {
		for _, row := range s.rows {
			for i := range row.cells {
				row.cells[i] = collapse(row.cells[i])
			}
		}
	}
	rd.readLanguages()
	rd.readAttributeColumns()
	tree := &tree{form: rd.form}
	for _, row := range rd.expandLoops(rd.expandKobo(s.rows)) {
		rd.readRow(tree, row)
		if tree.tooDeep {
			rd.fault(rd.survey.at(row, "type"), CodeTooDeep, itoa(maxDepth))
			break
		}
	}
	for _, open := range tree.open {
		rd.fault(place{s.key, open.question.Row, "type"}, CodeUnclosed, open.word, open.question.Name)
	}
	if len(rd.form.Questions) == 0 && !survey.Blocking(rd.problems) {
		rd.fault(place{sheet: s.key}, CodeNoQuestion)
	}
	rd.checkNames()
	rd.checkTriggers()
	rd.checkGroups()
}

// readRow reads one row of the survey sheet.
func (rd *reading) readRow(tree *tree, row sheetRow) {
	t := rd.survey
	word := straight(t.cell(row, "type"))
	if word == "" {
		rd.readRowWithoutType(row)
		return
	}
	if agrees(t.cell(row, "disabled")) {
		return
	}
	typed, ok := parseType(word)
	if !ok {
		rd.unknownType(row, word)
		// The row stays in the tree, so that references to it are not
		// reported as mistakes too.
		typed.asked = &survey.Types[0]
	}
	switch {
	case typed.ends != "":
		if !tree.close(typed.ends) {
			rd.fault(t.at(row, "type"), CodeUnmatchedEnd, word, t.cell(row, "name"))
		}
	default:
		q := rd.readQuestion(row, typed)
		q.AddedEmpty = q.Type.Kind == survey.Repeat
		tree.add(q)
		if typed.begins != "" {
			tree.begin(q, typed.begins)
		}
		if typed.other {
			tree.add(rd.orOther(q))
		}
	}
}

// readRowWithoutType tells a comment from a forgotten type.
func (rd *reading) readRowWithoutType(row sheetRow) {
	t := rd.survey
	if t.cell(row, "name") == "" && t.text(row, "label").Empty() {
		rd.warn(place{t.sheet, row.number, ""}, CodeComment)
		return
	}
	rd.fault(t.at(row, "type"), CodeNoType, t.cell(row, "name"))
}

func (rd *reading) unknownType(row sheetRow, word string) {
	at := rd.survey.at(row, "type")
	if m := control.FindStringSubmatch(word); m != nil && m[2] == "loop" {
		rd.fault(at, CodeLoopWithoutList)
		return
	}
	for name, kind := range koboGroups {
		if kind.row == word {
			rd.fault(at, CodeKoboOutside, word, "begin_"+name, "end_"+name)
			return
		}
	}
	for _, t := range survey.Types {
		if (t.List || t.File) && strings.HasPrefix(word, t.Name) {
			rd.fault(at, CodeBadSelect, word, t.Name)
			return
		}
	}
	rd.unknown(at, CodeUnknownType, closest(word, typeNames()), word)
}

// tree is the form being built, and the groups still open.
type tree struct {
	form    *survey.Form
	open    []openGroup
	tooDeep bool
}

type openGroup struct {
	question *survey.Question
	word     string // group or repeat: what must end it
}

func (t *tree) add(q *survey.Question) {
	if len(t.open) == 0 {
		t.form.Questions = append(t.form.Questions, q)
		return
	}
	parent := t.open[len(t.open)-1].question
	q.Parent = parent
	parent.Children = append(parent.Children, q)
}

func (t *tree) begin(q *survey.Question, word string) {
	t.open = append(t.open, openGroup{q, word})
	t.tooDeep = len(t.open) > maxDepth
}

// close ends the innermost group. When it is of the other kind nothing is
// closed: the row at fault is the one that the author must look at, and what
// follows keeps its place.
func (t *tree) close(word string) bool {
	last := len(t.open) - 1
	if last < 0 || t.open[last].word != word {
		return false
	}
	t.open = t.open[:last]
	return true
}

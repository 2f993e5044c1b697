package xlsform

import (
	"io"

	"constat/survey"
)

// Read reads an XLSForm workbook (.xlsx or .xlsm) into a compiled Form. When
// the workbook is at fault the error is a survey.Problems that holds the
// faults and the warnings. A reader with a Name method, such as *os.File,
// gives the form its identifier when the settings have none.
func Read(r io.Reader) (*survey.Form, error) {
	form, problems, err := ReadAll(r)
	if err != nil {
		return nil, err
	}
	if survey.Blocking(problems) {
		return nil, survey.Problems(problems)
	}
	return form, nil
}

// ReadAll is Read for whoever lists the warnings too. The form is nil when one
// of the problems is a fault; the error, a survey.Problems or what the reader
// r returned, is for files in which nothing could be read.
func ReadAll(r io.Reader) (*survey.Form, []survey.Problem, error) {
	return ReadWith(r, nil)
}

// readBook reads the sheets in the order in which they depend on each other.
func readBook(book *workbook, file string, files survey.Files, costs func(*survey.Form) []survey.Problem) (*survey.Form, []survey.Problem) {
	rd := &reading{book: book, form: &survey.Form{Lists: map[string]*survey.List{}, UniqueNames: true}}
	rd.attached.files = files
	rd.readSettings(file)
	rd.readChoices()
	rd.readSurvey()
	rd.checkFiles()
	rd.readFiles()
	rd.add(rd.form.Compile()...)
	rd.checkReferences()
	rd.checkCaptured()
	if !survey.Blocking(rd.problems) {
		rd.checkMeaning()
	}
	rd.checkAttributes()
	rd.readDiagnostic()
	rd.checkSheets()
	if !survey.Blocking(rd.problems) {
		rd.add(costs(rd.form)...)
	}
	problems := rd.sorted()
	for i := range problems {
		rd.inAuthorsWords(&problems[i])
	}
	if survey.Blocking(problems) {
		return nil, problems
	}
	return rd.form, problems
}

// inAuthorsWords gives a problem's address the names that the author sees:
// that of her sheet, and her header for a column.
func (rd *reading) inAuthorsWords(p *survey.Problem) {
	t := map[string]*table{"survey": rd.survey, "choices": rd.choices, "settings": rd.settings.at}[p.Sheet]
	if t != nil && t.has(p.Column) {
		p.Column = t.columns[t.byName[p.Column][0]].header
	}
	if s := rd.book.sheets[p.Sheet]; s != nil {
		p.Sheet = s.name
	}
}

// reading is one workbook on its way to becoming a Form.
type reading struct {
	reporter
	book     *workbook
	form     *survey.Form
	settings settings

	survey  *table // nil until read
	choices *table

	external map[string]*survey.List // the external_choices sheet
	files    []attachment            // files that the form expects next to it
	repeats  map[string]int          // repeat → its row
	searched []searchUse             // who uses which list, and whether through search()
	attached attached                // files that came with the workbook

	attributes []attributeColumn // of the survey sheet
	named      []attributeText   // what they hold
}

func fileName(r io.Reader) string {
	if named, ok := r.(interface{ Name() string }); ok {
		return named.Name()
	}
	return ""
}

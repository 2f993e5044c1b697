package xlsform

import (
	"path/filepath"
	"regexp"
	"strings"

	"constat/survey"
)

// attachment is a file that the form expects next to it.
type attachment struct {
	at       place
	file     string
	instance string // the file's name without its extension, by which expressions call it
	question string // who needs it
}

var choiceFiles = set(".csv", ".xml", ".geojson")

// attach notes that a question needs a file.
func (rd *reading) attach(at place, file, question string) {
	ext := filepath.Ext(file)
	if !choiceFiles[strings.ToLower(ext)] {
		rd.fault(at, CodeBadFile, file)
		return
	}
	rd.files = append(rd.files, attachment{at, file, strings.TrimSuffix(file, ext), question})
	if !rd.given() {
		rd.warn(at, CodeFileNeeded, file, question)
	}
}

// externalFiles gives the extension of the files that a row stands for.
var externalFiles = map[string]string{"xml-external": ".xml", "csv-external": ".csv"}

var pulldata = regexp.MustCompile(`pulldata\s*\(\s*['"]([^'"]+)['"]`)

// checkFiles reports files that would be known under one name in expressions,
// and lists that are half from a file.
func (rd *reading) checkFiles() {
	rd.form.Walk(func(q *survey.Question) {
		at := place{"survey", q.Row, "type"}
		if ext := externalFiles[q.Type.Name]; ext != "" {
			rd.attach(at, q.Name+ext, q.Name)
		}
		at.column = "calculation"
		for _, e := range q.Expressions() {
			for _, m := range pulldata.FindAllStringSubmatch(e.String(), -1) {
				file := strings.TrimSuffix(m[1], ".csv")
				if rd.form.Lists[file] == nil { // else it looks into a list of the workbook
					rd.files = append(rd.files, attachment{at, file + ".csv", file, q.Name})
				}
			}
		}
	})
	first := map[string]string{}
	for _, f := range rd.files {
		if before := first[f.instance]; before != "" && before != f.file {
			rd.fault(f.at, CodeTwoFiles, before, f.file)
			continue
		}
		first[f.instance] = f.file
	}
	rd.checkFilesAndLists(first)
	rd.checkSearched()
	rd.checkGeometries(first)
}

// checkFilesAndLists reports lists in use that expressions would know by the
// same name as a file. pulldata() may look into a list.
func (rd *reading) checkFilesAndLists(files map[string]string) {
	reported := map[string]bool{}
	rd.form.Walk(func(q *survey.Question) {
		for _, list := range []string{q.ListName, q.Parameters["reference-geometry"], q.Parameters["tick_labelset"]} {
			if file := files[list]; file != "" && rd.form.Lists[list] != nil && !reported[list] {
				reported[list] = true
				rd.fault(place{"survey", q.Row, "type"}, CodeFileAndList, file, list)
			}
		}
	})
}

// checkGeometries makes sure that a reference-geometry is something that may
// hold shapes: a list, a file, or a repeat.
func (rd *reading) checkGeometries(files map[string]string) {
	rd.form.Walk(func(q *survey.Question) {
		source := q.Parameters["reference-geometry"]
		if source == "" || files[source] != "" || rd.form.Lists[source] != nil {
			return
		}
		if m := reference.FindStringSubmatch(source); m != nil && rd.repeats[m[1]] != 0 {
			return
		}
		rd.fault(place{"survey", q.Row, "parameters"}, CodeUnknownGeometry, source)
	})
}

// searchUse is a select and the search() call that feeds it, "" if none does.
type searchUse struct {
	question *survey.Question
	call     string
}

func (rd *reading) checkSearched() {
	searching := map[string]*survey.Question{}
	for _, use := range rd.searched {
		if use.call != "" {
			searching[use.question.ListName] = use.question
		}
	}
	for _, use := range rd.searched {
		q := use.question
		if by := searching[q.ListName]; by != nil && use.call == "" {
			rd.fault(place{"survey", q.Row, "appearance"}, CodeHalfSearched, q.Name, q.ListName, by.Name)
		} else if use.call != "" && !rd.given() {
			rd.warn(place{"survey", q.Row, "appearance"}, CodeSearch, q.Name)
		}
	}
}

package main

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"constat/survey"
	"constat/survey/xlsform"
)

// formToDiagnose reads the form that answers were given to. Older software
// took names used twice; a form that was answered cannot be refused for that
// any more: the first of the two keeps its name and its answers, the other
// gets a name that no answer has, and both are told. Any other fault refuses
// the form.
func formToDiagnose(path string) (*survey.Form, []survey.Problem, error) {
	form, problems, err := readForm(path)
	if err != nil || form != nil {
		return form, nil, err
	}
	twice := faults(problems)
	for _, p := range twice {
		if p.Code != survey.CodeDuplicateSibling && p.Code != xlsform.CodeDuplicateChoice {
			return nil, nil, survey.Problems(problems)
		}
	}
	mended, err := renamed(path, twice)
	if err != nil {
		return nil, nil, err
	}
	form, problems, err = xlsform.ReadAll(bytes.NewReader(mended))
	if err != nil {
		return nil, nil, fmt.Errorf("read the mended form %s: %w", path, err)
	}
	if form == nil {
		return nil, nil, survey.Problems(problems)
	}
	return form, twice, nil
}

func faults(problems []survey.Problem) []survey.Problem {
	var found []survey.Problem
	for _, p := range problems {
		if p.Severity == survey.Fault {
			found = append(found, p)
		}
	}
	return found
}

// renamed is the workbook with the names at fault made unique by their row.
func renamed(path string, twice []survey.Problem) ([]byte, error) {
	book, err := excelize.OpenFile(path)
	if err != nil {
		return nil, fmt.Errorf("open the form %s: %w", path, err)
	}
	defer book.Close()
	for _, p := range twice {
		sheet, cell, err := cellOf(book, p)
		if err != nil {
			return nil, fmt.Errorf("mend the form %s: %w", path, err)
		}
		if err := book.SetCellValue(sheet, cell, fmt.Sprintf("%s_ligne_%d", p.Args[0], p.Row)); err != nil {
			return nil, fmt.Errorf("mend the form %s: %w", path, err)
		}
	}
	out, err := book.WriteToBuffer()
	if err != nil {
		return nil, fmt.Errorf("mend the form %s: %w", path, err)
	}
	return out.Bytes(), nil
}

// cellOf finds the cell that a problem is about: its sheet, and the column
// that holds the name on its row.
func cellOf(book *excelize.File, p survey.Problem) (sheet, cell string, err error) {
	for _, name := range book.GetSheetList() {
		if strings.EqualFold(strings.TrimSpace(name), p.Sheet) {
			sheet = name
		}
	}
	rows, err := book.GetRows(sheet)
	if err != nil {
		return "", "", err
	}
	if p.Row <= len(rows) {
		for i, text := range rows[p.Row-1] {
			if i > 0 && strings.TrimSpace(text) == p.Args[0] && isNameHeader(rows[0], i) {
				cell, err = excelize.CoordinatesToCellName(i+1, p.Row)
				return sheet, cell, err
			}
		}
	}
	return "", "", p
}

func isNameHeader(header []string, i int) bool {
	if i >= len(header) {
		return false
	}
	switch strings.ToLower(strings.TrimSpace(header[i])) {
	case "name", "value":
		return true
	}
	return false
}

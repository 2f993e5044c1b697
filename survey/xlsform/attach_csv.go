package xlsform

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"constat/survey"
)

// csvTable is a CSV file as read: a header and rows of the same width.
type csvTable struct {
	name   string
	header []string
	rows   [][]string
}

// readCSV reads a file whatever wrote it: UTF-8 or, as Excel in French saves
// it, Windows-1252; commas, semicolons or tabs.
func readCSV(name string, content []byte) (*csvTable, *survey.Problem) {
	if len(content) > maxCSV {
		return nil, unreadable(CodeFileTooLarge, name, itoa(maxCSV>>10))
	}
	content = bytes.TrimPrefix(content, []byte("\xef\xbb\xbf"))
	if !utf8.Valid(content) {
		content, _ = charmap.Windows1252.NewDecoder().Bytes(content) // every byte has a meaning or becomes U+FFFD
	}
	in := csv.NewReader(bytes.NewReader(content))
	in.Comma, in.FieldsPerRecord, in.LazyQuotes = delimiterOf(content), -1, true
	t := &csvTable{name: name}
	for {
		record, err := in.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		line, _ := in.FieldPos(0)
		if err != nil || badCells(record) {
			return nil, unreadable(CodeFileBroken, name, itoa(line))
		}
		if t.header == nil {
			if problem := t.head(record); problem != nil {
				return nil, problem
			}
			continue
		}
		if len(t.rows) == maxCSVRows {
			return nil, unreadable(CodeFileRows, name, itoa(maxCSVRows))
		}
		if len(t.rows)*len(t.header) > maxCSVCells {
			return nil, unreadable(CodeFileCells, name, itoa(maxCSVCells))
		}
		t.rows = append(t.rows, t.fit(record))
	}
	if len(t.rows) == 0 {
		return nil, unreadable(CodeFileEmpty, name)
	}
	return t, nil
}

// delimiterOf counts what separates the header's columns.
func delimiterOf(content []byte) rune {
	first, _, _ := bytes.Cut(content, []byte("\n"))
	best, most := ',', bytes.Count(first, []byte(","))
	for _, d := range ";\t" {
		if n := bytes.Count(first, []byte(string(d))); n > most {
			best, most = d, n
		}
	}
	return best
}

func badCells(cells []string) bool {
	return slices.ContainsFunc(cells, func(cell string) bool { return strings.ContainsRune(cell, 0) })
}

// head takes the names of the columns, blanks at the end left out.
func (t *csvTable) head(record []string) *survey.Problem {
	for i := range record {
		record[i] = strings.TrimSpace(record[i])
	}
	for len(record) > 0 && record[len(record)-1] == "" {
		record = record[:len(record)-1]
	}
	if len(record) == 0 || len(record) > maxColumns {
		return unreadable(CodeFileEmpty, t.name)
	}
	for i, name := range record {
		if name != "" && slices.Contains(record[:i], name) {
			return unreadable(CodeFileTwinColumns, t.name, name)
		}
	}
	t.header = record
	return nil
}

func (t *csvTable) fit(record []string) []string {
	row := make([]string, len(t.header))
	for i := range row {
		if i < len(record) {
			row[i] = strings.TrimSpace(record[i])
		}
	}
	return row
}

func (t *csvTable) has(column string) bool { return slices.Contains(t.header, column) }

// list makes choices of the rows: value and label are the columns that hold
// their codes and their texts, and the others are there for filters. Those
// two stay under their own names too, for filters that use them.
func (t *csvTable) list(name, value, label string) *survey.List {
	list := &survey.List{Name: name, File: t.name, Choices: make([]survey.Choice, len(t.rows))}
	for r, row := range t.rows {
		choice := &list.Choices[r]
		choice.Row = r + 2
		for i, column := range t.header {
			switch {
			case column == value:
				choice.Name = row[i]
			case column == label:
				choice.Label = survey.Plain(row[i])
			}
			if !xmlName.MatchString(column) || column == value && value == "name" || column == label && label == "label" {
				continue
			}
			if choice.Columns == nil {
				choice.Columns = make(map[string]string, len(t.header))
			}
			choice.Columns[column] = row[i]
		}
	}
	return list
}

// PlainCSV writes a CSV file as every client of the OpenRosa protocol reads
// it, whatever wrote it: UTF-8, commas, and only the columns that an
// expression can name. An error is a file that ReadWith refuses.
func PlainCSV(name string, content []byte) ([]byte, error) {
	table, problem := readCSV(name, content)
	if problem != nil {
		return nil, survey.Problems{*problem}
	}
	var plain bytes.Buffer
	out := csv.NewWriter(&plain)
	for _, row := range append([][]string{table.header}, table.rows...) {
		var cells []string
		for i, column := range table.header {
			if xmlName.MatchString(column) {
				cells = append(cells, row[i])
			}
		}
		if err := out.Write(cells); err != nil {
			return nil, fmt.Errorf("write the CSV file %s: %w", name, err)
		}
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return nil, fmt.Errorf("write the CSV file %s: %w", name, err)
	}
	return plain.Bytes(), nil
}

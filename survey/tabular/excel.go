package tabular

import (
	"io"

	"github.com/xuri/excelize/v2"
)

// maxInMemory is from what size on a part of a workbook is read from a
// temporary file instead of memory.
const maxInMemory = 16 << 20

// openExcel gives a table for each sheet that has a header. Cells are read as
// they are stored: a date is a number there, and its question says what it is.
func openExcel(f File, p *placing) (tables []*table, closer io.Closer, err error) {
	defer recovered(f.Name, &err)
	book, err := excelize.OpenReader(f.Content, excelize.Options{
		RawCellValue: true, UnzipSizeLimit: maxBytes, UnzipXMLSizeLimit: maxInMemory,
	})
	if err != nil {
		return nil, nil, fault(CodeUnreadable, f.Name)
	}
	serial := serial1900
	if props, err := book.GetWorkbookProps(); err == nil && props.Date1904 != nil && *props.Date1904 {
		serial = serial1904
	}
	for _, sheet := range book.GetSheetList() {
		t, err := openSheet(book, f.Name, sheet, serial, p)
		if err != nil {
			_ = book.Close()
			return nil, nil, err
		}
		if t != nil {
			tables = append(tables, t)
		}
	}
	if len(tables) == 0 {
		_ = book.Close()
		return nil, nil, fault(CodeEmpty, f.Name)
	}
	return tables, book, nil
}

// openSheet lays out a sheet; nil for one without text.
func openSheet(book *excelize.File, file, sheet string, serial serialDates, p *placing) (*table, error) {
	g := &grid{name: sheet, serial: serial}
	g.open = func() (rows, error) {
		r, err := book.Rows(sheet)
		if err != nil {
			return nil, fault(CodeUnreadable, file)
		}
		return &excelRows{file: file, rows: r}, nil
	}
	if dimension, err := book.GetSheetDimension(sheet); err == nil {
		g.size = dimensionRows(dimension)
	}
	t, err := p.layOut(g)
	if err != nil || t == nil {
		return nil, err
	}
	if visible, err := book.GetSheetVisible(sheet); err == nil {
		t.hidden = !visible
	}
	return t, nil
}

// dimensionRows is the last row that a sheet says it has ("A1:F120").
func dimensionRows(dimension string) int {
	for i := len(dimension) - 1; i >= 0; i-- {
		if dimension[i] == ':' {
			if _, row, err := excelize.CellNameToCoordinates(dimension[i+1:]); err == nil {
				return row
			}
		}
	}
	return 0
}

type excelRows struct {
	file   string
	rows   *excelize.Rows
	number int
	given  int // rows that are not blank: what a sheet says of its size may be wrong
}

func (r *excelRows) next() (rec record, err error) {
	defer recovered(r.file, &err)
	for r.rows.Next() {
		r.number++
		cells, err := r.rows.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return record{}, fault(CodeUnreadable, r.file)
		}
		if !blankRow(cells) {
			if r.given++; r.given > maxRows+1 { // and the header
				return record{}, tooLarge(r.file)
			}
			return record{number: r.number, cells: cells}, nil
		}
	}
	if r.rows.Error() != nil {
		return record{}, fault(CodeUnreadable, r.file)
	}
	return record{}, io.EOF
}

func (r *excelRows) close() error { return r.rows.Close() }

// recovered makes a panic of excelize, which is not written against hostile
// files, this file's fault.
func recovered(file string, err *error) {
	if recover() != nil {
		*err = fault(CodeUnreadable, file)
	}
}

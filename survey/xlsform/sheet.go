package xlsform

import (
	"strings"

	"github.com/xuri/excelize/v2"
)

// When reading stops, as in pyxform: sheets often carry formatting far beyond
// their last text.
const (
	blankColumns = 20
	blankRows    = 60
)

// How much a sheet may hold. The largest real forms met so far have 60 columns,
// 600 rows of questions, 5,100 choices; the longest list to be expected
// is that of the 35,000 communes.
const (
	maxColumns = 500
	maxCells   = 400_000
	maxWritten = 16 << 20 // bytes of the cells' texts: one may be in many cells
)

// maxRows bounds the rows of each sheet.
var maxRows = map[string]int{
	"survey": 5_000, "choices": 40_000, "external_choices": 40_000, "settings": 100, "diagnostic": 1_000,
}

// workbook is the sheets that a form is made of, as text.
type workbook struct {
	sheets map[string]*sheet // by canonical name
	names  []string          // every sheet's name as written, in order
	single bool              // one sheet only: it is the survey, whatever its name
}

// sheet is one worksheet as text. Rows are those with something in a column
// that has a header.
type sheet struct {
	key    string // canonical name, by which the reader knows it
	name   string // as the author wrote it
	header []string
	rows   []sheetRow
}

type sheetRow struct {
	number int // as Excel shows it: the header is 1
	cells  []string
}

func readWorkbook(file *excelize.File) (*workbook, error) {
	book := &workbook{sheets: map[string]*sheet{}, names: file.GetSheetList()}
	dates, err := dateSystem(file)
	if err != nil {
		return nil, err
	}
	book.single = len(book.names) == 1
	for _, name := range book.names {
		key := strings.ToLower(strings.TrimSpace(name))
		if book.single {
			key = "survey"
		}
		if maxRows[key] == 0 || book.sheets[key] != nil {
			continue
		}
		if book.sheets[key], err = readSheet(file, name, maxRows[key], dates); err != nil {
			return nil, err
		}
		book.sheets[key].key = key
	}
	return book, nil
}

func dateSystem(file *excelize.File) (date1904 bool, err error) {
	props, err := file.GetWorkbookProps()
	if err != nil {
		return false, err
	}
	return props.Date1904 != nil && *props.Date1904, nil
}

// readSheet reads a worksheet as Excel shows it. Where what is shown may hide
// what is stored, such as 45 000 for a day, it is read again for the stored
// values.
func readSheet(file *excelize.File, name string, most int, date1904 bool) (*sheet, error) {
	s := &sheet{name: name}
	doubt, cells, written := false, 0, 0
	err := eachRow(file, name, excelize.Options{}, func(number int, row []string) (filled bool, err error) {
		if cells += len(row); cells > maxCells {
			return false, *unreadable(CodeTooManyRows, name, itoa(most))
		}
		for _, text := range row {
			if written += len(text); written > maxWritten {
				return false, *unreadable(CodeTooLargeInside, megabytes(maxWritten))
			}
		}
		row, filled = clean(row[:min(len(row), s.width(number))])
		for _, text := range row {
			doubt = doubt || formatted(text)
		}
		switch {
		case number == 1:
			s.header = trimHeader(row)
			return true, nil
		case filled && len(s.rows) >= most:
			return false, *unreadable(CodeTooManyRows, name, itoa(most))
		case filled:
			s.rows = append(s.rows, sheetRow{number: number, cells: row})
		}
		return filled, nil
	})
	if err == nil && len(s.header) > maxColumns {
		err = *unreadable(CodeTooManyColumns, name, itoa(maxColumns))
	}
	if err != nil || !doubt {
		return s, err
	}
	return s, s.restore(file, date1904)
}

// restore replaces what formats show by what the cells hold.
func (s *sheet) restore(file *excelize.File, date1904 bool) error {
	next := 0
	return eachRow(file, s.name, excelize.Options{RawCellValue: true}, func(number int, stored []string) (bool, error) {
		if number == 1 {
			s.restoreRow(s.header, stored, date1904)
			return true, nil
		}
		if next == len(s.rows) || s.rows[next].number != number {
			return false, nil
		}
		s.restoreRow(s.rows[next].cells, stored, date1904)
		next++
		return true, nil
	})
}

func (s *sheet) restoreRow(cells, stored []string, date1904 bool) {
	for i := range min(len(cells), len(stored)) {
		cells[i] = cellText(stored[i], cells[i], date1904)
	}
}

// eachRow visits a worksheet's rows from the first, blank ones included, until
// sixty in a row are said not to be filled.
func eachRow(file *excelize.File, name string, options excelize.Options, visit func(number int, row []string) (filled bool, err error)) error {
	rows, err := file.Rows(name)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for number, blank := 1, 0; blank <= blankRows && rows.Next(); number++ {
		row, err := rows.Columns(options)
		if err != nil {
			return err
		}
		filled, err := visit(number, row)
		if err != nil {
			return err
		}
		if blank++; filled {
			blank = 0
		}
	}
	return rows.Error()
}

// width is how many cells of a row matter: all of the header, then as many as
// the header has.
func (s *sheet) width(number int) int {
	if number == 1 {
		return maxColumns + 1
	}
	return len(s.header)
}

// trimHeader cuts a header row where twenty empty columns begin.
func trimHeader(cells []string) []string {
	last := 0
	for i, cell := range cells {
		if cell == "" {
			continue
		}
		if i-last > blankColumns {
			break
		}
		last = i + 1
	}
	return cells[:last]
}

// clean trims a row's cells, and tells whether there is any text.
func clean(row []string) (cells []string, filled bool) {
	cells = make([]string, len(row))
	for i, text := range row {
		cells[i] = cleanCell(text)
		filled = filled || cells[i] != ""
	}
	return cells, filled
}

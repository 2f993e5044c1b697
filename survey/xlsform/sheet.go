package xlsform

import (
	"strings"

	"github.com/xuri/excelize/v2"
)

// How much a sheet may hold. Nothing but its end ends it: pyxform stops after
// sixty blank rows or twenty blank columns, and what stands beyond is lost
// without a word. The largest real forms met so far have 60 columns,
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
	places []int // of the headers, from 0: blank columns between them take no room
	rows   []sheetRow
	beside strayCells
}

// strayCells are texts in columns that have no header: nothing reads them.
type strayCells struct {
	count  int
	row    int    // of the first
	column string // of the first, as Excel calls it
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
	err := eachRow(file, name, excelize.Options{}, func(number int, row []string) error {
		if cells += len(row); cells > maxCells {
			return *unreadable(CodeTooManyRows, name, itoa(most))
		}
		for _, text := range row {
			if written += len(text); written > maxWritten {
				return *unreadable(CodeTooLargeInside, megabytes(maxWritten))
			}
		}
		if number == 1 {
			s.readHeader(row)
		}
		row, filled := s.take(number, row)
		for _, text := range row {
			doubt = doubt || formatted(text)
		}
		switch {
		case number == 1:
		case filled && len(s.rows) >= most:
			return *unreadable(CodeTooManyRows, name, itoa(most))
		case filled:
			s.rows = append(s.rows, sheetRow{number: number, cells: row})
		}
		return nil
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
	return eachRow(file, s.name, excelize.Options{RawCellValue: true}, func(number int, stored []string) error {
		if number == 1 {
			s.restoreRow(s.header, stored, date1904)
		} else if next < len(s.rows) && s.rows[next].number == number {
			s.restoreRow(s.rows[next].cells, stored, date1904)
			next++
		}
		return nil
	})
}

func (s *sheet) restoreRow(cells, stored []string, date1904 bool) {
	for i := range cells {
		if place := s.places[i]; place < len(stored) {
			cells[i] = cellText(stored[place], cells[i], date1904)
		}
	}
}

// eachRow visits a worksheet's rows from the first to the last, blank ones
// included.
func eachRow(file *excelize.File, name string, options excelize.Options, visit func(number int, row []string) error) error {
	rows, err := file.Rows(name)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for number := 1; rows.Next(); number++ {
		row, err := rows.Columns(options)
		if err != nil {
			return err
		}
		if err := visit(number, row); err != nil {
			return err
		}
	}
	return rows.Error()
}

// readHeader notes which columns have a header.
func (s *sheet) readHeader(row []string) {
	for place, text := range row {
		if text = cleanCell(text); text != "" {
			s.header = append(s.header, text)
			s.places = append(s.places, place)
		}
	}
}

// take trims a row's cells under the headers, and tells whether there is any
// text in them. What stands under no header is counted.
func (s *sheet) take(number int, row []string) (cells []string, filled bool) {
	under := 0 // headers passed
	for place, text := range row {
		headed := under < len(s.places) && s.places[under] == place
		if headed {
			under++
		}
		if text = cleanCell(text); text == "" {
			continue
		}
		if !headed {
			s.beside.add(number, place)
			continue
		}
		for len(cells) < under-1 {
			cells = append(cells, "")
		}
		cells = append(cells, text)
	}
	return cells, len(cells) > 0
}

func (c *strayCells) add(row, place int) {
	if c.count++; c.count == 1 {
		c.row = row
		c.column, _ = excelize.ColumnNumberToName(place + 1) // a place in a row that was read
	}
}

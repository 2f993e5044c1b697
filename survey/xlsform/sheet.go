package xlsform

import (
	"strings"

	"github.com/xuri/excelize/v2"

	"constat/survey"
)

// When reading stops, as in pyxform: sheets often carry formatting far beyond
// their last text.
const (
	blankColumns = 20
	blankRows    = 60
)

// How much a sheet may hold. The widest real form met so far has 60 columns,
// the longest list 35,000 communes.
const (
	maxColumns = 500
	maxRows    = 60_000
)

// workbook is the sheets that a form is made of, as text.
type workbook struct {
	sheets map[string]*sheet // by canonical name
	names  []string          // every sheet's name as written, in order
	single bool              // one sheet only: it is the survey, whatever its name
}

// sheet is one worksheet as text. Rows are those with something in a column
// that has a header.
type sheet struct {
	name   string
	header []string
	rows   []sheetRow
}

type sheetRow struct {
	number int // as Excel shows it: the header is 1
	cells  []string
}

// readSheets names the sheets that are read, in lower case.
var readSheets = map[string]bool{
	"survey": true, "choices": true, "settings": true, "external_choices": true, "diagnostic": true,
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
		if !readSheets[key] || book.sheets[key] != nil {
			continue
		}
		if book.sheets[key], err = readSheet(file, name, dates); err != nil {
			return nil, err
		}
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

// readSheet streams a worksheet twice, in step: once for the stored values
// and once for what Excel shows. Both are needed to tell the number 1 from
// TRUE and the number 45000 from a date.
func readSheet(file *excelize.File, name string, date1904 bool) (*sheet, error) {
	stored, err := file.Rows(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = stored.Close() }()
	shown, err := file.Rows(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = shown.Close() }()

	s := &sheet{name: name}
	for number, blank := 1, 0; blank <= blankRows && stored.Next() && shown.Next(); number++ {
		storedCells, err := stored.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return nil, err
		}
		shownCells, err := shown.Columns()
		if err != nil {
			return nil, err
		}
		cells, filled := texts(storedCells, shownCells, s.width(number), date1904)
		switch {
		case number == 1:
			s.header = trimHeader(cells)
		case !filled:
			blank++
			continue
		case len(s.rows) >= maxRows:
			return nil, *unreadable(CodeTooManyRows, name, itoa(maxRows))
		default:
			s.rows = append(s.rows, sheetRow{number: number, cells: cells})
		}
		blank = 0
	}
	if err := stored.Error(); err != nil {
		return nil, err
	}
	if len(s.header) > maxColumns {
		return nil, survey.Problem{Code: CodeTooManyColumns, Args: []string{name, itoa(maxColumns)}}
	}
	return s, nil
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

// texts turns a row's stored and shown cells into text, and tells whether
// there is any.
func texts(stored, shown []string, width int, date1904 bool) (cells []string, filled bool) {
	width = min(width, len(stored))
	cells = make([]string, width)
	for i := range width {
		display := ""
		if i < len(shown) {
			display = shown[i]
		}
		cells[i] = cellText(stored[i], display, date1904)
		filled = filled || cells[i] != ""
	}
	return cells, filled
}

package workbook

import (
	"math"

	"github.com/xuri/excelize/v2"
)

// Points of A4 paper inside the margins that every sheet uses.
const (
	landscapeWidth, landscapeHeight = 781, 490
	portraitWidth, portraitHeight   = 535, 735
)

const (
	pointsPerUnit = 6.0 // of column width, for the workbook's font
	lineRow       = 17.0
	contextSize   = 10.0
)

// paper is what every sheet of an edition carries, and every page printed of it.
type paper struct {
	header, footer string
	fictitious     bool
	unnamed        bool // without defined names: nothing to look behind (R16)
}

// sheet is a cursor on one sheet. It keeps the heights of rows and the first
// error, so that a sheet's code reads as the sheet does.
type sheet struct {
	book *book
	name string
	row  int // the row being written, from 1
	err  error

	widths   []float64
	heights  []float64 // by row - 1, in points
	pageRow  int       // first row of the page being filled
	portrait bool
	opening  int // rows that are repeated on every page
	paper    int // the last row that is printed; 0: the last of all
}

func newSheet(b *book, name string) *sheet { return &sheet{book: b, name: name, row: 1, pageRow: 1} }

func (s *sheet) keep(err error) {
	if s.err == nil {
		s.err = err
	}
}

// columns sets the widths, in characters.
func (s *sheet) columns(widths ...float64) {
	s.widths = widths
	for i, w := range widths {
		name, err := excelize.ColumnNumberToName(i + 1)
		s.keep(err)
		s.keep(s.book.file.SetColWidth(s.name, name, name, w))
	}
}

func cell(col, row int) string {
	name, _ := excelize.CoordinatesToCellName(col, row)
	return name
}

// set writes a cell of the current row.
func (s *sheet) set(col int, value any, style int) {
	at := cell(col, s.row)
	if value != nil {
		s.keep(s.book.file.SetCellValue(s.name, at, value))
	}
	s.keep(s.book.file.SetCellStyle(s.name, at, at, style))
}

// height makes the current row at least so many points high.
func (s *sheet) height(points float64) {
	for len(s.heights) < s.row {
		s.heights = append(s.heights, 0)
	}
	s.heights[s.row-1] = max(s.heights[s.row-1], min(points, 409))
}

// next ends the current row.
func (s *sheet) next() {
	s.height(lineRow)
	s.keep(s.book.file.SetRowHeight(s.name, s.row, s.heights[s.row-1]))
	s.row++
}

// gap leaves a row of so many points.
func (s *sheet) gap(points float64) {
	for len(s.heights) < s.row {
		s.heights = append(s.heights, 0)
	}
	s.heights[s.row-1] = points
	s.keep(s.book.file.SetRowHeight(s.name, s.row, points))
	s.row++
}

// wrapped writes a text in one cell and makes the row high enough for it.
func (s *sheet) wrapped(col int, text string, style int, size float64) {
	s.set(col, text, style)
	s.height(textHeight(text, s.room(style, s.widths[col-1]), size))
}

// room is what a width is worth for the letters of a style.
func (s *sheet) room(style int, width float64) float64 {
	l := s.book.style.looks[style]
	width -= indentRoom * float64(l.indent)
	if l.bold {
		width /= boldRoom
	}
	return width
}

// across writes a text over several columns, and ends the row.
func (s *sheet) across(first, last int, text string, style int, size float64) {
	s.mergeWrapped(first, last, text, style, size)
	s.next()
}

// mergeWrapped writes a text over several columns of a row that goes on.
func (s *sheet) mergeWrapped(first, last int, text string, style int, size float64) {
	width := 0.0
	for c := first; c <= last; c++ {
		width += s.widths[c-1]
		s.set(c, nil, style)
	}
	s.set(first, text, style)
	if last > first {
		s.keep(s.book.file.MergeCell(s.name, cell(first, s.row), cell(last, s.row)))
	}
	s.height(textHeight(text, s.room(style, width), size) + 3)
}

// head writes the sheet's title, what it is about, and what every sheet must
// say; they stay in view and are repeated on every printed page.
func (s *sheet) head(title string) {
	responses := ""
	if rows := s.book.rows(); rows != nil {
		responses = countRows(rows)
	}
	s.headed(title, contextLine(title, s.book.diag, s.book.report, responses))
	s.opened()
}

// headed writes the rows that open every sheet, opened ends them.
func (s *sheet) headed(title string, context said) {
	s.set(1, title, s.book.style.title)
	s.height(30)
	s.next()
	s.contextRow(context)
	if s.book.paper.fictitious {
		s.across(1, len(s.widths), textFictitious, s.book.style.fictitious, 11)
	}
}

// contextRow is one line. Where the sheet is too narrow for it, it goes over
// several: printed past the last column, it would shrink the whole page.
func (s *sheet) contextRow(context said) {
	if s.book.paper.unnamed && lettersWidth(context.text, contextSize)*letterRoom > s.width() {
		s.across(1, len(s.widths), context.text, s.book.style.contextWrapped, contextSize)
		return
	}
	s.set(1, context.text, s.book.style.context)
	s.say(1, s.row, context)
	s.next()
}

func (s *sheet) opened() {
	s.opening = s.row - 1
	s.gap(8)
	s.pageRow = s.row
}

// headRows is how many rows head takes.
func (b *book) headRows() int {
	if b.diag.Meta.Fictitious {
		return 4
	}
	return 3
}

// freeze keeps the first rows and columns in view.
func (s *sheet) freeze(rows, cols int) {
	pane := "bottomLeft"
	if cols > 0 {
		pane = "bottomRight"
	}
	at := cell(cols+1, rows+1)
	s.keep(s.book.file.SetPanes(s.name, &excelize.Panes{
		Freeze: true, XSplit: cols, YSplit: rows, TopLeftCell: at, ActivePane: pane,
		Selection: []excelize.Selection{{SQRef: at, ActiveCell: at, Pane: pane}},
	}))
}

// block is told where a part that must not be cut begins; end puts a page
// break before it when it would not fit on the page being filled.
func (s *sheet) block() (end func()) {
	first := s.row
	return func() {
		capacity := s.capacity()
		used, own := s.between(s.pageRow, first), s.between(first, s.row)
		if first > s.pageRow && used > 0 && used+own > capacity {
			s.keep(s.book.file.InsertPageBreak(s.name, cell(1, first)))
			s.pageRow = first
		}
	}
}

func (s *sheet) between(first, last int) float64 {
	sum := 0.0
	for r := first; r < last && r <= len(s.heights); r++ {
		sum += s.heights[r-1]
	}
	return sum
}

// capacity is the height of the rows that a printed page holds at the scale
// that fits the sheet's width, with a margin for other printers.
func (s *sheet) capacity() float64 {
	width, height := landscapeWidth, landscapeHeight
	if s.portrait {
		width, height = portraitWidth, portraitHeight
	}
	scale := math.Min(1, float64(width)/s.width())
	return 0.97*float64(height)/scale - s.repeated()
}

// width is that of all the columns, in points.
func (s *sheet) width() float64 {
	total := 0.0
	for _, w := range s.widths {
		total += w * pointsPerUnit
	}
	return total
}

// repeated is the height of the opening rows on the page being filled. Without
// defined names, they are on the first page only.
func (s *sheet) repeated() float64 {
	if s.book.paper.unnamed && s.pageRow > s.opening+2 {
		return 0
	}
	return s.between(1, s.opening+1)
}

// turns starts a page when so many points do not fit on the one being filled.
func (s *sheet) turns(points float64) bool {
	if s.row <= s.pageRow || s.between(s.pageRow, s.row)+points <= s.capacity() {
		return false
	}
	s.keep(s.book.file.InsertPageBreak(s.name, cell(1, s.row)))
	s.pageRow = s.row
	return true
}

// print sets the page up: A4, as wide as one page, the opening rows repeated,
// the territory and the page's number in the margins.
func (s *sheet) print(fitHeight int) {
	f := s.book.file
	size, width, orientation := 9, 1, "landscape"
	if s.portrait {
		orientation = "portrait"
	}
	fit := true
	layout := excelize.PageLayoutOptions{Size: &size, Orientation: &orientation, FitToWidth: &width, FitToHeight: &fitHeight}
	if s.sideways() {
		fit = false
		order, scale := "overThenDown", uint(60)
		layout = excelize.PageLayoutOptions{Size: &size, Orientation: &orientation, AdjustTo: &scale, PageOrder: &order}
	}
	s.keep(f.SetSheetProps(s.name, &excelize.SheetPropsOptions{FitToPage: &fit}))
	s.keep(f.SetPageLayout(s.name, &layout))
	side, top, bottom, edge, centred := 0.4, 0.75, 0.6, 0.3, true
	s.keep(f.SetPageMargins(s.name, &excelize.PageLayoutMarginsOptions{
		Left: &side, Right: &side, Top: &top, Bottom: &bottom, Header: &edge, Footer: &edge, Horizontally: &centred,
	}))
	s.keep(f.SetHeaderFooter(s.name, &excelize.HeaderFooterOptions{OddHeader: s.book.paper.header, OddFooter: s.book.paper.footer}))
	grid := false
	s.keep(f.SetSheetView(s.name, 0, &excelize.ViewOptions{ShowGridLines: &grid}))
	last, err := excelize.ColumnNumberToName(len(s.widths))
	s.keep(err)
	// Labels and codes may be digits: « 3 » is a text here, and no mistake.
	s.keep(f.AddIgnoredErrors(s.name, "A1:"+last+itoa(max(s.row-1, 1)), ignoreNumberAsText))
	if s.book.paper.unnamed {
		return
	}
	end := max(s.row-1, 1)
	if s.paper > 0 {
		end = s.paper
	}
	s.defineLocal("_xlnm.Print_Area", "$A$1:$"+last+"$"+itoa(end))
	if s.opening > 0 && fitHeight == 0 {
		s.defineLocal("_xlnm.Print_Titles", "$1:$"+itoa(s.opening))
	}
}

// sideways tells the sheets that one page's width would make too small to read:
// they are printed page beside page.
func (s *sheet) sideways() bool {
	return landscapeWidth/s.width() < 0.4
}

func (s *sheet) defineLocal(name, reference string) {
	s.keep(s.book.file.SetDefinedName(&excelize.DefinedName{Name: name, RefersTo: quoted(s.name) + "!" + reference, Scope: s.name}))
}

// link makes a cell lead to another sheet.
func (s *sheet) link(col int, text, sheet string) {
	s.set(col, text, s.book.style.link)
	s.keep(s.book.file.SetCellHyperLink(s.name, cell(col, s.row), quoted(sheet)+"!A1", "Location"))
}

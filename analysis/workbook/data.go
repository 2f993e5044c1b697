package workbook

import (
	"fmt"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"constat/analysis"
	"constat/survey"
)

// ignoreNumberAsText is excelize's IgnoredErrorsNumberStoredAsText, which it
// declares without its type.
const ignoreNumberAsText excelize.IgnoredErrorsType = excelize.IgnoredErrorsNumberStoredAsText

// Rows of a data sheet: what it is, the questions, the table's header.
const (
	dataTitleRow = iota + 1
	dataLabelRow
	dataHeaderRow
	dataFirstRow
)

// dataPages are the sheets with one row per response, and one per instance of
// each repeat; none in an edition without rows.
func (b *book) dataPages() []page {
	var pages []page
	for _, t := range b.tables {
		name, about := nameData, aboutData
		if repeat := t.level.Scope.Repeat; repeat != nil {
			label := analysis.LabelOf(b.diag.Form, repeat)
			name, about = repeatDataName(label), aboutRepeatData(label)
		}
		pages = append(pages, page{name, about, colourGrey, func(b *book, s *sheet) error { return b.writeData(s, t) }})
	}
	return pages
}

func tableName(key string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			return r
		}
		return '_'
	}, key)
}

// rowsAtOnce is after how many rows it is asked whether they are still wanted.
const rowsAtOnce = 500

// writeData streams the rows: a sheet of 100,000 rows is never held whole.
func (b *book) writeData(s *sheet, t *dataTable) error {
	d, columns := t.level, t.columns
	s.row = dataFirstRow + d.Len()
	s.opening = dataHeaderRow
	for _, c := range columns[:t.printed] {
		s.widths = append(s.widths, c.width)
	}
	s.print(0)
	end := cell(len(columns), max(dataFirstRow, dataFirstRow+d.Len()-1))
	if s.err != nil {
		return s.err
	}
	// The dimension comes before the rows: it is told beforehand.
	if err := b.file.SetSheetDimension(s.name, cell(1, 1)+":"+cell(len(columns), dataHeaderRow+d.Len())); err != nil {
		return err
	}
	b.streamed = append(b.streamed, s.name)
	w, err := b.file.NewStreamWriter(s.name)
	if err != nil {
		return err
	}
	if err := b.dataHead(w, columns, cell(1, dataHeaderRow)+":"+end, t.name); err != nil {
		return err
	}
	cells := make([]any, len(columns))
	for row := range d.Len() {
		if row%rowsAtOnce == 0 {
			if err := b.ended(); err != nil {
				return err
			}
		}
		for i := range columns {
			cells[i] = columns[i].value(row)
		}
		options := excelize.RowOpts{StyleID: b.style.dataRow, Height: dataHeight(columns, cells)}
		if err := w.SetRow(cell(1, dataFirstRow+row), cells, options); err != nil {
			return fmt.Errorf("row %d: %w", row+1, err)
		}
	}
	return w.Flush()
}

// dataHeight is the height that a row's longest text takes, wrapped; 0, the
// usual height, when every text is on one line. LibreOffice does not see to it
// itself in a streamed sheet.
func dataHeight(columns []dataColumn, cells []any) float64 {
	height := 0.0
	for i, value := range cells {
		c, ok := value.(excelize.Cell)
		if !ok {
			continue
		}
		width := columns[i].width - 2 // the indent's
		if text, ok := c.Value.(string); ok && float64(len(text)) > width {
			height = max(height, textHeight(text, width, 10))
		}
	}
	if height <= lineRow {
		return 0
	}
	return min(height, 409)
}

func (b *book) dataHead(w *excelize.StreamWriter, columns []dataColumn, table, name string) error {
	for i, c := range columns {
		if err := w.SetColWidth(i+1, i+1, c.width); err != nil {
			return err
		}
	}
	if err := w.SetPanes(&excelize.Panes{
		Freeze: true, XSplit: 1, YSplit: dataHeaderRow, TopLeftCell: cell(2, dataFirstRow), ActivePane: "bottomRight",
		Selection: []excelize.Selection{{SQRef: cell(2, dataFirstRow), ActiveCell: cell(2, dataFirstRow), Pane: "bottomRight"}},
	}); err != nil {
		return err
	}
	if err := b.dataTitle(w, columns); err != nil {
		return err
	}
	labels, headers := make([]any, len(columns)), make([]any, len(columns))
	height := 24.0
	for i, c := range columns {
		labels[i] = excelize.Cell{StyleID: b.style.dataHeader, Value: c.label}
		headers[i] = excelize.Cell{StyleID: b.style.tableHeader, Value: c.header}
		height = max(height, textHeight(c.label, c.width, 8))
	}
	if err := w.SetRow(cell(1, dataLabelRow), labels, excelize.RowOpts{Height: min(height, 120)}); err != nil {
		return err
	}
	if err := w.SetRow(cell(1, dataHeaderRow), headers, excelize.RowOpts{Height: 20}); err != nil {
		return err
	}
	// excelize reads the header back from the stream: now, while it is short.
	return w.AddTable(&excelize.Table{Range: table, Name: name, StyleName: "TableStyleLight1", ShowRowStripes: ptr(true)})
}

// titleWidth is how many characters of width the title of a data sheet may
// take: the columns of one printed page.
const titleWidth = 150

// dataTitle says what the sheet is over the first columns, wrapped: beside
// them, it would be cut where the printed page ends.
func (b *book) dataTitle(w *excelize.StreamWriter, columns []dataColumn) error {
	last, width := 0, 0.0
	for last < len(columns) && (last == 0 || width+columns[last].width <= titleWidth) {
		width += columns[last].width
		last++
	}
	text := dataTitle(b.diag)
	if last > 1 {
		if err := w.MergeCell(cell(1, dataTitleRow), cell(last, dataTitleRow)); err != nil {
			return err
		}
	}
	title := []any{excelize.Cell{StyleID: b.style.small, Value: text}}
	return w.SetRow(cell(1, dataTitleRow), title, excelize.RowOpts{Height: min(max(22, textHeight(text, width, 9)+4), 200)})
}

func dataWidth(c *analysis.Column) float64 {
	header := float64(len(c.Question.Key)) + 5
	switch c.Measure {
	case survey.MeasureQuantity, survey.MeasureDate:
		return max(15, min(header, 24))
	case survey.MeasureMultiple:
		return 44
	}
	longest := 13 // « non concerné »
	for _, category := range c.Categories {
		longest = max(longest, len([]rune(category.Label)))
	}
	return max(min(header, 24), min(float64(longest)+2, 38))
}

// dataValue gives a column's typed cells, as dataTable says. A question that
// the source of the answers does not have stays blank.
func (b *book) dataValue(f *field) func(row int) any {
	c, text, day := f.column, b.style.dataText, b.style.day
	var apart any = excelize.Cell{StyleID: text, Value: textNotAskedCell}
	if !c.Asked() {
		apart = nil
	}
	labels := make([]any, len(f.values))
	for i, value := range f.values {
		labels[i] = excelize.Cell{StyleID: text, Value: value}
	}
	return func(row int) any {
		switch c.State(row) {
		case survey.NotAsked:
			return apart
		case survey.NoAnswer:
			return nil
		}
		switch c.Measure {
		case survey.MeasureQuantity:
			if x, ok := c.Number(row); ok {
				return x
			}
			return nil
		case survey.MeasureDate:
			t, _ := c.Date(row)
			if t.Year() < firstSheetYear {
				return excelize.Cell{StyleID: text, Value: t.Format(time.DateOnly)}
			}
			return excelize.Cell{StyleID: day, Value: t}
		case survey.MeasureMultiple:
			return excelize.Cell{StyleID: text, Value: f.joined(row)}
		}
		if code, ok := c.Code(row); ok {
			return labels[code]
		}
		return nil
	}
}

// firstSheetYear is the first year whose days every spreadsheet numbers alike;
// those before are texts, which only a mistyped year gives.
const firstSheetYear = 1901

// joined is what a question with several answers says in one cell: the labels
// ticked, or the one missing category that makes the row's state.
func (f *field) joined(row int) string {
	ticks := f.column.Ticks(row)
	if f.column.State(row) != survey.Answered {
		ticks = ticks[:min(1, len(ticks))]
	}
	var text strings.Builder
	for i, place := range ticks {
		if i > 0 {
			text.WriteString("\u00a0; ")
		}
		text.WriteString(f.values[place])
	}
	return text.String()
}

package workbook

import (
	"fmt"
	"strings"

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

// dataColumn is one column of a data sheet.
type dataColumn struct {
	header, label string
	width         float64
	value         func(row int) any
}

// dataPages are the sheets with one row per response, and one per instance of
// each repeat; none in an edition without rows.
func (b *book) dataPages() []page {
	if b.report.Data() == nil {
		return nil
	}
	var pages []page
	tables := make(map[string]bool)
	for _, level := range b.report.Data().All() {
		if level.Scope.Repeat == nil {
			pages = append(pages, page{nameData, aboutData, colourGrey, func(b *book, s *sheet) error { return b.writeData(s, level, "Donnees") }})
			continue
		}
		if level.Len() == 0 {
			continue
		}
		label := analysis.LabelOf(b.diag.Form, level.Scope.Repeat)
		table := "Donnees_" + tableName(level.Scope.Repeat.Key)
		for tables[strings.ToLower(table)] {
			table += "_"
		}
		tables[strings.ToLower(table)] = true
		pages = append(pages, page{repeatDataName(label), aboutRepeatData(label), colourGrey, func(b *book, s *sheet) error {
			return b.writeData(s, level, table)
		}})
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

// writeData streams the rows: a sheet of 100,000 rows is never held whole.
func (b *book) writeData(s *sheet, d *analysis.Dataset, table string) error {
	columns, printed := b.dataColumns(d)
	s.row = dataFirstRow + d.Len()
	s.opening = dataHeaderRow
	for _, c := range columns[:printed] {
		s.widths = append(s.widths, c.width)
	}
	s.print(0)
	end := cell(len(columns), max(dataFirstRow, dataFirstRow+d.Len()-1))
	if s.err != nil {
		return s.err
	}
	w, err := b.file.NewStreamWriter(s.name)
	if err != nil {
		return err
	}
	if err := b.dataHead(w, columns, cell(1, dataHeaderRow)+":"+end, table); err != nil {
		return err
	}
	cells := make([]any, len(columns))
	for row := range d.Len() {
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

// dataColumns lays a level's columns out; the first printed ones are for
// reading, those after them, one per choice, are for formulas.
func (b *book) dataColumns(d *analysis.Dataset) (columns []dataColumn, printed int) {
	columns = b.rowColumns(d)
	var ticks []dataColumn
	for _, c := range d.Columns {
		if !described(c) || c.Measure == survey.MeasureVerbatim {
			continue
		}
		label := analysis.LabelOf(b.diag.Form, c.Question)
		columns = append(columns, dataColumn{c.Question.Key, label, dataWidth(c), b.dataValue(c)})
		if c.Measure == survey.MeasureMultiple {
			ticks = append(ticks, tickColumns(c, label)...)
		}
	}
	printed = len(columns)
	return uniqueHeaders(append(columns, ticks...)), printed
}

// rowColumns say which response a row is: a running number and a day, and
// nothing that leads back to a person.
func (b *book) rowColumns(d *analysis.Dataset) []dataColumn {
	number := dataColumn{textRowNumber, textRowNumberLong, 9, func(row int) any { return row + 1 }}
	if d.Above == nil {
		day := b.style.day
		if !d.Dated() {
			return []dataColumn{number}
		}
		return []dataColumn{number, {textDay, textDayLong, 12, func(row int) any {
			if on := d.Day(row); !on.IsZero() {
				return excelize.Cell{StyleID: day, Value: on}
			}
			return nil
		}}}
	}
	parent := dataColumn{textParentNumber, textParentNumberLong, 12, func(row int) any { return int(d.Parents[row]) + 1 }}
	return []dataColumn{number, parent}
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

// dataValue gives a column's typed cells. « Non concerné » is written, an
// answer left blank is a blank cell; a question that the source of the answers
// does not have stays blank too.
func (b *book) dataValue(c *analysis.Column) func(row int) any {
	text, day := b.style.dataText, b.style.day
	var apart any = excelize.Cell{StyleID: text, Value: textNotConcernedCell}
	if !c.Asked() {
		apart = nil
	}
	labels := make([]any, len(c.Categories))
	for i, category := range c.Categories {
		labels[i] = excelize.Cell{StyleID: text, Value: category.Label}
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
			x, _ := c.Number(row)
			return x
		case survey.MeasureDate:
			t, _ := c.Date(row)
			return excelize.Cell{StyleID: day, Value: t}
		case survey.MeasureMultiple:
			return excelize.Cell{StyleID: text, Value: joinedLabels(c, row)}
		}
		if code, ok := c.Code(row); ok {
			return labels[code]
		}
		return nil
	}
}

func joinedLabels(c *analysis.Column, row int) string {
	var text strings.Builder
	for i, place := range c.Ticks(row) {
		if i > 0 {
			text.WriteString("\u00a0; ")
		}
		text.WriteString(c.Categories[place].Label)
	}
	return text.String()
}

// tickColumns are 0 or 1 for each choice, blank for whoever is in no base: did
// not answer, refused, is not concerned. Their mean is then the share printed.
func tickColumns(c *analysis.Column, label string) []dataColumn {
	var columns []dataColumn
	for place, category := range c.Categories {
		if !c.Listed(place) {
			continue
		}
		columns = append(columns, dataColumn{
			header: c.Question.Key + "/" + category.Code, label: tickLabel(label, category), width: 14,
			value: func(row int) any {
				if state := c.State(row); state != survey.Answered && state != survey.AnsweredDontKnow {
					return nil
				}
				for _, t := range c.Ticks(row) {
					if int(t) == place {
						return 1
					}
				}
				return 0
			},
		})
	}
	return columns
}

// uniqueHeaders numbers the headers that Excel would take for the same.
func uniqueHeaders(columns []dataColumn) []dataColumn {
	seen := make(map[string]bool)
	for i := range columns {
		base := columns[i].header
		for n := 2; seen[strings.ToLower(columns[i].header)]; n++ {
			columns[i].header = fmt.Sprintf("%s_%d", base, n)
		}
		seen[strings.ToLower(columns[i].header)] = true
	}
	return columns
}

package tabular

import (
	"bytes"
	"errors"
	"fmt"
	"io"
)

// File is one file of answers. Its name tells people, and Reader, which one
// is meant; its format is recognised by its content.
type File struct {
	Name    string
	Content io.ReadSeeker
}

// table is rows under a header. It can be read several times, one reading
// after the other.
type table struct {
	name   string // of the sheet or file, for people
	file   int    // which File it comes from
	alone  bool   // the only table of its file
	sheet  bool   // of a workbook, whose sheets are parts of one whole
	header []string
	headed int // number of the header's last line; 0 without one, as in JSON
	size   int // rows, as far as can be told without reading them
	open   func() (rows, error)
	// serial is the day 0 of numbers that are dates.
	serial serialDates

	// nested are the lists of objects inside the objects of a JSON document;
	// the rows of this table carry theirs.
	nested []*table

	hidden  bool     // a sheet that its workbook does not show
	account *account // of the last reading
}

// rows walks a table. next gives io.EOF after the last row; the record is
// valid until the following call.
type rows interface {
	next() (record, error)
	close() error
}

// record is one row: cells parallel to the header (there may be fewer, or
// more), and for JSON the rows of each nested table.
type record struct {
	number int // as a spreadsheet shows it; in JSON, the object's place from 1
	cells  []string
	nested [][]record
}

func (r record) cell(place int) string {
	if place < 0 || place >= len(r.cells) {
		return ""
	}
	return r.cells[place]
}

// listMark joins the items of a JSON list in one cell: no text has it, so
// that labels with commas come apart rightly.
const listMark = "\x1f"

var (
	zipMagic = []byte("PK\x03\x04")
	oleMagic = []byte{0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1}
)

// openFile recognises a file's format and gives its tables, laid out for the
// form.
func openFile(f File, place int, p *placing) ([]*table, io.Closer, error) {
	size, err := sizeOf(f)
	if err != nil {
		return nil, nil, err
	}
	if size > maxBytes {
		return nil, nil, tooLarge(f.Name)
	}
	head := make([]byte, 512)
	n, err := io.ReadFull(f.Content, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return nil, nil, fmt.Errorf("read %s: %w", f.Name, err)
	}
	head = head[:n]
	if err := rewind(f); err != nil {
		return nil, nil, err
	}
	var tables []*table
	var closer io.Closer
	switch {
	case bytes.HasPrefix(head, zipMagic):
		if err = weighWorkbook(f, size); err == nil {
			tables, closer, err = openExcel(f, p)
		}
	case bytes.HasPrefix(head, oleMagic):
		err = fault(CodeOldFormat, f.Name)
	case looksLikeJSON(head):
		if tables, err = openJSON(f); err == nil {
			everyLine(tables[0])
		}
	default:
		tables, err = openCSV(f, p)
	}
	if err != nil {
		return nil, nil, err
	}
	for _, t := range tables {
		if len(t.header) > maxColumns {
			err = tooLarge(f.Name)
		} else if t.size > maxRows && closer == nil { // lines of a CSV file, some of which may be inside a cell
			err = countRows(t, f.Name)
		}
		if err != nil {
			return nil, closer, err
		}
		t.file = place
		t.alone = len(tables) == 1
		t.sheet = closer != nil
	}
	return tables, closer, nil
}

func rewind(f File) error {
	if _, err := f.Content.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("read %s again: %w", f.Name, err)
	}
	return nil
}

func looksLikeJSON(head []byte) bool {
	head = bytes.TrimLeft(bytes.TrimPrefix(head, utf8BOM), " \t\r\n")
	return len(head) > 0 && (head[0] == '[' || head[0] == '{')
}

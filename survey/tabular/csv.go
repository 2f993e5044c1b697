package tabular

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

var (
	utf8BOM    = []byte("\xef\xbb\xbf")
	utf16BOMLE = []byte("\xff\xfe")
	utf16BOMBE = []byte("\xfe\xff")
)

// dialect is how a CSV file is written.
type dialect struct {
	decoder   transform.Transformer // nil for UTF-8
	delimiter rune
	lines     int
}

func openCSV(f File, p *placing) ([]*table, error) {
	d, err := recognise(f)
	if err != nil {
		return nil, err
	}
	g := &grid{name: f.Name, size: d.lines, whole: true}
	g.open = func() (rows, error) { return openCSVRows(f, d) }
	t, err := p.layOut(g)
	if err != nil {
		return nil, err
	}
	if t == nil {
		return nil, fault(CodeEmpty, f.Name)
	}
	return []*table{t}, nil
}

// recognise reads a file once to tell its encoding, its delimiter and about
// how many lines it has. A file that is not UTF-8 is taken as Windows-1252,
// what Excel in French writes.
func recognise(f File) (dialect, error) {
	var d dialect
	var sample, tail []byte
	buf := make([]byte, 256<<10)
	valid := true
	for {
		n, err := f.Content.Read(buf)
		chunk := buf[:n]
		if len(sample) < len(buf) {
			sample = append(sample, chunk[:min(n, len(buf)-len(sample))]...)
		}
		d.lines += bytes.Count(chunk, []byte{'\n'})
		if valid {
			tail, valid = validPrefix(append(tail, chunk...))
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return d, fmt.Errorf("read %s: %w", f.Name, err)
		}
	}
	switch {
	case bytes.HasPrefix(sample, utf16BOMLE), bytes.HasPrefix(sample, utf16BOMBE):
		d.decoder = unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder()
	case !valid || len(tail) > 0:
		d.decoder = charmap.Windows1252.NewDecoder()
	}
	if d.decoder != nil {
		sample, _, _ = transform.Bytes(d.decoder, sample)
	}
	d.delimiter = delimiterOf(bytes.TrimPrefix(sample, utf8BOM))
	return d, rewind(f)
}

// validPrefix tells whether data is UTF-8 up to a character that may be cut,
// which it gives back.
func validPrefix(data []byte) (cut []byte, valid bool) {
	if utf8.Valid(data) {
		return nil, true
	}
	for i := 1; i < utf8.UTFMax && i <= len(data); i++ {
		head, rest := data[:len(data)-i], data[len(data)-i:]
		if utf8.RuneStart(rest[0]) && !utf8.FullRune(rest) && utf8.Valid(head) {
			return append([]byte(nil), rest...), true
		}
	}
	return nil, false
}

// delimiterOf picks the delimiter that cuts the header into most columns and
// cuts the following rows alike.
func delimiterOf(sample []byte) rune {
	best, most := ',', 1
	for _, candidate := range []rune{',', ';', '\t', '|'} {
		r := newCSV(bytes.NewReader(sample), candidate)
		header, err := r.Read()
		if err != nil || len(header) <= most {
			continue
		}
		alike, other := 0, 0
		for range 20 {
			row, err := r.Read()
			if err != nil {
				break
			}
			if len(row) == len(header) {
				alike++
			} else {
				other++
			}
		}
		if alike >= other {
			best, most = candidate, len(header)
		}
	}
	return best
}

// newCSV reads what spreadsheets and scripts write: rows of unequal length,
// quotes in the middle of a field.
func newCSV(r io.Reader, delimiter rune) *csv.Reader {
	c := csv.NewReader(r)
	c.Comma = delimiter
	c.FieldsPerRecord = -1
	c.LazyQuotes = true
	c.ReuseRecord = true
	return c
}

type csvRows struct {
	file   string
	reader *csv.Reader
	number int
}

func openCSVRows(f File, d dialect) (rows, error) {
	if err := rewind(f); err != nil {
		return nil, err
	}
	var content io.Reader = f.Content
	if d.decoder != nil {
		d.decoder.Reset()
		content = transform.NewReader(content, d.decoder)
	}
	return &csvRows{file: f.Name, reader: newCSV(content, d.delimiter)}, nil
}

// next gives the next record. Its number counts records, as a spreadsheet
// that opens the file does, whatever line breaks the cells hold.
func (r *csvRows) next() (record, error) {
	cells, err := r.reader.Read()
	if err != nil {
		if errors.Is(err, io.EOF) {
			return record{}, io.EOF
		}
		var syntax *csv.ParseError
		if errors.As(err, &syntax) {
			return record{}, fault(CodeUnreadable, r.file)
		}
		return record{}, fmt.Errorf("read %s: %w", r.file, err)
	}
	if r.number++; r.number == 1 {
		cells[0] = strings.TrimPrefix(cells[0], string(utf8BOM))
	}
	return record{number: r.number, cells: cells}, nil
}

func (r *csvRows) close() error { return nil }

package xlsform

import (
	"bytes"
	"io"
	"strconv"
)

// blankRows copies a worksheet without its blank rows, be they formatted: a
// sheet may have a million of them, and reading each as XML takes a hundred
// times as long as leaving it out. It is given the part in the pieces between
// two "<", the first of which is before any tag.
//
// A row is blank when it holds nothing but cells without content. The number
// of a row that does not say its own is written into it: it depends on those
// before.
type blankRows struct {
	out     io.Writer
	number  int    // of the row that was met last
	row     []byte // the row so far, while nothing is in it
	held    bool   // such a row is being held back
	within  bool   // a row that is kept
	begun   bool
	written int64
	err     error
}

// take copies one piece, or holds it back. A piece that is not whole is text
// of a cell: no tag is that long.
func (b *blankRows) take(piece []byte, whole bool) {
	if !b.begun {
		b.begun = true
		b.write(piece)
		return
	}
	name, closing, single, blank := tag(piece)
	blank = blank && whole
	switch {
	case b.held && closing && name == "row" && blank:
		b.held = false // and its "<", which the piece before ended with
	case b.held && blank && (name == "c" || name == "v" && (closing || single)):
		b.row = append(b.row, piece...)
	case b.held:
		b.write(b.row)
		b.held, b.within = false, true
		b.write(piece)
	case name == "row" && !closing && !b.within:
		b.begin(piece, single, blank)
	default:
		b.within = b.within && !(closing && name == "row")
		b.write(piece)
	}
}

// begin meets the first tag of a row.
func (b *blankRows) begin(piece []byte, single, blank bool) {
	b.number++
	if text := attribute(piece, "r"); text != nil {
		if n, err := strconv.Atoi(string(text)); err == nil {
			b.number = n
		}
	} else {
		end := bytes.IndexAny(piece, " />")
		piece = append(append(append([]byte{}, piece[:end]...), ` r="`+strconv.Itoa(b.number)+`"`...), piece[end:]...)
	}
	switch {
	case single && blank:
	case blank:
		b.row, b.held = append(b.row[:0], piece...), true
	default:
		b.within = !single
		b.write(piece)
	}
}

func (b *blankRows) write(text []byte) {
	b.written += int64(len(text))
	if b.err == nil {
		_, b.err = b.out.Write(text)
	}
}

// tag tells what a piece begins with, and whether nothing but white space
// follows it.
func tag(piece []byte) (name string, closing, single, blank bool) {
	end := bytes.IndexByte(piece, '>')
	if end < 0 {
		return "", false, false, false
	}
	inside := piece[:end]
	inside, closing = bytes.CutPrefix(inside, []byte("/"))
	inside, single = bytes.CutSuffix(inside, []byte("/"))
	if space := bytes.IndexAny(inside, " \t\r\n"); space >= 0 {
		inside = inside[:space]
	}
	if _, local, prefixed := bytes.Cut(inside, []byte(":")); prefixed {
		inside = local
	}
	after := bytes.TrimSuffix(piece[end+1:], []byte("<"))
	switch string(inside) { // what is looked for costs no memory
	case "row":
		name = "row"
	case "c":
		name = "c"
	case "v":
		name = "v"
	}
	return name, closing, single, len(bytes.TrimSpace(after)) == 0
}

// attribute gives the text of a tag's attribute, nil when it has none.
func attribute(piece []byte, name string) []byte {
	end := max(0, bytes.IndexByte(piece, '>'))
	for _, quote := range []string{`"`, `'`} {
		_, rest, found := bytes.Cut(piece[:end], []byte(" "+name+"="+quote))
		if !found {
			continue
		}
		if text, _, closed := bytes.Cut(rest, []byte(quote)); closed {
			return text
		}
	}
	return nil
}

package tabular

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/ianaindex"
	utf "golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// Encoding finds an encoding by the name that --encoding is given.
func Encoding(name string) (encoding.Encoding, bool) {
	switch name = strings.ToLower(strings.TrimSpace(name)); name {
	case "macroman", "mac":
		name = "macintosh"
	case "ansi":
		name = "windows-1252"
	case "utf8":
		name = "utf-8"
	}
	if e, err := htmlindex.Get(name); err == nil {
		return e, true
	}
	if e, err := ianaindex.IANA.Encoding(name); err == nil && e != nil {
		return e, true
	}
	return nil, false
}

// Encoded gives a file with its encoding, where somebody says it: it is not
// looked for then. Of a workbook or JSON it changes nothing.
func (f File) Encoded(e encoding.Encoding) File {
	f.Content = encoded{f.Content, e}
	return f
}

type encoded struct {
	io.ReadSeeker
	encoding encoding.Encoding
}

// encodings are those that are told apart by their French letters, the likelier
// first: Excel's, the Macintosh's, Unix's, and that of old programs of DOS.
var encodings = []struct {
	name string
	*charmap.Charmap
}{
	{"windows-1252", charmap.Windows1252}, {"macintosh", charmap.Macintosh}, {"iso-8859-15", charmap.ISO8859_15}, {"ibm850", charmap.CodePage850},
}

// bytesSeen is what a file's bytes tell of its encoding.
type bytesSeen struct {
	head    []byte
	zeros   [2]int // NUL bytes at even and odd places of the head
	long    int    // characters of several bytes, as UTF-8 writes them
	french8 int    // those of them that French has
	wrong   int    // bytes that UTF-8 does not have there
	high    [3][256]int
	before  byte
	pending int // place in high of the last byte, once the next is known; else -1
	last    byte
}

// Where a byte above ASCII stands, which tells letters from signs.
const (
	insideWord = iota // after a small letter
	beginsWord
	outsideWord
)

// encodingOf tells how a file is encoded: by its byte order mark, by the NUL
// bytes of UTF-16, as UTF-8 where more of it is UTF-8 than is not, or else by
// the French letters that an encoding would make of its bytes. sure is false
// where two encodings fit as well.
func encodingOf(f File, said encoding.Encoding) (decode encoding.Encoding, name string, sure bool, err error) {
	seen, err := seeBytes(f)
	if err != nil {
		return nil, "", false, err
	}
	if said != nil {
		return said, "", true, nil
	}
	switch head := seen.head; {
	case bytes.HasPrefix(head, []byte("\xff\xfe\x00\x00")):
		return utf32.UTF32(utf32.LittleEndian, utf32.UseBOM), "utf-32", true, nil
	case bytes.HasPrefix(head, []byte("\x00\x00\xfe\xff")):
		return utf32.UTF32(utf32.BigEndian, utf32.UseBOM), "utf-32", true, nil
	case bytes.HasPrefix(head, utf16BOMLE), bytes.HasPrefix(head, utf16BOMBE):
		return utf.UTF16(utf.LittleEndian, utf.UseBOM), "utf-16", true, nil
	case !bytes.HasPrefix(head, utf8BOM) && seen.zeros[1]*4 > len(head)/2 && seen.zeros[0]*4 < seen.zeros[1]:
		return utf.UTF16(utf.LittleEndian, utf.IgnoreBOM), "utf-16le", true, nil
	case !bytes.HasPrefix(head, utf8BOM) && seen.zeros[0]*4 > len(head)/2 && seen.zeros[1]*4 < seen.zeros[0]:
		return utf.UTF16(utf.BigEndian, utf.IgnoreBOM), "utf-16be", true, nil
	case bytes.HasPrefix(head, utf8BOM), seen.wrong <= seen.french8 || seen.wrong*20 <= seen.long:
		return utf.UTF8, "utf-8", true, nil
	}
	best, score, second := 0, seen.french(encodings[0].Charmap), -1<<31
	for i, e := range encodings[1:] {
		switch s := seen.french(e.Charmap); {
		case s > score:
			best, score, second = i+1, s, score
		case s > second && seen.differ(encodings[best].Charmap, e.Charmap):
			second = s
		}
	}
	return encodings[best].Charmap, encodings[best].name, score > 0 && score > second, nil
}

func seeBytes(f File) (*bytesSeen, error) {
	if err := rewind(f); err != nil {
		return nil, err
	}
	s := &bytesSeen{pending: -1}
	const headBytes = 4096
	buf := make([]byte, 64<<10)
	kept := 0
	for {
		n, err := f.Content.Read(buf[kept:])
		chunk := buf[:kept+n]
		if missing := headBytes - len(s.head); missing > 0 && n > 0 {
			s.head = append(s.head, buf[kept:kept+min(n, missing)]...)
		}
		end := errors.Is(err, io.EOF)
		if err != nil && !end {
			return nil, fmt.Errorf("read %s: %w", f.Name, err)
		}
		kept = copy(buf, chunk[s.see(chunk, end):])
		if end {
			break
		}
	}
	for i, b := range s.head {
		if b == 0 {
			s.zeros[i%2]++
		}
	}
	return s, rewind(f)
}

// see takes note of bytes, and gives how many it took: the last may be cut.
func (s *bytesSeen) see(chunk []byte, end bool) int {
	at := 0
	for at < len(chunk) {
		b := chunk[at]
		if b < utf8.RuneSelf {
			s.note(b)
			at++
			continue
		}
		if !end && !utf8.FullRune(chunk[at:]) {
			break
		}
		r, size := utf8.DecodeRune(chunk[at:])
		if r == utf8.RuneError && size == 1 {
			s.wrong++
		} else {
			s.long++
			if likely(r, outsideWord) > 0 {
				s.french8++
			}
		}
		for _, b := range chunk[at : at+size] {
			s.note(b)
		}
		at += size
	}
	return at
}

func (s *bytesSeen) note(b byte) {
	letter := b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= utf8.RuneSelf
	if s.pending >= 0 {
		if s.pending == outsideWord && letter && b < utf8.RuneSelf {
			s.pending = beginsWord
		}
		s.high[s.pending][s.last]++
		s.pending = -1
	}
	if b >= utf8.RuneSelf {
		s.pending, s.last = outsideWord, b
		if s.before >= 'a' && s.before <= 'z' {
			s.pending = insideWord
		}
	}
	s.before = b
}

// french weighs the text that an encoding makes of the file: letters of French
// words where letters are, French signs elsewhere.
func (s *bytesSeen) french(e *charmap.Charmap) int {
	score := 0
	for place, counts := range s.high {
		for b, n := range counts {
			if n > 0 {
				score += n * likely(e.DecodeByte(byte(b)), place)
			}
		}
	}
	return score
}

func likely(r rune, place int) int {
	switch {
	case r == utf8.RuneError || unicode.IsControl(r):
		return -6
	case strings.ContainsRune("éèêëàâùûüôöîïçœ", r):
		return 4
	case strings.ContainsRune("ÉÈÊËÀÂÙÛÔÎÏÇŒ", r) && place != insideWord:
		return 3
	case r == '’' && place != outsideWord, strings.ContainsRune("«»–—…°€“”•\u00a0", r) && place != insideWord:
		return 3
	case r == '’' || r == '…' || r == '»' || r == '°' || r == '\u00a0':
		return 1
	case unicode.IsLetter(r):
		return -2
	}
	return -3
}

// differ tells whether two encodings make another text of the file.
func (s *bytesSeen) differ(a, b *charmap.Charmap) bool {
	for _, counts := range s.high {
		for i, n := range counts {
			if n > 0 && a.DecodeByte(byte(i)) != b.DecodeByte(byte(i)) {
				return true
			}
		}
	}
	return false
}

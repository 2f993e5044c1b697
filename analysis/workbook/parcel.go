package workbook

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/xml"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"slices"
	"sort"
	"strings"
	"time"
)

// parcel zips the parts of a workbook in a fixed order with a fixed date.
// excelize writes them in the order of a map and lists content types in
// another; both change from run to run for the same content. Parts are
// compressed as they come and put out at Close, so that a sheet of 150 MB of
// XML is held as the 15 MB it makes.
type parcel struct {
	to    io.Writer
	at    time.Time
	parts []*part
	open  *part
	mend  func(name string, xml []byte) []byte // may be nil
}

type part struct {
	name     string
	packed   bytes.Buffer
	squeeze  *flate.Writer
	sum      uint32
	size     uint64
	whole    bytes.Buffer // of the one part that is rewritten
	rewrites bool
	mend     func(name string, xml []byte) []byte
}

const contentTypes = "[Content_Types].xml"

func newParcel(to io.Writer, at time.Time) *parcel { return &parcel{to: to, at: at} }

// Create starts a part; the one before is complete.
func (p *parcel) Create(name string) (io.Writer, error) {
	if err := p.finish(); err != nil {
		return nil, err
	}
	next := &part{name: name, rewrites: name == contentTypes, mend: p.mend}
	squeeze, err := flate.NewWriter(&next.packed, flate.BestSpeed)
	if err != nil {
		return nil, err
	}
	next.squeeze = squeeze
	p.open = next
	p.parts = append(p.parts, next)
	return next, nil
}

// AddFS is part of excelize's contract; it never calls it.
func (p *parcel) AddFS(fs.FS) error {
	return fmt.Errorf("add a file system to a workbook: %w", fs.ErrInvalid)
}

func (t *part) Write(b []byte) (int, error) {
	if t.rewrites {
		return t.whole.Write(b)
	}
	// excelize hands a part over whole, but for sheets that were streamed, which
	// the finishing pass leaves alone.
	size := len(b)
	if t.mend != nil {
		b = t.mend(t.name, b)
	}
	if _, err := t.pack(b); err != nil {
		return 0, err
	}
	return size, nil
}

func (t *part) pack(b []byte) (int, error) {
	t.sum = crc32.Update(t.sum, crc32.IEEETable, b)
	t.size += uint64(len(b))
	return t.squeeze.Write(b)
}

func (p *parcel) finish() error {
	if p.open == nil {
		return nil
	}
	t := p.open
	p.open = nil
	if t.rewrites {
		sorted, err := sortContentTypes(t.whole.Bytes())
		if err != nil {
			return err
		}
		if _, err := t.pack(sorted); err != nil {
			return err
		}
	}
	err := t.squeeze.Close()
	t.squeeze = nil // 1 MB each
	return err
}

// Close writes the archive. [Content_Types].xml goes first, as Excel does it.
func (p *parcel) Close() error {
	if err := p.finish(); err != nil {
		return err
	}
	sort.SliceStable(p.parts, func(i, j int) bool {
		if first := p.parts[i].rewrites; first != p.parts[j].rewrites {
			return first
		}
		return p.parts[i].name < p.parts[j].name
	})
	pattern, err := dated(p.at)
	if err != nil {
		return err
	}
	z := zip.NewWriter(p.to)
	for _, t := range p.parts {
		header := pattern
		header.Name, header.Method, header.CRC32 = t.name, zip.Deflate, t.sum
		header.CompressedSize64, header.UncompressedSize64 = uint64(t.packed.Len()), t.size
		w, err := z.CreateRaw(&header)
		if err != nil {
			return fmt.Errorf("part %s: %w", t.name, err)
		}
		if _, err := t.packed.WriteTo(w); err != nil {
			return fmt.Errorf("part %s: %w", t.name, err)
		}
	}
	return z.Close()
}

// firstZipYear is where the dates of zip archives, MS-DOS's, begin.
const firstZipYear = 1980

// dated is the header that every part starts from. CreateRaw writes Modified
// nowhere, only what CreateHeader makes of it: one call fills the pattern.
func dated(at time.Time) (zip.FileHeader, error) {
	at = at.UTC()
	if at.Year() < firstZipYear {
		at = time.Date(firstZipYear, time.January, 1, 0, 0, 0, 0, time.UTC)
	}
	pattern := zip.FileHeader{Modified: at}
	if _, err := zip.NewWriter(io.Discard).CreateHeader(&pattern); err != nil {
		return zip.FileHeader{}, fmt.Errorf("date the parts: %w", err)
	}
	pattern.Flags = 0 // sizes and sums are known beforehand
	return pattern, nil
}

type typesPart struct {
	XMLName   xml.Name    `xml:"http://schemas.openxmlformats.org/package/2006/content-types Types"`
	Defaults  []typesItem `xml:"Default"`
	Overrides []typesItem `xml:"Override"`
}

type typesItem struct {
	Extension   string `xml:",attr,omitempty"`
	PartName    string `xml:",attr,omitempty"`
	ContentType string `xml:",attr"`
}

func sortContentTypes(content []byte) ([]byte, error) {
	var types typesPart
	if err := xml.Unmarshal(content, &types); err != nil {
		return nil, fmt.Errorf("read %s: %w", contentTypes, err)
	}
	order := func(a, b typesItem) int { return strings.Compare(a.Extension+a.PartName, b.Extension+b.PartName) }
	slices.SortFunc(types.Defaults, order)
	slices.SortFunc(types.Overrides, order)
	sorted, err := xml.Marshal(types)
	if err != nil {
		return nil, fmt.Errorf("write %s: %w", contentTypes, err)
	}
	return append([]byte(xml.Header), sorted...), nil
}

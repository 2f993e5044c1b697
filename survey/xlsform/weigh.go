package xlsform

import (
	"archive/zip"
	"bufio"
	"bytes"
	"errors"
	"io"
	"math"

	"constat/survey"
)

const (
	// maxRatio is how many times a part may grow when it is unzipped, from
	// bombSize on: four times what real ones do.
	maxRatio = 50
	bombSize = 512 << 10
	// maxTags bounds what is between the beginnings of two rows of a worksheet:
	// the 16,384 cells of Excel's widest row, blank, take fewer. Rows are parsed
	// whole, so that one without end would defeat every other bound.
	maxTags = 20_000
	// maxRun is the longest text between two tags: a cell holds 32,767
	// characters, some of them written as entities.
	maxRun = 200 << 10
	// maxPartTags bounds a part that is held in memory whole: the texts of
	// 35,000 communes with their codes take 420,000.
	maxPartTags = 600_000
)

// Bomb tells a part that is nothing but repetition.
func Bomb(part *zip.File) bool {
	return part.UncompressedSize64 > bombSize && part.UncompressedSize64/maxRatio > part.CompressedSize64
}

// weigh unzips a part to nowhere: its directory may lie about its size, and
// what fits may still hold a row or a text that no spreadsheet wrote. Of a
// worksheet, kept takes what is not blank.
func weigh(part *zip.File, kept *blankRows) *survey.Problem {
	content, err := part.Open()
	if err != nil {
		return unreadable(CodeDamaged)
	}
	defer func() { _ = content.Close() }() // nothing was written
	limited := &io.LimitedReader{R: content, N: int64(part.UncompressedSize64) + 1}
	s := scan{text: bufio.NewReaderSize(limited, 64<<10), left: maxPartTags, kept: kept}
	if part.UncompressedSize64 > maxPart || kept != nil {
		s.left = math.MaxInt // a worksheet, read as a stream
	}
	err = s.read()
	switch {
	case errors.Is(err, errCrowded):
		return unreadable(CodeTooLargeInside, megabytes(maxPart))
	case err != nil, limited.N != 1:
		return unreadable(CodeDamaged)
	}
	return nil
}

var errCrowded = errors.New("a row or a text without end")

// scan goes through a part without parsing it.
type scan struct {
	text      *bufio.Reader
	tags, run int // since a row began, since a tag began
	left      int // tags
	kept      *blankRows
}

func (s *scan) read() error {
	for {
		piece, err := s.text.ReadSlice('<')
		if s.run += len(piece); s.run > maxRun {
			return errCrowded
		}
		if s.kept != nil {
			s.kept.take(piece, s.run == len(piece) && !errors.Is(err, bufio.ErrBufferFull))
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
		s.run = 0
		name, _ := s.text.Peek(12)
		if s.tags++; rowTag(name) {
			s.tags = 0
		}
		if s.left--; s.tags > maxTags || s.left < 0 {
			return errCrowded
		}
	}
}

// rowTag tells the beginning of a row, whatever the prefix of its namespace;
// that of a list of anything else counts as one too: those are read one by one.
func rowTag(name []byte) bool {
	if prefix, local, found := bytes.Cut(name, []byte(":")); found && len(prefix) <= 8 {
		name = local
	}
	for _, item := range [...]string{"row", "si", "mergeCell", "xf", "font", "Override", "Relationship", "sheet", "definedName"} {
		if rest, is := bytes.CutPrefix(name, []byte(item)); is && (len(rest) == 0 || rest[0] == ' ' || rest[0] == '>' || rest[0] == '/') {
			return true
		}
	}
	return false
}

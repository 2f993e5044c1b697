package xlsform

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"

	"constat/survey"
)

// What a questionnaire may weigh. The largest real form met so far unzips to
// 3.5 MB, and no part of one over 200 kB is more than 12 times as large as its
// compressed bytes; a list of the 35,000 communes takes 7 MB. These bounds keep
// the reading of anything under a second, and under 100 MB of memory.
const (
	maxFile  = 10 << 20 // bytes as uploaded
	maxPart  = 5 << 20  // an XML part that is held in memory whole: texts, styles
	maxSheet = 20 << 20 // a worksheet, which is read as a stream
	maxTotal = 24 << 20 // everything that is unzipped
	maxParts = 1000

	// Blank rows, formatted or not, are left out before a worksheet is parsed
	// and weigh nothing: a million of them are 20 to 120 MB of XML.
	maxWithBlanks = 160 << 20
	leavesBlanks  = 1 << 20 // smaller worksheets are parsed as they are

	// MaxBytes is the most that a workbook may weigh, as uploaded.
	MaxBytes = maxFile
)

// open reads the sheets of an XLSForm as text. Its error is a survey.Problems
// when the file is at fault, and r's own error otherwise.
func open(r io.Reader) (*workbook, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	if err != nil {
		return nil, fmt.Errorf("read workbook: %w", err)
	}
	data, problem := lighten(data)
	if problem == nil {
		var book *workbook
		if book, problem = load(data); problem == nil {
			return book, nil
		}
	}
	return nil, survey.Problems{*problem}
}

func unreadable(code string, args ...string) *survey.Problem {
	return &survey.Problem{Code: code, Severity: survey.Fault, Args: args}
}

// lighten checks what a file is and what it weighs before any of it is
// parsed, and gives the same workbook without the parts that a form does not
// need: pictures, macros, charts, comments, blank rows.
func lighten(data []byte) ([]byte, *survey.Problem) {
	if len(data) > maxFile {
		return nil, unreadable(CodeTooLarge, megabytes(maxFile))
	}
	if bytes.HasPrefix(data, oleMagic) {
		// An encrypted .xlsx and an old .xls are both OLE files.
		if bytes.Contains(data, utf16("EncryptedPackage")) {
			return nil, unreadable(CodePassword)
		}
		return nil, unreadable(CodeOldFormat)
	}
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, unreadable(CodeNotWorkbook)
	}
	parts, problem := neededParts(archive)
	if problem != nil {
		return nil, problem
	}
	var light bytes.Buffer
	out := zip.NewWriter(&light)
	total := int64(0)
	for _, part := range parts {
		weight, problem := copyPart(out, part)
		if total += weight; total > maxTotal && problem == nil {
			problem = unreadable(CodeTooLargeInside, megabytes(maxSheet))
		}
		if problem != nil {
			return nil, problem
		}
	}
	if err := out.Close(); err != nil {
		return nil, unreadable(CodeDamaged)
	}
	return light.Bytes(), nil
}

var oleMagic = []byte{0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1}

func utf16(ascii string) []byte {
	b := make([]byte, 0, 2*len(ascii))
	for i := range len(ascii) {
		b = append(b, ascii[i], 0)
	}
	return b
}

// neededParts lists the parts of a workbook that hold its cells, once their
// declared sizes are known to be reasonable.
func neededParts(archive *zip.Reader) ([]*zip.File, *survey.Problem) {
	if len(archive.File) > maxParts {
		return nil, unreadable(CodeTooLarge, megabytes(maxFile))
	}
	var parts []*zip.File
	var total uint64
	workbook := false
	for _, part := range archive.File {
		name := partName(part)
		if !holdsCells(name) {
			continue
		}
		workbook = workbook || strings.HasPrefix(name, "xl/workbook") && strings.HasSuffix(name, ".xml")
		total += part.UncompressedSize64
		if !worksheet(name) && part.UncompressedSize64 > maxPart || total > maxWithBlanks || Bomb(part) {
			return nil, unreadable(CodeTooLargeInside, megabytes(maxPart))
		}
		parts = append(parts, part)
	}
	if !workbook {
		return nil, unreadable(CodeNotWorkbook)
	}
	return parts, nil
}

// partName is a part's path as every spreadsheet means it.
func partName(part *zip.File) string {
	return strings.ToLower(strings.ReplaceAll(part.Name, `\`, "/"))
}

func worksheet(name string) bool { return strings.HasPrefix(name, "xl/worksheets/") }

// copyPart weighs a part and copies it, as it is compressed, or without its
// blank rows if there may be many. It gives what the copy unzips to.
func copyPart(out *zip.Writer, part *zip.File) (int64, *survey.Problem) {
	name := partName(part)
	if !worksheet(name) || part.UncompressedSize64 < leavesBlanks {
		if problem := weigh(part, nil); problem != nil {
			return 0, problem
		}
		if err := out.Copy(part); err != nil {
			return 0, unreadable(CodeDamaged)
		}
		return int64(part.UncompressedSize64), nil
	}
	w, err := out.Create(part.Name)
	if err != nil {
		return 0, unreadable(CodeDamaged)
	}
	kept := &blankRows{out: w}
	if problem := weigh(part, kept); problem != nil {
		return 0, problem
	}
	if kept.err != nil || kept.written > maxSheet {
		return 0, unreadable(CodeTooLargeInside, megabytes(maxSheet))
	}
	return kept.written, nil
}

// holdsCells tells the parts of the OOXML package from which cells are made.
func holdsCells(name string) bool {
	switch {
	case strings.HasSuffix(name, "/"):
		return false
	case name == "[content_types].xml", strings.HasPrefix(name, "_rels/"), strings.HasPrefix(name, "xl/_rels/"):
		return true
	case strings.HasPrefix(name, "xl/worksheets/"):
		return strings.HasSuffix(name, ".xml")
	case strings.HasPrefix(name, "xl/"):
		rest := strings.TrimPrefix(name, "xl/")
		return strings.HasSuffix(rest, ".xml") && !strings.Contains(rest, "/") &&
			!strings.HasPrefix(rest, "calcchain") && !strings.HasPrefix(rest, "comments")
	}
	return false
}

func megabytes(n int) string { return fmt.Sprint(n >> 20) }

// load parses the lightened workbook. Package excelize is not written against
// hostile files: a panic of it is this file's fault, not the service's.
func load(data []byte) (book *workbook, problem *survey.Problem) {
	defer func() {
		if recover() != nil {
			book, problem = nil, unreadable(CodeDamaged)
		}
	}()
	file, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{
		UnzipSizeLimit: maxTotal, UnzipXMLSizeLimit: maxPart,
	})
	if err != nil {
		return nil, unreadable(CodeDamaged)
	}
	defer func() { _ = file.Close() }() // removes temporary files only
	book, err = readWorkbook(file)
	if p := new(survey.Problem); errors.As(err, p) {
		return nil, p
	}
	if err != nil {
		return nil, unreadable(CodeDamaged)
	}
	return book, nil
}

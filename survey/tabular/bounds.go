package tabular

import (
	"archive/zip"
	"fmt"
	"io"
	"strconv"
	"strings"

	"constat/survey/xlsform"
)

// What a file of answers may hold. The département's largest survey has some
// thousands of respondents; the workbook of a diagnostic has a row for each.
const (
	maxRows    = 200_000   // of one table
	maxColumns = 16_384    // Excel's
	maxBytes   = 256 << 20 // of the file; of a workbook, once unzipped
	maxParts   = 1_000     // of a workbook
	maxHeld    = 64 << 20  // of a workbook's part that excelize holds whole: texts, styles
)

// tooLarge refuses a file that is beyond the bounds, and says them.
func tooLarge(file string) error {
	return fault(CodeTooLarge, file, strconv.Itoa(maxRows/1000), strconv.Itoa(maxColumns/1000), strconv.Itoa(maxBytes>>20))
}

// sizeOf finds how long a file is before any of it is read.
func sizeOf(f File) (int64, error) {
	size, err := f.Content.Seek(0, io.SeekEnd)
	if err != nil {
		return 0, fmt.Errorf("measure %s: %w", f.Name, err)
	}
	return size, rewind(f)
}

// weighWorkbook judges a workbook by what its directory says of its parts: a
// part that lies about its size is not read beyond it.
func weighWorkbook(f File, size int64) error {
	at, is := f.Content.(io.ReaderAt)
	if !is {
		return fmt.Errorf("read %s: not a file", f.Name)
	}
	archive, err := zip.NewReader(at, size)
	if err != nil {
		return fault(CodeUnreadable, f.Name)
	}
	if len(archive.File) > maxParts {
		return tooLarge(f.Name)
	}
	var total uint64
	for _, part := range archive.File {
		held := !strings.HasPrefix(strings.ToLower(strings.ReplaceAll(part.Name, `\`, "/")), "xl/worksheets/")
		total += part.UncompressedSize64
		if total > maxBytes || held && part.UncompressedSize64 > maxHeld || xlsform.Bomb(part) {
			return tooLarge(f.Name)
		}
	}
	return nil
}

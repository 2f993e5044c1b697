package catalogue

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

var dimension = regexp.MustCompile(`<dimension ref="[^"]*"`)

// TestWorkbooks_dimension: each sheet says how large it is. Power Query and
// openpyxl's read-only mode believe it, and excelize, which wrote these
// workbooks, says A1 of every sheet. With -update the files are put right; a
// questionnaire whose bytes change needs another version in its settings.
func TestWorkbooks_dimension(t *testing.T) {
	files := []string{TemplateFile}
	for _, e := range Entries() {
		files = append(files, e.File)
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		right, wrong := sized(t, content)
		if len(wrong) == 0 {
			continue
		}
		if !*update {
			t.Errorf("%s: a wrong dimension in %s (go test ./survey/catalogue -update)", file, strings.Join(wrong, ", "))
		} else if err := os.WriteFile(file, right, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// sized is a workbook whose sheets have their dimensions, and the parts that had
// not.
func sized(t *testing.T, content []byte) (right []byte, wrong []string) {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	to := zip.NewWriter(&out)
	for _, part := range archive.File {
		if !strings.HasPrefix(part.Name, "xl/worksheets/sheet") {
			if err := to.Copy(part); err != nil {
				t.Fatal(err)
			}
			continue
		}
		before := partContent(t, part)
		after := dimension.ReplaceAll(before, []byte(`<dimension ref="`+used(t, before)+`"`))
		if !bytes.Equal(before, after) {
			wrong = append(wrong, part.Name)
		}
		w, err := to.CreateHeader(&zip.FileHeader{Name: part.Name, Method: zip.Deflate, Modified: part.Modified})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(after); err != nil {
			t.Fatal(err)
		}
	}
	if err := to.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes(), wrong
}

func partContent(t *testing.T, part *zip.File) []byte {
	t.Helper()
	r, err := part.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	content, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// used is the range of a sheet's cells.
func used(t *testing.T, sheet []byte) string {
	t.Helper()
	var cells struct {
		At []struct {
			R string `xml:"r,attr"`
		} `xml:"sheetData>row>c"`
	}
	if err := xml.Unmarshal(sheet, &cells); err != nil {
		t.Fatal(err)
	}
	lastCol, lastRow := 1, 1
	for _, c := range cells.At {
		col, row, err := excelize.CellNameToCoordinates(c.R)
		if err != nil {
			t.Fatal(err)
		}
		lastCol, lastRow = max(lastCol, col), max(lastRow, row)
	}
	last, err := excelize.CoordinatesToCellName(lastCol, lastRow)
	if err != nil {
		t.Fatal(err)
	}
	return "A1:" + last
}

package microdata

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"

	"constat/analysis"
	"constat/analysis/disclosure"
	"constat/survey"
)

// ErrNoRows refuses an edition that carries no answer row by row.
var ErrNoRows = errors.New("microdata: this edition carries no rows")

// Names of the files that are the same for every form.
const (
	fileMain   = "reponses.csv"
	fileSyntax = "reponses.sps"
	fileDDI    = "codebook.xml"
	fileTexts  = "textes-libres.csv"
	fileTables = "tableaux.csv"
	fileNotice = "LISEZMOI.txt"
)

// File is one file of an export.
type File struct {
	Name  string
	Write func(io.Writer) error
}

// Files lists what an export is made of. The rows are those of report; the
// tables are its own, then those of parts, which are diagnostics of a part of
// the same answers (one per territory). ErrNoRows for an edition without rows.
func Files(report disclosure.Report, parts ...disclosure.Report) ([]File, error) {
	l, err := layOut(report)
	if err != nil {
		return nil, err
	}
	var files []File
	for _, each := range l.levels {
		files = append(files, File{each.file, each.writeCSV})
	}
	for _, each := range []struct {
		name  string
		write func(io.Writer) error
	}{{fileSyntax, l.writeSPSS}, {fileDDI, l.writeDDI}, {fileTexts, l.writeTexts}} {
		files = append(files, File{each.name, each.write})
	}
	tables := func(w io.Writer) error { return WriteTables(w, append([]disclosure.Report{report}, parts...)...) }
	return append(files, File{fileTables, tables}, File{fileNotice, l.writeNotice}), nil
}

// WriteArchive writes all the files as one ZIP archive. The same report gives
// the same bytes.
func WriteArchive(w io.Writer, report disclosure.Report) error {
	files, err := Files(report)
	if err != nil {
		return err
	}
	archive := zip.NewWriter(w)
	for _, f := range files {
		entry, err := archive.CreateHeader(&zip.FileHeader{Name: f.Name, Method: zip.Deflate, Modified: report.At()})
		if err != nil {
			return fmt.Errorf("begin %s: %w", f.Name, err)
		}
		if err := f.Write(entry); err != nil {
			return fmt.Errorf("write %s: %w", f.Name, err)
		}
	}
	if err := archive.Close(); err != nil {
		return fmt.Errorf("end the archive: %w", err)
	}
	return nil
}

// WriteCSV writes the rows of one level: the responses for the form's own
// scope (nil stands for it), the instances for a repeat's. The CSV is UTF-8
// with a byte order mark, which Excel needs to read accents; commas separate
// and a point is the decimal mark, in every country (RFC 4180), except that
// lines end with a line feed alone.
func WriteCSV(w io.Writer, report disclosure.Report, scope *survey.Scope) error {
	l, err := layOut(report)
	if err != nil {
		return err
	}
	if scope == nil {
		scope = report.Diagnostic().Form.Root
	}
	for _, each := range l.levels {
		if each.data.Scope == scope {
			return each.writeCSV(w)
		}
	}
	return errors.New("microdata: the scope is not one of the report’s form")
}

// WriteSPSS writes a syntax that reads the CSV files from the current folder
// and saves each as a .sav file: labels, missing values, levels, sets of
// answers. It is written for SPSS Statistics and runs in GNU PSPP alike.
func WriteSPSS(w io.Writer, report disclosure.Report) error {
	l, err := layOut(report)
	if err != nil {
		return err
	}
	return l.writeSPSS(w)
}

// WriteDDI writes the codebook, in DDI Codebook 2.5.
func WriteDDI(w io.Writer, report disclosure.Report) error {
	l, err := layOut(report)
	if err != nil {
		return err
	}
	return l.writeDDI(w)
}

// layout is an export: what is written of which report.
type layout struct {
	report disclosure.Report
	diag   *analysis.Diagnostic
	levels []*level // the responses first
	named  *Naming
	mark   string // the variable that says « fictif » in every file; "" for true answers
}

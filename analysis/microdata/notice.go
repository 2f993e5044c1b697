package microdata

import (
	"fmt"
	"io"
	"strings"
)

// writeNotice says what each file is, and what must not be done with them.
func (l *layout) writeNotice(w io.Writer) error {
	if _, err := io.WriteString(w, strings.Join(l.notice(), "\n")+"\n"); err != nil {
		return fmt.Errorf("write %s: %w", fileNotice, err)
	}
	return nil
}

func (l *layout) notice() []string {
	lines := []string{l.title(), ""}
	if l.diag.Meta.Fictitious {
		lines = append(lines, noticeFictitious, "")
	}
	lines = append(lines, noticeCare(l.report)...)
	lines = append(lines, "", noticeFiles)
	for _, each := range l.levels {
		lines = append(lines, "- "+each.file+nbsp+": "+fileContent(each))
	}
	lines = append(lines,
		"- "+fileSyntax+nbsp+": "+textSyntaxFile, "- "+fileDDI+nbsp+": "+textDDIFile,
		"- "+fileTexts+nbsp+": "+textTextsFile, "- "+fileTables+nbsp+": "+textTablesFile, "")
	return append(lines, noticeReading...)
}

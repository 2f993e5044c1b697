package microdata

import (
	"encoding/csv"
	"fmt"
	"io"

	"constat/analysis"
	"constat/survey"
)

// byteOrderMark is how Excel and SPSS recognise UTF-8.
const byteOrderMark = "\uFEFF"

// newCSV begins a CSV file.
func newCSV(w io.Writer, header ...string) (*csv.Writer, error) {
	if _, err := io.WriteString(w, byteOrderMark); err != nil {
		return nil, err
	}
	out := csv.NewWriter(w)
	return out, out.Write(header)
}

// writeCSV writes a level's rows.
func (each *level) writeCSV(w io.Writer) error {
	header := make([]string, len(each.variables))
	for i, v := range each.variables {
		header[i] = v.name
	}
	out, err := newCSV(w, header...)
	if err != nil {
		return fmt.Errorf("begin %s: %w", each.file, err)
	}
	cells := make([]string, len(each.variables))
	for row := range each.data.Len() {
		for i, v := range each.variables {
			cells[i] = v.cell(row)
		}
		if err := out.Write(cells); err != nil {
			return fmt.Errorf("write row %d of %s: %w", row+1, each.file, err)
		}
	}
	out.Flush()
	return out.Error()
}

// writeTexts writes the free texts by themselves, sorted: beside the answers
// of its author, a text would say who she is, and the internal workbook keeps
// them apart for that reason.
func (l *layout) writeTexts(w io.Writer) error {
	out, err := newCSV(w, "question", "libelle", "texte")
	if err != nil {
		return fmt.Errorf("begin %s: %w", fileTexts, err)
	}
	for _, v := range l.diag.Verbatims {
		for _, text := range v.Texts {
			if err := out.Write([]string{questionKey(v.Question), guarded(oneLine(v.Title)), guarded(oneLine(text))}); err != nil {
				return fmt.Errorf("write %s: %w", fileTexts, err)
			}
		}
	}
	out.Flush()
	return out.Error()
}

// questionKey names a question as its table does: with its repeat.
func questionKey(q *survey.Question) string { return (&analysis.Table{Question: q}).Key() }

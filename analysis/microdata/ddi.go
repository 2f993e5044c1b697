package microdata

import (
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"constat/analysis"
	"constat/survey"
)

// writeDDI writes the codebook. It holds no frequency (catStat, sumStat): a
// codebook is the part of an export that is shown around to say which data
// exist, and small counts would leave with it. The counts are in tableaux.csv.
func (l *layout) writeDDI(w io.Writer) error {
	book := ddiCodebook{
		Version: "2.5", Language: "fr",
		Document: ddiCited{l.citation(textCodebookOf + l.title())},
		Study:    l.study(), Data: ddiData{Notes: []string{textNoFrequencies}}, Others: otherFiles(),
	}
	for i, each := range l.levels {
		file := "F" + strconv.Itoa(i+1)
		book.Files = append(book.Files, fileOf(file, each))
		l.variables(&book.Data, file, each)
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return fmt.Errorf("begin the codebook: %w", err)
	}
	out := xml.NewEncoder(w)
	out.Indent("", "  ")
	if err := out.Encode(book); err != nil {
		return fmt.Errorf("write the codebook: %w", err)
	}
	if _, err := io.WriteString(w, "\n"); err != nil {
		return fmt.Errorf("end the codebook: %w", err)
	}
	return nil
}

func (l *layout) citation(title string) ddiCitation {
	day := l.report.At().Format(time.DateOnly)
	return ddiCitation{
		Title: title, ID: l.diag.Form.ID, Author: l.diag.Meta.Network, Version: l.diag.Form.Version,
		ProducedOn: ddiDate{Date: day, Text: day}, Software: "Constat",
	}
}

func (l *layout) study() ddiStudy {
	meta, participation := l.diag.Meta, l.diag.Participation
	s := ddiStudy{
		Citation: l.citation(l.title()), Abstract: abstract(l),
		Summary: ddiSummary{Nation: "France", Coverage: coverage(meta.Territory), Unit: textUnit, Universe: universe(l), Kind: textDataKind},
		Method:  ddiMethod{Sampling: textSampling, Mode: collectionMode(meta)},
		Use:     ddiUse{textConfidential, textRestrictions},
	}
	if !participation.From.IsZero() {
		from, to := participation.From.Format(time.DateOnly), participation.To.Format(time.DateOnly)
		s.Summary.Collected = []ddiDate{{from, "start", from}, {to, "end", to}}
	}
	if participation.Rate.Base > 0 {
		s.Method.ResponseRate = Shown(participation.Rate)
	}
	if meta.Fictitious {
		s.Notes = append(s.Notes, textFictitious)
	}
	return s
}

// otherFiles are those that hold no rows of answers.
func otherFiles() []ddiMore {
	return []ddiMore{
		{"program", "study", fileSyntax, textSyntaxFile}, {"data", "study", fileTexts, textTextsFile}, {"table", "study", fileTables, textTablesFile},
	}
}

func fileOf(id string, each *level) ddiFile {
	return ddiFile{ID: id, URI: each.file, Txt: ddiFileTxt{
		Name: each.file, Content: fileContent(each), Cases: each.data.Len(), Variables: len(each.variables),
		Type: ddiType{"UTF-8", "CSV"}, Format: textFormat, Missing: textMissing,
	}}
}

func (l *layout) variables(data *ddiData, file string, each *level) {
	ids := make(map[*variable]string)
	for i, v := range each.variables {
		ids[v] = file + "V" + strconv.Itoa(i+1)
		data.Variables = append(data.Variables, l.variable(ids[v], file, v))
	}
	for i, set := range each.sets {
		var members []string
		for _, v := range set.variables {
			members = append(members, ids[v])
		}
		data.Groups = append(data.Groups, ddiGroup{
			ID: file + "G" + strconv.Itoa(i+1), Type: "multipleResp", Name: set.name, Label: oneLine(set.label), Variables: strings.Join(members, " "),
		})
	}
}

func (l *layout) variable(id, file string, v *variable) ddiVariable {
	d := ddiVariable{ID: id, Name: v.name, Files: file, Label: oneLine(v.label), Interval: "discrete"}
	switch v.kind {
	case kindNumber:
		d.Interval, d.Nature, d.Representation, d.Decimals = "contin", "ratio", "numeric", strconv.Itoa(v.decimals)
	case kindDate, kindDay:
		d.Interval, d.Temporal, d.Representation, d.Format.Category = "contin", "Y", "datetime", "date"
	case kindText:
		d.Nature, d.Representation = "nominal", "text"
	case kindKey:
		d.Representation = "numeric"
	default:
		d.Nature, d.Representation = "nominal", "code"
	}
	if v.ordinal || v.kind == kindRank {
		d.Nature = "ordinal"
	}
	d.Format.Type = "character"
	if numeric(v) {
		d.Format.Type = "numeric"
	}
	for _, c := range v.codes {
		category := ddiCategory{Value: c.text, Label: c.label}
		if c.missing {
			category.Missing = "Y"
		}
		d.Categories = append(d.Categories, category)
	}
	if v.question != nil {
		l.ask(&d, v.question)
	}
	return d
}

// numeric tells the variables whose every cell is a number in the CSV.
func numeric(v *variable) bool {
	switch v.kind {
	case kindText, kindDate, kindDay:
		return false
	case kindChoice:
		for _, c := range v.codes {
			if !plainNumber(c.text) {
				return false
			}
		}
	}
	return true
}

// ask describes the question behind a variable: its words, and who was asked,
// as the form writes the condition.
func (l *layout) ask(d *ddiVariable, q *survey.Question) {
	if q.Shown() {
		d.Question = &ddiQuestion{Literal: oneLine(analysis.LabelOf(l.diag.Form, q)), Hint: oneLine(analysis.Plain(q.Hint.In(l.diag.Form.DefaultLanguage)))}
	} else {
		d.Derivation = &ddiDerived{textCalculated}
	}
	var conditions []string
	for at := q; at != nil; at = at.Parent {
		if at.Relevant != nil {
			conditions = append([]string{at.Relevant.String()}, conditions...)
		}
		if at.Parent == nil && at != q {
			d.Concept = oneLine(analysis.LabelOf(l.diag.Form, at)) // the section
		}
	}
	if len(conditions) > 0 {
		d.Universe = askedIf + oneLine("("+strings.Join(conditions, ") and (")+")")
	}
}

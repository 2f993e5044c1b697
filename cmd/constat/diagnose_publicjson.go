package main

import (
	"constat/analysis/disclosure"
	"constat/analysis/workbook"
)

// publicDocument is what diagnose --json prints of the public edition: texts as
// they are printed, and no number that the workbooks do not have. Each cell of
// a table is the register's entry « area|question|code ».
type publicDocument struct {
	Wave        string            `json:"wave"`
	Edition     int               `json:"edition"`
	Territories []publicAreaView  `json:"territories"`
	Tables      []publicTableView `json:"tables"`
}

// publicAreaView is a file: one territory, or everybody.
type publicAreaView struct {
	Territory string `json:"territory"`          // code, "" for everybody
	Division  bool   `json:"division,omitempty"` // an area of --division, and the code is its value
	Area      string `json:"area"`               // key in the register, and name of the file
	Label     string `json:"label"`
	Shown     string `json:"shown"`             // how many answered
	Refused   string `json:"refused,omitempty"` // why nothing else is published
}

// publicTableView is a question's table; with By, one of its crosses. Base is
// the number of respondents when one is printed, BaseShown the text.
type publicTableView struct {
	Territory string           `json:"territory"`
	Question  string           `json:"question"`
	Label     string           `json:"label"`
	By        string           `json:"by"`
	Measure   string           `json:"measure"`
	Base      *int             `json:"base,omitempty"`
	BaseShown string           `json:"base_shown"`
	Bases     []publicBaseView `json:"bases,omitempty"`
	Sum       string           `json:"sum,omitempty"`    // of a quantity, as printed
	Median    string           `json:"median,omitempty"` // the class that holds it
	Cells     []publicCellView `json:"cells"`
}

type publicBaseView struct {
	By    string `json:"by"`
	Label string `json:"label"`
	Shown string `json:"shown"`
}

type publicCellView struct {
	Code  string `json:"code"`
	Label string `json:"label"`
	By    string `json:"by"`
	Shown string `json:"shown"`
}

func (w *publicWave) document(r *disclosure.Release) publicDocument {
	document := publicDocument{Wave: w.batch.Wave, Territories: []publicAreaView{}, Tables: []publicTableView{}}
	for _, report := range r.Reports() {
		p := report.Publication()
		document.Edition = p.Edition
		territory := w.groups[p.Area.Key].code
		document.Territories = append(document.Territories, publicAreaView{
			Territory: territory, Division: w.divides(p.Area), Area: p.Area.Key, Label: p.Area.Name, Shown: p.Respondents.Text, Refused: string(p.Refused),
		})
		for _, section := range p.Sections {
			for _, t := range section.Tables {
				document.Tables = append(document.Tables, viewPublished(territory, p, t))
			}
		}
		for _, x := range p.Crosses {
			document.Tables = append(document.Tables, viewPublishedCross(territory, p, x))
		}
	}
	return document
}

func viewPublished(territory string, p *disclosure.Publication, t disclosure.PublishedTable) publicTableView {
	view := publicTableView{
		Territory: territory, Question: t.Question, Label: t.Title, Measure: measureNames[t.Measure],
		Base: printedNumber(p.Respondents), BaseShown: p.Respondents.Text, Median: t.Median, Cells: []publicCellView{},
	}
	if t.Sum != nil {
		view.Sum = t.Sum.Text
	}
	for _, line := range t.Lines {
		view.Cells = append(view.Cells, publicCellView{Code: publishedCode(line), Label: workbook.PublicLabel(line), Shown: line.Shown.Text})
	}
	return view
}

// viewPublishedCross prints a cross in counts of the area's respondents. Its
// columns are answers of the question's table, which has their codes.
func viewPublishedCross(territory string, p *disclosure.Publication, x disclosure.PublishedCross) publicTableView {
	view := publicTableView{
		Territory: territory, Question: x.Question, Label: x.Title, By: x.By,
		Base: printedNumber(p.Respondents), BaseShown: p.Respondents.Text, Bases: []publicBaseView{}, Cells: []publicCellView{},
	}
	var answers []disclosure.PublishedLine
	view.Measure, answers = publishedAnswers(p, x.Question)
	_, rows := publishedAnswers(p, x.By)
	for r, row := range x.Rows {
		view.Bases = append(view.Bases, publicBaseView{By: row.Code, Label: labelAt(rows, r, row.Label), Shown: row.Total.Text})
		for i, cell := range row.Cells {
			each := publicCellView{Label: labelAt(answers, i, x.Columns[i]), By: row.Code, Shown: cell.Text}
			if i < len(answers) {
				each.Code = publishedCode(answers[i])
			}
			view.Cells = append(view.Cells, each)
		}
	}
	return view
}

// publishedAnswers are the lines of a question's table that a cross has too.
func publishedAnswers(p *disclosure.Publication, question string) (measure string, answers []disclosure.PublishedLine) {
	for _, section := range p.Sections {
		for _, t := range section.Tables {
			if t.Question != question {
				continue
			}
			measure = measureNames[t.Measure]
			for _, line := range t.Lines {
				if line.Kind != disclosure.LineNotConcerned && line.Kind != disclosure.LineBlank {
					answers = append(answers, line)
				}
			}
		}
	}
	return measure, answers
}

func labelAt(lines []disclosure.PublishedLine, i int, otherwise string) string {
	if i < len(lines) {
		return workbook.PublicLabel(lines[i])
	}
	return otherwise
}

func printedNumber(s disclosure.Shown) *int {
	if !s.Numeric() {
		return nil
	}
	return &s.Number
}

// publishedCode is a line's code, or the state it stands for, as the register
// names it.
func publishedCode(l disclosure.PublishedLine) string {
	switch {
	case l.Code != "":
		return l.Code
	case l.Kind == disclosure.LineNotConcerned:
		return "(non concerné)"
	}
	return "(sans réponse)"
}

package main

import (
	"math"

	"constat/analysis"
	"constat/analysis/microdata"
	"constat/survey"
)

// tablesDocument is what diagnose --json prints: every table of the
// diagnostics, for scripts and auditors.
type tablesDocument struct {
	Tables    []tableView    `json:"tables"`
	Estimates []estimateView `json:"estimates,omitempty"`
}

// estimateView is how many different people respondents speak of. Each number
// says in its name what it rests on: see analysis.Estimate.
type estimateView struct {
	Territory string `json:"territory"`
	Indicator string `json:"indicator"`
	Label     string `json:"label"`
	Question  string `json:"question"`
	Declared  int    `json:"declared"` // respondents who gave a number
	Responses int    `json:"responses"`
	// LargestAnswer is the sure floor.
	LargestAnswer float64 `json:"largest_answer"`
	// LargestTypeIfDisjoint is a floor if two respondents of one type of structure
	// never count the same person.
	LargestTypeIfDisjoint float64  `json:"largest_type_if_disjoint"`
	CentralIfSharedTwice  *float64 `json:"central_if_shared_twice"` // null when nobody told the shared part
	// SumDeclared bounds the people known to those who gave a number, only.
	SumDeclared float64 `json:"sum_declared"`
}

// tableView is a question's table; with By, one of its crosses, where each
// percentage is over the base of its own line of Bases.
type tableView struct {
	Territory string        `json:"territory"` // code, "" for everybody
	Question  string        `json:"question"`
	Label     string        `json:"label"`
	By        string        `json:"by"`
	Measure   string        `json:"measure"`
	Base      int           `json:"base"` // people, or instances of a repeat, who answered
	Apart     *apartView    `json:"apart,omitempty"`
	Bases     []baseView    `json:"bases,omitempty"`
	Quantity  *quantityView `json:"quantity,omitempty"`
	Cells     []cellView    `json:"cells"`
}

// apartView counts those who are not in the base.
type apartView struct {
	NotConcerned int `json:"not_concerned"`
	NoAnswer     int `json:"no_answer"`
	Refused      int `json:"refused"`
}

type baseView struct {
	By       string        `json:"by"`
	Label    string        `json:"label"`
	Base     int           `json:"base"`
	Quantity *quantityView `json:"quantity,omitempty"`
}

type quantityView struct {
	N      int     `json:"n"`
	Sum    float64 `json:"sum"`
	Mean   float64 `json:"mean"`
	Min    float64 `json:"min"`
	Q1     float64 `json:"q1"`
	Median float64 `json:"median"`
	Q3     float64 `json:"q3"`
	Max    float64 `json:"max"`
}

// cellView is one count. Percent is absent when the base is nil; Shown is
// what is printed, where a small base has no percentage.
type cellView struct {
	Code    string   `json:"code"`
	Label   string   `json:"label"`
	By      string   `json:"by"`
	N       int      `json:"n"`
	Percent *float64 `json:"percent"`
	Shown   string   `json:"shown"`
}

func (c *diagnoseCmd) document(p *program, b *batch) (tablesDocument, error) {
	document := tablesDocument{Tables: []tableView{}}
	err := c.diagnostics(p, b, func(g *group, d *analysis.Diagnostic) error {
		for _, t := range d.Tables() {
			document.Tables = append(document.Tables, viewTable(g.code, t))
		}
		for _, x := range d.Crosses {
			document.Tables = append(document.Tables, viewCross(g.code, x))
		}
		for _, e := range d.Estimates {
			document.Estimates = append(document.Estimates, viewEstimate(g.code, d, e))
		}
		return nil
	})
	return document, err
}

func viewEstimate(territory string, d *analysis.Diagnostic, e *analysis.Estimate) estimateView {
	view := estimateView{
		Territory: territory, Indicator: e.Indicator.Name, Label: e.Label, Question: e.Question.Key,
		Declared: e.Declared.N, Responses: d.Participation.Responses,
		LargestAnswer: e.StrictFloor, LargestTypeIfDisjoint: e.UsualFloor, SumDeclared: e.Ceiling,
	}
	if e.HasCentral {
		view.CentralIfSharedTwice = &e.Central
	}
	return view
}

func viewTable(territory string, t *analysis.Table) tableView {
	view := tableView{
		Territory: territory, Question: t.Key(), Label: t.Title, Measure: measureNames[t.Measure],
		Base: t.Base.Answered(), Quantity: viewQuantity(t.Quantity), Cells: []cellView{},
		Apart: &apartView{NotConcerned: t.Base.NotConcerned(), NoAnswer: t.Base.NoAnswer, Refused: t.Base.Refused},
	}
	for _, line := range t.Lines {
		view.Cells = append(view.Cells, viewCell(line.Code, line.Label, "", line.Share))
	}
	return view
}

func viewCross(territory string, x *analysis.Cross) tableView {
	view := tableView{
		Territory: territory, Question: answerKey(x.Question), Label: x.Title, By: answerKey(x.By), Measure: measureNames[x.Measure],
		Base: x.All.Base, Quantity: viewQuantity(x.All.Quantity), Bases: []baseView{}, Cells: []cellView{},
	}
	for _, row := range x.Rows {
		view.Bases = append(view.Bases, baseView{By: row.Code, Label: row.Label, Base: row.Base, Quantity: viewQuantity(row.Quantity)})
		for i, share := range row.Shares {
			view.Cells = append(view.Cells, viewCell(x.Columns[i].Code, x.Columns[i].Label, row.Code, share))
		}
	}
	return view
}

func viewCell(code, label, by string, s analysis.Share) cellView {
	cell := cellView{Code: code, Label: label, By: by, N: s.Count, Shown: microdata.Shown(s)}
	if s.Base > 0 {
		percent := math.Round(1e8*float64(s.Count)/float64(s.Base)) / 1e6
		cell.Percent = &percent
	}
	return cell
}

func viewQuantity(q *analysis.Quantity) *quantityView {
	if q == nil || q.N == 0 {
		return nil // quantiles of nothing are not numbers
	}
	return &quantityView{N: q.N, Sum: q.Sum, Mean: q.Sum / float64(q.N), Min: q.Min, Q1: q.Q1, Median: q.Median, Q3: q.Q3, Max: q.Max}
}

// answerKey names a question as its table does: with its repeat.
func answerKey(q *survey.Question) string {
	if q.Scope.Repeat != nil {
		return q.Scope.Repeat.Key + "/" + q.Key
	}
	return q.Key
}

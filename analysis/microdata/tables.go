package microdata

import (
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"constat/analysis"
	"constat/analysis/disclosure"
	"constat/survey"
)

// tableHeader names the columns of the list of tables.
var tableHeader = []string{
	"territoire", "tableau", "question", "libelle_question", "par", "par_code", "par_libelle", "code", "libelle",
	"effectif", "base", "pourcentage", "bas", "haut", "valeur", "affiche",
}

// tableRow is one line: a count, or a value of a quantity.
type tableRow struct {
	table, question, title string // question, croisement, indicateur, estimation
	by, byCode, byLabel    string
	code, label            string
	count, base            string
	percent                string // of 100
	low, high              string // of the percentage, else of the value
	value, shown           string
}

// WriteTables writes every table of the diagnostics as one list: the
// participation, the questions, the crosses, the indicators, the estimates. A
// territory's diagnostic names it in the first column, which is blank for the
// whole. Percentages are exact and over the base beside them; the last column
// is what the workbook prints, where a small base has none. ErrNoRows for an
// edition without rows: these are true counts.
func WriteTables(w io.Writer, reports ...disclosure.Report) error {
	out, err := newCSV(w, tableHeader...)
	if err != nil {
		return fmt.Errorf("begin %s: %w", fileTables, err)
	}
	for _, report := range reports {
		if report.Data() == nil {
			return ErrNoRows
		}
		d := report.Diagnostic()
		territory := d.Meta.Territory.Name
		if d.Meta.Fictitious {
			territory = textFictitiousTerritory + territory
		}
		if err := writeRows(out, territory, rowsOf(d)); err != nil {
			return fmt.Errorf("write %s: %w", fileTables, err)
		}
	}
	out.Flush()
	return out.Error()
}

func writeRows(out *csv.Writer, territory string, rows []tableRow) error {
	for _, r := range rows {
		cells := []string{
			territory, r.table, r.question, r.title, r.by, r.byCode, r.byLabel, r.code, r.label,
			r.count, r.base, r.percent, r.low, r.high, r.value, r.shown,
		}
		for i, cell := range cells {
			cells[i] = guardedCode(oneLine(cell))
		}
		if err := out.Write(cells); err != nil {
			return fmt.Errorf("write the row of %s: %w", r.table, err)
		}
	}
	return nil
}

func rowsOf(d *analysis.Diagnostic) []tableRow {
	rows := []tableRow{tableRow{table: tableParticipation, label: textResponses}.counting(d.Participation.Responses, 0)}
	if d.Participation.Rate.Base > 0 { // how many were invited is known
		rows[0] = rows[0].describing(d.Participation.Rate)
	}
	for _, t := range d.Tables() {
		rows = append(rows, questionRows(t)...)
	}
	for _, x := range d.Crosses {
		rows = append(rows, crossRows(x)...)
	}
	for _, f := range d.Figures {
		rows = append(rows, figureRows(f)...)
	}
	for _, e := range d.Estimates {
		rows = append(rows, estimateRows(e)...)
	}
	return rows
}

func (r tableRow) of(code, label string) tableRow {
	r.code, r.label = code, label
	return r
}

func (r tableRow) split(code, label string) tableRow {
	r.byCode, r.byLabel = code, label
	return r
}

func (r tableRow) counting(n, base int) tableRow {
	r.count, r.shown = strconv.Itoa(n), strconv.Itoa(n)
	if base > 0 {
		r.base = strconv.Itoa(base)
	}
	return r
}

func (r tableRow) sharing(s analysis.Share) tableRow {
	r = r.describing(s)
	if s.Base > 0 {
		r.low, r.high = percent(s.Interval.Low), percent(s.Interval.High)
	}
	return r
}

// describing is a share of who answered, which is known: without an interval.
func (r tableRow) describing(s analysis.Share) tableRow {
	r.count, r.base, r.shown = strconv.Itoa(s.Count), strconv.Itoa(s.Base), Shown(s)
	if s.Base > 0 {
		r.percent = percent(float64(s.Count) / float64(s.Base))
	}
	return r
}

func (r tableRow) sharingOr(describes bool, s analysis.Share) tableRow {
	if describes {
		return r.describing(s)
	}
	return r.sharing(s)
}

func (r tableRow) worth(x float64, n int) tableRow {
	r.value, r.count = rounded(x), strconv.Itoa(n)
	r.shown = strings.Replace(r.value, ".", ",", 1)
	return r
}

// percent is out of 100, to a millionth, as diagnose --json writes it.
func percent(fraction float64) string { return rounded(100 * fraction) }

func rounded(x float64) string {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return ""
	}
	if math.Abs(x) < 1e9 {
		x = math.Round(1e6*x) / 1e6
	}
	return decimal(x)
}

func questionRows(t *analysis.Table) []tableRow {
	row := tableRow{table: tableQuestion, question: t.Key(), title: t.Title}
	var rows []tableRow
	for _, line := range t.Lines {
		rows = append(rows, row.of(line.Code, line.Label).sharingOr(t.Describes, line.Share))
	}
	rows = append(rows, quantityRows(row, t.Quantity)...)
	if t.Measure == survey.MeasureVerbatim {
		rows = append(rows, row.of("", textTexts).counting(t.Base.Substantive, 0))
	}
	for _, apart := range []struct {
		label string
		n     int
	}{{textNotConcerned, t.Base.NotConcerned()}, {textNoAnswer, t.Base.NoAnswer}, {textRefused, t.Base.Refused}} {
		rows = append(rows, row.of("", apart.label).counting(apart.n, 0))
	}
	return rows
}

const codeMean = "moyenne"

// quantityRows are the sum and the quantiles; nothing of no number. A mean that
// an indicator asks for has its interval.
func quantityRows(row tableRow, q *analysis.Quantity) []tableRow {
	if q == nil || q.N == 0 {
		return nil
	}
	var rows []tableRow
	for _, each := range []struct {
		code, label string
		x           float64
	}{
		{"somme", "Somme", q.Sum}, {codeMean, "Moyenne", q.Sum / float64(q.N)}, {"minimum", "Minimum", q.Min},
		{"q1", "Premier quartile", q.Q1}, {"mediane", "Médiane", q.Median}, {"q3", "Troisième quartile", q.Q3}, {"maximum", "Maximum", q.Max},
	} {
		made := row.of(each.code, each.label).worth(each.x, q.N)
		if each.code == codeMean && q.Mean != nil {
			made.low, made.high = rounded(q.Mean.Interval.Low), rounded(q.Mean.Interval.High)
		}
		rows = append(rows, made)
	}
	return rows
}

func crossRows(x *analysis.Cross) []tableRow {
	row := tableRow{table: tableCross, question: questionKey(x.Question), title: x.Title, by: questionKey(x.By)}
	var rows []tableRow
	all := x.All
	all.Label = textEverybody
	for _, line := range append(append([]analysis.CrossRow{}, x.Rows...), all) {
		part := row.split(line.Code, line.Label)
		for i, share := range line.Shares {
			rows = append(rows, part.of(x.Columns[i].Code, x.Columns[i].Label).sharingOr(x.Describes, share))
		}
		rows = append(rows, quantityRows(part, line.Quantity)...)
	}
	return rows
}

// figureRows leaves rankings out: they are the table of their question.
func figureRows(f *analysis.Figure) []tableRow {
	row := tableRow{table: tableFigure, question: f.Indicator.Name, title: f.Label}
	var rows []tableRow
	if f.Share != nil {
		rows = append(rows, row.of("", textEverybody).sharingOr(f.Describes, *f.Share))
	}
	if f.Ratio != nil {
		rows = append(rows, ratioRow(row.of("", textEverybody), f))
	}
	for _, part := range f.Parts {
		rows = append(rows, quantityRows(tableRow{table: tableFigure, question: f.Indicator.Name, title: f.Label + " — " + part.Label}, part.Quantity)...)
	}
	rows = append(rows, quantityRows(row, f.Total)...)
	for _, by := range f.By {
		part := row.split("", by.Label)
		part.by = questionKey(by.By)
		if by.Share != nil {
			rows = append(rows, part.of("", textEverybody).sharingOr(f.Describes, *by.Share))
		}
		rows = append(rows, quantityRows(part, by.Quantity)...)
	}
	return rows
}

// ratioRow prints no percentage of fewer than the smallest base, and none at
// all of a ratio: its value and its interval are numbers.
func ratioRow(row tableRow, f *analysis.Figure) tableRow {
	r := f.Ratio
	row.count, row.base = rounded(r.Over), rounded(r.Under)
	if f.Indicator.Type == survey.IndicatorRatio {
		row.value, row.shown = rounded(r.Value), row.count+" pour "+row.base
		if r.HasInterval {
			row.low, row.high = rounded(r.Interval.Low), rounded(r.Interval.High)
		}
		if r.Under >= analysis.MinPercentBase {
			row.shown += " (" + strings.Replace(strconv.FormatFloat(r.Value, 'f', 2, 64), ".", ",", 1) + ")"
		}
		return row
	}
	row.percent, row.shown = percent(r.Value), row.count+" sur "+row.base
	if r.HasInterval {
		row.low, row.high = percent(r.Interval.Low), percent(r.Interval.High)
	}
	if r.Under >= analysis.MinPercentBase {
		row.shown += " (" + percentText(r.Value, 0) + ")"
	}
	return row
}

func estimateRows(e *analysis.Estimate) []tableRow {
	row := tableRow{table: tableEstimate, question: e.Indicator.Name, title: e.Label}
	rows := []tableRow{
		row.of("plancher_strict", "Plancher strict : le plus grand nombre d’une réponse").worth(e.StrictFloor, e.Declared.N),
		row.of("plancher", "Plancher usuel, si deux réponses d’un même type de structure ne comptent jamais la même personne").worth(e.UsualFloor, e.Declared.N),
	}
	if e.HasCentral {
		rows = append(rows, row.of("central", "Estimation centrale, par hypothèse").worth(e.Central, e.Declared.N))
	}
	return append(rows, row.of("plafond", "Plafond, pour les personnes connues de qui a donné un nombre").worth(e.Ceiling, e.Declared.N))
}

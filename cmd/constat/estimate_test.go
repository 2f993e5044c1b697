package main

import (
	"bytes"
	"fmt"
	"math"
	"strings"
	"testing"

	"constat/analysis"
	"constat/analysis/disclosure"
	"constat/analysis/microdata"
	"constat/analysis/workbook"
	"constat/survey"
	"constat/survey/catalogue"
)

// bounds of an estimate, added up row by row.
type bounds struct {
	largest, ceiling, central float64
	declared, told            int
	types                     map[string]float64
}

// boundsByHand adds the rows of the catalogue's own answers up as a person with
// a pencil would, from the very texts that were stored.
func boundsByHand(d *analysis.Diagnostic, number, by, overlap *survey.Question) bounds {
	at := func(q *survey.Question) *analysis.Column { c, _ := d.Data.Column(q); return c }
	b := bounds{types: make(map[string]float64)}
	shared, untold := 0.0, 0.0
	for row := range d.Data.Len() {
		x, ok := at(number).Number(row)
		if !ok {
			continue
		}
		b.declared++
		b.ceiling += x
		b.largest = math.Max(b.largest, x)
		kind := ""
		if place, ok := at(by).Code(row); ok {
			kind = at(by).Categories[place].Code
		}
		b.types[kind] += x
		place, ok := at(overlap).Code(row)
		if !ok || !at(overlap).Categories[place].HasMidpoint {
			untold += x
			continue
		}
		r := at(overlap).Categories[place].Midpoint
		b.told++
		shared += r
		b.central += x * (1 - r/2)
	}
	b.central += untold * (1 - shared/float64(b.told)/2)
	return b
}

func (b bounds) largestType() float64 {
	most := b.largest
	for _, sum := range b.types {
		most = math.Max(most, sum)
	}
	return most
}

// Each number of an estimate says what it rests on, in the workbook and in the
// list of tables: the sure floor is one answer, the usual one supposes disjoint
// lists, and the ceiling bounds those known to who gave a number.
func TestEstimate_saysWhatItRestsOn(t *testing.T) {
	d := imaginary(t, catalogue.Entries()[0], 45, -1)
	e := d.Estimates[0]
	q := func(name string) *survey.Question { q, _ := d.Form.Question(name); return q }
	want := boundsByHand(d, e.Question, q("type_structure"), q("recouvrement"))
	central := math.Min(math.Max(want.central, want.largestType()), want.ceiling)
	if want.declared == 0 || want.declared == d.Data.Len() || want.largest == want.largestType() {
		t.Fatalf("these answers show nothing: %+v", want)
	}
	if e.StrictFloor != want.largest || e.UsualFloor != want.largestType() || e.Ceiling != want.ceiling || e.Declared.N != want.declared || math.Abs(e.Central-central) > 1e-9 {
		t.Errorf("%v, %v, %v, %v of %d; by hand %v, %v, %v, %v of %d",
			e.StrictFloor, e.UsualFloor, e.Central, e.Ceiling, e.Declared.N, want.largest, want.largestType(), central, want.ceiling, want.declared)
	}
	report := disclosure.Internal("essai", d.Meta.GeneratedOn, d)
	var book, list bytes.Buffer
	if err := workbook.Write(&book, report); err != nil {
		t.Fatal(err)
	}
	if err := microdata.WriteTables(&list, report); err != nil {
		t.Fatal(err)
	}
	said := strings.ReplaceAll(sheetText(t, book.Bytes(), "Synthèse")+sheetText(t, book.Bytes(), "Estimation"), "\u00a0", " ")
	for _, sentence := range []string{
		fmt.Sprintf("Au moins %v enfants (personnes différentes), le plus grand nombre d’une réponse ; %v si deux réponses d’un même type de structure ne comptent jamais la même personne", want.largest, want.largestType()),
		fmt.Sprintf("au plus %v, connus de %d professionnels qui ont donné un nombre", want.ceiling, want.declared),
	} {
		if strings.Count(said, sentence) != 2 {
			t.Errorf("said %d times: %s", strings.Count(said, sentence), sentence)
		}
	}
	for _, overclaim := range []string{"au moins le plancher, au plus le plafond", fmt.Sprintf("Entre %v et %v", want.largestType(), want.ceiling)} {
		if strings.Contains(said, overclaim) {
			t.Errorf("still says %q", overclaim)
		}
	}
	for _, label := range []string{"le plus grand nombre d’une réponse", "si deux réponses d’un même type", "connues de qui a donné un nombre"} {
		if !strings.Contains(list.String(), label) {
			t.Errorf("the list of tables does not say %q", label)
		}
	}
	view := viewEstimate("", d, e)
	if view.LargestAnswer != want.largest || view.LargestTypeIfDisjoint != want.largestType() || view.SumDeclared != want.ceiling || view.Declared != want.declared || view.Responses != 45 {
		t.Errorf("JSON %+v", view)
	}
}

func sheetText(t *testing.T, book []byte, sheet string) string {
	t.Helper()
	rows, err := opened(t, book).GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for _, row := range rows {
		text.WriteString(strings.Join(row, " | ") + "\n")
	}
	return text.String()
}

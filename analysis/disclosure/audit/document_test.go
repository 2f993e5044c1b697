package audit

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
)

func read(t *testing.T, text, territories string) *Reading {
	t.Helper()
	var d Document
	if err := json.Unmarshal([]byte(text), &d); err != nil {
		t.Fatal(err)
	}
	r, err := d.Read(territories)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// checkRanges reads "low high" for each id.
func checkRanges(t *testing.T, r *Reading, want map[string][2]int64) {
	t.Helper()
	ranges, err := r.Family.Ranges(t.Context(), r.Knowing...)
	if err != nil {
		t.Fatal(err)
	}
	for id, w := range want {
		cell, ok := r.At[id]
		if !ok {
			t.Errorf("no cell %s", id)
			continue
		}
		if got := ranges[cell]; got.Low != w[0] || got.High != w[1] {
			t.Errorf("%s: %d..%d, not %v", id, got.Low, got.High, w)
		}
	}
}

func TestDocument_cells(t *testing.T) {
	// A percentage with one decimal of 53 gives the count back; its complement follows.
	checkRanges(t, read(t, `{
		"cells": [{"id": "n", "value": 53}, {"id": "x", "true": 3}, {"id": "y"}],
		"constraints": [
			{"terms": [["x", 100]], "lo": 299.45, "hi": 304.75},
			{"total": "n", "parts": ["x", "y"]}]
	}`, ""), map[string][2]int64{"x": {3, 3}, "y": {50, 50}})
}

func TestDocument_fractions(t *testing.T) {
	// Half of x and a quarter of y make between 2.5 and 2.75 (floating point and all).
	checkRanges(t, read(t, `{
		"cells": [{"id": "x", "hi": 5.5}, {"id": "y", "lo": 0.5, "hi": 3}],
		"constraints": [{"terms": [["x", 0.5], ["y", 0.25]], "lo": 2.5000000000001, "hi": 2.7499999999999}]
	}`, ""), map[string][2]int64{"x": {4, 5}, "y": {1, 3}})
}

func TestDocument_oneQuantityOnTwoSheets(t *testing.T) {
	checkRanges(t, read(t, `{
		"cells": [{"id": "s1:a", "key": "a", "lo": 3, "hi": 7}, {"id": "s2:a", "key": "a", "lo": 6, "hi": 12}, {"id": "b", "hi": 9}],
		"constraints": [{"terms": [["s1:a", 1], ["b", -1]], "lo": 0, "hi": 0}],
		"knowledge": [{"id": "b", "hi": 6}]
	}`, ""), map[string][2]int64{"s1:a": {6, 6}, "s2:a": {6, 6}, "a": {6, 6}, "b": {6, 6}})
}

const sheets = `{
	"hierarchies": {
		"geo": {"Total": ["A", "B"]},
		"age": [{"Total": ["0-2", "3+"], "3+": ["3-5", "6+"]}, {"Total": ["0-5", "6+"], "0-5": ["0-2", "3-5"]}]
	},
	"tables": [{"id": "t", "dims": ["geo", "age"], "cells": [
		{"at": ["Total", "Total"], "value": 60, "true": 60},
		{"at": ["A", "Total"], "value": 30, "true": 30},
		{"at": ["A", "0-2"], "text": "<11", "lo": 0, "hi": 10, "true": 2},
		{"at": ["A", "0-5"], "text": "15", "lo": 13, "hi": 17, "true": 14},
		{"at": ["A", "6+"], "value": 16, "true": 16},
		{"at": ["A", "3+"], "text": ">=20", "lo": 20, "hi": 30, "true": 28}
	]}],
	"require": {"min_width": 4, "forbid_small_proof": 4, "only_true_below": 11}
}`

func TestDocument_twoTreesOverOneSheet(t *testing.T) {
	r := read(t, sheets, "geo")
	checkRanges(t, r, map[string][2]int64{
		"t:A/0-5": {14, 14}, "t:A/0-2": {0, 10}, "n||age=3-5&geo=A": {4, 14}, "n||geo=B": {30, 30},
	})
	small, band := r.Family.Cells[r.At["t:A/0-2"]], r.Family.Cells[r.At["t:A/3+"]]
	if !small.Sensitive() || !small.Band || !small.Maskable || small.Holder != "A" || !band.Band {
		t.Errorf("%+v, %+v", small, band)
	}
	if total := r.Family.Cells[r.At["t:Total/Total"]]; total.Holder != "" || total.Maskable {
		t.Errorf("%+v", total)
	}
}

func TestDocument_exportedAndReadBack(t *testing.T) {
	f := release(2, 3, 1, 3, 11)
	f.Linears = []Linear{{Terms: []Term{{5, 3}, {6, -1}}, Low: -40, High: Unbounded}}
	var text bytes.Buffer
	if err := json.NewEncoder(&text).Encode(f.Export()); err != nil {
		t.Fatal(err)
	}
	r := read(t, text.String(), "")
	want, err := f.Ranges(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	expected := make(map[string][2]int64)
	for i, c := range f.Cells {
		expected[c.Key] = [2]int64{want[i].Low, want[i].High}
	}
	checkRanges(t, r, expected)
	if len(r.Family.Sums) != len(f.Sums) || len(r.Family.Linears) != 1 {
		t.Errorf("%d sums and %d linears, written from %d and 1", len(r.Family.Sums), len(r.Family.Linears), len(f.Sums))
	}
}

func TestDocument_mistakes(t *testing.T) {
	for name, text := range map[string]string{
		"sum of an unknown cell":   `{"cells": [{"id": "a"}], "constraints": [{"total": "a", "parts": ["b"]}]}`,
		"total unknown":            `{"constraints": [{"total": "a", "parts": []}]}`,
		"term unknown":             `{"constraints": [{"terms": [["a", 1]], "lo": 0}]}`,
		"knowledge unknown":        `{"knowledge": [{"id": "a", "lo": 1}]}`,
		"place of another table":   `{"tables": [{"id": "t", "dims": ["geo"], "cells": [{"at": ["A", "b"]}]}]}`,
		"number past every count":  `{"cells": [{"id": "a", "hi": 1e30}]}`,
		"coefficient out of range": `{"cells": [{"id": "a"}], "constraints": [{"terms": [["a", 1e30]], "lo": 0}]}`,
	} {
		t.Run(name, func(t *testing.T) {
			var d Document
			if err := json.Unmarshal([]byte(text), &d); err != nil {
				t.Fatal(err)
			}
			if _, err := d.Read(""); err == nil {
				t.Error("read")
			}
		})
	}
	for _, text := range []string{
		`{"constraints": [{"terms": [["a"]]}]}`, `{"constraints": [{"terms": [[1, 2]]}]}`, `{"hierarchies": {"geo": 3}}`,
	} {
		if err := json.NewDecoder(strings.NewReader(text)).Decode(new(Document)); err == nil {
			t.Errorf("%s: read", text)
		}
	}
}

// A document proves what it says to whoever adds up, and to nobody who was
// handed another one.
func TestDocument_certificates(t *testing.T) {
	f := release(4, 4, 3, 3, 6)
	repaired, err := f.Repair(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	f = f.Mask(repaired.Masked...)
	handOver := func(forge func(d *Document)) error {
		d := f.Export(repaired.Certificates...)
		forge(d)
		text, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		var again Document
		if err := json.Unmarshal(text, &again); err != nil {
			t.Fatal(err)
		}
		r, err := again.Read("")
		if err != nil {
			return err
		}
		return r.Family.Certified(r.Certificates)
	}
	if err := handOver(func(*Document) {}); err != nil || len(repaired.Certificates) == 0 {
		t.Fatalf("%d certificates: %v", len(repaired.Certificates), err)
	}
	for name, forge := range map[string]func(d *Document){
		"one missing":     func(d *Document) { d.Certificates = d.Certificates[1:] },
		"the same tables": func(d *Document) { d.Certificates[0].High = d.Certificates[0].Low },
		"too narrow":      func(d *Document) { d.Certificates[0].Width = 1 },
		"another value":   func(d *Document) { d.Witnesses[0], d.Witnesses[1] = DocumentWitness{0, 1}, DocumentWitness{0, 1} },
		"no such witness": func(d *Document) { d.Certificates[0].Low = len(d.Witnesses) },
		"no such cell":    func(d *Document) { d.Witnesses[0] = DocumentWitness{int64(len(d.Cells)), 1} },
		"half a change":   func(d *Document) { d.Witnesses[0] = append(d.Witnesses[0], 0) },
		"a sum left out":  func(d *Document) { d.Cells[0].Value, d.Cells[0].Low = nil, nil; *d.Cells[0].True += 3 },
		"printed after all": func(d *Document) {
			d.Cells[d.Certificates[0].Cell].Value = number(*d.Cells[d.Certificates[0].Cell].True)
		},
		"not for the holder": func(d *Document) { d.Certificates[0].Holder = "somebody" },
	} {
		if handOver(forge) == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

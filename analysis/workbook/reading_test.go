package workbook_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"constat/analysis/disclosure"
	"constat/analysis/workbook"
	"constat/analysis/workbook/workbooktest"
)

// texts gathers every text of a value.
func texts(v reflect.Value, found *[]string) {
	switch v.Kind() {
	case reflect.String:
		*found = append(*found, v.String())
	case reflect.Struct:
		for i := range v.NumField() {
			texts(v.Field(i), found)
		}
	case reflect.Slice:
		for i := range v.Len() {
			texts(v.Index(i), found)
		}
	}
}

// TestRead_saysWhatIsPublished: a page has no number that the file may not have.
func TestRead_saysWhatIsPublished(t *testing.T) {
	for name, p := range workbook.Publications() {
		_, words := workbooktest.Allowed(p)
		var said []string
		texts(reflect.ValueOf(workbook.Read(p)), &said)
		numbers := 0
		for _, text := range said {
			for _, n := range workbooktest.Numbers(text) {
				if numbers++; !words[n] {
					t.Errorf("%s: %s in %q", name, n, text)
				}
			}
		}
		if numbers < 10 {
			t.Errorf("%s: %d numbers, this test proves nothing", name, numbers)
		}
	}
}

// TestRead_keptAsJSON: what is read back from storage is what was published.
func TestRead_keptAsJSON(t *testing.T) {
	for name, p := range workbook.Publications() {
		text, err := json.Marshal(p)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		again := new(disclosure.Publication)
		if err := json.Unmarshal(text, again); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if got, want := workbook.Read(again), workbook.Read(p); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: the page says other things once kept", name)
		}
	}
}

func TestRead_refused(t *testing.T) {
	r := workbook.Read(workbook.Publications()["refused"])
	if r.Refused == "" || len(r.Sections)+len(r.Key)+len(r.HowToRead) > 0 || !strings.Contains(r.Size, "14") {
		t.Errorf("%+v", r)
	}
}

func TestRegister_wordsAndOrder(t *testing.T) {
	p := workbook.Publications()["whole"]
	for i := range p.Sections {
		for j := range p.Sections[i].Tables {
			p.Sections[i].Tables[j].Question = p.Sections[i].Tables[j].Key
		}
	}
	key, table := p.Area.Key, p.Sections[0].Tables[0]
	line := table.Lines[0]
	ledger := disclosure.Ledger{
		{Key: key + "|inconnu|x", Area: key, Low: 3, High: 5, Text: "5"},
		{Key: key + "|" + table.Question + "|" + line.Code, Area: key, Low: 13, High: 17, Text: ">=13"},
		{Key: key + "|" + table.Question + "|(sans réponse)", Area: key, High: 47, Text: disclosure.TextWithheld},
		{Key: key, Area: key, Low: 47, High: 47, Text: "47"},
		{Key: "ailleurs", Area: "ailleurs", Text: "9"},
	}
	want := []workbook.Registered{
		{Question: "Nombre de réponses", Text: "47", Says: "exactement 47"},
		{Question: table.Title, Answer: line.Label, Text: "≥13", Says: "de 13 à 17"},
		{Question: table.Title, Answer: "Sans réponse", Text: "nc", Says: "rien"},
		{Question: "inconnu|x", Text: "5", Says: "de 3 à 5"},
	}
	if got := workbook.Register(p, ledger); !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

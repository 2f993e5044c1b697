package main

import (
	"encoding/json"
	"strings"
	"testing"

	"constat/survey/territory"
)

// The shape of the two files of the package: a current commune, one without
// EPCI, a delegated commune, a neighbour, and an EPCI that crosses the border.
const (
	placesJSON = `[
	{"code":"2A005","nom":"Île","type":"commune-actuelle","departement":"2A","codesPostaux":["20001","20000"],"population":3},
	{"code":"2A004","nom":"Ajaccio","type":"commune-actuelle","departement":"2A","codesPostaux":["20000"],"population":70000,"anciensCodes":["2A009","2A001"]},
	{"code":"2A001","nom":"Ajaccio-le-Bas","type":"commune-deleguee","departement":"2A","chefLieu":"2A004"},
	{"code":"2B001","nom":"Bastia","type":"commune-actuelle","departement":"2B","codesPostaux":["20200"],"population":9}]`
	groupsJSON = `[
	{"code":"200000002","nom":"CC d'ailleurs","type":"CC","membres":[{"code":"2B001"}]},
	{"code":"200000001","nom":"CC du Maquis","type":"CC","membres":[{"code":"2A004"},{"code":"2B001"}]}]`
)

func fixtures(t *testing.T) (places []place, groups []group) {
	t.Helper()
	for text, into := range map[string]any{placesJSON: &places, groupsJSON: &groups} {
		if err := json.Unmarshal([]byte(text), into); err != nil {
			t.Fatal(err)
		}
	}
	return places, groups
}

func TestDerive(t *testing.T) {
	places, groups := fixtures(t)
	communes, epci, err := derive("2A", places, groups)
	if err != nil {
		t.Fatal(err)
	}
	wantCommunes := "code,name,population,epci,postal_codes,former_codes\n" +
		"2A004,Ajaccio,70000,200000001,20000,2A001 2A009\n2A005,Île,3,,20000 20001,\n"
	if _, got, _ := strings.Cut(string(communes), "Licence Ouverte.\n"); got != wantCommunes {
		t.Errorf("communes:\n%s\nwant:\n%s", communes, wantCommunes)
	}
	wantEPCI := "code,name,kind,members\n200000001,CC du Maquis,CC,2\n"
	if _, got, _ := strings.Cut(string(epci), "Licence Ouverte.\n"); got != wantEPCI {
		t.Errorf("epci:\n%s\nwant:\n%s", epci, wantEPCI)
	}

	g, err := territory.Read(strings.NewReader(string(communes)), strings.NewReader(string(epci)))
	if err != nil {
		t.Fatalf("package territory does not read what is written for it: %v", err)
	}
	if len(g.Communes()) != 2 || !strings.Contains(g.Source, "Millésime "+vintage) {
		t.Errorf("read back: %d communes, source %q", len(g.Communes()), g.Source)
	}
}

func TestDerive_unknownDepartement(t *testing.T) {
	places, groups := fixtures(t)
	if _, _, err := derive("20", places, groups); err == nil {
		t.Error("département 20 has been 2A and 2B since 1976, and was accepted")
	}
}

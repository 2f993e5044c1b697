package territory

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

// TestHerault holds the embedded files to the official totals of 2026.
func TestHerault(t *testing.T) {
	g := Herault()
	communes := g.Communes()
	if len(communes) != 341 || len(g.EPCIs()) != 17 {
		t.Fatalf("%d communes and %d EPCI, want 341 and 17", len(communes), len(g.EPCIs()))
	}
	var codes []string
	postal := map[string]bool{}
	for _, c := range communes {
		codes = append(codes, c.Code)
		for _, p := range c.PostalCodes {
			postal[p] = true
		}
		if _, ok := g.EPCI(c.EPCI); !ok || len(c.PostalCodes) == 0 || c.Population == 0 {
			t.Errorf("%s %s: EPCI %q, postal codes %v, %d inhabitants", c.Code, c.Name, c.EPCI, c.PostalCodes, c.Population)
		}
	}
	if total := g.Population(codes); total != 1_230_289 {
		t.Errorf("%d inhabitants, want 1 230 289", total)
	}
	if len(postal) != 80 {
		t.Errorf("%d postal codes, want 80", len(postal))
	}
	for _, word := range []string{"INSEE", "2026", "Etalab", "Licence Ouverte"} {
		if !strings.Contains(g.Source, word) {
			t.Errorf("source %q does not name %s", g.Source, word)
		}
	}
}

// TestHerault_epci counts each EPCI's communes here, and all its communes:
// two cross the border.
func TestHerault_epci(t *testing.T) {
	want := map[string]struct{ here, members int }{
		"243400017": {31, 31}, "243400769": {17, 17}, "200066355": {14, 14}, "243400819": {20, 20}, "243400520": {14, 14},
		"200022986": {36, 36}, "243400470": {8, 8}, "243400694": {28, 28}, "243400488": {8, 8}, "243400355": {21, 21},
		"200071058": {25, 25}, "200042646": {23, 23}, "200042653": {17, 17}, "200017341": {28, 28}, "200066348": {36, 36},
		"243400736": {9, 13}, "200066553": {6, 20},
	}
	g := Herault()
	for _, e := range g.EPCIs() {
		w, ok := want[e.Code]
		if here := len(g.CommunesOf(e.Code)); !ok || here != w.here || e.Members != w.members {
			t.Errorf("%s %s: %d communes here of %d, want %d of %d", e.Code, e.Name, here, e.Members, w.here, w.members)
		}
	}
	if none := g.CommunesOf(""); none != nil {
		t.Errorf("communes of no EPCI: %v", none)
	}
}

func TestCommune_formerCode(t *testing.T) {
	g := Herault()
	for code, name := range map[string]string{"34246": "Entre-Vignes", "34330": "Entre-Vignes", "34093": "Lunas-les-Châteaux"} {
		if c, ok := g.Commune(code); !ok || c.Name != name {
			t.Errorf("Commune(%q) = %q, %v, want %q", code, c.Name, ok, name)
		}
	}
	if c, ok := g.Commune("75056"); ok {
		t.Errorf("Paris is in the Hérault: %v", c)
	}
	if n := g.Population([]string{"34246", "34330", "34246", "75056"}); n != 2200 {
		t.Errorf("Entre-Vignes under two codes has %d inhabitants, want 2 200 once", n)
	}
}

func TestEPCIOf(t *testing.T) {
	g := Herault()
	// Sète, Bédarieux, Frontignan, and an unknown code.
	got := g.EPCIOf([]string{"34301", "34028", "34108", "75056"})
	if want := []string{"200066355", "200042646"}; !slices.Equal(got, want) {
		t.Errorf("EPCIOf = %v, want %v (CA Sète before CC Grand Orb)", got, want)
	}
	if got := g.EPCIOf(nil); got != nil {
		t.Errorf("EPCIOf nothing = %v", got)
	}
}

func TestFrenchOrder(t *testing.T) {
	names := []string{"Œuilly", "Lodève", "Joncels", "Le Bosc", "Hérépian", "L'Isle", "Pézènes-les-Mines", "Pézenas", "Graissessac", "Oupia", "Oubeyre", "Éton", "Eton"}
	slices.SortFunc(names, inFrenchOrder)
	want := []string{"Eton", "Éton", "Graissessac", "Hérépian", "Joncels", "L'Isle", "Le Bosc", "Lodève", "Œuilly", "Oubeyre", "Oupia", "Pézenas", "Pézènes-les-Mines"}
	if !slices.Equal(names, want) {
		t.Errorf("order\n%q\nwant\n%q", names, want)
	}
	g := Herault()
	if !slices.IsSortedFunc(g.Communes(), func(a, b Commune) int { return inFrenchOrder(a.Name, b.Name) }) {
		t.Error("communes are not in French order")
	}
	if first, last := g.EPCIs()[0].Name, g.EPCIs()[16].Name; first != "CA de Béziers-Méditerranée" || last != "Montpellier Méditerranée Métropole" {
		t.Errorf("EPCI go from %q to %q", first, last)
	}
}

// TestGeography_immutable: what a caller does with a list stays with her.
func TestGeography_immutable(t *testing.T) {
	g := Herault()
	g.Communes()[0].Name = "changed"
	g.EPCIs()[0].Name = "changed"
	if g.Communes()[0].Name == "changed" || g.EPCIs()[0].Name == "changed" {
		t.Error("a caller changed the geography of everybody")
	}
}

const (
	corsicaEPCI = "# source\ncode,name,kind,members\n200000001,CC du Maquis,CC,5\n"
	corsicaHead = "# Communes de Corse.\n# Millésime 2026.\ncode,name,population,epci,postal_codes,former_codes\n"
)

// TestRead reads another département: letters in codes, an island without an
// EPCI, columns in another order, Excel's byte-order mark.
func TestRead(t *testing.T) {
	communes := "\ufeff# Communes de Corse.\n# Millésime 2026.\nname,code,population,epci,postal_codes,former_codes,note\n" +
		"Île seule,2A005,12,,20000,,sans EPCI\n\"Ajaccio, le vieux\",2A004,70000,200000001,20000 20090,2A001,\n"
	g, err := Read(strings.NewReader(communes), strings.NewReader(corsicaEPCI))
	if err != nil {
		t.Fatal(err)
	}
	if g.Source != "Communes de Corse. Millésime 2026." {
		t.Errorf("source %q", g.Source)
	}
	c, ok := g.Commune("2A001")
	if !ok || c.Code != "2A004" || c.Name != "Ajaccio, le vieux" || !slices.Equal(c.PostalCodes, []string{"20000", "20090"}) {
		t.Errorf("2A001 is now %+v, %v", c, ok)
	}
	if island, ok := g.Commune("2A005"); !ok || island.EPCI != "" || len(g.CommunesOf("200000001")) != 1 {
		t.Errorf("the island: %+v, %v", island, ok)
	}
}

func TestRead_mistakes(t *testing.T) {
	tests := []struct {
		name, communes, epci string
		want                 LineError
	}{
		{"unknown EPCI", corsicaHead + "2A004,Ajaccio,1,999,20000,\n", corsicaEPCI, LineError{"communes", 4, "epci", "999", UnknownEPCI}},
		{"population", corsicaHead + "2A004,Ajaccio,1.5,,20000,\n", corsicaEPCI, LineError{"communes", 4, "population", "1.5", NotANumber}},
		{"negative", corsicaHead + "2A004,Ajaccio,-1,,20000,\n", corsicaEPCI, LineError{"communes", 4, "population", "-1", NotANumber}},
		{"no name", corsicaHead + "2A004, ,1,,20000,\n", corsicaEPCI, LineError{"communes", 4, "name", "", Empty}},
		{"twice", corsicaHead + "2A004,Ajaccio,1,,,\n2A005,Bastia,1,,,2A004\n", corsicaEPCI, LineError{"communes", 5, "code", "2A004", Duplicate}},
		{"EPCI twice", corsicaHead, corsicaEPCI + "200000001,Encore,CC,5\n", LineError{"epci", 4, "code", "200000001", Duplicate}},
		{"members", corsicaHead, "code,name,kind,members\n1,A,CC,cinq\n", LineError{"epci", 2, "members", "cinq", NotANumber}},
		{"column", "code,name\n", corsicaEPCI, LineError{"communes", 1, "population", "", MissingColumn}},
		{"empty file", "", corsicaEPCI, LineError{"communes", 0, "", "", Empty}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := Read(strings.NewReader(test.communes), strings.NewReader(test.epci))
			got := new(LineError)
			if !errors.As(err, &got) || *got != test.want {
				t.Errorf("got %v, want %v", err, &test.want)
			}
		})
	}
	t.Run("not CSV", func(t *testing.T) {
		_, err := Read(strings.NewReader(corsicaHead+"2A004,Ajaccio\n"), strings.NewReader(corsicaEPCI))
		got := new(LineError)
		if !errors.As(err, &got) || got.Reason != Unreadable || got.Line != 4 {
			t.Errorf("got %v, want line 4 unreadable", err)
		}
	})
	t.Run("all at once", func(t *testing.T) {
		_, err := Read(strings.NewReader(corsicaHead+"2A004,Ajaccio,x,,,\n2A005,,1,9,,\n"), strings.NewReader(corsicaEPCI))
		for _, part := range []string{"line 4, column population", "line 5, column name", "line 5, column epci"} {
			if err == nil || !strings.Contains(err.Error(), part) {
				t.Errorf("%q is not in %v", part, err)
			}
		}
	})
}

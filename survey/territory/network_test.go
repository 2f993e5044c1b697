package territory

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

// TestNetworks holds the ten networks and their territories. The communes
// that no network covers are counted: they are legal, and a change in their
// number is a change of somebody's territory.
func TestNetworks(t *testing.T) {
	g := Herault()
	networks, err := Networks(g)
	if err != nil {
		t.Fatal(err)
	}
	want := []struct {
		slug       string
		communes   int
		since      int
		hypothesis bool
	}{
		{"castries", 10, 2022, true},
		{"pic-saint-loup-gangeois", 36 + 9, 2009, true},
		{"montpellier", 31 - 10, 2004, true},
		{"bassin-de-thau", 14, 2008, false},
		{"hauts-cantons", 23 + 36 + 6, 2014, true},
		{"coeur-d-herault", 28 + 28 + 21, 2013, false},
		{"pays-de-l-or", 8, 2017, false},
		{"lunel", 14, 2010, false},
		{"beziers", 17, 1995, false},
		{"piscenois", 13, 2022, true},
	}
	if len(networks) != len(want) {
		t.Fatalf("%d networks, want %d", len(networks), len(want))
	}
	for i, w := range want {
		n := networks[i]
		if n.Slug != w.slug || len(n.Communes) != w.communes || n.Since != w.since || n.Hypothesis != w.hypothesis {
			t.Errorf("%s: %d communes, since %d, hypothesis %v; want %+v", n.Slug, len(n.Communes), n.Since, n.Hypothesis, w)
		}
		if n.Name == "" || n.Facilitator == "" || n.Status == "" || n.Source == "" {
			t.Errorf("%s lacks a name, a facilitator, a status or a source: %+v", n.Slug, n)
		}
	}
	if n := len(Uncovered(g, networks)); n != 57 {
		t.Errorf("%d communes without a network, want 57", n)
	}
	if shared := Shared(networks); len(shared) != 0 {
		t.Errorf("communes of two networks: %v", shared)
	}
}

const networksHead = "slug,nom,animation,depuis,rythme,statut,contact,epci,communes,communes_exclues,territoire_source\n"

func TestReadNetworks(t *testing.T) {
	got, err := ReadNetworks(strings.NewReader(networksHead+
		"a,Réseau A,CIDFF34,,,actif,,243400520,34344 34127,34330,hypothèse : à confirmer\n"+
		"b,Réseau B,,2020,mensuel,actif,b@exemple.fr,,34145 34145,,document\n"), Herault())
	if err != nil {
		t.Fatal(err)
	}
	a, b := got[0], got[1]
	// Lunel Agglo's 14, La Grande-Motte and Lansargues more, Entre-Vignes
	// (named by a former code) less.
	if len(a.Communes) != 15 || a.Communes[4] != "34344" || slices.Contains(a.Communes, "34246") || !a.Hypothesis || a.Since != 0 {
		t.Errorf("a: %+v", a)
	}
	if !slices.Equal(b.Communes, []string{"34145"}) || b.Since != 2020 || b.Hypothesis || b.Contact != "b@exemple.fr" {
		t.Errorf("b: %+v", b)
	}
	shared := Shared(got)
	if len(shared) != 1 || !slices.Equal(shared["34145"], []string{"a", "b"}) {
		t.Errorf("Lunel belongs to a and b; shared: %v", shared)
	}
}

func TestReadNetworks_mistakes(t *testing.T) {
	tests := []struct {
		name, line string
		want       LineError
	}{
		{"unknown EPCI", "a,A,,,,,,999999999,34145,,", LineError{"networks", 2, "epci", "999999999", UnknownEPCI}},
		{"unknown commune", "a,A,,,,,,243400520,75056,,", LineError{"networks", 2, "communes", "75056", UnknownCommune}},
		{"unknown exception", "a,A,,,,,,243400520,,75056,", LineError{"networks", 2, "communes_exclues", "75056", UnknownCommune}},
		{"exception elsewhere", "a,A,,,,,,243400520,,34301,", LineError{"networks", 2, "communes_exclues", "34301", NotCovered}},
		{"no territory", "a,A,,,,,,,,,", LineError{"networks", 2, "epci", "", NoTerritory}},
		{"year", "a,A,,vers 2010,,,,243400520,,,", LineError{"networks", 2, "depuis", "vers 2010", NotANumber}},
		{"no slug", ",A,,,,,,243400520,,,", LineError{"networks", 2, "slug", "", Empty}},
		{"twice", "a,A,,,,,,243400520,,,\na,B,,,,,,243400470,,,", LineError{"networks", 3, "slug", "a", Duplicate}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := ReadNetworks(strings.NewReader(networksHead+test.line+"\n"), Herault())
			got := new(LineError)
			if !errors.As(err, &got) || *got != test.want {
				t.Errorf("got %v, want %v", err, &test.want)
			}
		})
	}
}

// TestReadNetworks_elsewhere: the networks of the Hérault do not exist in
// another département, and each unknown code is named.
func TestReadNetworks_elsewhere(t *testing.T) {
	corsica, err := Read(strings.NewReader(corsicaHead+"2A004,Ajaccio,1,200000001,20000,\n"), strings.NewReader(corsicaEPCI))
	if err != nil {
		t.Fatal(err)
	}
	_, err = Networks(corsica)
	if err == nil || !strings.Contains(err.Error(), `line 9, column epci: unknown EPCI: "243400520"`) {
		t.Errorf("got %v", err)
	}
}

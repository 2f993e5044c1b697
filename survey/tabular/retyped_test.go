package tabular

import (
	"strings"
	"testing"

	"constat/survey"
)

const codedForm = `
| survey |
| | type                | name   | label       |
| | select_one dep      | dep    | Département |
| | select_multiple z   | zones  | Zones       |
| | select_one tr       | tr     | Tranche     |
| | select_one part     | part   | Part        |
| | select_one ok       | ok     | D’accord ?  |
| | select_one on       | on     | Suivi ?     |
| | select_one ages     | ages   | Âges        |
| | select_one both     | both   | Jours       |
| | select_one heure    | heure  | Heure       |
| | select_one big      | big    | Numéro      |
| | select_one exp      | exp    | Lot         |
| | select_one somme    | somme  | Somme       |
| | select_one nul      | nul    | Zéros       |
| choices |
| | list_name | name               | label         |
| | dep       | 01                 | Ain           |
| | dep       | 02                 | Aisne         |
| | dep       | 2A                 | Corse-du-Sud  |
| | z         | 001                | Nord          |
| | z         | 002                | Sud           |
| | z         | 1-2                | Nord et sud   |
| | tr        | 1.5                | Un et demi    |
| | tr        | 2.50               | Deux et demi  |
| | part      | 10%                | Dix           |
| | part      | moitie             | 50 %          |
| | ok        | true               | Vrai          |
| | ok        | false              | Faux          |
| | on        | oui                | Oui           |
| | on        | non                | Non           |
| | on        | nsp                | Ne sait pas   |
| | ages      | 1-2                | 1-2 ans       |
| | ages      | 3-5                | 3-5 ans       |
| | ages      | 11-14              | 11-14 ans     |
| | ages      | jeune              | 3-20          |
| | both      | 1-2                | a             |
| | both      | 2-1                | b             |
| | heure     | 8:30               | matin         |
| | heure     | 14:00              | après-midi    |
| | big       | 12345678901234567  | long          |
| | big       | 00012345600017     | SIRET         |
| | exp       | 1E5                | lot E         |
| | exp       | mars1              | lot M         |
| | somme     | a                  | 1 000 €       |
| | somme     | b                  | 2 000 €       |
| | nul       | 0                  | rien          |
| | nul       | 00                 | deux fois     |
`

// What a spreadsheet made of a code is the code when exactly one reads the same.
func TestChoices_retyped(t *testing.T) {
	cases := []struct{ column, cell, want string }{
		{"dep", "1", "01"},
		{"dep", "1.0", "01"},
		{"dep", "2,0", "02"},
		{"dep", "02", "02"},
		{"dep", "3", "unknown_choice"},
		{"zones", "1", "001"},
		{"zones", "1 2", "001 002"},
		{"zones", "001 2", "001 002"},
		{"zones", "2; 1", "002 001"},
		{"zones", "45689", "1-2"},
		{"zones", "1 45689", "001 1-2"},
		{"tr", "2.5", "2.50"},
		{"tr", "2,5", "2.50"},
		{"tr", "1,50", "1.5"},
		{"part", "0.1", "10%"},
		{"part", "10 %", "10%"},
		{"part", "0,5", "moitie"},
		{"part", "1", "unknown_choice"},
		{"ok", "1", "true"}, // as a workbook stores TRUE
		{"ok", "0", "false"},
		{"ok", "VRAI", "true"},
		{"ok", "TRUE", "true"},
		{"ok", "Oui", "true"},
		{"on", "TRUE", "oui"},
		{"on", "FAUX", "non"},
		{"on", "Y", "oui"},
		{"on", "N", "non"},
		{"on", "1", "unknown_choice"}, // 1 may be any code
		{"ages", "45689", "1-2"},
		{"ages", "2025-02-01", "1-2"},
		{"ages", "2026-02-01 00:00:00", "1-2"},
		{"ages", "01/02/2026", "1-2"},
		{"ages", "01-févr", "1-2"},
		{"ages", "2-Jan", "1-2"}, // an American spreadsheet
		{"ages", "2014-11-01", "11-14"},
		{"ages", "nov-14", "11-14"},
		{"ages", "mars-20", "jeune"},
		{"ages", "2026-02-01 10:00", "unknown_choice"},
		{"ages", "2026-02-07", "unknown_choice"},
		{"both", "2026-02-01", "ambiguous_choice"},
		{"both", "1-2", "1-2"},
		{"heure", "0.354166666666667", "8:30"},
		{"heure", "14:00:00", "14:00"},
		{"big", "1.23456789012346E+16", "12345678901234567"},
		{"big", "12345600017", "00012345600017"},
		{"exp", "100000", "1E5"},
		{"exp", "1,00E+05", "1E5"},
		{"exp", "01-mars", "mars1"},
		{"somme", "1000", "a"},
		{"somme", "2 000", "b"},
		{"nul", "0.0", "ambiguous_choice"},
		{"nul", "00", "00"},
	}
	f := compiled(t, codedForm)
	lists := make(map[*survey.List]*choices)
	for _, c := range cases {
		q, _ := f.Question(c.column)
		text, code := newCellReader(q, lists, serial1900).read(c.cell)
		if code == CodeUnknownChoice {
			text = "" // outside the list
		}
		if got := strings.TrimSpace(text + " " + strings.TrimPrefix(code, "tabular_")); got != c.want {
			t.Errorf("%s %q = %q, want %q", c.column, c.cell, got, c.want)
		}
	}
}

// A free answer among labels stays in one piece.
func TestChoices_split(t *testing.T) {
	f := compiled(t, `
		| survey |
		| | type                 | name    | label         |
		| | select_multiple b    | besoins | Quels besoins |
		| choices |
		| | list_name | name      | label                              |
		| | b         | logement  | Logement                           |
		| | b         | formation | Formation, sensibilisation         |
		| | b         | ecoute    | Lieu d’écoute                      |
		| | b         | sante     | Santé ; soins                      |
		| | b         | liste     | Accueil (jour, nuit), hébergement  |
		| | b         | other     | Autre                              |
	`)
	q, _ := f.Question("besoins")
	c := newChoices(q.List)
	for _, each := range []struct{ cell, names, rest string }{
		{"Logement, Formation, sensibilisation", "logement formation", ""},
		{"Formation, sensibilisation, Un interprète, en langue des signes", "formation", "Un interprète, en langue des signes"},
		{"Un véhicule, Logement, une carte, ou deux, Lieu d'écoute", "logement ecoute", "Un véhicule|une carte, ou deux"},
		{"Aide au logement", "", "Aide au logement"},
		{"Logement d’urgence, Lieu d’écoute", "ecoute", "Logement d’urgence"},
		{"Logement;Formation, sensibilisation;", "logement formation", ""},
		{"Formation, sensibilisation;des bus, des trains;Logement;", "formation logement", "des bus, des trains"},
		{"Santé ; soins;Logement", "sante logement", ""},
		{"Accueil (jour, nuit), hébergement, Logement", "liste logement", ""},
		{"Logement,Lieu d’écoute", "logement ecoute", ""},
		{"Logement\nLieu d’écoute\n", "logement ecoute", ""},
		{"Logement | Autre", "logement other", ""},
		{"Logement Other", "logement other", ""},
		{"Logement Transport", "logement", "Transport"},
		{"logement ancien", "logement", "ancien"},
		{"ancien logement", "logement", "ancien"},
		{"Logement -oth-", "logement other", ""},
		{"Logement, Autre (précisez)", "logement other", ""},
		{"Logement Lieu d’écoute", "logement ecoute", ""},
		{"Autre professionnel", "", "Autre professionnel"},
	} {
		s := c.split(each.cell, serial1900)
		if names, rest := strings.Join(s.names, " "), strings.Join(s.rest, "|"); names != each.names || rest != each.rest {
			t.Errorf("%q = %q, %q; want %q, %q", each.cell, names, rest, each.names, each.rest)
		}
	}
}

package tabular

import (
	"fmt"
	"strings"
	"testing"
)

// trickyForm has what makes headers hard to tell: labels that are alike, that hold
// brackets and slashes, that are choices elsewhere, groups with one title.
const trickyForm = `
| survey |
| | type                 | name        | label                                                   | appearance |
| | select_one oui_non   | q1          | Votre structure [facultatif]                            | |
| | text                 | q1p         | Précisez                                                | |
| | select_one oui_non   | q2          | Oui/Non : votre avis                                    | |
| | text                 | q2p         | Précisez                                                | |
| | select_multiple b    | besoins     | Quels besoins ?                                         | |
| | integer              | logement    | Logement                                                | |
| | begin_group          | femmes      | Combien ?                                               | |
| | integer              | nb          | Adultes                                                 | |
| | integer              | nb2         | Enfants de < 3 ans                                      | |
| | end_group            |             |                                                         | |
| | begin_group          | hommes      | Combien ?                                               | |
| | integer              | nbh         | Adultes                                                 | |
| | integer              | nb3         | Enfants de > 3 ans                                      | |
| | end_group            |             |                                                         | |
| | begin_group          | grille      |                                                         | |
| | select_one oui_non   | titre       | À quelle fréquence rencontrez-vous ces situations ?     | label |
| | select_one oui_non   | phys        | Violences physiques                                     | |
| | select_one oui_non   | psy         | Violences psychologiques                                | |
| | end_group            |             |                                                         | |
| | integer              | effectif    | Combien de personnes travaillent dans votre structure ? | |
| | integer              | effectif_h  | Combien de personnes travaillent dans votre territoire ? | |
| | text                 | email       | Email                                                   | |
| | rank b               | ordre       | Classez les besoins                                     | |
| choices |
| | list_name | name      | label                      |
| | oui_non   | oui       | Oui                        |
| | oui_non   | non       | Non                        |
| | b         | logement  | Logement                   |
| | b         | formation | Formation, sensibilisation |
| | b         | autre     | Autre (précisez)           |
`

// used tells what became of each header.
func used(t *testing.T, headers string) string {
	t.Helper()
	f := compiled(t, trickyForm)
	p := newPlacing(f, nil, nil)
	var said []string
	for _, c := range p.matchers[0].columns(&table{header: strings.Split(headers, "|")}) {
		what := strings.TrimPrefix(c.Code, "tabular_")
		if c.Question != nil {
			what = c.Question.Key
			if c.Choice != "" {
				what += "=" + c.Choice
			}
			if c.rank > 0 {
				what += fmt.Sprint("#", c.rank)
			}
			if c.Code != "" {
				what += "(" + strings.TrimPrefix(c.Code, "tabular_") + ")"
			}
		} else if c.Use == Metadata {
			what = "metadata"
		}
		said = append(said, what)
	}
	return strings.Join(said, "|")
}

func TestColumns_tricky(t *testing.T) {
	for headers, want := range map[string]string{
		// a label's own brackets and slashes
		"Votre structure [facultatif]|Oui/Non : votre avis":                                        "q1|q2",
		"1. Votre structure [facultatif]|Q2 - Oui/Non : votre avis|Question 3 : Quels besoins ? *": "q1|q2|besoins",
		"<p>Quels&nbsp;besoins&nbsp;?</p>|<b>Logement</b>&nbsp;:":                                  "besoins|logement",
		"Quels besoins ? (obligatoire)|QUELS BESOINS":                                              "besoins|besoins(merged_column)",
		// a choice that is another question's label
		"Quels besoins ?/Logement|Logement|Quels besoins ? [Formation, sensibilisation]":     "besoins=logement|logement|besoins=formation",
		"Quels besoins ?|Quels besoins ?/Logement|Quels besoins ?/Transport":                 "besoins|besoins=logement|besoins=hors_liste(unlisted_column)",
		"Anciens besoins|Anciens besoins/Logement":                                           "unknown_column|unknown_column",
		"besoins_logement|besoins_formation|besoins_autre":                                   "besoins=logement|besoins=formation|besoins=autre",
		"besoins|besoins_formation":                                                          "besoins|unknown_column",
		"besoins.logement|besoins:formation|besoins-autre|besoins[logement]|besoins (Autre)": "besoins=logement|besoins=formation|besoins=autre|besoins=logement|besoins=autre",
		// one label, several questions
		"q1|Précisez|q2|Précisez":      "q1|q1p|q2|q2p",
		"q2|Précisez":                  "q2|q2p",
		"Précisez":                     "ambiguous_column",
		"Précisez|Précisez":            "q1p|q2p",
		"Précisez|Précisez.1":          "q1p|q2p",
		"Précisez...1|q2|Précisez...3": "q1p|q2|q2p",
		"Précisez|Précisez (2)":        "q1p|q2p",
		"Précisez|Précisez2":           "q1p|q2p",
		"Précisez|Précisez_1":          "q1p|q2p",
		"Précisez|Précisez|Précisez":   "ambiguous_column|ambiguous_column|ambiguous_column",
		"Adultes":                      "ambiguous_column",
		"Combien ? [Adultes]":          "ambiguous_column",
		"Combien ? [Adultes]|Combien ? [Enfants de < 3 ans]|Combien ? [Adultes]": "nb|nb2|nbh",
		"femmes[nb]|hommes/nbh|femmes_nb2|hommes.nb3":                            "nb|nbh|nb2|nb3",
		// alike, but for signs
		"Enfants de < 3 ans|Enfants de > 3 ans": "nb2|nb3",
		"Enfants.de...3.ans":                    "ambiguous_column",
		// cut short
		"À quelle fréquence rencontrez-vous ces sit… [Violences physiques]": "phys(near_column)",
		"À quelle fréqu.. [Violences psych..]":                              "psy(near_column)",
		"Combien de personnes travaillent dans votre":                       "ambiguous_column",
		"Combien de personnes travaillent dans votre st":                    "effectif(near_column)",
		"Combien de personnes travaillent dans votre structure":             "effectif",
		"Combien": "unknown_column",
		// grids
		"grille[phys]|grille_psy|À quelle fréquence rencontrez-vous ces situations ? [Violences physiques]": "phys|psy|phys(merged_column)",
		"Tout autre titre [Violences physiques]": "phys(near_column)",
		// versions
		"nb|infos/nb|nb":                 "nb|nb(merged_column)|nb(merged_column)",
		"infos/besoins/logement|besoins": "besoins=logement|besoins",
		"ancien-nb|total.nb|somme:nb":    "unknown_column|unknown_column|unknown_column",
		"Infos/Logement":                 "logement",
		// rankings
		"ordre[1]|ordre[2]|Classez les besoins [Rang 3]|ordre[4]": "ordre#1|ordre#2|ordre#3|unknown_column",
		"Classez les besoins [Logement]":                          "ordre=logement",
		// the form's own words before the tools'
		"Email|Status|Adresse de messagerie|submitdate|groupTime12|Points - Email": "email|metadata|metadata|metadata|metadata|metadata",
		// code and text
		"nb. Adultes|nbh. Adultes|q2 : Oui/Non : votre avis": "nb|nbh|q2",
		"nb. Logement": "ambiguous_column",
	} {
		if got := used(t, headers); got != want {
			t.Errorf("%s\n got %s\nwant %s", headers, got, want)
		}
	}
}

// Columns of two versions are one question: the first that is filled wins, and a
// row where they differ is named.
func TestColumns_versions(t *testing.T) {
	f := compiled(t, trickyForm)
	for content, want := range map[string]string{
		"_uuid,nb,nb\na,3,\nb,,5\nc,4,4\nd,6,7\n": `
			2 a | nb=3
			3 b | nb=5
			4 c | nb=4
			5 d | nb=6
			!1 nb merged_column nb
			!5 nb columns_differ nb`,
		"_uuid,besoins,infos/besoins,infos/besoins/formation\na,logement,,\nb,,logement formation,1\nc,logement formation,formation logement,1\nd,logement,formation,\n": `
			2 a | besoins=logement
			3 b | besoins=logement formation
			4 c | besoins=logement formation
			5 d | besoins=logement
			!1 infos/besoins merged_column besoins
			!5 infos/besoins columns_differ besoins`,
		"_uuid,besoins/logement,infos/besoins/logement,besoins/formation\na,1,,0\nb,,1,1\n": `
			2 a | besoins=logement
			3 b | besoins=logement formation`,
		"_uuid,Logement,logement,infos/logement\na,3,,\nb,,trois,4\nc,,,5.0\n": `
			2 a | logement=3
			3 b | logement=4
			4 c | logement=5
			!1 logement merged_column logement
			!1 infos/logement merged_column logement
			!3 logement not_integer trois+logement`,
	} {
		equal(t, readForm(t, f, file("a.csv", content)), want)
	}
}

// A ranking is read by its places or by its choices, and what contradicts itself is
// left blank and said.
func TestColumns_ranking(t *testing.T) {
	f := compiled(t, trickyForm)
	for content, want := range map[string]string{
		"_uuid,ordre[1],ordre[2]\na,formation,logement\nb,Logement,\nc,logement,transport\n": `
			2 a | ordre=formation logement
			3 b | ordre=logement
			4 c | ordre=logement hors_liste
			!4 ordre[2] unknown_choice transport`,
		"_uuid,ordre/logement,ordre/formation\na,2,1\nb,1.0,\nc,1,1\nd,2,premier\n": `
			2 a | ordre=formation logement
			3 b | ordre=logement
			4 c |
			5 d | ordre=logement
			!4 ordre/formation ranks_differ
			!5 ordre/formation not_rank`,
	} {
		equal(t, readForm(t, f, file("a.csv", content)), want)
	}
}

// Ticks in the ways of tools and people.
func TestTicks_words(t *testing.T) {
	f := compiled(t, trickyForm)
	for _, ticks := range [][2]string{
		{"1", "0"}, {"Oui", "Non"}, {"Yes", "No"}, {"Y", ""}, {"Y", "N"}, {"X", ""}, {"x", ""}, {"TRUE", "FALSE"}, {"VRAI", "FAUX"}, {"✓", ""},
		{"Logement", ""}, {"logement", "0"}, {"1.0", "0.0"}, {"coché", "non coché"}, {"Checked", "Unchecked"}, {"Sélectionné", "Non sélectionné"}, {"Selected", "Not selected"},
	} {
		equal(t, readForm(t, f, file("a.csv", "_uuid;Quels besoins ? [Logement]\na;"+ticks[0]+"\nb;"+ticks[1]+"\n")), "2 a | besoins=logement\n3 b |")
	}
}

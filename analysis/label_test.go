package analysis

import "testing"

// TestPlain holds that a table's words are the author's: no markup, none lost.
func TestPlain(t *testing.T) {
	for label, want := range map[string]string{
		"Enfants de < 3 ans ou > 11 ans":                     "Enfants de < 3 ans ou > 11 ans",
		"Revenu <1 000 € ou >2 000 €":                        "Revenu <1 000 € ou >2 000 €",
		"<b>Âge</b><br>en *années*":                          "Âge en années",
		"Chez **${nom}**, [écrire](mailto:a@b.fr)":           "Chez …, écrire",
		"m<sup>2</sup> &amp; nom_de_voie, \\*obligatoire":    "m2 & nom_de_voie, *obligatoire",
		"# Violences\n- subies\n- vues":                      "Violences – subies – vues",
		`<span style="color:red">Rouge</span> _et_ __gras__`: "Rouge et gras",
	} {
		if got := Plain(label); got != want {
			t.Errorf("%q\n got %q\nwant %q", label, got, want)
		}
	}
}

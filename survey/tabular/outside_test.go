package tabular

import (
	"strings"
	"testing"

	"constat/survey"
)

const lists = `
| survey |
| | type                    | name       | label             | relevant              |
| | select_one struct       | structure  | Votre structure   |                       |
| | select_multiple besoin  | besoins    | Quels besoins     |                       |
| | rank besoin             | ordre      | Priorités         |                       |
| | select_one lieu         | lieu       | Où                |                       |
| | text                    | lieu_texte | Précisez le lieu  | ${lieu} = 'autre'     |
| | select_multiple besoin2 or_other | aides | Quelles aides |                       |
| | begin_repeat            | enfants    | Enfants           |                       |
| | select_one struct       | ecole      | École de l’enfant |                       |
| | end_repeat              |            |                   |                       |
| choices |
| | list_name | name     | label                     |
| | struct    | ecole    | École                     |
| | struct    | pmi      | PMI, crèche               |
| | besoin    | logement | Logement                  |
| | besoin    | soins    | Soins, santé              |
| | besoin    | emploi   | Emploi                    |
| | lieu      | mairie   | Mairie                    |
| | lieu      | autre    | Autre, précisez           |
| | besoin2   | logement | Logement                  |
| | besoin2   | formation | Formation, sensibilisation |
`

// cells reads one cell of a question, and what it holds outside the list.
func cells(t *testing.T, f *survey.Form, key, cell string) string {
	t.Helper()
	q, _ := f.Question(key)
	r := newCellReader(q, make(map[*survey.List]*choices), serial1900)
	text, code := r.read(cell)
	return strings.TrimSpace(text + " | " + r.outside + " | " + strings.TrimPrefix(code, "tabular_"))
}

func TestCells_outside(t *testing.T) {
	f := compiled(t, lists)
	structure, _ := f.Question("besoins")
	f.DeclareMissing(structure, "99", survey.NoAnswer)
	for _, c := range []struct{ question, cell, want string }{
		{"structure", "maison", "hors_liste | maison | unknown_choice"},
		{"structure", "Une école, mais pas la nôtre", "hors_liste | Une école, mais pas la nôtre | unknown_choice"},
		{"structure", "hors_liste", "hors_liste |  |"}, // the service's own export
		{"structure", "NA", "|  |"},
		{"structure", "—", "|  | no_answer"},
		{"structure", "#REF!", "|  | no_answer"},
		{"besoins", "logement ancien", "logement hors_liste | ancien | unknown_choice"},
		{"besoins", "ancien disparu", "hors_liste | ancien disparu | unknown_choice"},
		{"besoins", "ancien emploi disparu", "hors_liste emploi | ancien; disparu | unknown_choice"},
		{"besoins", "logement 99", "logement 99 |  |"},
		{"besoins", "99", "99 |  |"},
		{"besoins", "Logement, Soins, santé", "logement soins |  |"},
		{"besoins", "SOINS, SANTE; LOGEMENT", "soins logement |  |"}, // without accents
		{"besoins", "Logement, un logement plus grand", "logement hors_liste | un logement plus grand | unknown_choice"},
		{"besoins", "besoin de logement social", "hors_liste | besoin de logement social | unknown_choice"},
		{"besoins", "Soins, santé, un interprète, en langue des signes", "soins hors_liste | un interprète, en langue des signes | unknown_choice"},
		{"besoins", "un interprète; Emploi", "hors_liste emploi | un interprète | unknown_choice"},
		{"besoins", "Logement et emploi", "logement emploi |  |"},
		{"besoins", "Logement et garderie", "logement hors_liste | garderie | unknown_choice"},
		{"besoins", "logement emploi", "logement emploi |  |"},
		{"besoins", "Logement\nun véhicule", "logement hors_liste | un véhicule | unknown_choice"},
		{"ordre", "ancien emploi logement", "hors_liste emploi logement | ancien | unknown_choice"},
		{"besoins", "Logement" + listMark + "un logement plus grand", "logement hors_liste | un logement plus grand | unknown_choice"},
	} {
		if got := strings.ReplaceAll(cells(t, f, c.question, c.cell), "\u00a0", ""); got != c.want {
			t.Errorf("%s %q = %q, want %q", c.question, c.cell, got, c.want)
		}
	}
}

// What is written beside the list goes to the form's « autre » and its text where
// people write in the cell; a code is a choice that was removed.
func TestOutside_free(t *testing.T) {
	equal(t, readForm(t, compiled(t, lists), file("google.csv", `Votre structure,Où,Quelles aides
Mairie de village,Chez l'habitant,"Logement, Formation, sensibilisation, un interprète, en LSF"
École,Autre : un parc,Logement
"PMI, crèche",Mairie,un véhicule
`)), `
		2 row-1-2 | aides=logement formation other aides_other=un interprète, en LSF lieu=autre lieu_texte=Chez l'habitant structure=hors_liste
		3 row-1-3 | aides=logement lieu=autre lieu_texte=un parc structure=ecole
		4 row-1-4 | aides=other aides_other=un véhicule lieu=mairie structure=pmi
		!2 Votre structure unknown_choice Mairie de village
		!2 Où free_other
		!2 Quelles aides free_other
		!3 Où free_other
		!4 Quelles aides free_other`)
	// A column of codes: « parc » was a choice; the text has its own column.
	equal(t, readForm(t, compiled(t, lists), file("kobo.csv", `structure,lieu,lieu_texte,aides
ecole,parc,,logement ancien
ecole,autre,La gare,logement
ecole,Un parc,,
`)), `
		2 row-1-2 | aides=logement hors_liste lieu=hors_liste structure=ecole
		3 row-1-3 | aides=logement lieu=autre lieu_texte=La gare structure=ecole
		4 row-1-4 | lieu=hors_liste structure=ecole
		!2 lieu unknown_choice parc
		!2 aides unknown_choice ancien
		!4 lieu unknown_choice Un parc`)
}

// The column of a choice that the list has lost is one of answers outside it.
func TestTicks_outside(t *testing.T) {
	equal(t, readForm(t, compiled(t, lists), file("a.csv", `besoins,besoins/logement,besoins/ancien,besoins/disparu
logement,1,0,0
logement ancien,1,1,0
ancien disparu,0,1,1
`)), `
		2 row-1-2 | besoins=logement
		3 row-1-3 | besoins=logement hors_liste
		4 row-1-4 | besoins=hors_liste
		!1 besoins/ancien unlisted_column ancien+besoins
		!1 besoins/disparu unlisted_column disparu+besoins
		!3 besoins unknown_choice ancien
		!4 besoins unknown_choice ancien disparu`)
	equal(t, readForm(t, compiled(t, lists), file("a.csv", "besoins/logement,besoins/ancien\n1,0\n1,1\n0,1\n")), `
		2 row-1-2 | besoins=logement
		3 row-1-3 | besoins=logement hors_liste
		4 row-1-4 | besoins=hors_liste
		!1 besoins/ancien unlisted_column ancien+besoins`)
}

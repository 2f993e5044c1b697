package tabular

import (
	"strings"
	"testing"

	"constat/survey"
)

const latest = `
| survey |
| | type                  | name      | label                |
| | begin_group           | vous      | Vous                 |
| | select_one struct     | structure | Votre structure      |
| | integer               | effectif  | Combien de personnes |
| | end_group             |           |                      |
| | select_multiple besoin | besoins  | Quels besoins        |
| | begin_repeat          | enfants   | Enfants              |
| | integer               | age       | Âge de l’enfant      |
| | end_repeat            |           |                      |
| choices |
| | list_name | name     | label                   |
| | struct    | ecole    | École ou collège        |
| | struct    | pmi      | PMI                     |
| | struct    | mairie   | Mairie                  |
| | besoin    | logement | Logement, hébergement   |
| | besoin    | emploi   | Emploi                  |
`

// before is the version that it replaces: other labels, another group, a choice and a
// question that are gone, a choice of another name.
const before = `
| survey |
| | type                  | name      | label                |
| | select_one struct     | structure | Dans quelle structure travaillez-vous |
| | begin_group           | infos     | Infos                |
| | integer               | effectif  | Effectif en tout     |
| | end_group             |           |                      |
| | select_multiple besoin | besoins  | Vos besoins          |
| | text                  | metier    | Votre métier         |
| | begin_repeat          | enfants   | Enfants              |
| | integer               | age       | Quel âge             |
| | end_repeat            |           |                      |
| choices |
| | list_name | name     | label        |
| | struct    | ecole    | École        |
| | struct    | commune  | Mairie       |
| | struct    | maison   | Maison des solidarités |
| | besoin    | logement | Un toit, une chambre |
| | besoin    | emploi   | Travail      |
| | besoin    | ancien   | Ancien       |
`

func readVersions(t testing.TB, content string, earlier ...string) string {
	t.Helper()
	var versions []*survey.Form
	for _, text := range earlier {
		versions = append(versions, compiled(t, text))
	}
	r, err := OpenVersions(compiled(t, latest), versions, nil, nil, file("a.csv", content))
	must(t, err)
	defer func() { must(t, r.Close()) }()
	var out strings.Builder
	var problems []survey.Problem
	must(t, r.Each(func(row *Row) error {
		out.WriteString(strings.TrimSpace(text(row.Submission.Answers)) + "\n")
		problems = append(problems, row.Problems...)
		return nil
	}))
	for _, p := range append(r.Problems(), problems...) {
		if p.Code != CodeAbsentQuestion {
			out.WriteString("! " + p.Column + " " + strings.TrimPrefix(p.Code, "tabular_") + " " + strings.Join(p.Args, "+") + "\n")
		}
	}
	return strings.TrimSpace(out.String())
}

// Labels, names, groups and choices of the version before are read as today's; what
// is gone is named, with how many answers there were.
func TestOpenVersions(t *testing.T) {
	const content = `Dans quelle structure travaillez-vous,infos/effectif,Vos besoins,Votre métier
École,3,"Un toit, une chambre, Travail",infirmière
Maison des solidarités,4,"Travail, Ancien",
commune,5,ancien logement,
Mairie,6,Emploi,aide
`
	equal(t, readVersions(t, content, before), `
		besoins=logement emploi effectif=3 structure=ecole
		besoins=emploi hors_liste effectif=4 structure=hors_liste
		besoins=hors_liste logement effectif=5 structure=mairie
		besoins=emploi effectif=6 structure=mairie
		! Votre métier former_question Votre métier+2
		! Dans quelle structure travaillez-vous unknown_choice Maison des solidarités
		! Vos besoins unknown_choice Ancien
		! Vos besoins unknown_choice ancien`)
	alone, err := Open(compiled(t, latest), file("a.csv", content))
	if err == nil {
		for _, c := range alone.Matching().Columns {
			if c.Use == Answer && c.Question.Name == "structure" {
				t.Error("the label of a version that was not given is known")
			}
		}
	}
}

// Rows of both versions in one file, as exports of all versions have: each row has
// its answer in one of the columns; two that differ are named.
func TestOpenVersions_bothColumns(t *testing.T) {
	equal(t, readVersions(t, `Effectif en tout,Combien de personnes,besoins/ancien,besoins/logement
3,,1,0
,4,0,1
5,6,,1
7,7,,
`, before), `
		besoins=hors_liste effectif=3
		besoins=logement effectif=4
		besoins=logement effectif=6
		effectif=7
		! besoins/ancien unlisted_column ancien+besoins
		! Effectif en tout columns_differ Combien de personnes`)
}

// A label that two versions gave to two choices settles nothing.
func TestOpenVersions_tie(t *testing.T) {
	other := strings.Replace(before, "| | struct    | ecole    | École        |", "| | struct    | pmi      | École        |", 1)
	equal(t, readVersions(t, "structure\nÉcole\nPMI\n", before, other), `
		structure=pmi
		! structure ambiguous_choice École+structure`)
	// Today's label wins over any that was.
	equal(t, readVersions(t, "structure\nMairie\n", before), "structure=mairie")
}

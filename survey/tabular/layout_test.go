package tabular

import (
	"errors"
	"strings"
	"testing"

	"constat/survey"
)

// fieldwork is a questionnaire as the networks write them, for the layouts of
// what people bring.
const fieldwork = `
| survey |
| | type                      | name      | label                        |
| | select_one structure      | structure | Votre structure              |
| | integer                   | nb        | Combien d’enfants repérés ?  |
| | decimal                   | etp       | Équivalents temps plein      |
| | select_multiple besoins   | besoins   | Quels besoins ?              |
| | begin_group               | freq      | À quelle fréquence ?         |
| | select_one frequence      | phys      | Violences physiques          |
| | select_one frequence      | psy       | Violences psychologiques     |
| | end_group                 |           |                              |
| | date                      | depuis    | Depuis quand ?               |
| | text                      | remarque  | Remarque libre               |
| choices |
| | list_name  | name      | label                      |
| | structure  | ecole     | École                      |
| | structure  | pmi       | PMI, crèche                |
| | besoins    | logement  | Logement                   |
| | besoins    | formation | Formation, sensibilisation |
| | besoins    | ecoute    | Lieu d’écoute              |
| | frequence  | jamais    | Jamais                     |
| | frequence  | souvent   | Souvent                    |
| settings |
| | form_id |
| | terrain |
`

func readWork(t *testing.T, files ...File) string {
	t.Helper()
	return readForm(t, compiled(t, fieldwork), files...)
}

// A header on several lines is joined; what is above it is named.
func TestLayout_headerLines(t *testing.T) {
	answers := "1,%École,3,X,,X,Jamais,Souvent,rien\n2,%\"PMI, crèche\",4,,X,,Souvent,Souvent,\n"
	wanted := `
		%d 1 | besoins=logement ecoute nb=3 phys=jamais psy=souvent remarque=rien structure=ecole
		%d 2 | besoins=formation nb=4 phys=souvent psy=souvent structure=pmi`
	row := func(text string, numbers ...string) string {
		for _, n := range numbers {
			text = strings.Replace(text, "%d", n, 1)
		}
		return text
	}
	plain := strings.ReplaceAll(answers, "%", "")
	for name, c := range map[string]struct{ content, want string }{
		"in threes, as Drupal's webform": {
			"Les besoins du réseau,,,,,,,,\n,,,Quels besoins ?,,,À quelle fréquence ?,,\n" +
				"_id,Votre structure,Combien d’enfants repérés ?,Logement,\"Formation, sensibilisation\",Lieu d’écoute,Violences physiques,Violences psychologiques,Remarque libre\n" + plain,
			row(wanted, "4", "5") + "\n!1  line_above",
		},
		"the questions above, what they hold below": {
			"_id,Votre structure,Combien d’enfants repérés ?,Quels besoins ?,,,À quelle fréquence ?,,Remarque libre\n" +
				",,,Logement,\"Formation, sensibilisation\",Lieu d’écoute,Violences physiques,Violences psychologiques,\n" + plain,
			row(wanted, "3", "4"),
		},
		"a word under each question, as SurveyMonkey": {
			"_id,Votre structure,Combien d’enfants repérés ?,Quels besoins ?,,,À quelle fréquence ?,,Remarque libre\n" +
				",Response,Réponse libre,Logement,\"Formation, sensibilisation\",Lieu d’écoute,Violences physiques,Violences psychologiques,Open-Ended Response\n" + plain,
			row(wanted, "3", "4"),
		},
		"themes over the questions": {
			"Enquête 2026,,,,,,,,\nQui,,,Besoins,,,Fréquences,,Fin\n" +
				"_id,structure,nb,besoins/logement,besoins/formation,besoins/ecoute,phys,psy,remarque\n" + plain,
			row(wanted, "4", "5") + "\n!1  line_above\n!2  line_above",
		},
	} {
		t.Run(name, func(t *testing.T) { equal(t, readWork(t, file("a.csv", c.content)), strings.TrimSpace(c.want)) })
	}
}

// Answers are never read under the names of another table's columns.
func TestLines_secondTable(t *testing.T) {
	r, err := Open(compiled(t, fieldwork), file("a.csv", "structure,nb\necole,3\n\nnb,structure\n4,pmi\n"))
	must(t, err)
	var problems survey.Problems
	if err := r.Each(func(*Row) error { return nil }); !errors.As(err, &problems) || problems[0].Code != CodeSecondTable || problems[0].Args[1] != "4" {
		t.Errorf("error = %v", err)
	}
}

// A header of several lines in a workbook starts where it starts: columns and
// rows before it are blank, and vertically merged cells have nothing below.
func TestLayout_workbook(t *testing.T) {
	book := workbook(t, sheet{"Saisie", [][]any{
		{nil, nil, "Recueil du réseau"},
		{},
		{nil, nil, "Votre structure", "Quels besoins ?", nil, "Combien d’enfants repérés ?"},
		{nil, nil, nil, "Logement", "Lieu d’écoute"},
		{nil, nil, "École", "x", nil, 3},
		{},
		{nil, nil, "PMI, crèche", nil, "x", 4},
		{nil, nil, "Total", 1, 1, 7},
		{nil, nil, "Source : animation du réseau"},
	}})
	equal(t, readWork(t, File{"a.xlsx", strings.NewReader(string(book))}), `
		5 row-1-5 | besoins=logement nb=3 structure=ecole
		7 row-1-7 | besoins=ecoute nb=4 structure=pmi
		!1  line_above
		!9  line_note
		!8  line_total`)
}

// Lines that are no answers are named and not counted; a line that may be one
// is counted, and named.
func TestLines(t *testing.T) {
	for name, c := range map[string]struct{ content, want string }{
		"tags":            {"structure,nb,remarque\n#org+type,#affected+children,\necole,3,#moi\n", "3 nb=3 remarque=#moi structure=ecole\n!2  line_tags"},
		"a tag in a text": {"remarque\n#metoo\n", "2 remarque=#metoo"},
		"labels":          {"structure,nb,remarque\nVotre structure,Combien d’enfants repérés ?,Remarque libre\necole,3,x\n", "3 nb=3 remarque=x structure=ecole\n!2  line_labels"},
		"labels of another version": {"structure,nb,etp,remarque\nOù travaillez-vous ?,Nombre d’enfants vus,Temps plein (en ETP),Vos remarques\necole,3,1,x\n",
			"3 etp=1 nb=3 remarque=x structure=ecole\n!2  line_labels"},
		"labels and identifiers, as Qualtrics": {"structure,nb\nVotre structure,Combien d’enfants repérés ?\n\"{\"\"ImportId\"\":\"\"QID1\"\"}\",\"{\"\"ImportId\"\":\"\"QID2\"\"}\"\necole,3\n",
			"4 nb=3 structure=ecole\n!2  line_labels\n!3  line_tags"},
		"the header again": {"structure,nb\necole,3\nstructure,nb\npmi,4\n", "2 nb=3 structure=ecole\n4 nb=4 structure=pmi\n!3  line_header"},
		"a total":          {"structure,nb\necole,3\npmi,4\nTOTAL,7\n", "2 nb=3 structure=ecole\n3 nb=4 structure=pmi\n!4  line_total"},
		"subtotals and a mean": {"structure,nb\necole,3\npmi,5\nSous-total,8\necole,1\nSous-total,1\nTotal général,9\nMoyenne,3\n",
			"2 nb=3 structure=ecole\n3 nb=5 structure=pmi\n5 nb=1 structure=ecole\n!4  line_total\n!6  line_total\n!7  line_total\n!8  line_total"},
		"a total without a word":              {"structure,nb,etp\necole,3,\"1,5\"\npmi,4,1\n,7,\"2,5\"\n", "2 etp=1.5 nb=3 structure=ecole\n3 etp=1 nb=4 structure=pmi\n!4  line_total"},
		"one sum may be an answer":            {"structure,nb\necole,3\npmi,4\n,7\n", "2 nb=3 structure=ecole\n3 nb=4 structure=pmi\n4 nb=7\n!4  maybe_total"},
		"a total that does not add up":        {"structure,nb\necole,3\npmi,4\nTotal,12\n", "2 nb=3 structure=ecole\n3 nb=4 structure=pmi\n4 nb=12 structure=hors_liste\n!4  maybe_total\n!4 structure unknown_choice Total"},
		"an answer that says total":           {"remarque,nb\nrien,3\nbien,4\nTotal,8\n", "2 nb=3 remarque=rien\n3 nb=4 remarque=bien\n4 nb=8 remarque=Total\n!4  maybe_total"},
		"notes":                               {"structure,nb\necole,3\nSource : Département\n\n(1 ligne)\n-----,---\n", "2 nb=3 structure=ecole\n!3  line_note\n!5  line_note\n!6  line_note"},
		"a note or an answer":                 {"structure,nb\necole,3\nMaison des adolescents de Lunel,\n", "2 nb=3 structure=ecole\n3 structure=hors_liste\n!3  maybe_note\n!3 structure unknown_choice Maison des adolescents de Lunel"},
		"what the software writes is missing": {"_uuid,structure,nb\na,ecole,3\nb,pmi,4\n,Lunel et ses environs,\n", "2 nb=3 structure=ecole\n3 nb=4 structure=pmi\n!4  line_note"},
		"cells without a column":              {"structure,nb,,remarque\necole,3,perdu,x\npmi,4,,\n", "2 nb=3 remarque=x structure=ecole\n3 nb=4 structure=pmi\n!2  blank_header C"},
		"row names of a script":               {",structure,nb\n0,ecole,3\n1,pmi,4\n", "2 nb=3 structure=ecole\n3 nb=4 structure=pmi"},
		"ragged":                              {"structure,nb,remarque\necole,3\npmi,4,x\npmi,4,x,y\n", "2 nb=3 structure=ecole\n3 nb=4 remarque=x structure=pmi\n4 nb=4 remarque=x structure=pmi\n!4  too_many_cells\n!2  short_line"},
		"ragged by habit":                     {"structure,nb,remarque\necole,3\npmi,4\npmi,4,x\n", "2 nb=3 structure=ecole\n3 nb=4 structure=pmi\n4 nb=4 remarque=x structure=pmi\n!2  short_lines 2"},
		"controls":                            {"structure,remarque\necole,\"a\x10b\x00c\x1fd\vsuite\u0085fin\"\n", "2 remarque=abcd\nsuite\nfin structure=ecole\n!2  controls 1"},
		"a total above":                       {"structure,nb\nTotal,7\necole,3\npmi,4\n", "2 nb=7 structure=hors_liste\n3 nb=3 structure=ecole\n4 nb=4 structure=pmi\n!2  maybe_total\n!2 structure unknown_choice Total"},
		"a title between blocks":              {"structure,nb\necole,3\n\nSecteur de Lunel,\npmi,4\n", "2 nb=3 structure=ecole\n5 nb=4 structure=pmi\n!4  line_note"},
		"the header alone":                    {"structure,nb\n", ""},
	} {
		t.Run(name, func(t *testing.T) {
			equal(t, withoutIdentifiers(readWork(t, file("a.csv", c.content))), c.want)
		})
	}
}

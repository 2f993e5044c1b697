package tabular

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"constat/survey"
)

// Repeats that look alike: two with the same questions, one nested in the first,
// names that a sheet cannot hold whole.
const alikeForm = `
| survey |
| | type               | name                                             | label           |
| | select_one oui_non | suivi                                            | Suivi           |
| | begin_repeat       | enfants_reperes_par_les_professionnels_du_reseau | Enfants repérés |
| | integer            | age                                              | Âge             |
| | begin_repeat       | enfants_reperes_par_les_professionnels_visites   | Visites         |
| | integer            | duree                                            | Durée           |
| | end_repeat         |                                                  |                 |
| | end_repeat         |                                                  |                 |
| | begin_repeat       | enfants_reperes_par_les_professionnels_autres    | Autres enfants  |
| | integer            | age                                              | Âge             |
| | end_repeat         |                                                  |                 |
| choices |
| | list_name | name | label |
| | oui_non   | oui  | Oui   |
| | oui_non   | non  | Non   |
| settings |
| | form_id | form_title |
| | rep     | Enquête    |
`

// pairForm has two repeats with the same questions, in groups, each with another
// inside.
const pairForm = `
| survey |
| | type         | name    | label   |
| | text         | lieu    | Lieu    |
| | begin_group  | foyer   | Foyer   |
| | begin_repeat | filles  | Filles  |
| | integer      | age     | Âge     |
| | begin_repeat | visites | Visites |
| | integer      | duree   | Durée   |
| | end_repeat   |         |         |
| | end_repeat   |         |         |
| | end_group    |         |         |
| | begin_group  | ailleurs | Ailleurs |
| | begin_repeat | garcons | Garçons |
| | integer      | age     | Âge     |
| | begin_repeat | entretiens | Visites |
| | integer      | duree   | Durée   |
| | end_repeat   |         |         |
| | end_repeat   |         |         |
| | end_group    |         |         |
| settings |
| | form_id | form_title |
| | pair    | Paire      |
`

const (
	long   = "enfants_reperes_par_les_professionnels_du_reseau"
	others = "enfants_reperes_par_les_professionnels_autres"
	visits = "enfants_reperes_par_les_professionnels_visites"
)

const alike = `
	2 u1 | suivi=oui ` + others + `=[] ` + long + `=[( age=3 ` + visits + `=[( duree=30 )] )( age=5 ` + visits + `=[] )]
	3 u2 | suivi=non ` + others + `=[( age=12 )] ` + long + `=[( age=7 ` + visits + `=[( duree=45 )] )]`

// alikeBook is a Kobo workbook of alikeForm: sheet names, and what the rows say
// of their parent's table.
func alikeBook(t *testing.T, names [4]string, parents [3]string) File {
	return File{"kobo.xlsx", strings.NewReader(string(workbook(t,
		sheet{names[0], [][]any{{"suivi", "_id", "_uuid", "_index"}, {"oui", 11, "u1", 1}, {"non", 12, "u2", 2}}},
		sheet{names[1], [][]any{
			{"age", "_index", "_parent_table_name", "_parent_index", "_submission__id", "_submission__uuid"},
			{3, 1, parents[0], 1, 11, "u1"}, {5, 2, parents[0], 1, 11, "u1"}, {7, 3, parents[0], 2, 12, "u2"},
		}},
		sheet{names[2], [][]any{
			{"duree", "_index", "_parent_table_name", "_parent_index", "_submission__id", "_submission__uuid"},
			{30, 1, parents[1], 1, 11, "u1"}, {45, 2, parents[1], 3, 12, "u2"},
		}},
		sheet{names[3], [][]any{
			{"age", "_index", "_parent_table_name", "_parent_index", "_submission__id", "_submission__uuid"},
			{12, 1, parents[2], 2, 12, "u2"},
		}},
	)))}
}

// answersOf leaves out what is said of the files.
func answersOf(text string) string {
	var lines []string
	for _, line := range strings.Split(text, "\n") {
		if !strings.Contains(line, "!") {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

func TestPlace_shortSheetNames(t *testing.T) {
	short := [4]string{"Enquête", "enfants_reperes_par_les_prof...", "enfants_reperes_par_les_... (1)", "enfants_reperes_par_les_... (2)"}
	for name, c := range map[string]struct {
		names   [4]string
		parents [3]string
	}{
		"parent by its sheet": {short, [3]string{"Enquête", "enfants_reperes_par_les_prof...", "Enquête"}},
		"parent by its name":  {short, [3]string{"Enquête", long, "Enquête"}},
		"sheets in another order of numbers": {
			[4]string{"Enquête", "enfants_reperes_par_les_... (2)", "enfants_reperes_par_les_prof...", "enfants_reperes_par_les_... (1)"},
			[3]string{"Enquête", long, "Enquête"},
		},
		"cut by Excel": {
			[4]string{"Enquête", "enfants_reperes_par_les_profess", "visites", "Feuille4"},
			[3]string{"Enquête", "enfants_reperes_par_les_profess", "Enquête"},
		},
		"numbered by Ona": {
			[4]string{"rep", "enfants_reperes_par_les_profess", "enfants_reperes_par_les_profes1", "enfants_reperes_par_les_profes2"},
			[3]string{"rep", "enfants_reperes_par_les_profess", "rep"},
		},
		"by label":          {[4]string{"Enquête", "Enfants repérés", "Visites", "Autres enfants"}, [3]string{"Enquête", long, "Enquête"}},
		"renamed, one kept": {[4]string{"Feuil1", "Feuil2", "Feuil3", "Autres enfants"}, [3]string{"Enquête", long, "Enquête"}},
		"renamed, joined by rows": {
			[4]string{"Feuil1", "Feuil2", "Feuil3", "Feuil4"}, [3]string{"Enquête", long, "Enquête"},
		},
		"no parent names": {[4]string{"Feuil1", "Feuil2", "Feuil3", "Feuil4"}, [3]string{"", "", ""}},
	} {
		t.Run(name, func(t *testing.T) {
			equal(t, answersOf(readForm(t, compiled(t, alikeForm), alikeBook(t, c.names, c.parents))), alike)
		})
	}
}

// openProblem gives the first problem of what Open refuses.
func openProblem(t *testing.T, f *survey.Form, assignments []Assignment, files ...File) string {
	t.Helper()
	r, err := OpenAssigned(f, nil, assignments, files...)
	var problems survey.Problems
	if !errors.As(err, &problems) {
		if err == nil {
			must(t, r.Close())
		}
		t.Fatalf("error = %v", err)
	}
	return fmt.Sprint(strings.TrimPrefix(problems[0].Code, "tabular_"), " ", strings.Join(problems[0].Args, "+"))
}

func assign(t *testing.T, f *survey.Form, texts ...string) []Assignment {
	t.Helper()
	var all []Assignment
	for _, text := range texts {
		a, err := Assign(f, text)
		must(t, err)
		all = append(all, a)
	}
	return all
}

func readAssigned(t *testing.T, f *survey.Form, assignments []Assignment, files ...File) string {
	t.Helper()
	r, err := OpenAssigned(f, nil, assignments, files...)
	must(t, err)
	defer func() { must(t, r.Close()) }()
	var out strings.Builder
	must(t, r.Each(func(row *Row) error {
		fmt.Fprintf(&out, "%d %s |%s\n", row.Number, row.Submission.InstanceID, text(row.Submission.Answers))
		return nil
	}))
	for _, p := range r.Problems() {
		if p.Code != CodeAbsentQuestion {
			fmt.Fprintf(&out, "%s!%d %s %s %s\n", p.Sheet, p.Row, p.Column, strings.TrimPrefix(p.Code, "tabular_"), strings.Join(p.Args, "+"))
		}
	}
	return strings.ReplaceAll(out.String(), " \n", "\n")
}

func pairBook(t *testing.T) File {
	return File{"a.xlsx", strings.NewReader(string(workbook(t,
		sheet{"Feuille1", [][]any{{"lieu", "_uuid", "_index"}, {"Lunel", "u1", 1}, {"Sète", "u2", 2}}},
		sheet{"Feuille2", [][]any{{"age", "_index", "_parent_index"}, {3, 1, 1}}},
		sheet{"Feuille3", [][]any{{"age", "_index", "_parent_index"}, {9, 1, 2}}},
	)))}
}

// A tie is asked about; one answer may settle the others.
func TestPlace_tie(t *testing.T) {
	f := compiled(t, pairForm)
	if got := openProblem(t, f, nil, pairBook(t)); got != "ambiguous_table Feuille2+foyer/filles, ailleurs/garcons+foyer/filles" {
		t.Error(got)
	}
	for _, told := range []string{"Feuille3=garcons", "feuille3 = Garçons", "Feuille3=ailleurs/garcons", "Feuille2=filles"} {
		equal(t, readAssigned(t, f, assign(t, f, told), pairBook(t)), `
			2 u1 | lieu=Lunel filles=[( age=3 )] garcons=[]
			3 u2 | lieu=Sète filles=[] garcons=[( age=9 )]
			!0  table_by_columns `+map[bool]string{true: "Feuille2+foyer/filles", false: "Feuille3+ailleurs/garcons"}[strings.HasPrefix(strings.ToLower(told), "feuille3")])
	}
	equal(t, readAssigned(t, f, assign(t, f, "Feuille2=garcons", "Feuille3=aucune"), pairBook(t)), `
		2 u1 | lieu=Lunel garcons=[( age=3 )]
		3 u2 | lieu=Sète garcons=[]
		!0  table_left Feuille3`)
	equal(t, readAssigned(t, f, assign(t, f, "Feuille2=garcons", "Feuille3=garcons"), pairBook(t)), `
		2 u1 | lieu=Lunel garcons=[( age=3 )]
		3 u2 | lieu=Sète garcons=[( age=9 )]
		!0  several_tables Feuille2+Feuille3+ailleurs/garcons`)
	if got := openProblem(t, f, assign(t, f, "Feuille9=garcons"), pairBook(t)); !strings.HasPrefix(got, "ambiguous_table") && !strings.HasPrefix(got, "no_such_sheet") {
		t.Error(got)
	}
}

func TestAssign_refused(t *testing.T) {
	f := compiled(t, pairForm)
	for text, want := range map[string]string{
		"garcons":           "tabular_sheet_syntax [garcons]",
		"=garcons":          "tabular_sheet_syntax",
		"Feuille3=fille":    "tabular_unknown_part [fille foyer/filles, foyer/filles/visites, ailleurs/garcons, ailleurs/garcons/entretiens, principale, aucune]",
		"Feuille=Visités":   "tabular_unknown_part",
		"Feuille=visites ?": "tabular_several_parts [visites ? foyer/filles/visites, ailleurs/garcons/entretiens]",
	} {
		_, err := Assign(f, text)
		var problems survey.Problems
		if !errors.As(err, &problems) || !strings.HasPrefix(fmt.Sprint(problems[0].Code, " ", problems[0].Args), want) {
			t.Errorf("%s: %v", text, err)
		}
	}
	must(t, func() error { _, err := Assign(f, "a=b=filles/visites"); return err }())
}

// Repeats of the same name at two places: ODK numbers the files, and the keys
// say which is which.
func TestPlace_sameNames(t *testing.T) {
	f := compiled(t, pairForm)
	want := `
		2 u1 | lieu=Lunel filles=[( age=3 visites=[( duree=10 )] )] garcons=[( age=9 entretiens=[( duree=20 )] )]`
	main := "lieu,KEY,instanceID\nLunel,uuid:u1,uuid:u1\n"
	girls := "age,PARENT_KEY,KEY\n3,uuid:u1,uuid:u1/foyer/filles[1]\n"
	boys := "age,PARENT_KEY,KEY\n9,uuid:u1,uuid:u1/ailleurs/garcons[1]\n"
	one := "duree,PARENT_KEY,KEY\n10,uuid:u1/foyer/filles[1],uuid:u1/foyer/filles[1]/visites[1]\n"
	two := "duree,PARENT_KEY,KEY\n20,uuid:u1/ailleurs/garcons[1],uuid:u1/ailleurs/garcons[1]/entretiens[1]\n"
	equal(t, readForm(t, f, file("p.csv", main), file("p-filles.csv", girls), file("p-garcons.csv", boys), file("p-donnees~1.csv", one), file("p-donnees~2.csv", two)),
		strings.ReplaceAll(want, "2 u1", "2 uuid:u1"))
	// Ona names sheets by the whole path.
	head := []any{"foyer/filles/visites/duree", "_index", "_parent_table_name", "_parent_index"}
	equal(t, readForm(t, f, File{"ona.xlsx", strings.NewReader(string(workbook(t,
		sheet{"pair", [][]any{{"lieu", "_uuid", "_index", "_parent_table_name", "_parent_index"}, {"Lunel", "u1", 1, nil, -1}}},
		sheet{"foyer_filles", [][]any{{"foyer/filles/age", "_index", "_parent_table_name", "_parent_index"}, {3, 1, "pair", 1}}},
		sheet{"foyer_filles_visites", [][]any{head, {10, 1, "foyer_filles", 1}}},
		sheet{"ailleurs_garcons", [][]any{{"age", "_index", "_parent_table_name", "_parent_index"}, {9, 1, "pair", 1}}},
		sheet{"ailleurs_garcons_entretiens", [][]any{{"duree", "_index", "_parent_table_name", "_parent_index"}, {20, 1, "ailleurs_garcons", 1}}},
	)))}), want)
}

// The index column wins over order; rows without a parent are named.
func TestPlace_sortedMain(t *testing.T) {
	children := file("filles.csv", "age,_index,_parent_index,_parent_table_name\n3,1,1,Paire\n4,2,2,Paire\n5,3,3,Paire\n")
	equal(t, readForm(t, compiled(t, pairForm), file("paire.csv", "lieu,_uuid,_index\nSète,u3,3\nLunel,u1,1\n"), children), `
		2 u3 | lieu=Sète filles=[( age=5 )]
		3 u1 | lieu=Lunel filles=[( age=3 )]
		filles.csv!3  orphan_row`)
}

// Two exports, whose numbers are the same.
func TestPlace_severalExports(t *testing.T) {
	f := compiled(t, pairForm)
	mains := func() []File {
		return []File{file("lunel.csv", "lieu,_uuid,_index\nLunel,u1,1\n"), file("sete.csv", "lieu,_uuid,_index\nSète,u2,1\n")}
	}
	want := `
		2 u1 | lieu=Lunel filles=[( age=3 visites=[( duree=10 )] )]
		2 u2 | lieu=Sète filles=[( age=4 visites=[( duree=20 )] )]`
	known := append(mains(),
		file("f1-filles.csv", "age,_index,_parent_index,_submission__uuid\n3,1,1,u1\n"), file("f2-filles.csv", "age,_index,_parent_index,_submission__uuid\n4,1,1,u2\n"),
		file("f1-visites.csv", "duree,_parent_index,_parent_table_name,_submission__uuid\n10,1,filles,u1\n"),
		file("f2-visites.csv", "duree,_parent_index,_parent_table_name,_submission__uuid\n20,1,filles,u2\n"))
	equal(t, answersOf(readForm(t, f, known...)), want)
	named := append(mains(),
		file("lunel-filles.csv", "age,_index,_parent_index\n3,1,1\n"), file("sete-filles.csv", "age,_index,_parent_index\n4,1,1\n"),
		file("lunel-filles-visites.csv", "duree,_parent_index,_parent_table_name\n10,1,filles\n"),
		file("sete-filles-visites.csv", "duree,_parent_index,_parent_table_name\n20,1,filles\n"))
	equal(t, answersOf(readForm(t, f, named...)), want)
	blind := append(mains(), file("filles.csv", "age,_index,_parent_index\n3,1,1\n"))
	if got := openProblem(t, f, nil, blind...); got != "several_parents filles.csv+lunel.csv, sete.csv" {
		t.Error(got)
	}
}

// The same rows twice, as codes and as labels, or in a copy of the sheet, count
// once, and it is said.
func TestPlace_copies(t *testing.T) {
	rows := [][]any{{"age", "_index", "_parent_index"}, {3, 1, 1}, {3, 2, 1}}
	equal(t, readForm(t, compiled(t, pairForm), File{"a.xlsx", strings.NewReader(string(workbook(t,
		sheet{"Paire", [][]any{{"lieu", "_uuid", "_index"}, {"Lunel", "u1", 1}}},
		sheet{"filles", rows}, sheet{"filles (2)", rows},
	)))}), `
		2 u1 | lieu=Lunel filles=[( age=3 )( age=3 )]
		!0  several_tables filles+filles (2)+foyer/filles
		!0  repeated_rows filles (2)+2`)
}

// A repeat's sheet without rows is a repeat without instances; a sheet that
// bears nothing is named with its columns.
func TestPlace_emptyAndForeign(t *testing.T) {
	equal(t, readForm(t, compiled(t, pairForm), File{"a.xlsx", strings.NewReader(string(workbook(t,
		sheet{"Paire", [][]any{{"lieu", "_uuid", "_index"}, {"Lunel", "u1", 1}}},
		sheet{"filles", [][]any{{"age", "_index", "_parent_table_name", "_parent_index"}}},
		sheet{"Feuille4", [][]any{{"age", "_index", "_parent_index"}}},
		sheet{"budget", [][]any{{"poste", "montant"}, {"loyer", 12}}},
	)))}), `
		2 u1 | lieu=Lunel filles=[] garcons=[]
		!0  table_ignored budget+poste, montant
		!0  table_by_columns Feuille4+ailleurs/garcons`)
}

// Collect's log of a visit, in ODK's archives, is no table of answers.
func TestPlace_audit(t *testing.T) {
	log := file("essai - audit.csv", "event,node,start,end,latitude,longitude,accuracy,old-value,new-value,instance ID\nform start,,1,2,,,,,,uuid:u1\n")
	equal(t, read(t, file("essai.csv", "start,vous-territoire,KEY\n,lunel,u1\n"), log), `
		2 u1 | territoire=lunel
		!0  table_ignored essai - audit.csv+event, node, start, end, latitude, longitude, accuracy, old-value`)
}

// JSON: two repeats of one name in two groups.
func TestPlace_json(t *testing.T) {
	f := compiled(t, pairForm)
	for _, content := range []string{
		`[{"_uuid":"u1","lieu":"Lunel","foyer/filles":[{"foyer/filles/age":3,"foyer/filles/visites":[{"foyer/filles/visites/duree":10}]}],"ailleurs/garcons":[{"ailleurs/garcons/age":9}]}]`,
		`[{"_uuid":"u1","lieu":"Lunel","foyer":{"filles":[{"age":3,"visites":[{"duree":10}]}]},"ailleurs":{"garcons":[{"age":9}]}}]`,
	} {
		equal(t, readForm(t, f, file("a.json", content)), `1 u1 | lieu=Lunel filles=[( age=3 visites=[( duree=10 )] )] garcons=[( age=9 )]`)
	}
}

package tabular

import (
	"strings"
	"testing"
)

const family = `
	2 u1 | territoire=lunel enfants=[( age=4 suivi=oui visites=[( duree=10 )( duree=20 )] )( age=7 visites=[] )]
	3 u2 | territoire=pezenas enfants=[]
	4 u3 | territoire=lunel enfants=[( age=1 suivi=non visites=[( duree=30 )] )]`

// Kobo: one sheet for each repeat, joined by _parent_index.
func TestRepeats_workbook(t *testing.T) {
	book := workbook(t,
		sheet{"enquête", [][]any{{"territoire", "_uuid", "_index"}, {"lunel", "u1", 1}, {"pezenas", "u2", 2}, {"lunel", "u3", 3}}},
		sheet{"enfants", [][]any{
			{"age", "suivi", "_index", "_parent_table_name", "_parent_index", "_submission__uuid"},
			{4, "oui", 1, "enquête", 1, "u1"}, {7, "", 2, "enquête", 1, "u1"}, {1, "non", 3, "enquête", 3, "u3"},
		}},
		sheet{"visites", [][]any{
			{"duree", "_index", "_parent_table_name", "_parent_index"},
			{10, 1, "enfants", 1}, {20, 2, "enfants", 1}, {30, 3, "enfants", 3},
		}},
	)
	equal(t, read(t, File{"a.xlsx", strings.NewReader(string(book))}), family)
}

// ODK: one file for each repeat, joined by PARENT_KEY; in any order.
func TestRepeats_files(t *testing.T) {
	visits := file("essai-visites.csv", "duree,PARENT_KEY,KEY\n10,u1/enfants[1],a\n20,u1/enfants[1],b\n30,u3/enfants[1],c\n")
	children := file("essai-enfants.csv", "age,suivi,PARENT_KEY,KEY\n4,oui,u1,u1/enfants[1]\n7,,u1,u1/enfants[2]\n1,non,u3,u3/enfants[1]\n")
	main := file("essai.csv", "vous-territoire,KEY\nlunel,u1\npezenas,u2\nlunel,u3\n")
	equal(t, read(t, visits, children, main), family)
}

// Kobo's API: lists of objects, keys with their groups.
func TestRepeats_json(t *testing.T) {
	flat := `[
		{"_uuid":"u1","vous/territoire":"lunel","enfants":[
			{"enfants/age":"4","enfants/suivi":"oui","enfants/visites":[{"enfants/visites/duree":10},{"enfants/visites/duree":20}]},
			{"enfants/age":"7","enfants/visites":[]}]},
		{"_uuid":"u2","vous/territoire":"pezenas","enfants":[]},
		{"_uuid":"u3","vous/territoire":"lunel","enfants":[{"enfants/age":1,"enfants/suivi":"non","enfants/visites":[{"enfants/visites/duree":30}]}]}
	]`
	nested := `[
		{"_uuid":"u1","vous":{"territoire":"lunel"},"enfants":[{"age":4,"suivi":"Oui","visites":[{"duree":10},{"duree":20}]},{"age":7}]},
		{"_uuid":"u2","vous":{"territoire":"pezenas"}},
		{"_uuid":"u3","vous":{"territoire":"lunel"},"enfants":[{"age":1,"suivi":"non","visites":[{"duree":30}]}]}
	]`
	lines := `{"_uuid":"u1","territoire":"lunel","enfants":[{"age":4,"suivi":"Oui","visites":[{"duree":10},{"duree":20}]},{"age":7}]}
{"_uuid":"u2","territoire":"pezenas"}
{"_uuid":"u3","territoire":"lunel","enfants":[{"age":1,"suivi":"non","visites":[{"duree":30}]}]}`
	want := strings.NewReplacer("2 u1", "1 u1", "3 u2", "2 u2", "4 u3", "3 u3").Replace(family)
	for name, content := range map[string]string{
		"flat": flat, "nested": nested, "lines": lines,
		"api":   `{"count":3,"next":null,"previous":null,"results":` + flat + `}`,
		"odata": `{"@odata.context":"x","value":` + nested + `}`,
		"bom":   "\ufeff" + flat,
	} {
		t.Run(name, func(t *testing.T) { equal(t, read(t, file("a.json", content)), want) })
	}
}

// Ona and old ODK exports: instances in columns.
func TestRepeats_spread(t *testing.T) {
	equal(t, read(t, file("a.csv", `territoire,enfants[1]/age,enfants[1]/suivi,enfants[2]/age,enfants[2]/suivi
lunel,4,oui,7,
pezenas,,,,
lunel,,,1,non
`)), `
		2 row-1-2 | territoire=lunel enfants=[( age=4 suivi=oui )( age=7 )]
		3 row-1-3 | territoire=pezenas enfants=[]
		4 row-1-4 | territoire=lunel enfants=[( )( age=1 suivi=non )]`)
}

// Every level is in columns, however the tool writes it; a question whose
// column comes twice is named.
func TestRepeats_spreadAtEveryLevel(t *testing.T) {
	want := `
		2 row-1-2 | territoire=lunel enfants=[( age=4 suivi=oui visites=[( duree=10 )( duree=20 )] )( age=7 visites=[] )]
		3 row-1-3 | territoire=pezenas enfants=[]
		4 row-1-4 | territoire=lunel enfants=[( age=1 visites=[( )( duree=30 )] )]`
	for name, header := range map[string]string{
		"Ona":              "vous/territoire,enfants[1]/age,enfants[1]/suivi,enfants[1]/visites[1]/duree,enfants[1]/visites[2]/duree,enfants[2]/age,enfants[2]/visites[1]/duree",
		"Ona with dots":    "vous.territoire,enfants[1].age,enfants[1].suivi,enfants[1].visites[1].duree,enfants[1].visites[2].duree,enfants[2].age,enfants[2].visites[1].duree",
		"Ona's other tags": "vous.territoire,enfants_1_.age,enfants_1_.suivi,enfants_1_.visites_1_.duree,enfants_1_.visites_2_.duree,enfants_2_.age,enfants_2_.visites_1_.duree",
		"whole paths":      "territoire,enfants[1]/enfants/age,enfants[1]/enfants/suivi,enfants[1]/enfants/visites[1]/enfants/visites/duree,enfants[1]/visites[2]/enfants/visites/duree,enfants[2]/age,enfants[2]/visites[1]/duree",
		"R":                "vous.territoire,enfants.1..age,enfants.1..suivi,enfants.1..visites.1..duree,enfants.1..visites.2..duree,enfants.2..age,enfants.2..visites.1..duree",
		"labels":           "Votre territoire ?,enfants[1]/Âge,enfants[1]/Suivi,enfants[1]/visites[1]/Durée,enfants[1]/visites[2]/Durée,enfants[2]/Âge,enfants[2]/visites[1]/Durée",
		"repeats' labels":  "Vous/Votre territoire ?,Enfants[1]/Âge,Enfants[1]/Suivi,Enfants[1]/Visites[1]/Durée,Enfants[1]/Visites[2]/Durée,Enfants[2]/Âge,Enfants[2]/Visites[1]/Durée",
	} {
		t.Run(name, func(t *testing.T) {
			equal(t, read(t, file("a.csv", header+"\nlunel,4,oui,10,20,7,\npezenas,n/a,n/a,n/a,n/a,n/a,n/a\nlunel,1,,,30,,\n")), want)
		})
	}
	equal(t, readForm(t, compiled(t, alikeForm), file("a.csv", "Suivi,Enfants repérés[1]/Âge,Autres enfants[1]/Âge\nOui,4,12\n")),
		"2 row-1-2 | suivi=oui "+others+"=[( age=12 )] "+long+"=[( age=4 )]")
	equal(t, read(t, file("a.csv", "territoire,enfants[1]/age,Enfants[1].age,enfants[1]/taille,enfants[900]/age\nlunel,4,5,,\n")), `
		2 row-1-2 | territoire=lunel enfants=[( age=4 )]
		!1 Enfants[1].age repeated_column age
		!1 enfants[1]/taille unknown_column
		!1 enfants[900]/age far_instance 500`)
}

// A repeat in columns and in a sheet counts once; where they differ, it is said.
func TestRepeats_spreadAndSheet(t *testing.T) {
	equal(t, read(t, File{"a.xlsx", strings.NewReader(string(workbook(t,
		sheet{"essai", [][]any{
			{"territoire", "_uuid", "_index", "enfants[1]/age", "enfants[2]/age", "enfants[1]/visites[1]/duree"},
			{"lunel", "u1", 1, 4, 7, 10}, {"pezenas", "u2", 2, 5, "", ""}, {"lunel", "u3", 3, 6, "", ""},
		}},
		sheet{"enfants", [][]any{{"age", "suivi", "_index", "_parent_index"}, {4, "oui", 1, 1}, {7, "non", 2, 1}, {8, "", 3, 2}}},
	)))}), `
		2 u1 | territoire=lunel enfants=[( age=4 suivi=oui visites=[( duree=10 )] )( age=7 suivi=non )]
		3 u2 | territoire=pezenas enfants=[( age=8 )]
		4 u3 | territoire=lunel enfants=[( age=6 visites=[] )]
		essai!3 enfants repeat_twice enfants+enfants`)
}

func TestRepeats_problems(t *testing.T) {
	main := file("menages.csv", "territoire,_uuid,_index\nlunel,u1,1\nlunel,u2,2\n")
	children := file("enfants.csv", "age,_parent_index\n4,1\nquatre,2\n5,9\n6,\n")
	equal(t, read(t, main, children), `
		2 u1 | territoire=lunel enfants=[( age=4 )]
		3 u2 | territoire=lunel enfants=[( )]
		enfants.csv!4  orphan_row
		enfants.csv!5  orphan_row
		enfants.csv!3 age not_integer`)
}

func TestRepeats_withoutJoin(t *testing.T) {
	equal(t, read(t, file("a.csv", "territoire\nlunel\n"), file("enfants.csv", "age\n4\n")), `
		2 row-1-2 | territoire=lunel
		!0  no_join enfants.csv+enfants`)
}

// A sheet of explanations, and the same answers a second time as labels.
func TestWorkbook_otherSheets(t *testing.T) {
	book := workbook(t,
		sheet{"lisez-moi", [][]any{{"Ce classeur contient des réponses."}}},
		sheet{"codes", [][]any{{}, {"territoire", "effectif", "creation"}, {"lunel", 12, 45415}, {}, {"pezenas", 3.0, "03/05/2024"}}},
		sheet{"libellés", [][]any{{"Votre territoire ?"}, {"Lunel"}}},
	)
	equal(t, read(t, File{"a.xlsx", strings.NewReader(string(book))}), `
		3 row-1-3 | creation=2024-05-03 effectif=12 territoire=lunel
		5 row-1-5 | creation=2024-05-03 effectif=3 territoire=pezenas
		!0  table_ignored lisez-moi+Ce classeur contient des réponses.
		!0  table_ignored libellés+Votre territoire ?`)
}

func TestFiles_oneAfterTheOther(t *testing.T) {
	equal(t, read(t, file("a.csv", "territoire,_uuid\nlunel,u1\npezenas,u2\n"), file("b.csv", "_uuid,effectif,territoire\nu2,4,pezenas\nu3,5,lunel\n")), `
		2 u1 | territoire=lunel
		3 u2 | territoire=pezenas
		2 u2 | effectif=4 territoire=pezenas
		3 u3 | effectif=5 territoire=lunel
		b.csv!2  repeated_instance 3`)
}

func TestRows_identityAndDay(t *testing.T) {
	equal(t, read(t, file("a.csv", `start,territoire,_submission_time,_uuid,meta/instanceID
2024-05-01T10:00:00,lunel,2024-05-03T08:00:00,weak,u1
2024-05-01T10:00:00,lunel,,weak,u2
2024-05-01T10:00:00,lunel,2024-05-03T08:00:00,weak,u1
2024-05-01T10:00:00,pezenas,2024-05-03T08:00:00,weak,u1
,lunel,,u5,,trop
`)), `
		2 u1 2024-05-03 | start=2024-05-01T10:00:00 territoire=lunel
		3 u2 2024-05-01 | start=2024-05-01T10:00:00 territoire=lunel
		5 u1 2024-05-03 | start=2024-05-01T10:00:00 territoire=pezenas
		6 u5 | territoire=lunel
		!4  repeated_row 2
		!6  too_many_cells
		!5  repeated_instance 2`)
}

// The answers of the form itself may not have been given: each row of the
// repeat then counts as a response.
func TestRepeats_withoutTheMainFile(t *testing.T) {
	children := file("essai-enfants.csv", "age,suivi,PARENT_KEY,KEY\n4,oui,u1,u1/enfants[1]\n7,,u1,u1/enfants[2]\n")
	equal(t, read(t, children), `
	2 row-1-2 | enfants=[( age=4 suivi=oui )]
	3 row-1-3 | enfants=[( age=7 )]
	!0  no_main_table essai-enfants.csv+enfants`)
}

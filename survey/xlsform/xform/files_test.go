package xform

import (
	"slices"
	"testing"

	"constat/survey"
)

// TestWrite_files shows that the rows of an attached file stay in the file:
// the XForm names it, and says which of its columns are read.
func TestWrite_files(t *testing.T) {
	form, problems := read(t, survey.Files{
		"lieux.csv": []byte("code,nom,ville\nm,Mairie,Lunel\n"), "taux.csv": []byte("an,part\n2026,4\n"), "plan.png": []byte("\x89PNG\r\n\x1a\n"),
	}, map[string]string{
		"survey": `
			| type                                | name  | label::Français (fr) | parameters            | choice_filter   | calculation                        | appearance                             | image    |
			| text                                | ville | Ville                |                       |                 |                                    |                                        | plan.png |
			| select_one_from_file lieux.csv      | lieu  | Lieu                 | value=code, label=nom | ville=${ville}  |                                    |                                        |          |
			| select_multiple_from_file lieux.csv | noms  | Noms                 | value=nom, label=nom  |                 |                                    |                                        |          |
			| select_one colonnes                 | autre | Autre                |                       |                 |                                    | search('lieux', 'matches', 'ville', ${ville}) |   |
			| calculate                           | part  |                      |                       |                 | pulldata('taux', 'part', 'an', 2026) |                                      |          |`,
		"choices": `
			| list_name | name | label::Français (fr) |
			| colonnes  | code | nom                  |`,
	})
	if form == nil {
		t.Fatal(problems)
	}
	document := string(Write(form, Options{Minimal: true}))
	readBack(t, []byte(document))
	expect(t, document, map[string]bool{
		`<instance id="lieux" src="jr://file-csv/lieux.csv"/>`: true, `<instance id="taux" src="jr://file-csv/taux.csv"/>`: true,
		`Mairie`: false, `<instance id="colonnes"`: false, `<instance id="lieux.csv (`: false, `<instance id="lieux (`: false,
		`<itemset nodeset="instance(&#39;lieux&#39;)/root/item[ville= /data/ville ]">`: true,
		`<value ref="code"/>`: true, `<label ref="nom"/>`: true, `<value ref="nom"/>`: true,
		`appearance="search(&#39;lieux&#39;, &#39;matches&#39;, &#39;ville&#39;,  /data/ville )"`: true,
		`<value>code</value>`: true,
	})
	if files := Files(form); !slices.Equal(files, []string{"lieux.csv", "plan.png", "taux.csv"}) {
		t.Errorf("files %q", files)
	}
}

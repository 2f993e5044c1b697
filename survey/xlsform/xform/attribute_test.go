package xform

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"constat/survey"
	"constat/survey/xlsform"
)

// read makes a form of sheets whose rows are cells between bars.
func read(t *testing.T, files survey.Files, sheets map[string]string) (*survey.Form, []survey.Problem) {
	t.Helper()
	v := vector{Sheets: map[string][][]json.RawMessage{}}
	for name, table := range sheets {
		for line := range strings.Lines(strings.TrimSpace(table)) {
			var row []json.RawMessage
			for _, cell := range strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|") {
				value, err := json.Marshal(strings.TrimSpace(cell))
				must(t, err)
				row = append(row, value)
			}
			v.Sheets[name] = append(v.Sheets[name], row)
		}
	}
	form, problems, err := xlsform.ReadWith(bytes.NewReader(v.workbook(t)), files)
	must(t, err)
	return form, problems
}

func expect(t *testing.T, document string, wanted map[string]bool) {
	t.Helper()
	for text, in := range wanted {
		if strings.Contains(document, text) != in {
			t.Errorf("%s: wanted %v in\n%s", text, in, document)
		}
	}
}

var withAttributes = map[string]string{
	"settings": `
		| form_id | namespaces                                                        | attribute::ex:origine | delimiter |
		| essai   | ex="http://exemple.fr/x" jr="http://autre.fr" esri="http://esri/" | carnet                | ~         |`,
	"survey": `
		| type         | name   | label  | bind::ex:droit | bind::type | bind::jr:preload | body::accept | control::intent    | instance::ex:duree | bind::non:declare | bind::nodeset | compact_tag |
		| text         | avant  | Avant  | lecture        |            |                  |              | ex:app(de=${age})  | 10                 | x                 | /data/autre   | AV          |
		| hidden       | appareil |      |                | int        | property         |              |                    |                    |                   |               |             |
		| begin_group  | g      | Groupe | ecriture       |            |                  |              |                    |                    |                   |               |             |
		| begin_repeat | r      | Série  |                |            |                  | tout         |                    | 20                 |                   |               |             |
		| integer      | age    | Âge    |                |            |                  | «${age}»     |                    |                    |                   |               |             |
		| end_repeat   |        |        |                |            |                  |              |                    |                    |                   |               |             |
		| end_group    |        |        |                |            |                  |              |                    |                    |                   |               |             |`,
}

// TestWrite_attributes shows that the attributes that an author adds are on
// the bind, the control and the node, as pyxform writes them.
func TestWrite_attributes(t *testing.T) {
	form, problems := read(t, nil, withAttributes)
	if form == nil {
		t.Fatal(problems)
	}
	document := string(Write(form, Options{}))
	readBack(t, []byte(document))
	expect(t, document, map[string]bool{
		`xmlns:ex="http://exemple.fr/x"`: true, `xmlns:esri="http://esri/"`: true, `xmlns:jr="http://openrosa.org/javarosa"`: true,
		`http://autre.fr`: false, // a prefix of the standard keeps its meaning
		`<data id="essai" ex:origine="carnet" odk:delimiter="~">`:           true,
		`<avant ex:duree="10" odk:tag="AV"/>`:                               true,
		`<bind nodeset="/data/avant" type="string" ex:droit="lecture"/>`:    true,
		`<bind nodeset="/data/appareil" type="int" jr:preload="property"/>`: true,
		`<bind nodeset="/data/g" ex:droit="ecriture"/>`:                     true,
		`<input ref="/data/avant" intent="ex:app(de= /data/g/r/age )"`:      true,
		`<repeat nodeset="/data/g/r" accept="tout">`:                        true,
		`<r ex:duree="20" jr:template="">`:                                  true,
		`<r ex:duree="20">`:                                                 true,
		`<input ref="/data/g/r/age" accept="« ../age »">`:                   true,
		`declare`:     false,
		`/data/autre`: false,
	})
	// On the phones of a campaign, nothing fills itself in.
	expect(t, string(Write(form, Options{Minimal: true})), map[string]bool{
		`ex:droit="lecture"`: true, `intent=`: false, `jr:preload="property"`: false, `nodeset="/data/appareil" type="string"`: true,
	})
	said := map[string]string{}
	for _, p := range problems {
		said[p.Code] = p.Column
	}
	if said[xlsform.CodeAttributePrefix] != "bind::non:declare" || said[xlsform.CodeAttributeName] != "bind::nodeset" || len(said) != 2 {
		t.Errorf("problems %v", problems)
	}
}

func TestWrite_attributesAtFault(t *testing.T) {
	for _, c := range []struct{ namespaces, header, value, code string }{
		{`ex=http://exemple.fr`, "bind::a", "b", xlsform.CodeBadNamespaces},
		{`xmlns="http://exemple.fr"`, "bind::a", "b", xlsform.CodeBadNamespaces},
		{`1x="http://exemple.fr"`, "bind::a", "b", xlsform.CodeBadNamespaces},
		{``, "body::a b", "c", xlsform.CodeAttributeName},
		{``, "instance::", "c", xlsform.CodeAttributeName},
		{``, "instance::xmlns:a", "c", xlsform.CodeAttributePrefix},
		{``, "bind::a", "${motif}", survey.CodeMistypedReference},
		{``, "bind::a", "${ailleurs}", survey.CodeUnknownReference},
	} {
		form, problems := read(t, nil, map[string]string{
			"settings": "| form_id | namespaces |\n| essai | " + c.namespaces + " |",
			"survey":   "| type | name | label | " + c.header + " |\n| text | motifs | Motifs | " + c.value + " |",
		})
		if len(problems) != 1 || problems[0].Code != c.code {
			t.Errorf("%+v: %v", c, problems)
		}
		if form != nil {
			readBack(t, Write(form, Options{}))
		}
	}
}

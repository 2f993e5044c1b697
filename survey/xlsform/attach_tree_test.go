package xlsform

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"constat/survey"
)

const treeForm = `
	| survey |
	|        | type                             | name  | label | parameters | choice_filter     | calculation |
	|        | text                             | zone  | Zone  |            |                   | |
	|        | select_one_from_file lieux.xml   | lieu  | Lieu  |            | zone = ${zone}    | |
	|        | select_one_from_file carte.geojson | point | Point |          |                   | |
	|        | select_multiple_from_file noms.geojson | noms | Noms | value=code |             | |
	|        | xml-external                     | autres |      |            |                   | |
	|        | calculate                        | c     |       |            |                   | instance('lieux')/root/item[name = ${lieu}]/zone |
	|        | calculate                        | g     |       |            |                   | instance('carte')/root/item[id = ${point}]/geometry |
	|        | calculate                        | p     |       |            |                   | instance('carte')/root/item[id = ${point}]/ville |
	|        | calculate                        | x     |       |            |                   | count(instance('autres')/root/item[note > 3]) |
`

var treeFiles = survey.Files{
	"lieux.xml": []byte(`<?xml version="1.0"?><root><item><name>a</name><label>Ici</label><zone>n</zone></item>
		<item><name>b</name><label>Là &amp; là</label><zone>s</zone></item></root>`),
	"carte.geojson": []byte(`{"type": "FeatureCollection", "features": [
		{"type": "Feature", "id": "p1", "properties": {"title": "Un", "ville": "Sète"}, "geometry": {"type": "Point", "coordinates": [3.69, 43.4]}},
		{"type": "Feature", "properties": {"id": 2, "title": "Deux"}, "geometry": {"type": "LineString", "coordinates": [[3, 43], [4, 44, 10]]}}]}`),
	"noms.geojson": []byte(`{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"code": 34, "name": "Hérault", "vrai": true, "rien": null}, "geometry": null}]}`),
	"autres.xml":   []byte(`<root><item><note>3</note></item><item><note>4</note></item></root>`),
}

// TestAttach_trees: XML and GeoJSON files are lists and instances.
func TestAttach_trees(t *testing.T) {
	form, problems, err := ReadWith(bytes.NewReader(md(t, treeForm)), treeFiles)
	check(t, err)
	if form == nil || len(problems) > 0 {
		t.Fatalf("said:\n%s", listing(problems))
	}
	noms, _ := form.Question("noms")
	if c := noms.List.Choices; len(c) != 1 || c[0].Name != "34" || c[0].Label.In("") != "Hérault" || c[0].Columns["vrai"] != "true" || c[0].Columns["rien"] != "" {
		t.Errorf("%+v", c)
	}
	filling := form.Begin(survey.Occasion{Now: time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)})
	check(t, filling.Set("zone", "s"))
	if state, _ := filling.State("lieu"); strings.Join(state.Options, " ") != "b" {
		t.Errorf("options %q", state.Options)
	}
	check(t, filling.Set("lieu", "b"))
	check(t, filling.Set("point", "p1"))
	for path, want := range map[string]string{"c": "s", "g": "43.4 3.69 0 0", "p": "Sète", "x": "1"} {
		expectation{path: path, value: want}.check(t, filling)
	}
	check(t, filling.Set("point", "2"))
	expectation{path: "g", value: "43 3 0 0; 44 4 0 0"}.check(t, filling)
}

// TestAttach_badTrees: what is no list is refused, with what is wrong in it.
func TestAttach_badTrees(t *testing.T) {
	for name, content := range map[string]string{
		"a.xml": `<root><item><name>a</name></item`, "b.xml": `<root><maison/></root>`, "c.xml": `<root><item><a><b>1</b></a></item></root>`,
		"d.xml": `<root/>`, "e.geojson": `{"type": "Feature"}`, "f.geojson": `{`, "g.geojson": `{"type": "FeatureCollection", "features": []}`,
		"h.geojson": `{"type": "FeatureCollection", "features": [{"geometry": {"type": "Point", "coordinates": [1]}}]}`,
		"i.geojson": `{"type": "FeatureCollection", "features": [{"geometry": {"type": "MultiPoint", "coordinates": [[1, 2]]}}]}`,
	} {
		form, problems, err := ReadWith(bytes.NewReader(md(t, `
			| survey |
			|        | type | name | label |
			|        | select_one_from_file `+name+` | q | Q |`)), survey.Files{name: []byte(content)})
		check(t, err)
		if said := listing(problems); form != nil || !strings.Contains(said, `file_tree ["`+name) && !strings.Contains(said, `file_empty ["`+name) {
			t.Errorf("%s: %s", name, said)
		}
	}
}

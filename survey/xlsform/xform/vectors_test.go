package xform

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"constat/survey/xlsform"
)

// vector is one small form that pyxform 4.5 accepts, and what its XForm says.
type vector struct {
	ID       string
	Accepted bool
	Category string
	FormName string                         `json:"form_name"`
	Sheets   map[string][][]json.RawMessage `json:"sheets"`
	Facts    facts
}

type facts struct {
	Binds     []map[string]string
	Controls  []map[string]any
	Languages []string
	Instance  tree
	Lists     []string `json:"secondary_instances"`
}

type tree struct {
	Name       string
	Attributes map[string]string
	Default    string
	Children   []tree
}

// TestVectors_pyxform compares what we write with what pyxform writes, facet
// by facet. It is an extra run: the data is not part of this repository.
func TestVectors_pyxform(t *testing.T) {
	dir := os.Getenv("CONSTAT_VECTORS")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "..", "shared", "vectors")
	}
	data, err := os.ReadFile(filepath.Join(dir, "pyxform-vectors.json"))
	if errors.Is(err, fs.ErrNotExist) {
		t.Logf("no vectors in %s: nothing to run", dir)
		return
	}
	must(t, err)
	var file struct{ Vectors []vector }
	must(t, json.Unmarshal(data, &file))
	agreed, run := map[string]int{}, 0
	all, excluded := 0, map[string][]string{}
	for _, v := range file.Vectors {
		if !v.Accepted {
			continue
		}
		if why := outOfScope(v); why != "" {
			excluded[why] = append(excluded[why], v.ID)
			continue
		}
		form, problems, err := xlsform.ReadAll(bytes.NewReader(v.workbook(t)))
		must(t, err)
		if form == nil {
			t.Logf("%s is refused by the reader: %v", v.ID, problems[0])
			continue
		}
		run++
		got, want := factsOf(t, Write(form, Options{})), v.facts()
		whole := true
		for _, facet := range slices.Sorted(maps.Keys(want)) {
			if got[facet] == want[facet] {
				agreed[facet]++
				continue
			}
			whole = false
			t.Logf("%s %s\n got %s\nwant %s", v.ID, facet, got[facet], want[facet])
		}
		if whole {
			all++
		}
	}
	if run == 0 {
		t.Fatal("no vector in the file")
	}
	for _, why := range slices.Sorted(maps.Keys(excluded)) {
		t.Logf("%d out of scope: %s: %s", len(excluded[why]), why, strings.Join(excluded[why], " "))
	}
	for facet, n := range agreed {
		t.Logf("%s: %d of %d (%.1f %%)", facet, n, run, 100*float64(n)/float64(run))
	}
	t.Logf("XForms that agree in every facet: %d of %d (%.1f %%)", all, run, 100*float64(all)/float64(run))
	if all*100 < run*90 {
		t.Errorf("%d of %d XForms agree with pyxform, fewer than 90 %%", all, run)
	}
}

// outOfScope says why a form's XForm differs on purpose, by what the form
// uses and not by a word in it; "" when it does not.
func outOfScope(v vector) string {
	for _, kind := range v.column("survey", "type") {
		switch word, _, _ := strings.Cut(strings.ReplaceAll(kind, " ", "_"), "_external"); {
		case word == "select_one" && strings.Contains(kind, "external"):
			return "select_one_external is written as a plain list: no itemsets.csv to fetch"
		case kind == "osm" || strings.HasPrefix(kind, "osm "):
			return "osm, a capture that nobody asks here"
		case kind == "background-audio":
			return "background-audio, a capture that nobody asks here"
		}
	}
	for _, header := range v.header("survey") {
		if strings.HasSuffix(strings.ToLower(header), "noapperrorstring") {
			return "noAppErrorString is obsolete: not translated"
		}
	}
	for _, header := range v.header("settings") {
		if header == "omit_instanceID" || header == "instance_id" {
			return "every submission has its identifier here"
		}
	}
	if len(v.Sheets["entities"]) > 1 {
		return "entities are ignored with a warning"
	}
	return ""
}

// header gives a sheet's first row, column the texts under one of its cells.
func (v vector) header(sheet string) []string {
	if len(v.Sheets[sheet]) == 0 {
		return nil
	}
	return texts(v.Sheets[sheet][0])
}

func (v vector) column(sheet, name string) []string {
	at := slices.Index(v.header(sheet), name)
	var found []string
	for i, row := range v.Sheets[sheet] {
		if cells := texts(row); i > 0 && at >= 0 && at < len(cells) {
			found = append(found, cells[at])
		}
	}
	return found
}

// texts gives a row's cells, "" for what is no text.
func texts(row []json.RawMessage) []string {
	cells := make([]string, len(row))
	for i, raw := range row {
		_ = json.Unmarshal(raw, &cells[i])
	}
	return cells
}

func (v vector) workbook(t *testing.T) []byte {
	t.Helper()
	book := excelize.NewFile()
	for _, name := range slices.Sorted(maps.Keys(v.Sheets)) {
		_, err := book.NewSheet(name)
		must(t, err)
		for r, row := range v.Sheets[name] {
			for c, raw := range row {
				var value any
				must(t, json.Unmarshal(raw, &value))
				if value == nil {
					continue
				}
				cell, err := excelize.CoordinatesToCellName(c+1, r+1)
				must(t, err)
				must(t, book.SetCellValue(name, cell, value))
			}
		}
	}
	must(t, book.DeleteSheet("Sheet1"))
	var out bytes.Buffer
	must(t, book.Write(&out))
	return out.Bytes()
}

// facts gives what pyxform wrote as lines, the root element called data.
func (v vector) facts() map[string]string {
	var binds, controls []string
	for _, b := range v.Facts.Binds {
		binds = append(binds, line(b))
	}
	for _, c := range v.Facts.Controls {
		text := map[string]string{}
		for k, value := range c {
			if value != nil && value != "" {
				text[k] = fmt.Sprint(value)
			}
		}
		controls = append(controls, line(text))
	}
	v.Facts.Instance.Name = "data"
	languages := make([]string, len(v.Facts.Languages))
	for i, l := range v.Facts.Languages {
		// Which is the default is not compared: we mark the first, pyxform
		// marks none when the settings do not name one.
		languages[i] = strings.TrimSuffix(l, " (default)")
	}
	sort.Strings(languages)
	lists := slices.Clone(v.Facts.Lists)
	sort.Strings(lists)
	rename := strings.NewReplacer("/"+v.FormName+"/", "/data/")
	return map[string]string{
		"binds": rename.Replace(strings.Join(binds, "\n")), "controls": rename.Replace(strings.Join(controls, "\n")),
		"languages": strings.Join(languages, ","), "lists": strings.Join(lists, ","),
		"instance": v.Facts.Instance.text(),
	}
}

func line(attributes map[string]string) string {
	var parts []string
	for _, k := range slices.Sorted(maps.Keys(attributes)) {
		parts = append(parts, k+"="+attributes[k])
	}
	return strings.Join(parts, " ")
}

func (x tree) text() string {
	var b strings.Builder
	b.WriteString(x.Name)
	for _, name := range slices.Sorted(maps.Keys(x.Attributes)) {
		switch name {
		case "id", "version": // the form's
		case "jr:template":
			b.WriteString("*")
		default:
			b.WriteString("[" + name + "=" + x.Attributes[name] + "]")
		}
	}
	if x.Default != "" {
		b.WriteString("=" + x.Default)
	}
	if len(x.Children) > 0 {
		b.WriteString("(")
		for i, c := range x.Children {
			if i > 0 {
				b.WriteString(" ")
			}
			b.WriteString(c.text())
		}
		b.WriteString(")")
	}
	return b.String()
}

// xmlNode is any element, as read back.
type xmlNode struct {
	XMLName  xml.Name
	Attrs    []xml.Attr `xml:",any,attr"`
	Text     string     `xml:",chardata"`
	Children []xmlNode  `xml:",any"`
}

var prefixes = map[string]string{
	"http://openrosa.org/javarosa": "jr:", "http://openrosa.org/xforms": "orx:", "http://www.opendatakit.org/xforms": "odk:",
}

func (x xmlNode) attributes() map[string]string {
	found := map[string]string{}
	for _, a := range x.Attrs {
		if a.Name.Space != "xmlns" && a.Name.Local != "xmlns" {
			found[prefixes[a.Name.Space]+a.Name.Local] = a.Value
		}
	}
	return found
}

func (x xmlNode) child(name string) xmlNode {
	for _, c := range x.Children {
		if c.XMLName.Local == name {
			return c
		}
	}
	return xmlNode{}
}

func (x xmlNode) tree() tree {
	out := tree{Name: x.XMLName.Local, Attributes: x.attributes()}
	if len(x.Children) == 0 {
		out.Default = x.Text
	}
	for _, c := range x.Children {
		out.Children = append(out.Children, c.tree())
	}
	return out
}

// readBack parses an XForm, and fails when it is not well formed.
func readBack(t *testing.T, xform []byte) (model, body xmlNode) {
	t.Helper()
	var page xmlNode
	decoder := xml.NewDecoder(bytes.NewReader(xform))
	must(t, decoder.Decode(&page))
	if _, err := decoder.Token(); err != io.EOF && err != nil {
		t.Fatalf("after the root: %v", err)
	}
	return page.child("head").child("model"), page.child("body")
}

func factsOf(t *testing.T, xform []byte) map[string]string {
	t.Helper()
	model, body := readBack(t, xform)
	var binds, controls, lists, languages []string
	instance := ""
	for _, c := range model.Children {
		switch c.XMLName.Local {
		case "bind":
			binds = append(binds, line(c.attributes()))
		case "instance":
			if id := c.attributes()["id"]; id != "" {
				lists = append(lists, id)
			} else {
				instance = c.Children[0].tree().text()
			}
		case "itext":
			for _, translation := range c.Children {
				languages = append(languages, translation.attributes()["lang"])
			}
		}
	}
	flatten(body, 0, &controls)
	sort.Strings(lists)
	sort.Strings(languages)
	return map[string]string{
		"binds": strings.Join(binds, "\n"), "controls": strings.Join(controls, "\n"), "instance": instance,
		"lists": strings.Join(lists, ","), "languages": strings.Join(languages, ","),
	}
}

// flatten lists the controls in order, with their depth, as the vectors do.
func flatten(x xmlNode, depth int, controls *[]string) {
	for _, c := range x.Children {
		switch name := c.XMLName.Local; name {
		case "label", "hint", "itemset", "item":
		default:
			attributes := c.attributes()
			attributes["control"], attributes["depth"] = name, fmt.Sprint(depth)
			if set := c.child("itemset"); set.XMLName.Local != "" {
				attributes["itemset"] = set.attributes()["nodeset"]
			}
			*controls = append(*controls, line(attributes))
			flatten(c, depth+1, controls)
		}
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

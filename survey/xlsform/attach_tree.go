package xlsform

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"constat/survey"
	"constat/survey/expr"
)

// XML and GeoJSON files are read as the tables that they are: one row for each
// item of the root, or each feature, one column for each of its elements or
// properties (docs.getodk.org, form-datasets).

// readTable reads a file of choices by its extension.
func readTable(name, ext string, content []byte) (*csvTable, *survey.Problem) {
	if len(content) > maxCSV {
		return nil, unreadable(CodeFileTooLarge, name, itoa(maxCSV>>10))
	}
	switch ext {
	case ".xml":
		return readItems(name, content)
	case ".geojson":
		return readFeatures(name, content)
	}
	return readCSV(name, content)
}

// readItems reads <root><item><name>…</name><label>…</label></item>…</root>.
func readItems(name string, content []byte) (*csvTable, *survey.Problem) {
	document, err := expr.ReadXML(bytes.NewReader(content))
	if err != nil {
		return nil, unreadable(CodeFileTree, name, err.Error())
	}
	t := &csvTable{name: name}
	for _, item := range document.Children[0].Children {
		if item.Name != "item" {
			return nil, unreadable(CodeFileTree, name, "<"+item.Name+">")
		}
		cells := map[string]string{}
		for _, child := range item.Children {
			if _, twice := cells[child.Name]; twice || len(child.Children) > 0 {
				return nil, unreadable(CodeFileTree, name, "<"+child.Name+">")
			}
			cells[child.Name] = strings.TrimSpace(child.Text())
		}
		if problem := t.add(cells); problem != nil {
			return nil, problem
		}
	}
	return t.whole()
}

// feature is a feature of a GeoJSON file.
type feature struct {
	ID         any            `json:"id"`
	Properties map[string]any `json:"properties"`
	Geometry   struct {
		Type        string          `json:"type"`
		Coordinates json.RawMessage `json:"coordinates"`
	} `json:"geometry"`
}

func readFeatures(name string, content []byte) (*csvTable, *survey.Problem) {
	var file struct {
		Type     string    `json:"type"`
		Features []feature `json:"features"`
	}
	decoder := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(content, []byte("\xef\xbb\xbf"))))
	decoder.UseNumber()
	if err := decoder.Decode(&file); err != nil {
		return nil, unreadable(CodeFileTree, name, err.Error())
	}
	if file.Type != "FeatureCollection" {
		return nil, unreadable(CodeFileTree, name, "type "+strconv.Quote(file.Type))
	}
	t := &csvTable{name: name}
	for _, f := range file.Features {
		cells := map[string]string{}
		for property, value := range f.Properties {
			cells[property] = jsonText(value)
		}
		if f.ID != nil {
			cells["id"] = jsonText(f.ID)
		}
		place, ok := f.place()
		if !ok {
			return nil, unreadable(CodeFileTree, name, "geometry "+strconv.Quote(f.Geometry.Type))
		}
		cells["geometry"] = place
		if problem := t.add(cells); problem != nil {
			return nil, problem
		}
	}
	return t.whole()
}

func jsonText(value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case string:
		return strings.TrimSpace(v)
	case map[string]any, []any:
		if text, err := json.Marshal(v); err == nil {
			return string(text)
		}
	}
	return fmt.Sprint(value)
}

// place writes a geometry as Collect keeps one: latitude, longitude, altitude
// and accuracy, points separated by semicolons.
func (f feature) place() (string, bool) {
	var points [][]float64
	var err error
	switch f.Geometry.Type {
	case "":
		return "", true
	case "Point":
		points = make([][]float64, 1)
		err = json.Unmarshal(f.Geometry.Coordinates, &points[0])
	case "LineString":
		err = json.Unmarshal(f.Geometry.Coordinates, &points)
	case "Polygon":
		var rings [][][]float64
		if err = json.Unmarshal(f.Geometry.Coordinates, &rings); len(rings) > 0 {
			points = rings[0]
		}
	default:
		return "", false
	}
	written := make([]string, 0, len(points))
	for _, p := range points {
		if len(p) < 2 {
			return "", false
		}
		written = append(written, strconv.FormatFloat(p[1], 'f', -1, 64)+" "+strconv.FormatFloat(p[0], 'f', -1, 64)+" 0 0")
	}
	return strings.Join(written, "; "), err == nil
}

// add appends a row; columns that it brings are blank in the rows before.
func (t *csvTable) add(cells map[string]string) *survey.Problem {
	for column := range cells {
		if !slices.Contains(t.header, column) {
			t.header = append(t.header, column)
		}
	}
	if len(t.header) > maxColumns {
		return unreadable(CodeFileTree, t.name, itoa(len(t.header)))
	}
	if len(t.rows) == maxCSVRows {
		return unreadable(CodeFileRows, t.name, itoa(maxCSVRows))
	}
	row := make([]string, len(t.header))
	for i, column := range t.header {
		row[i] = cells[column]
	}
	t.rows = append(t.rows, row)
	return nil
}

// whole gives every row the columns of all, in alphabetical order.
func (t *csvTable) whole() (*csvTable, *survey.Problem) {
	if len(t.rows) == 0 {
		return nil, unreadable(CodeFileEmpty, t.name)
	}
	if len(t.rows)*len(t.header) > maxCSVCells {
		return nil, unreadable(CodeFileCells, t.name, itoa(maxCSVCells))
	}
	header := slices.Sorted(slices.Values(t.header))
	places := make([]int, len(header)) // of the columns as they were met
	for i, column := range t.header {
		places[i] = slices.Index(header, column)
	}
	for r, row := range t.rows {
		sorted := make([]string, len(header))
		for i, text := range row {
			sorted[places[i]] = text
		}
		t.rows[r] = sorted
	}
	t.header = header
	return t, nil
}

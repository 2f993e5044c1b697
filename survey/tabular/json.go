package tabular

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"sort"
	"strings"
)

// openJSON reads a document once to learn its columns, since each object has
// its own keys. The document is a list of objects, an object that holds the
// list under "results" (Kobo's API) or "value" (ODK's OData), or one object a
// line.
func openJSON(f File) ([]*table, error) {
	objects, err := openObjects(f)
	if err != nil {
		return nil, err
	}
	shape := newShape()
	count := 0
	for ; ; count++ {
		object, err := objects.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		shape.learn(object, "")
		if count > maxRows || len(shape.header) > maxColumns {
			return nil, tooLarge(f.Name)
		}
	}
	if count == 0 {
		return nil, fault(CodeEmpty, f.Name)
	}
	t := shape.table(f.Name)
	t.size = count
	t.open = func() (rows, error) {
		objects, err := openObjects(f)
		if err != nil {
			return nil, err
		}
		return &jsonRows{objects: objects, shape: shape}, nil
	}
	return []*table{t}, nil
}

// objects streams the objects of a document.
type objects struct {
	file    string
	decoder *json.Decoder
	listed  bool // inside a list: it ends with its bracket
}

func openObjects(f File) (*objects, error) {
	if err := rewind(f); err != nil {
		return nil, err
	}
	o := &objects{file: f.Name}
	if err := o.restart(f); err != nil {
		return nil, err
	}
	first, err := o.decoder.Token()
	if err != nil {
		return nil, o.failed(err)
	}
	if first == json.Delim('[') {
		o.listed = true
		return o, nil
	}
	if o.listed, err = o.enterWrapper(); err != nil {
		return nil, err
	}
	if !o.listed { // one object a line: from the start again
		if err := rewind(f); err != nil {
			return nil, err
		}
		return o, o.restart(f)
	}
	return o, nil
}

func (o *objects) restart(f File) error {
	head := make([]byte, len(utf8BOM))
	n, err := io.ReadFull(f.Content, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("read %s: %w", f.Name, err)
	}
	if string(head[:n]) != string(utf8BOM) {
		if err := rewind(f); err != nil {
			return err
		}
	}
	o.decoder = json.NewDecoder(f.Content)
	o.decoder.UseNumber()
	return nil
}

// enterWrapper looks for the list inside a first object that only announces
// it: scalars, then "results" or "value".
func (o *objects) enterWrapper() (bool, error) {
	for o.decoder.More() {
		key, err := o.decoder.Token()
		if err != nil {
			return false, o.failed(err)
		}
		value, err := o.decoder.Token()
		if err != nil {
			return false, o.failed(err)
		}
		if delim, ok := value.(json.Delim); ok {
			return delim == '[' && (key == "results" || key == "value"), nil
		}
	}
	return false, nil
}

func (o *objects) next() (map[string]any, error) {
	if o.listed && !o.decoder.More() {
		if _, err := o.decoder.Token(); err != nil { // the list's bracket
			return nil, o.failed(err)
		}
		return nil, io.EOF
	}
	var object map[string]any
	if err := o.decoder.Decode(&object); err != nil {
		if errors.Is(err, io.EOF) {
			return nil, io.EOF
		}
		return nil, o.failed(err)
	}
	return object, nil
}

func (o *objects) failed(err error) error {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	if errors.As(err, &syntax) || errors.As(err, &kind) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		return fault(CodeNotJSON, o.file, err.Error())
	}
	return fmt.Errorf("read %s: %w", o.file, err)
}

// shape is the columns of a list of objects, and the lists inside them.
type shape struct {
	places map[string]int
	header []string
	lists  map[string]int
	names  []string
	nested []*shape
}

func newShape() *shape {
	return &shape{places: make(map[string]int), lists: make(map[string]int)}
}

// learn adds an object's keys; the keys of a nested object follow its own.
func (s *shape) learn(object map[string]any, prefix string) {
	for _, key := range sortedKeys(object) {
		path := prefix + key
		switch value := object[key].(type) {
		case map[string]any:
			s.learn(value, path+"/")
		case []any:
			if len(value) == 0 {
				continue // it does not tell of what the list is
			}
			if instances, ok := instancesOf(value); ok {
				inner := s.list(path)
				for _, instance := range instances {
					inner.learn(instance, "")
				}
				continue
			}
			s.column(path)
		default:
			s.column(path)
		}
	}
}

func (s *shape) column(path string) {
	if _, known := s.places[path]; !known {
		s.places[path] = len(s.header)
		s.header = append(s.header, path)
	}
}

func (s *shape) list(path string) *shape {
	place, known := s.lists[path]
	if !known {
		place = len(s.nested)
		s.lists[path] = place
		s.names = append(s.names, path)
		s.nested = append(s.nested, newShape())
	}
	return s.nested[place]
}

func (s *shape) table(name string) *table {
	t := &table{name: name, header: s.header}
	for i, inner := range s.nested {
		t.nested = append(t.nested, inner.table(s.names[i]))
	}
	return t
}

// row lays an object out in the shape's columns.
func (s *shape) row(object map[string]any, number int) record {
	r := record{number: number, cells: make([]string, len(s.header)), nested: make([][]record, len(s.nested))}
	s.lay(object, "", &r)
	return r
}

func (s *shape) lay(object map[string]any, prefix string, r *record) {
	for _, key := range sortedKeys(object) { // "a/b" and a nested b may meet: the same one wins each time
		path := prefix + key
		switch value := object[key].(type) {
		case map[string]any:
			s.lay(value, path+"/", r)
		case []any:
			if len(value) == 0 {
				continue
			}
			if instances, ok := instancesOf(value); ok {
				place, known := s.lists[path]
				if !known {
					continue // the file changed since it was opened
				}
				for i, instance := range instances {
					r.nested[place] = append(r.nested[place], s.nested[place].row(instance, i+1))
				}
				continue
			}
			s.set(r, path, listText(value))
		default:
			s.set(r, path, scalarText(value))
		}
	}
}

func (s *shape) set(r *record, path, text string) {
	if place, known := s.places[path]; known {
		r.cells[place] = text
	}
}

// instancesOf tells a list of objects from a list of scalars.
func instancesOf(list []any) ([]map[string]any, bool) {
	instances := make([]map[string]any, 0, len(list))
	for _, item := range list {
		instance, ok := item.(map[string]any)
		if !ok {
			return nil, false
		}
		instances = append(instances, instance)
	}
	return instances, true
}

func listText(list []any) string {
	texts := make([]string, 0, len(list))
	for _, item := range list {
		texts = append(texts, scalarText(item))
	}
	return strings.Join(slices.DeleteFunc(texts, func(s string) bool { return s == "" }), listMark)
}

func scalarText(value any) string {
	switch value := value.(type) {
	case nil:
		return ""
	case string:
		return withoutControls(value)
	default: // json.Number, bool
		return fmt.Sprint(value)
	}
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

type jsonRows struct {
	objects *objects
	shape   *shape
	number  int
}

func (r *jsonRows) next() (record, error) {
	object, err := r.objects.next()
	if err != nil {
		return record{}, err
	}
	r.number++
	return r.shape.row(object, r.number), nil
}

func (r *jsonRows) close() error { return nil }

package survey

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"sort"
	"strconv"
	"strings"
)

// MarshalJSON writes one object, keys sorted: texts, and arrays of objects for
// repeats.
func (a Answers) MarshalJSON() ([]byte, error) {
	flat := make(map[string]any, len(a.Values)+len(a.Repeats))
	for k, v := range a.Values {
		flat[k] = v
	}
	for k, v := range a.Repeats {
		if v == nil {
			v = []Answers{}
		}
		flat[k] = v
	}
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false) // "&" in an answer stays one byte in the database
	if err := enc.Encode(flat); err != nil {
		return nil, err
	}
	return bytes.TrimRight(buf.Bytes(), "\n"), nil
}

// UnmarshalJSON reads what MarshalJSON writes, and what people write by hand:
// numbers and booleans as their text, null as blank, a list of texts as a
// select_multiple, a nested object as a group.
func (a *Answers) UnmarshalJSON(data []byte) error { return a.unmarshal(data, 0) }

// maxLevels bounds groups and repeats in one another, as forms are bounded:
// each level is read again by the one above.
const maxLevels = 60

func (a *Answers) unmarshal(data []byte, level int) error {
	if level > maxLevels {
		return errors.New("answers nested too deeply")
	}
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(data, &raw); err != nil {
		return err
	}
	*a = Answers{Values: make(map[string]string, len(raw))}
	for key, value := range raw {
		if err := a.set(key, value, level); err != nil {
			return fmt.Errorf("answer %q: %w", key, err)
		}
	}
	return nil
}

func (a *Answers) set(key string, value json.RawMessage, level int) error {
	switch value[0] {
	case '"':
		var s string
		if err := json.Unmarshal(value, &s); err != nil {
			return err
		}
		a.Values[key] = s
	case '{':
		return a.setGroup(key, value, level)
	case '[':
		return a.setList(key, value, level)
	case 'n':
		a.Values[key] = ""
	default: // number, true, false: the text as written
		a.Values[key] = string(value)
	}
	return nil
}

// setGroup puts a nested object's answers under "group/name"; a reader of
// answers looks for a question under its key and under its full path.
func (a *Answers) setGroup(key string, value json.RawMessage, level int) error {
	var inner Answers
	if err := inner.unmarshal(value, level+1); err != nil {
		return err
	}
	for k, v := range inner.Values {
		a.Values[key+"/"+k] = v
	}
	for k, v := range inner.Repeats {
		a.addRepeat(key+"/"+k, v)
	}
	return nil
}

func (a *Answers) setList(key string, value json.RawMessage, level int) error {
	var texts []string
	if err := json.Unmarshal(value, &texts); err == nil && len(texts) > 0 {
		a.Values[key] = strings.Join(texts, " ")
		return nil
	}
	var rows []json.RawMessage
	if err := json.Unmarshal(value, &rows); err != nil {
		return err
	}
	instances := make([]Answers, len(rows))
	for i, row := range rows {
		if err := instances[i].unmarshal(row, level+1); err != nil {
			return err
		}
	}
	a.addRepeat(key, instances)
	return nil
}

func (a *Answers) addRepeat(key string, instances []Answers) {
	if a.Repeats == nil {
		a.Repeats = make(map[string][]Answers)
	}
	a.Repeats[key] = instances
}

// value finds what was answered to q: under its key, or under its full path
// as exports and nested JSON write it.
func (a Answers) value(q *Question) (string, bool) {
	if v, ok := a.Values[q.Key]; ok {
		return v, true
	}
	v, ok := a.Values[q.path]
	return v, ok
}

func (a Answers) repeat(q *Question) ([]Answers, bool) {
	if v, ok := a.Repeats[q.Key]; ok {
		return v, true
	}
	if v, ok := a.Repeats[q.path]; ok {
		return v, true
	}
	// A field emptied of all its instances arrives as an empty list of texts.
	if v, ok := a.Values[q.Key]; ok && v == "" {
		return nil, true
	}
	return nil, false
}

// CountField is the name of the hidden field that says how many instances of
// a repeat an HTML form carries, so that none can be told from not asked.
func CountField(repeatPath string) string { return repeatPath + "#" }

// AnswersFromFields reads the fields of an HTML form: "age", "enfants[2]/age";
// several values of one field are joined by a space. A question of the form
// without a field was left blank: a browser sends nothing for an unticked box.
func AnswersFromFields(form *Form, fields map[string][]string) (Answers, []Problem) {
	r := fieldReader{fields: fields, room: form.NewRoom()}
	return r.scope(form.Root, ""), r.problems
}

type fieldReader struct {
	fields   map[string][]string
	room     *Room
	problems []Problem
}

func (r *fieldReader) scope(s *Scope, prefix string) Answers {
	a := Answers{Values: make(map[string]string, len(s.Questions))}
	for _, q := range s.Questions {
		values, sent := r.fields[prefix+q.Key]
		if !sent && q.Type.Kind != Asked {
			continue
		}
		if q.Type.Format == FormatRank {
			values = rankedValues(r.fields, prefix+q.Key, values)
		}
		a.Values[q.Key] = strings.Join(dropBlank(values), " ")
		if len(values) == 1 {
			a.Values[q.Key] = values[0]
		}
	}
	for _, inner := range s.Repeats {
		path := prefix + inner.Repeat.Key
		n, given := r.count(path)
		if !given {
			continue
		}
		instances := make([]Answers, 0, min(n, MaxInstances))
		for i := range n {
			if i == MaxInstances || !r.room.Take(inner) {
				r.problems = append(r.problems, crowded(path, n))
				break
			}
			instances = append(instances, r.scope(inner, fmt.Sprintf("%s[%d]/", path, i+1)))
		}
		a.addRepeat(inner.Repeat.Key, instances)
	}
	return a
}

func (r *fieldReader) count(path string) (int, bool) {
	values := r.fields[CountField(path)]
	if len(values) == 0 {
		return 0, false
	}
	n, err := strconv.Atoi(values[len(values)-1])
	if err != nil || n < 0 {
		return 0, false
	}
	return n, true
}

// rankedValues orders choices by the place that a select beside each of them
// gives ("priorites#securite" = "1"); a field with the names in order wins.
func rankedValues(fields map[string][]string, path string, direct []string) []string {
	if len(dropBlank(direct)) > 0 {
		return direct
	}
	type place struct {
		name string
		at   int
	}
	var places []place
	for field, values := range fields {
		name, ok := strings.CutPrefix(field, path+"#")
		if !ok || len(values) == 0 {
			continue
		}
		if at, err := strconv.Atoi(values[0]); err == nil && at > 0 {
			places = append(places, place{name, at})
		}
	}
	sort.Slice(places, func(i, j int) bool {
		if places[i].at != places[j].at {
			return places[i].at < places[j].at
		}
		return places[i].name < places[j].name
	})
	names := make([]string, len(places))
	for i, p := range places {
		names[i] = p.name
	}
	return names
}

func dropBlank(values []string) []string {
	var kept []string
	for _, v := range values {
		if v != "" {
			kept = append(kept, v)
		}
	}
	return kept
}

// Fields is the inverse of AnswersFromFields: what an HTML form would send.
func (a Answers) Fields(form *Form) map[string][]string {
	fields := make(map[string][]string)
	a.writeFields(form.Root, "", fields)
	return fields
}

func (a Answers) writeFields(s *Scope, prefix string, fields map[string][]string) {
	for _, q := range s.Questions {
		v, ok := a.value(q)
		switch {
		case !ok:
		case q.Type.Format == FormatMultiple || q.Type.Format == FormatRank:
			fields[prefix+q.Key] = strings.Fields(v)
		default:
			fields[prefix+q.Key] = []string{v}
		}
	}
	for _, inner := range s.Repeats {
		instances, ok := a.repeat(inner.Repeat)
		if !ok {
			continue
		}
		path := prefix + inner.Repeat.Key
		fields[CountField(path)] = []string{strconv.Itoa(len(instances))}
		for i, instance := range instances {
			instance.writeFields(inner, fmt.Sprintf("%s[%d]/", path, i+1), fields)
		}
	}
}

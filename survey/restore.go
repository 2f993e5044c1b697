package survey

import (
	"encoding/json"
	"fmt"
	"math"
	"sort"
	"strconv"
	"time"
)

func day(t time.Time, zone *time.Location) time.Time {
	y, m, d := t.In(zone).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

// Answers gives the accepted answers as stored text: a key is absent when the
// question was not asked, blank when it was left without an answer.
func (r *Response) Answers() Answers { return answersOf(r.Form.Root, &r.Record) }

func answersOf(s *Scope, r *Record) Answers {
	a := Answers{Values: make(map[string]string, len(s.Questions))}
	for i, q := range s.Questions {
		// A missing code that means « non posée » was given: it is kept.
		if v := r.Values[i]; v.State != NotAsked || v.Text != "" {
			a.Values[q.Key] = v.Text
		}
	}
	for i, inner := range s.Repeats {
		instances := make([]Answers, len(r.Repeats[i]))
		for j, record := range r.Repeats[i] {
			instances[j] = answersOf(inner, record)
		}
		a.addRepeat(inner.Repeat.Key, instances)
	}
	return a
}

// MarshalAnswers writes the accepted answers as JSON, for storage.
func (r *Response) MarshalAnswers() ([]byte, error) {
	data, err := json.Marshal(r.Answers())
	if err != nil {
		return nil, fmt.Errorf("write the answers of %s: %w", r.InstanceID, err)
	}
	return data, nil
}

// Restore is the inverse of MarshalAnswers. It evaluates nothing: what was
// accepted once is believed. Answers of an earlier form version are merged by
// question key; a question that version did not have, or had in a type whose
// answer cannot be read in today's, is NotAsked.
func (f *Form) Restore(instanceID string, received time.Time, data []byte) (*Response, error) {
	var a Answers
	if err := json.Unmarshal(data, &a); err != nil {
		return nil, fmt.Errorf("read the answers of %s: %w", instanceID, err)
	}
	r := &Response{InstanceID: instanceID, Day: received, Form: f}
	r.Record = restoreRecord(f.Root, a)
	return r, nil
}

func restoreRecord(s *Scope, a Answers) Record {
	r := Record{Values: make([]Value, len(s.Questions))}
	for i, q := range s.Questions {
		if text, ok := a.value(q); ok && q.reads(text) {
			r.Values[i] = q.Value(text)
		}
	}
	if len(s.Repeats) > 0 {
		r.Repeats = make([][]*Record, len(s.Repeats))
	}
	for i, inner := range s.Repeats {
		instances, _ := a.repeat(inner.Repeat)
		for _, instance := range instances {
			record := restoreRecord(inner, instance)
			r.Repeats[i] = append(r.Repeats[i], &record)
		}
	}
	return r
}

// reads tells whether a text that was accepted once, perhaps when the question
// was of another type, can be an answer of its type: 0 for « une dizaine »
// would be a figure that nobody gave. Choices are not looked at: one that the
// list has lost was chosen all the same.
func (q *Question) reads(text string) bool {
	if text == "" {
		return true
	}
	switch q.Type.Format {
	case FormatInteger:
		n, err := strconv.ParseFloat(text, 64)
		return err == nil && n == math.Trunc(n) && plainDecimal(text)
	case FormatDecimal:
		_, err := strconv.ParseFloat(text, 64)
		return err == nil && plainDecimal(text)
	case FormatDate, FormatTime, FormatDateTime:
		_, code, _ := readers[q.Type.Format](q, text)
		return code == ""
	}
	return true
}

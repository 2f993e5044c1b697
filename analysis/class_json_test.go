package analysis

import (
	"encoding/json"
	"math"
	"testing"
)

func TestClass_json(t *testing.T) {
	for text, class := range map[string]Class{
		`{"low":3,"high":5,"whole":true}`:     {Low: 3, High: 5, Whole: true},
		`{"low":11,"high":null,"whole":true}`: {Low: 11, High: math.Inf(1), Whole: true},
		`{"low":null,"high":0.5}`:             {Low: math.Inf(-1), High: 0.5},
		`{"low":0.5,"high":2.25,"last":true}`: {Low: 0.5, High: 2.25, Last: true},
	} {
		written, err := json.Marshal(&class)
		if err != nil || string(written) != text {
			t.Errorf("%+v → %s %v, want %s", class, written, err, text)
		}
		var read Class
		if err := json.Unmarshal([]byte(text), &read); err != nil || read != class {
			t.Errorf("%s → %+v %v", text, read, err)
		}
	}
	var c Class
	if err := json.Unmarshal([]byte(`{"low":"x"}`), &c); err == nil {
		t.Error("a word is read as a number")
	}
}

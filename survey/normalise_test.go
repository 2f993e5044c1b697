package survey

import (
	"slices"
	"testing"
)

// A float64 no longer counts one by one above 2^53: such numbers are refused.
func TestReaders_numbersTooLarge(t *testing.T) {
	q := &Question{Type: mustType(t, "integer")}
	for _, read := range []reader{readInteger, readDecimal} {
		for _, text := range []string{"1000000000000001", "-100 000 000 000 000 000", "9223372036854775807"} {
			_, code, args := read(q, text)
			if code != CodeOutOfRange || !slices.Equal(args, []string{"-1000000000000000", "1000000000000000"}) {
				t.Errorf("%s: %q %q", text, code, args)
			}
		}
		for _, text := range []string{"1000000000000000", "-1000000000000000", "12"} {
			if got, code, _ := read(q, text); code != "" || got != text {
				t.Errorf("%s: read as %q, %q", text, got, code)
			}
		}
	}
}

// Java writes large and small decimals with a power of ten; a phone that is
// refused can never send its answers.
func TestReaders_powersOfTen(t *testing.T) {
	decimal, integer, scale := &Question{Type: mustType(t, "decimal")}, &Question{Type: mustType(t, "integer")}, &Question{Type: mustType(t, "range"), Parameters: map[string]string{"start": "0", "end": "1", "step": "0.0001"}}
	for _, c := range []struct {
		q          *Question
		text, want string
	}{
		{decimal, "1.2345678E7", "12345678"}, {decimal, "1.0E-4", "0.0001"}, {decimal, "-1.0E+3", "-1000"}, {decimal, "1,5E7", "15000000"},
		{decimal, "1.0", "1"}, {decimal, "-0.0", "0"}, {decimal, "0.0E0", "0"}, {decimal, "1E400", ""}, {decimal, "1.0E16", ""}, {decimal, "1e5", ""}, {decimal, "E5", ""},
		{integer, "1.0E7", "10000000"}, {integer, "12.0", "12"}, {integer, "1.5E1", "15"}, {integer, "1.0E-1", ""}, {integer, "1.0E300", ""},
		{scale, "5.0E-4", "0.0005"}, {scale, "1.0E1", ""},
	} {
		got, code, _ := readers[c.q.Type.Format](c.q, c.text)
		if got != c.want || (code == "") != (c.want != "") {
			t.Errorf("%s: read as %q, %q", c.text, got, code)
		}
	}
}

// A time that does not exist is not dropped from its day.
func TestReaders_dateTimes(t *testing.T) {
	for text, want := range map[string]string{
		"2026-04-22": "2026-04-22", "22/04/2026": "2026-04-22", "2026-04-22T14:30:00+02:00": "2026-04-22T14:30:00+02:00",
		"2026-04-22T25:30:00Z": "", "2026-04-22 14:60": "", "2026-04-31T14:30:00Z": "",
	} {
		if got, code, _ := readDateTime(nil, text); got != want || (code == "") != (want != "") {
			t.Errorf("%s: read as %q, %q", text, got, code)
		}
	}
}

// What reads the same is the same answer, however its accents were typed.
func TestReaders_composedTexts(t *testing.T) {
	if got, _, _ := readText(nil, "e\u0301te\u0301"); got != "\u00e9t\u00e9" {
		t.Errorf("read as %q", got)
	}
}

func mustType(t *testing.T, name string) *Type {
	t.Helper()
	found, ok := TypeNamed(name)
	if !ok {
		t.Fatalf("no type %s", name)
	}
	return found
}

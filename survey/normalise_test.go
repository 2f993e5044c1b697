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

func mustType(t *testing.T, name string) *Type {
	t.Helper()
	found, ok := TypeNamed(name)
	if !ok {
		t.Fatalf("no type %s", name)
	}
	return found
}

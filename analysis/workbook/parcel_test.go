package workbook

import (
	"archive/zip"
	"bytes"
	"io"
	"testing"
	"time"
)

// Every part carries the diagnostic's date, and the archive is the same for
// the same parts, in whichever order they came.
func TestParcel_datedAndOrdered(t *testing.T) {
	for at, want := range map[time.Time]time.Time{
		time.Date(2026, 11, 24, 9, 30, 2, 0, time.UTC):                  time.Date(2026, 11, 24, 9, 30, 2, 0, time.UTC),
		time.Date(2026, 11, 24, 10, 30, 2, 0, time.FixedZone("", 3600)): time.Date(2026, 11, 24, 9, 30, 2, 0, time.UTC),
		{}: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC),
	} {
		one, two := zipped(t, at, "a.xml", "b.xml"), zipped(t, at, "b.xml", "a.xml")
		if !bytes.Equal(one, two) {
			t.Errorf("%v: the order of parts changes the archive", at)
		}
		archive, err := zip.NewReader(bytes.NewReader(one), int64(len(one)))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range archive.File {
			if !f.Modified.Equal(want) {
				t.Errorf("%s is dated %v, want %v", f.Name, f.Modified, want)
			}
			r, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			if content, err := io.ReadAll(r); err != nil || string(content) != "<x>"+f.Name+"</x>" {
				t.Errorf("%s holds %q, %v", f.Name, content, err)
			}
		}
	}
}

func zipped(t *testing.T, at time.Time, names ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	p := newParcel(&out, at)
	for _, name := range names {
		w, err := p.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, "<x>"+name+"</x>"); err != nil {
			t.Fatal(err)
		}
	}
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

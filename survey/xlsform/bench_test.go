package xlsform

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// BenchmarkReadAll_largest reads the largest published form at hand, or the
// territorial one of the tests when there is none.
func BenchmarkReadAll_largest(b *testing.B) {
	file := md(b, territorialForm)
	paths, err := filepath.Glob(outside("CONSTAT_FORMS", "forms", "*.xlsx"))
	check(b, err)
	largest := int64(0)
	for _, path := range paths {
		info, err := os.Stat(path)
		check(b, err)
		if info.Size() > largest {
			largest = info.Size()
			file, err = os.ReadFile(path)
			check(b, err)
		}
	}
	b.SetBytes(int64(len(file)))
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := ReadAll(bytes.NewReader(file)); err != nil {
			b.Fatal(err)
		}
	}
}

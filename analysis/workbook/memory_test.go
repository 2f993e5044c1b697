package workbook_test

import (
	"context"
	"errors"
	"io"
	"runtime"
	"testing"

	"constat/analysis/disclosure"
	"constat/analysis/internal/fixture"
	"constat/analysis/workbook"
)

// A row of answers costs what writing it costs: no sheet is read back once it
// was streamed, which took five times as much.
func TestWrite_rowsAreNotReadBack(t *testing.T) {
	const few, many, bound = 200, 2000, 40_000 // bytes a row; 16,000 measured, 110,000 when read back
	f := fixture.Children()
	allocated := func(responses int) uint64 {
		g := diagnose(t, f, fixture.ChildrenResponses(f, responses, 1), meta())
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		if err := workbook.Write(io.Discard, disclosure.Internal("", generated, g)); err != nil {
			t.Fatal(err)
		}
		runtime.ReadMemStats(&after)
		return after.TotalAlloc - before.TotalAlloc
	}
	if row := (allocated(many) - allocated(few)) / (many - few); row > bound {
		t.Errorf("a row costs %d bytes, want at most %d", row, bound)
	}
}

// A workbook that nobody waits for any more is not written to its end.
func TestWriteIn_endsWithItsReader(t *testing.T) {
	f := fixture.Children()
	g := diagnose(t, f, fixture.ChildrenResponses(f, 2000, 1), meta())
	asked := 0
	ctx := &countdown{Context: t.Context(), asked: &asked, after: 12} // within the rows
	if err := workbook.WriteIn(ctx, io.Discard, disclosure.Internal("", generated, g), ""); !errors.Is(err, context.Canceled) {
		t.Errorf("written to its end: %v", err)
	}
	if asked != 12 {
		t.Errorf("asked %d times, and went on", asked)
	}
}

// countdown is a context that ends once it was asked so many times.
type countdown struct {
	context.Context
	asked *int
	after int
}

func (c *countdown) Err() error {
	if *c.asked++; *c.asked >= c.after {
		return context.Canceled
	}
	return nil
}

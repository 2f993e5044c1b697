package private

import (
	"bytes"
	"fmt"
	"log/slog"
	"strings"
	"testing"
)

func TestLogLines(t *testing.T) {
	var out bytes.Buffer
	lines := &logLines{log: slog.New(slog.NewTextHandler(&out, &slog.HandlerOptions{Level: slog.LevelInfo}))}
	for _, piece := range []string{"LOG:  routine\nWARN", "ING:  page is wrong\n\n", "PANIC:  disk full\ninitdb: odd\n"} {
		fmt.Fprint(lines, piece)
	}
	var got []string
	for line := range strings.Lines(out.String()) {
		_, rest, _ := strings.Cut(line, " ") // without the time
		got = append(got, strings.TrimSpace(rest))
	}
	want := []string{`level=WARN msg=postgres message="page is wrong"`, `level=ERROR msg=postgres message="disk full"`}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := lines.tail(); got != "LOG:  routine\nWARNING:  page is wrong\nPANIC:  disk full\ninitdb: odd" {
		t.Errorf("tail is %q", got)
	}
	for n := range 2 * linesKept {
		fmt.Fprintln(lines, "LOG: ", n)
	}
	if got := strings.Count(lines.tail(), "\n") + 1; got != linesKept {
		t.Errorf("tail keeps %d lines, want %d", got, linesKept)
	}
}

package private

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"sync"
)

// logLines turns what postgres writes on stderr into slog records, and keeps
// the last lines for the message of a start that fails.
type logLines struct {
	log *slog.Logger

	mu      sync.Mutex
	hushed  bool // all is debug: a start that fails as the one before it did
	partial []byte
	last    []string
}

const linesKept = 10

// levels of PostgreSQL's severities. LOG is routine (started, shut down); FATAL
// ends one connection, and a stop ends them all that way.
var levels = map[string]slog.Level{
	"LOG":     slog.LevelDebug,
	"WARNING": slog.LevelWarn,
	"ERROR":   slog.LevelError,
	"FATAL":   slog.LevelWarn,
	"PANIC":   slog.LevelError,
}

func (l *logLines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.partial = append(l.partial, p...)
	for {
		line, rest, complete := bytes.Cut(l.partial, []byte("\n"))
		if !complete {
			return len(p), nil
		}
		l.partial = rest
		l.add(strings.TrimSpace(string(line)))
	}
}

func (l *logLines) add(line string) {
	if line == "" {
		return
	}
	l.last = append(l.last, line)
	if len(l.last) > linesKept {
		l.last = l.last[1:]
	}
	severity, text, _ := strings.Cut(line, ":")
	level, known := levels[severity]
	if !known { // a continuation, or a program that speaks another way
		level, text = slog.LevelDebug, line
	}
	if l.hushed {
		level = slog.LevelDebug
	}
	l.log.Log(context.Background(), level, "postgres", "message", strings.TrimSpace(text))
}

func (l *logLines) hush(on bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.hushed = on
}

// tail gives the last lines, oldest first.
func (l *logLines) tail() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.Join(l.last, "\n")
}

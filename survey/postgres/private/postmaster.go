package private

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// port only names the socket file: nothing listens on the network.
const port = "5432"

// settings of every run, on the command line so that the cluster's own file
// cannot change them. Durability stays PostgreSQL's default: fsync and
// synchronous_commit on.
//
// The log settings keep answers out of the log: no statement and no parameter,
// no detail ("Failing row contains (…)"), and no ERROR at all, since its first
// line too can quote a value ("invalid input syntax for type integer: "…"").
// The service receives every error of its own statements and judges it there.
var settings = []string{
	"listen_addresses=",
	"port=" + port,
	"unix_socket_permissions=0700",
	"max_connections=60",
	"timezone=UTC",
	"log_timezone=UTC",
	"logging_collector=off",
	"log_destination=stderr",
	"log_line_prefix=",
	"log_min_messages=log",
	"log_error_verbosity=terse",
	"log_statement=none",
	"log_min_duration_statement=-1",
	"log_min_error_statement=panic",
	"log_parameter_max_length=0",
	"log_parameter_max_length_on_error=0",
	"log_checkpoints=off",
}

// postmaster is the running postgres.
type postmaster struct {
	process *os.Process
	log     *logLines
	ended   chan struct{} // closed when it has ended; err is set then
	err     error
}

// launch runs postgres itself, not pg_ctl, which would detach it from us.
func launch(b Binaries, id identity, at cluster, socket string, log *logLines) (*postmaster, error) {
	args := []string{"-D", at.data()}
	for _, setting := range append(settings, "unix_socket_directories="+quoteListItem(socket)) {
		args = append(args, "-c", setting)
	}
	cmd := exec.Command(filepath.Join(b.Dir, "postgres"), args...)
	cmd.Dir, cmd.Env = at.data(), environment()
	cmd.Stdout, cmd.Stderr = log, log
	cmd.WaitDelay = stopLimit // a stray background process may hold the pipe
	mark, err := markRunning(at)
	if err != nil {
		return nil, err
	}
	defer mark.Close() // postgres has its own copy
	cmd.ExtraFiles = []*os.File{mark}
	// SIGINT is PostgreSQL's fast shutdown: the next start needs no recovery.
	cmd.SysProcAttr = id.attributes(syscall.SIGINT)
	ended, err := spawn(cmd)
	if err != nil {
		return nil, refuse(err, CodeStartFailed, at.dir, "")
	}
	p := &postmaster{process: cmd.Process, log: log, ended: make(chan struct{})}
	go func() {
		p.err = <-ended
		close(p.ended)
	}()
	return p, nil
}

// quoteListItem protects a path with a comma or a space in a list setting.
func quoteListItem(path string) string {
	return `"` + strings.ReplaceAll(path, `"`, `""`) + `"`
}

// waitReady returns when the postmaster accepts connections. It reads the pid
// file, as pg_ctl does: trying to connect would fill the log during recovery.
func (p *postmaster) waitReady(ctx context.Context, at cluster) error {
	for {
		f, err := readPidFile(at)
		if err == nil && f.ready && f.pid == p.process.Pid {
			return nil
		}
		select {
		case <-p.ended:
			return refuse(p.err, CodeStartFailed, at.dir, p.log.tail())
		case <-ctx.Done():
			return refuse(ctx.Err(), CodeStartFailed, at.dir, p.log.tail())
		case <-time.After(pollInterval):
		}
	}
}

// stop asks for a fast shutdown, then for an immediate one, which keeps every
// committed row too but leaves a recovery to the next start.
func (p *postmaster) stop() error {
	for _, step := range []struct {
		signal syscall.Signal
		limit  time.Duration
	}{{syscall.SIGINT, stopGrace}, {syscall.SIGQUIT, stopLimit}} {
		if err := p.process.Signal(step.signal); err != nil && !errors.Is(err, os.ErrProcessDone) {
			return fmt.Errorf("signal postgres: %w", err)
		}
		select {
		case <-p.ended:
			return nil
		case <-time.After(step.limit):
		}
	}
	return fmt.Errorf("postgres (process %d) does not end", p.process.Pid)
}

// pidFile is what a postmaster says of itself in postmaster.pid.
type pidFile struct {
	pid    int
	socket string
	ready  bool
}

func readPidFile(at cluster) (pidFile, error) {
	text, err := os.ReadFile(at.pidFile())
	if err != nil {
		return pidFile{}, err
	}
	// The lines: process, folder, start time, port, socket folder, address,
	// shared memory key, status (miscadmin.h, LOCK_FILE_LINE_*).
	lines := strings.Split(string(text), "\n")
	var f pidFile
	if f.pid, err = strconv.Atoi(strings.TrimSpace(lines[0])); err != nil {
		return pidFile{}, fmt.Errorf("read %s: %w", at.pidFile(), err)
	}
	if len(lines) > 4 {
		f.socket = lines[4]
	}
	f.ready = len(lines) > 7 && strings.TrimSpace(lines[7]) == "ready"
	return f, nil
}

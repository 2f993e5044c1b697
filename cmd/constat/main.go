// Constat is the service with which inter-professional networks ask their
// territory what it needs, and show it. This command is its only binary, and
// the only place that reads flags and the environment.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"
	_ "time/tzdata" // Paris time on machines without a zone database

	"github.com/alecthomas/kong"

	"constat/survey"
	"constat/web/french"
)

// Exit codes, the same for every command.
const (
	exitDone    = 0
	exitInput   = 1 // the input is at fault
	exitUsage   = 2 // wrong usage
	exitService = 3 // the service is at fault
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Getenv, os.Stdin, os.Stdout, os.Stderr))
}

// program is what a command may use of the outside world.
type program struct {
	ctx            context.Context
	getenv         func(string) string
	stdin          io.Reader
	stdout, stderr io.Writer
	clock          func() time.Time
}

// inputError is a fault of the input, told in French to the person who gave it.
type inputError struct{ message string }

func (e inputError) Error() string { return e.message }

func inputErrorf(format string, args ...any) error {
	return inputError{fmt.Sprintf(format, args...)}
}

// run parses a command line and runs its command.
func run(ctx context.Context, args []string, getenv func(string) string, stdin io.Reader, stdout, stderr io.Writer) int {
	p := &program{ctx: ctx, getenv: getenv, stdin: stdin, stdout: stdout, stderr: stderr, clock: time.Now}
	var commands cli
	exited := -1
	parser, err := kong.New(&commands,
		kong.Name("constat"),
		kong.Description("Le service de diagnostic territorial des réseaux : questionnaires XLSForm, réponses, classeur Excel."),
		kong.Writers(stdout, stderr),
		kong.Exit(func(code int) { exited = code }),
		kong.UsageOnError(),
		kong.Vars{"version": version, "address": defaultAddress},
		kong.Help(frenchHelp),
	)
	if err != nil {
		fmt.Fprintln(stderr, err)
		return exitService
	}
	parsed, err := parser.Parse(args)
	if exited >= 0 { // --help or --version
		return exited
	}
	if err != nil {
		fmt.Fprintf(stderr, "constat : %s\nEssayez « constat --help ».\n", frenchUsage(err))
		return exitUsage
	}
	return p.finish(parsed.Run(p))
}

// finish tells how a command ended, once, and gives the exit code.
func (p *program) finish(err error) int {
	var input inputError
	var problems survey.Problems
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &input):
		if input.message != "" {
			fmt.Fprintln(p.stderr, input.message)
		}
		return exitInput
	case errors.As(err, &problems):
		for _, problem := range problems {
			fmt.Fprintln(p.stderr, workbookSentence(problem))
		}
		return exitInput
	case errors.Is(err, context.Canceled):
		return exitDone
	}
	fmt.Fprintf(p.stderr, "constat : %s\n", french.Failure(err))
	return exitService
}

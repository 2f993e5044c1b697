package private

import (
	"errors"
	"fmt"
	"strings"
)

// Error is a refusal that the person who runs the service can mend. Code and
// Args choose and fill the French sentence (web/french); Error gives the
// operator's English text.
type Error struct {
	Code string
	Args []string // fill the sentence's places, in order
	Err  error    // what the system answered, or nil
}

// Codes of an Error. The order of arguments is in the comment.
const (
	CodeNotFound          = "postgres_not_found"            // command to type
	CodeBadBinaries       = "postgres_bad_binaries"         // configured folder
	CodeTooOld            = "postgres_too_old"              // folder of the programs, version found, lowest accepted major
	CodeWrongMajor        = "postgres_wrong_major"          // data folder, its major, majors found (or "")
	CodeForeignFolder     = "postgres_foreign_folder"       // folder that holds something else
	CodeNotWritable       = "postgres_not_writable"         // folder
	CodeInUse             = "postgres_in_use"               // folder, process id of the service that holds it (or "")
	CodeStillRunning      = "postgres_still_running"        // folder, process id of its postmaster
	CodeSocketPathTooLong = "postgres_socket_path_too_long" // socket folder, longest accepted path in bytes
	CodeNoIdentity        = "postgres_no_identity"          // ways tried, comma-separated
	CodeInitFailed        = "postgres_init_failed"          // folder, last lines of initdb
	CodeStartFailed       = "postgres_start_failed"         // folder, last lines of postgres
)

// Codes lists the codes above, for the test that each has its sentence.
var Codes = []string{
	CodeNotFound, CodeBadBinaries, CodeTooOld, CodeWrongMajor, CodeForeignFolder, CodeNotWritable,
	CodeInUse, CodeStillRunning, CodeSocketPathTooLong, CodeNoIdentity, CodeInitFailed, CodeStartFailed,
}

// texts are the operator's sentences; %s are the Args, in order.
var texts = map[string]string{
	CodeNotFound:          "no PostgreSQL programs found; install them with: %s",
	CodeBadBinaries:       "the configured folder %s does not hold initdb and postgres",
	CodeTooOld:            "the PostgreSQL programs of %s are version %s; version %s or later is needed",
	CodeWrongMajor:        "the data folder %s was made by PostgreSQL %s; these versions were found: [%s]; nothing was touched",
	CodeForeignFolder:     "the folder %s holds something that this service did not make; nothing was touched",
	CodeNotWritable:       "cannot write in %s",
	CodeInUse:             "the data folder %s is in use by another service (process %s)",
	CodeStillRunning:      "a PostgreSQL is still running in %s (process %s)",
	CodeSocketPathTooLong: "the path of the Unix socket in %s is longer than %s bytes, and no temporary folder can hold it",
	CodeNoIdentity:        "PostgreSQL refuses to run as root and no other way works here (tried: %s)",
	CodeInitFailed:        "initdb failed in %s: %s",
	CodeStartFailed:       "postgres did not start in %s: %s",
}

func refuse(err error, code string, args ...string) *Error {
	return &Error{Code: code, Args: args, Err: err}
}

func (e *Error) Error() string {
	places := make([]any, strings.Count(texts[e.Code], "%s"))
	for i := range places {
		places[i] = ""
		if i < len(e.Args) {
			places[i] = e.Args[i]
		}
	}
	text := "private PostgreSQL: " + fmt.Sprintf(texts[e.Code], places...)
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

func (e *Error) Unwrap() error { return e.Err }

// hasCode tells whether err is a refusal with this code.
func hasCode(err error, code string) bool {
	var e *Error
	return errors.As(err, &e) && e.Code == code
}

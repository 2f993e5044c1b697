package web

import (
	"context"
	"errors"

	"constat/analysis/disclosure"
	"constat/survey"
)

// EditionProblem is the code of the sentence that says why an edition was not
// made, "" when it was.
func EditionProblem(err error) string {
	switch {
	case err == nil:
		return ""
	case errors.Is(err, disclosure.ErrStill):
		return "edition_still"
	case errors.Is(err, disclosure.ErrUnprotected):
		return "edition_unsafe"
	case errors.Is(err, disclosure.ErrFew):
		return "edition_few"
	case errors.Is(err, survey.ErrNotFound):
		return "edition_nothing"
	case errors.Is(err, survey.ErrIncomplete):
		return "edition_incomplete"
	case errors.Is(err, survey.ErrClosed):
		return "edition_erased"
	case errors.Is(err, survey.ErrConflict):
		return "edition_taken"
	case errors.Is(err, context.DeadlineExceeded):
		return "edition_slow"
	}
	return "edition_failed"
}

package main

import (
	"slices"
	"strings"
	"testing"

	"constat/survey/postgres"
	"constat/survey/postgres/private"
	"constat/web/french"
)

// The private database's refusals have their French sentences, although
// web/french may not import it.
func TestFailure_everyRefusalOfTheDatabase(t *testing.T) {
	for _, code := range append(slices.Clone(postgres.WallCodes), private.Codes...) {
		sentence := french.Failure(&private.Error{Code: code, Args: []string{"UN", "", "TROIS"}})
		if strings.Contains(sentence, code) || strings.Contains(sentence, "{") {
			t.Errorf("%s: %q", code, sentence)
		}
	}
}

package disclosure

import (
	"testing"
	"time"
)

// The public edition leads to no diagnostic, no row and no agent.
func TestPublished(t *testing.T) {
	at := time.Date(2026, time.November, 24, 9, 0, 0, 0, time.UTC)
	p := &Publication{Wave: "2026-1"}
	r := published(p, at)
	if r.Edition() != EditionPublic || r.Publication() != p || !r.At().Equal(at) {
		t.Errorf("report = %v, %v, %v", r.Edition(), r.Publication(), r.At())
	}
	if r.Diagnostic() != nil || r.Data() != nil || r.Agent() != "" {
		t.Error("the public edition leads to the internal one")
	}
	if internal := Internal("agent-7", at, nil); internal.Publication() != nil {
		t.Error("the internal edition holds a publication")
	}
}

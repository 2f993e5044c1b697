package disclosure

import (
	"time"

	"constat/analysis"
)

// Edition says how far a Report may travel.
type Edition uint8

const (
	// EditionInternal holds everything. It stays with the network's lead.
	EditionInternal Edition = iota + 1
	// EditionPublic holds what rules R1 to R17 let out. It may be shown to all.
	EditionPublic
)

// Report is a diagnostic that may leave the service in one edition. Its zero
// value holds nothing and is refused by whoever prints Reports.
type Report struct {
	edition     Edition
	agent       string
	at          time.Time
	diagnostic  *analysis.Diagnostic // of the internal edition
	publication *Publication         // of the public one
}

// Internal makes the internal edition: every figure and every row, for the
// agent who takes it at that moment. The caller writes both to the audit log.
func Internal(agent string, at time.Time, d *analysis.Diagnostic) Report {
	return Report{edition: EditionInternal, agent: agent, at: at, diagnostic: d}
}

// published makes the public edition of an area, at the moment of its batch.
func published(p *Publication, at time.Time) Report {
	return Report{edition: EditionPublic, at: at, publication: p}
}

// Edition tells which edition this is; 0 for an empty Report.
func (r Report) Edition() Edition { return r.edition }

// Agent is who took the internal edition.
func (r Report) Agent() string { return r.agent }

// At is when she took it, or when the public edition was made.
func (r Report) At() time.Time { return r.at }

// Publication is what the public edition shows, nil in the internal one.
func (r Report) Publication() *Publication { return r.publication }

// Diagnostic is what the internal edition shows, nil in the public one.
func (r Report) Diagnostic() *analysis.Diagnostic { return r.diagnostic }

// Data is the answers row by row, nil in an edition that does not carry them.
func (r Report) Data() *analysis.Dataset {
	if r.edition != EditionInternal || r.diagnostic == nil {
		return nil
	}
	return r.diagnostic.Data
}

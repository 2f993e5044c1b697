// Package archive is the file of a backup: a tar archive of the rows of every
// table as text, compressed with Zstandard and, for recipients, encrypted with
// age. Common tools open it (age -d, zstd -d, tar x), so that the data outlives
// this program.
//
//	constat.json             Header: what made it, when, and which tables
//	rows/campaigns/000001    rows, one a line, as PostgreSQL writes a whole row
//	manifest.json            Manifest: rows and checksum of each table, sequences
//
// The file ends with the SHA-256 of all that precedes, in a frame that
// Zstandard skips: whatever was changed or cut, Read refuses the file.
package archive

import (
	"errors"
	"time"
)

// Format is the version of this layout. A reader refuses any other.
const Format = 1

// Header opens the archive.
type Header struct {
	Format  int       `json:"format"`
	Service string    `json:"service"` // program and version that made it
	Schema  int64     `json:"schema"`  // version of the last migration
	Made    time.Time `json:"made"`
	Tables  []Table   `json:"tables"` // in an order in which they can be filled
}

// Table is one table, its columns in the order of its rows.
type Table struct {
	Name    string   `json:"name"`
	Columns []Column `json:"columns"`
}

// Column is one column; Type as PostgreSQL writes it: "timestamp with time zone".
type Column struct {
	Name string `json:"name"`
	Type string `json:"type"`
}

// Manifest closes the archive.
type Manifest struct {
	Tables    []Sum      `json:"tables"`
	Sequences []Sequence `json:"sequences"`
}

// Rows is how many rows all tables have.
func (m Manifest) Rows() (n int64) {
	for _, t := range m.Tables {
		n += t.Rows
	}
	return n
}

// Sum is what a table holds: SHA-256, in hexadecimal, of its rows as written.
type Sum struct {
	Name   string `json:"name"`
	Rows   int64  `json:"rows"`
	SHA256 string `json:"sha256"`
}

// Sequence is where the numbers of a column go on.
type Sequence struct {
	Table  string `json:"table"`
	Column string `json:"column"`
	Last   int64  `json:"last"`
	Called bool   `json:"called"` // Last was given out
}

// What may be wrong with a file. Nothing of it has been used then.
var (
	ErrNotBackup     = errors.New("not a backup")
	ErrDamaged       = errors.New("damaged or incomplete backup")
	ErrFormat        = errors.New("backup in a format of another version")
	ErrNeedsIdentity = errors.New("encrypted backup and no identity")
	ErrWrongIdentity = errors.New("backup encrypted to somebody else")
	ErrBadRecipient  = errors.New("not an age recipient")
	ErrBadIdentity   = errors.New("not a file of age identities")
)

const (
	headerName   = "constat.json"
	manifestName = "manifest.json"
	rowsFolder   = "rows/"

	chunkSize    = 1 << 20   // bytes of rows in one entry, unless one row is longer
	longestEntry = 512 << 20 // more than PostgreSQL lets one value of the service be
)

// The last 40 bytes: a skippable frame of Zstandard (RFC 8878, section 3.1.2)
// that holds the SHA-256 of all bytes before it.
const (
	sumSize     = 32
	trailerHead = "\x5c\x2a\x4d\x18\x20\x00\x00\x00"
	trailerSize = len(trailerHead) + sumSize
)

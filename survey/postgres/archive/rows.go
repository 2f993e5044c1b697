package archive

import (
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"strings"
)

// A row is one line: what would end it is written otherwise.
var (
	lineEscapes = strings.NewReplacer(`\`, `\\`, "\n", `\n`)
	lineText    = strings.NewReplacer(`\\`, `\`, `\n`, "\n")
)

// Tally adds up the rows of one table.
type Tally struct {
	rows int64
	sum  hash.Hash
}

// NewTally begins at no row.
func NewTally() *Tally { return &Tally{sum: sha256.New()} }

// Add counts a row and gives it as a line.
func (t *Tally) Add(row string) (line string) {
	line = lineEscapes.Replace(row) + "\n"
	t.rows++
	t.sum.Write([]byte(line))
	return line
}

// Sum gives what was added.
func (t *Tally) Sum(table string) Sum {
	return Sum{Name: table, Rows: t.rows, SHA256: hex.EncodeToString(t.sum.Sum(nil))}
}

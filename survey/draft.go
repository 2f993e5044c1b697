package survey

import (
	"crypto/sha256"
	"encoding/hex"
	"time"
)

// Files are what travels with a workbook: CSV files that its questions look
// into, pictures of its labels, by name.
type Files map[string][]byte

// Draft is a form on its way: uploaded, listed with its problems, tried by
// its test link, replaced as often as need be, and at last published, which
// freezes it as a FormVersion and ends the draft.
type Draft struct {
	ID       string // UUID
	Network  string
	Link     string // of the trial: "slug-" and 16 unguessable characters
	FileName string // as uploaded
	Workbook []byte
	Files    Files // never nil: a draft comes with its files or without any

	// What reading it said, for lists of drafts.
	FormID, Version, Title string
	Faults, Remarks        int
	SavedAt                time.Time
}

// FormChange is a campaign's passage to another version of its form.
type FormChange struct {
	At       time.Time
	FormID   string
	From, To string // versions
}

// Code names a version in an address, where its identifier and its version,
// which may hold any character, cannot stand: 16 hexadecimal digits.
func (v FormVersion) Code() string {
	sum := sha256.Sum256([]byte(v.FormID + "\x00" + v.Version))
	return hex.EncodeToString(sum[:8])
}

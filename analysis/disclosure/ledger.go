package disclosure

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
)

// Entry is one printed value: everything that a reader of the public files can
// know of one quantity, and nothing more.
type Entry struct {
	Key     string `json:"key"`     // area, question, category
	Area    string `json:"area"`    //
	Base    string `json:"base"`    // respondents of the area, as printed
	Low     int    `json:"low"`     // what the text says of the true count
	High    int    `json:"high"`    //
	Text    string `json:"text"`    // as printed, everywhere
	Floor   int    `json:"floor"`   // 11 for profile S, 6 for profile O
	Wave    string `json:"wave"`    //
	Edition int    `json:"edition"` //
}

// The codes, in keys, of those who gave no answer on the substance.
const (
	CodeNotConcerned = "(non concerné)"
	CodeBlank        = "(sans réponse)"
)

// Ledger is the register of what an edition printed, sorted by key. It is kept
// with the edition: the next one is judged beside it. It holds no true count.
type Ledger []Entry

// sorted orders a ledger by key, one entry a quantity.
func (l Ledger) sorted() Ledger {
	slices.SortFunc(l, func(a, b Entry) int { return cmp.Compare(a.Key, b.Key) })
	return l
}

// ReadLedger reads a ledger that was written as JSON.
func ReadLedger(text []byte) (Ledger, error) {
	var l Ledger
	if err := json.Unmarshal(text, &l); err != nil {
		return nil, fmt.Errorf("read a ledger: %w", err)
	}
	for _, e := range l {
		if e.Low > e.High || e.Key == "" {
			return nil, fmt.Errorf("read a ledger: entry %q says %d to %d", e.Key, e.Low, e.High)
		}
	}
	return l.sorted(), nil
}

// Texts are the texts that an area's files may print.
func (l Ledger) Texts(area string) map[string]bool {
	texts := make(map[string]bool)
	for _, e := range l {
		if e.Area == area {
			texts[e.Text] = true
		}
	}
	return texts
}

package survey

import (
	"cmp"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"
)

// ErrIncomplete refuses an edition that leaves out a network which the wave's
// last one had: nothing would then tie what is published of it before and after.
var ErrIncomplete = errors.New("a network of the last edition is missing")

// Wave is what one form was answered in one year, by all networks together:
// the unit of a public edition (rule R1 of package disclosure). A campaign
// belongs to the year in which it was created, in Paris, which never changes:
// its answers can be published under one wave only, so that every edition is
// judged beside all the earlier ones.
type Wave struct {
	FormID string
	Name   string     // the year, as it is printed
	Closed []Campaign // those that enter the next edition, by network
	Open   []Campaign // those that stay out of it as long as they are open, by network
	Erased []Campaign // those whose answers are no longer kept, by network
}

// Waves arranges campaigns by wave, the latest first. A draft is in none, and
// a closed campaign that nobody answered has nothing to publish.
func Waves(campaigns []CampaignSummary, paris *time.Location) []Wave {
	byName := make(map[[2]string]*Wave)
	for _, c := range campaigns {
		key := [2]string{c.FormID, c.WaveName(paris)}
		w := byName[key]
		if w == nil {
			w = &Wave{FormID: key[0], Name: key[1]}
		}
		switch {
		case !c.ErasedOn.IsZero():
			w.Erased = append(w.Erased, c.Campaign)
		case c.State == CampaignOpen:
			w.Open = append(w.Open, c.Campaign)
		case c.State == CampaignClosed && c.Responses > 0:
			w.Closed = append(w.Closed, c.Campaign)
		default:
			continue
		}
		byName[key] = w
	}
	waves := make([]Wave, 0, len(byName))
	for _, w := range byName {
		for _, list := range [][]Campaign{w.Closed, w.Open, w.Erased} {
			slices.SortFunc(list, func(a, b Campaign) int {
				return cmp.Or(strings.Compare(a.Network, b.Network), a.CreatedAt.Compare(b.CreatedAt), strings.Compare(a.ID, b.ID))
			})
		}
		waves = append(waves, *w)
	}
	slices.SortFunc(waves, func(a, b Wave) int {
		return cmp.Or(strings.Compare(b.Name, a.Name), strings.Compare(a.FormID, b.FormID))
	})
	return waves
}

// WaveName is the wave of a campaign's form that it belongs to: its year.
func (c Campaign) WaveName(paris *time.Location) string {
	return strconv.Itoa(c.CreatedAt.In(paris).Year())
}

// Code names a wave in an address: 16 hexadecimal digits, as a form's
// identifier may hold any character.
func (w Wave) Code() string { return FormVersion{FormID: w.FormID, Version: w.Name}.Code() }

// Edition is one public edition of a wave: what was published of all its
// territories, together. Once made it does not change.
type Edition struct {
	ID      string // UUID
	FormID  string
	Title   string // the form's
	Wave    string
	Number  int // 1 for the first of the wave
	MadeAt  time.Time
	Masked  int // counts that print « nc » to protect others
	Dropped int // tables given up, area by area
}

// Of tells whether an edition is one of a wave's.
func (e Edition) Of(w Wave) bool { return e.FormID == w.FormID && e.Wave == w.Name }

// EditionArea is what an edition prints of one territory, or of an aggregate
// of territories.
type EditionArea struct {
	Network string // slug; "" for an aggregate
	Key     string // the area's, of package disclosure
	Name    string
	// Publication and Ledger are JSON of package disclosure: what the file
	// shows, and the register of it. Both are nil when nothing may be printed
	// of the area, not even its size; so is the Workbook.
	Publication, Ledger []byte
	Workbook            []byte   // .xlsx
	Campaigns           []string // ids of the network's campaigns that entered; none for an aggregate
}

// EditionContent is an edition whole, as it is kept.
type EditionContent struct {
	Edition
	Areas []EditionArea
	// Archive is JSON of package disclosure: true counts, which the wave's next
	// edition is judged beside. It is erased as soon as the answers to one of
	// the campaigns are.
	Archive []byte
}

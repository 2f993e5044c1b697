package disclosure

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"constat/analysis/disclosure/audit"
)

// Release is a batch that may be published: one Report an area, what the audit
// found, and what the next edition will be judged beside.
type Release struct {
	reports      []Report
	ledger       Ledger
	masked       int
	dropped      int
	certificates []audit.Certificate
	archive      Archive
}

// Reports are the public editions, in the batch's order; an area that may
// print nothing, not even its size, has none.
func (r *Release) Reports() []Report { return r.reports }

// Ledger is everything that the files print.
func (r *Release) Ledger() Ledger { return r.ledger }

// Masked is how many counts print « nc » because their neighbours would have
// given a small one back.
func (r *Release) Masked() int { return r.masked }

// Dropped is how many tables were given up, area by area, because hiding their
// neighbours was not enough.
func (r *Release) Dropped() int { return r.dropped }

// Archive is what the wave's next edition takes as Batch.Earlier. It holds true
// counts and is never published.
func (r *Release) Archive() *Archive { return &r.archive }

// Document hands the release to an independent auditor: every cell and equation
// of the published family with true values, and the tables that prove each small
// count open. It is never published.
func (r *Release) Document() *audit.Document { return r.archive.Family.Export(r.certificates...) }

// Verify checks the release without any solver: every true count lies within
// what is printed of it, every sum holds, and each sensitive count has stored tables,
// against any reader and against every holder, that agree with everything printed
// and lie far enough apart.
func (r *Release) Verify() error {
	if err := r.archive.Family.Holds(); err != nil {
		return fmt.Errorf("verify the public edition: %w", err)
	}
	if err := r.archive.Family.Certified(r.certificates); err != nil {
		return fmt.Errorf("verify the public edition: %w", err)
	}
	return nil
}

// release prints « nc » where the repair says so, and fills the reports.
func (j *judge) release(at time.Time, repaired audit.Repaired) (*Release, error) {
	for _, i := range repaired.Masked {
		c := &j.family.Cells[i]
		c.Low, c.High, c.Maskable = c.MaskedLow, c.MaskedHigh, false
		*j.cells[i].shown = Shown{Kind: Withheld, Text: TextWithheld, Low: int(c.MaskedLow), High: int(min(c.MaskedHigh, farthestShown))}
	}
	r := &Release{
		masked: len(repaired.Masked), dropped: len(j.dropped), certificates: repaired.Certificates,
		archive: Archive{
			Edition: j.batch.edition(), Family: j.family, Merged: make(map[string][]string), Guesses: j.family.GuessesOf(repaired.Certificates),
		},
		ledger: j.ledger(),
	}
	for _, s := range j.splits {
		r.archive.Merged[s.question.Key] = s.merged()
	}
	if err := r.Verify(); err != nil {
		return nil, err
	}
	for _, each := range j.batch.Areas {
		for a := range j.areas {
			if j.areas[a].Key == each.Key && j.areas[a].printed {
				r.reports = append(r.reports, published(j.publication(a), at))
			}
		}
	}
	return r, nil
}

// farthestShown stands for no limit in a Shown.
const farthestShown = int64(1) << 31

// ledger lists everything printed, each quantity once.
func (j *judge) ledger() Ledger {
	var l Ledger
	add := func(key string, a area, floor int, s Shown) {
		l = append(l, Entry{
			Key: key, Area: a.Key, Base: a.shown.Text, Low: s.Low, High: s.High, Text: s.Text, Floor: floor,
			Wave: j.batch.Wave, Edition: j.batch.edition(),
		})
	}
	for _, a := range j.areas {
		if a.printed && !j.form.Respondents().Persons {
			add(a.Key, a, 0, a.shown)
		}
	}
	for i, c := range j.cells {
		if c.shown != nil {
			add(j.family.Cells[i].Key, j.areas[j.units[i].area], j.floorIn(j.units[i]), *c.shown)
		}
	}
	slices.SortFunc(l, func(a, b Entry) int { return cmp.Compare(a.Key, b.Key) })
	return l
}

// floorIn is the floor of the profile that a unit is printed under.
func (j *judge) floorIn(u unit) int {
	floor := 0
	for _, q := range j.questionsOf(u) {
		floor = max(floor, j.splits[q].floor)
	}
	if u.kind == unitBase {
		floor = FloorPersons
	}
	return floor
}

package audit

import (
	"context"
	"fmt"
)

// Insider is what a few respondents of one cell learn of another by adding
// their own answers to what is printed.
type Insider struct {
	Cell      int // the sensitive cell learned, to less than [HolderWidth]
	Knows     int // the cell that they are in
	Low, High int64
}

// Insiders reports what respondents who pool their answers learn (M3): one
// respondent for answers = 1, two for 2. It is a report only: no display can
// keep from somebody what he knows of himself.
func (f *Family) Insiders(ctx context.Context, answers int64) ([]Insider, error) {
	components, err := f.components()
	if err != nil {
		return nil, err
	}
	var all []Insider
	for i := range components {
		t := f.trial(&components[i])
		for own := range t.cells {
			if c := t.cell(own); c.Holder == "" || c.True < answers {
				continue
			}
			learned, err := t.insider(ctx, own, answers)
			if err != nil {
				return nil, fmt.Errorf("insiders of %s: %w", t.cell(own).Key, err)
			}
			all = append(all, learned...)
		}
	}
	return all, nil
}

// insider lists what the respondents of one cell learn that others do not know.
func (t *trial) insider(ctx context.Context, own int, answers int64) ([]Insider, error) {
	low, high := t.bounds(t.family)
	low[own] = max(low[own], answers)
	v, err := look(ctx, t.component, low, high, nil)
	if err != nil {
		return nil, err
	}
	var all []Insider
	for _, j := range t.judgements {
		if j.holder != "" || j.cell == own {
			continue
		}
		open, err := v.apart(j.cell, HolderWidth)
		if err != nil {
			return nil, err
		}
		if open {
			continue
		}
		learned := Insider{Cell: t.cells[j.cell], Knows: t.cells[own]}
		if learned.Low, learned.High, _, err = v.span(j.cell); err != nil {
			return nil, err
		}
		all = append(all, learned)
	}
	return all, nil
}

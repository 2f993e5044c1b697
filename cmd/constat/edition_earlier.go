package main

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"

	"constat/analysis/disclosure"
	"constat/analysis/disclosure/audit"
	"constat/survey"
)

// kept is the archive of an edition as the store keeps it: what the next one is
// judged beside, a digest of the answers that entered, to see that nothing has
// changed without counting anything, and what proves its small counts safe.
type kept struct {
	Answers  [sha256.Size]byte
	Networks []string // whose answers entered
	Archive  *disclosure.Archive
	Proof    *audit.Document
}

// waveBefore is what the last edition of the form's wave before printed, nil
// when it had none.
func (d diagnostics) waveBefore(ctx context.Context, wave survey.Wave) (*disclosure.Wave, error) {
	var last survey.Edition
	editions, err := d.store.Editions(ctx)
	if err != nil {
		return nil, fmt.Errorf("list the editions: %w", err)
	}
	for _, e := range editions {
		if e.FormID == wave.FormID && e.Wave < wave.Name && (e.Wave > last.Wave || e.Wave == last.Wave && e.Number > last.Number) {
			last = e
		}
	}
	if last.ID == "" {
		return nil, nil
	}
	printed := &disclosure.Wave{Name: last.Wave}
	areas, err := d.store.EditionAreas(ctx, last.ID)
	if err != nil {
		return nil, fmt.Errorf("read edition %s: %w", last.ID, err)
	}
	for _, area := range areas {
		whole, err := d.store.EditionArea(ctx, last.ID, area.Key)
		if err != nil {
			return nil, fmt.Errorf("read area %s of edition %s: %w", area.Key, last.ID, err)
		}
		ledger, err := disclosure.ReadLedger(whole.Ledger)
		if err != nil {
			return nil, fmt.Errorf("area %s of edition %s: %w", area.Key, last.ID, err)
		}
		printed.Ledger = append(printed.Ledger, ledger...)
	}
	return printed, nil
}

// latest is the wave's last edition with what the next is judged beside; both
// are zero before the first.
func (d diagnostics) latest(ctx context.Context, wave survey.Wave) (survey.Edition, kept, error) {
	var latest survey.Edition
	var before kept
	editions, err := d.store.Editions(ctx)
	if err != nil {
		return latest, before, fmt.Errorf("list the editions: %w", err)
	}
	for _, e := range editions {
		if e.Of(wave) && e.Number > latest.Number {
			latest = e
		}
	}
	if latest.Number == 0 {
		return latest, before, nil
	}
	text, err := d.store.EditionArchive(ctx, latest.ID)
	if err != nil {
		return latest, before, fmt.Errorf("read the archive of edition %s: %w", latest.ID, err)
	}
	if err := json.Unmarshal(text, &before); err != nil {
		return latest, before, fmt.Errorf("read the archive of edition %s: %w", latest.ID, err)
	}
	return latest, before, nil
}

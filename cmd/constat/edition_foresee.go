package main

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"constat/analysis/disclosure"
	"constat/survey"
	"constat/web"
)

// admit refuses a wave that can have no other edition, before anything is
// counted; the errors are Publish's. It gives the last edition, and what the next
// is judged beside.
func (d diagnostics) admit(ctx context.Context, wave survey.Wave) (survey.Edition, kept, error) {
	if len(wave.Closed) == 0 {
		return survey.Edition{}, kept{}, fmt.Errorf("no closed campaign: %w", survey.ErrNotFound)
	}
	latest, before, err := d.latest(ctx, wave)
	if err != nil {
		return latest, before, err
	}
	networks := networksOf(wave.Closed)
	for _, slug := range before.Networks {
		if !slices.Contains(networks, slug) {
			return latest, before, fmt.Errorf("network %s: %w", slug, survey.ErrIncomplete)
		}
	}
	return latest, before, nil
}

// Foresee tells what the next edition of a wave would hold, and why it would be
// refused, as far as that shows before it is made.
func (d diagnostics) Foresee(ctx context.Context, wave survey.Wave) (web.Foreseen, error) {
	latest, _, refused := d.admit(ctx, wave)
	foreseen := web.Foreseen{Number: latest.Number + 1, Err: refused}
	if web.EditionProblem(refused) == "edition_failed" {
		return foreseen, refused
	}
	if len(wave.Closed) == 0 {
		return foreseen, nil
	}
	form, err := d.newestForm(ctx, wave.Closed)
	if err != nil {
		return foreseen, err
	}
	foreseen.Fewest = disclosure.FewestResponses(form)
	var sizes []int
	answering := 0
	for _, own := range byNetwork(wave.Closed) {
		n, err := d.store.Network(ctx, own[0].Network)
		if err != nil {
			return foreseen, fmt.Errorf("read network %s: %w", own[0].Network, err)
		}
		size, err := d.answersTo(ctx, own)
		if err != nil {
			return foreseen, err
		}
		if size > 0 {
			answering++
		}
		sizes = append(sizes, size)
		of := form.Respondents()
		foreseen.Areas = append(foreseen.Areas, web.ForeseenArea{Name: n.Name, Size: disclosure.DisplaySize(size, of), Unit: of.Unit})
	}
	foreseen.Whole = answering >= disclosure.FewestAreas
	if refused == nil && !disclosure.WorthPublishing(form, sizes) {
		foreseen.Err = disclosure.ErrFew
	}
	return foreseen, nil
}

// answersTo counts the answers to campaigns of one network.
func (d diagnostics) answersTo(ctx context.Context, campaigns []survey.Campaign) (int, error) {
	all, err := d.store.Campaigns(ctx, campaigns[0].Network)
	if err != nil {
		return 0, fmt.Errorf("list the campaigns of %s: %w", campaigns[0].Network, err)
	}
	n := 0
	for _, c := range campaigns {
		i := slices.IndexFunc(all, func(s survey.CampaignSummary) bool { return s.ID == c.ID })
		if i < 0 {
			return 0, fmt.Errorf("count the answers to campaign %s: %w", c.ID, errors.New("it is gone"))
		}
		n += all[i].Responses
	}
	return n, nil
}

package main

import (
	"context"
	"fmt"

	"constat/analysis"
	"constat/survey"
)

// before sets a diagnostic beside the network's own answers to the same
// questionnaire in its last wave; nothing when there was none. The lead holds
// both: nobody else's figures are in it.
func (d diagnostics) before(ctx context.Context, network, campaign string, now *analysis.Diagnostic) ([]*analysis.Compared, error) {
	last, err := d.lastWave(ctx, network, campaign)
	if err != nil || last.ID == "" {
		return nil, err
	}
	data, plan, err := d.load(ctx, network, last.ID)
	if err != nil {
		return nil, err
	}
	plan.Meta.Campaign += ", vague\u00a0" + last.WaveName(d.zone)
	compared, err := analysis.Compare(now, analysis.Tabulate(data, plan), analysis.Apart)
	if err != nil {
		return nil, fmt.Errorf("compare %s with %s: %w", campaign, last.ID, err)
	}
	return []*analysis.Compared{compared}, nil
}

// lastWave is the network's latest closed campaign with answers, of the same
// questionnaire and an earlier wave.
func (d diagnostics) lastWave(ctx context.Context, network, campaign string) (survey.CampaignSummary, error) {
	var last survey.CampaignSummary
	own, err := d.store.Campaign(ctx, network, campaign)
	if err != nil {
		return last, fmt.Errorf("find campaign %s: %w", campaign, err)
	}
	all, err := d.store.Campaigns(ctx, network)
	if err != nil {
		return last, fmt.Errorf("list the campaigns of %s: %w", network, err)
	}
	for _, c := range all {
		kept := c.State == survey.CampaignClosed && c.Responses > 0 && c.ErasedOn.IsZero()
		if c.FormID == own.FormID && kept && c.WaveName(d.zone) < own.WaveName(d.zone) && c.CreatedAt.After(last.CreatedAt) {
			last = c
		}
	}
	return last, nil
}

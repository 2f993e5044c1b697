package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"constat/survey"
)

// material is all that a campaign's internal files are made of, besides what
// never changes. Whatever the figures come to depend on is named here.
type material struct {
	Day        string // of the making: it is printed
	Fictitious bool
	Network    survey.Network
	Campaign   survey.Campaign
	Responses  survey.ResponseState
	Passages   []survey.FormChange
	Before     survey.CampaignSummary // of the wave that it is set beside
	Earlier    survey.ResponseState
}

// State digests what a campaign's files are made of.
func (d diagnostics) State(ctx context.Context, network, campaign string) (string, error) {
	m, err := d.material(ctx, network, campaign)
	if err != nil {
		return "", err
	}
	text, err := json.Marshal(m)
	if err != nil {
		return "", fmt.Errorf("digest campaign %s: %w", campaign, err)
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), nil
}

func (d diagnostics) material(ctx context.Context, network, campaign string) (material, error) {
	m := material{Day: d.clock().In(d.zone).Format(time.DateOnly), Fictitious: d.fictitious}
	var err error
	if m.Campaign, err = d.store.Campaign(ctx, network, campaign); err != nil {
		return m, fmt.Errorf("find campaign %s: %w", campaign, err)
	}
	if m.Network, err = d.store.Network(ctx, network); err != nil {
		return m, fmt.Errorf("read network %s: %w", network, err)
	}
	if m.Responses, err = d.store.ResponseState(ctx, network, campaign); err != nil {
		return m, err
	}
	if m.Passages, err = d.store.FormChanges(ctx, network, campaign); err != nil {
		return m, fmt.Errorf("list the versions of %s: %w", campaign, err)
	}
	if m.Before, err = d.lastWave(ctx, network, campaign); err != nil || m.Before.ID == "" {
		return m, err
	}
	m.Earlier, err = d.store.ResponseState(ctx, network, m.Before.ID)
	return m, err
}

package main

import (
	"context"
	"fmt"
	"io"
	"iter"
	"time"

	"constat/analysis"
	"constat/analysis/disclosure"
	"constat/analysis/microdata"
	"constat/analysis/workbook"
	"constat/survey"
	"constat/survey/territory"
	"constat/survey/xlsform"
	"constat/web"
)

// diagnostics gives the pages their figures: the same Load, Tabulate and
// Report as the workbook, so that a page and a sheet never disagree.
type diagnostics struct {
	store      survey.Store
	geography  territory.Geography
	clock      func() time.Time
	zone       *time.Location
	fictitious bool
	folder     string // where a long sheet waits while a workbook is made, "" for the system's
}

// takenBy is who takes an internal edition, in the words of the file: one file
// serves all who may have it, and the register says who they were.
const takenBy = "l’animation du réseau"

// Workbook writes the internal edition of a campaign's diagnostic.
func (d diagnostics) Workbook(ctx context.Context, w io.Writer, network, campaign string) error {
	report, err := d.internal(ctx, network, campaign)
	if err != nil {
		return err
	}
	if err := workbook.WriteIn(ctx, w, report, d.folder); err != nil {
		return fmt.Errorf("write the diagnostic of %s: %w", campaign, err)
	}
	return nil
}

// Responses writes a campaign's answers one by one, as an archive.
func (d diagnostics) Responses(ctx context.Context, w io.Writer, network, campaign string) error {
	report, err := d.internal(ctx, network, campaign)
	if err != nil {
		return err
	}
	if err := microdata.WriteArchive(w, report); err != nil {
		return fmt.Errorf("write the responses to %s: %w", campaign, err)
	}
	return nil
}

// internal makes the internal edition of a campaign's diagnostic;
// survey.ErrNotFound without a response.
func (d diagnostics) internal(ctx context.Context, network, campaign string) (disclosure.Report, error) {
	data, plan, err := d.load(ctx, network, campaign)
	if err != nil {
		return disclosure.Report{}, err
	}
	if data.Len() == 0 {
		return disclosure.Report{}, fmt.Errorf("responses to %s: %w", campaign, survey.ErrNotFound)
	}
	if plan.Meta.Changes, err = d.changes(ctx, network, campaign); err != nil {
		return disclosure.Report{}, err
	}
	diagnostic := analysis.Tabulate(data, plan)
	if err := ctx.Err(); err != nil {
		return disclosure.Report{}, err
	}
	if diagnostic.Compared, err = d.before(ctx, network, campaign, diagnostic); err != nil {
		return disclosure.Report{}, err
	}
	return disclosure.Internal(takenBy, plan.Meta.GeneratedOn, diagnostic), nil
}

// Participation counts who answered a campaign so far.
func (d diagnostics) Participation(ctx context.Context, network, campaign string) (web.Participation, error) {
	data, plan, err := d.load(ctx, network, campaign)
	if err != nil {
		return web.Participation{}, err
	}
	overview := disclosure.Counts(analysis.Participate(data, plan))
	counted := overview.Participation()
	shown := web.Participation{Responses: counted.Responses, Invited: counted.Invited}
	for _, day := range counted.Days {
		shown.ByDay = append(shown.ByDay, web.DayCount{Day: day.Day, N: day.Responses})
	}
	for _, table := range counted.Profiles {
		shown.Breakdowns = append(shown.Breakdowns, breakdown(table))
	}
	for _, coverage := range overview.Coverage() {
		shown.Coverage = append(shown.Coverage, covered(coverage))
	}
	return shown, nil
}

// load reads a campaign's current responses, and what tables need to know of
// the campaign.
func (d diagnostics) load(ctx context.Context, network, campaign string) (*analysis.Dataset, analysis.Plan, error) {
	var plan analysis.Plan
	c, err := d.store.Campaign(ctx, network, campaign)
	if err != nil {
		return nil, plan, fmt.Errorf("find campaign %s: %w", campaign, err)
	}
	form, err := d.form(ctx, network, c.FormID, c.FormVersion)
	if err != nil {
		return nil, plan, err
	}
	data, err := analysis.Load(form, restored(form, d.store.Responses(ctx, network, campaign)))
	if err != nil {
		return nil, plan, fmt.Errorf("load the responses of %s: %w", campaign, err)
	}
	n, err := d.store.Network(ctx, network)
	if err != nil {
		return nil, plan, fmt.Errorf("read network %s: %w", network, err)
	}
	plan.Meta = d.meta(n, c, d.clock().In(d.zone))
	plan.Carried = n.Carried(d.geography.EPCIOf(n.Communes))
	return data, plan, nil
}

func (d diagnostics) form(ctx context.Context, network, id, version string) (*survey.Form, error) {
	frozen, err := d.store.FormVersion(ctx, network, id, version)
	if err != nil {
		return nil, fmt.Errorf("find form %s: %w", id, err)
	}
	form, err := xlsform.ReadVersion(frozen)
	if err != nil {
		return nil, fmt.Errorf("read form %s: %w", id, err)
	}
	return form, nil
}

// changes tells on which days the campaign passed to another version of its
// form, and which questions that touched.
func (d diagnostics) changes(ctx context.Context, network, campaign string) ([]analysis.FormChange, error) {
	passages, err := d.store.FormChanges(ctx, network, campaign)
	if err != nil {
		return nil, fmt.Errorf("list the versions of %s: %w", campaign, err)
	}
	var told []analysis.FormChange
	for _, passage := range passages {
		before, err := d.form(ctx, network, passage.FormID, passage.From)
		if err != nil {
			return nil, err
		}
		after, err := d.form(ctx, network, passage.FormID, passage.To)
		if err != nil {
			return nil, err
		}
		change := analysis.FormChange{On: passage.At.In(d.zone)}
		for _, difference := range survey.Compare(before, after) {
			change.Questions = append(change.Questions, difference.Label)
		}
		told = append(told, change)
	}
	return told, nil
}

// restored types the stored responses as they stream by.
func restored(form *survey.Form, stored iter.Seq2[survey.StoredResponse, error]) iter.Seq2[*survey.Response, error] {
	return func(yield func(*survey.Response, error) bool) {
		for s, err := range stored {
			var r *survey.Response
			if err == nil {
				r, err = form.Restore(s.InstanceID, s.Day, s.Answers)
			}
			if !yield(r, err) || err != nil {
				return
			}
		}
	}
}

func (d diagnostics) meta(n survey.Network, c survey.Campaign, now time.Time) analysis.Meta {
	return analysis.Meta{
		Network: n.Name, Campaign: c.Title, Territory: territoryOf(d.geography, n),
		Invited: c.Invited, Open: c.State == survey.CampaignOpen, Fictitious: d.fictitious, GeneratedOn: now,
	}
}

// territoryOf names a network's places as the official geography does.
func territoryOf(g territory.Geography, n survey.Network) analysis.Territory {
	t := analysis.Territory{Name: n.Name, Hypothesis: n.Hypothesis, Source: g.Source}
	for _, code := range n.Communes {
		if c, ok := g.Commune(code); ok {
			t.Communes = append(t.Communes, analysis.Place{Code: c.Code, Name: c.Name, EPCI: c.EPCI, Population: c.Population})
		}
	}
	for _, code := range g.EPCIOf(n.Communes) {
		if e, ok := g.EPCI(code); ok {
			t.EPCI = append(t.EPCI, analysis.Place{Code: e.Code, Name: e.Name})
		}
	}
	return t
}

func breakdown(table *analysis.Table) web.Breakdown {
	b := web.Breakdown{Title: table.Title}
	for _, line := range table.Lines {
		b.Rows = append(b.Rows, web.BreakdownRow{Label: line.Label, N: line.Share.Count})
	}
	return b
}

func covered(c *analysis.Coverage) web.Coverage {
	shown := web.Coverage{Title: c.Title, Everywhere: c.Everywhere, EverywhereLabel: c.EverywhereLabel}
	for _, place := range c.Places {
		if place.Covered {
			shown.Covered = append(shown.Covered, web.BreakdownRow{Label: place.Name, N: place.Named})
		} else {
			shown.Missing = append(shown.Missing, place.Name)
		}
	}
	return shown
}

// webGeography arranges the official places as the territory page shows them:
// by EPCI, communes that belong to none last.
func webGeography(g territory.Geography) web.Geography {
	var shown web.Geography
	place := make(map[string]int)
	for _, e := range g.EPCIs() {
		place[e.Code] = len(shown)
		shown = append(shown, web.EPCI{Code: e.Code, Name: e.Name})
	}
	var alone web.EPCI
	for _, c := range g.Communes() {
		commune := web.Commune{Code: c.Code, Name: c.Name, Population: c.Population}
		if i, ok := place[c.EPCI]; ok {
			shown[i].Communes = append(shown[i].Communes, commune)
		} else {
			alone.Communes = append(alone.Communes, commune)
		}
	}
	if len(alone.Communes) > 0 {
		alone.Name = "Sans intercommunalité"
		shown = append(shown, alone)
	}
	return shown
}

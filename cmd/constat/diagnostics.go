package main

import (
	"context"
	"fmt"
	"io"
	"iter"
	"slices"
	"time"

	"constat/analysis"
	"constat/analysis/disclosure"
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
}

// Workbook writes the internal edition of a campaign's diagnostic.
func (d diagnostics) Workbook(ctx context.Context, w io.Writer, network, campaign string, by survey.Agent) error {
	report, err := d.report(ctx, network, campaign, by)
	if err != nil {
		return err
	}
	if err := workbook.Write(w, report); err != nil {
		return fmt.Errorf("write the diagnostic of %s: %w", campaign, err)
	}
	return nil
}

// Participation counts who answered a campaign so far.
func (d diagnostics) Participation(ctx context.Context, network, campaign string) (web.Participation, error) {
	// The page shows counts to the lead herself; the audit entry is for the
	// downloads, which leave the service.
	report, err := d.report(ctx, network, campaign, survey.Agent{})
	if err != nil {
		return web.Participation{}, err
	}
	diagnostic := report.Diagnostic()
	shown := web.Participation{Responses: diagnostic.Participation.Responses, Invited: diagnostic.Participation.Invited}
	shown.ByDay = responsesByDay(diagnostic.Data)
	for _, table := range diagnostic.Participation.Profiles {
		shown.Breakdowns = append(shown.Breakdowns, breakdown(table))
	}
	for _, coverage := range diagnostic.Coverage {
		shown.Coverage = append(shown.Coverage, covered(coverage))
	}
	return shown, nil
}

// report loads, tabulates and takes the internal edition, by name.
func (d diagnostics) report(ctx context.Context, network, campaign string, by survey.Agent) (disclosure.Report, error) {
	var none disclosure.Report
	c, err := d.store.Campaign(ctx, network, campaign)
	if err != nil {
		return none, fmt.Errorf("find campaign %s: %w", campaign, err)
	}
	frozen, err := d.store.FormVersion(ctx, network, c.FormID, c.FormVersion)
	if err != nil {
		return none, fmt.Errorf("find form %s: %w", c.FormID, err)
	}
	form, err := xlsform.ReadVersion(frozen)
	if err != nil {
		return none, fmt.Errorf("read form %s: %w", c.FormID, err)
	}
	data, err := analysis.Load(form, restored(form, d.store.Responses(ctx, network, campaign)))
	if err != nil {
		return none, fmt.Errorf("load the responses of %s: %w", campaign, err)
	}
	n, err := d.store.Network(ctx, network)
	if err != nil {
		return none, fmt.Errorf("read network %s: %w", network, err)
	}
	now := d.clock().In(d.zone)
	diagnostic := analysis.Tabulate(data, analysis.Plan{
		Meta: d.meta(n, c, now), Carried: n.Carried(d.geography.EPCIOf(n.Communes)),
	})
	return disclosure.Internal(by.Name, now, diagnostic), nil
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
			t.EPCI = append(t.EPCI, analysis.Place{Code: e.Code, Name: e.Name, Population: populationWithin(g, n, code)})
		}
	}
	return t
}

// populationWithin is the population of an EPCI's communes that belong to the
// network: an EPCI may cross the network's border, or the département's.
func populationWithin(g territory.Geography, n survey.Network, epci string) int {
	var inside []string
	for _, c := range g.CommunesOf(epci) {
		if slices.Contains(n.Communes, c.Code) {
			inside = append(inside, c.Code)
		}
	}
	return g.Population(inside)
}

func responsesByDay(data *analysis.Dataset) []web.DayCount {
	counts := make(map[time.Time]int)
	for row := range data.Len() {
		if day := data.Day(row); !day.IsZero() {
			counts[day]++
		}
	}
	days := make([]web.DayCount, 0, len(counts))
	for day, n := range counts {
		days = append(days, web.DayCount{Day: day, N: n})
	}
	slices.SortFunc(days, func(a, b web.DayCount) int { return a.Day.Compare(b.Day) })
	return days
}

func breakdown(table *analysis.Table) web.Breakdown {
	b := web.Breakdown{Title: table.Title}
	for _, line := range table.Lines {
		b.Rows = append(b.Rows, web.BreakdownRow{Label: line.Label, N: line.Share.Count})
	}
	return b
}

func covered(c *analysis.Coverage) web.Coverage {
	shown := web.Coverage{Title: c.Title}
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

package main

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"hash"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"constat/analysis"
	"constat/analysis/disclosure"
	"constat/analysis/workbook"
	"constat/survey"
	"constat/web/french"
)

// The département, as the areas of an edition name it. The key is no network's
// slug: those are in lower case.
const departmentKey, departmentName = "D34", "Hérault"

// allWaves arranges the campaigns of all networks.
func allWaves(ctx context.Context, store survey.Store, paris *time.Location) ([]survey.Wave, error) {
	networks, err := store.Networks(ctx)
	if err != nil {
		return nil, fmt.Errorf("list the networks: %w", err)
	}
	var campaigns []survey.CampaignSummary
	for _, n := range networks {
		own, err := store.Campaigns(ctx, n.Slug)
		if err != nil {
			return nil, fmt.Errorf("list the campaigns of %s: %w", n.Slug, err)
		}
		campaigns = append(campaigns, own...)
	}
	return survey.Waves(campaigns, paris), nil
}

// Publish makes the next public edition of a wave from the campaigns that are
// closed, all territories in one batch (R1), and keeps it. Besides the store's
// errors: disclosure.ErrStill when too little changed since the last edition,
// disclosure.ErrFew when nothing would be printed but sizes, survey.ErrNotFound when nothing is closed, survey.ErrIncomplete when a network
// of the last edition has opened its campaign again, survey.ErrClosed when answers that
// an earlier edition counted were erased.
func (d diagnostics) Publish(ctx context.Context, wave survey.Wave, by survey.AuditEntry) (survey.Edition, error) {
	edition, err := d.publish(ctx, wave, by)
	if err != nil {
		return survey.Edition{}, fmt.Errorf("publish %s %s: %w", wave.FormID, wave.Name, err)
	}
	return edition, nil
}

func (d diagnostics) publish(ctx context.Context, wave survey.Wave, by survey.AuditEntry) (survey.Edition, error) {
	latest, before, err := d.admit(ctx, wave)
	if err != nil {
		return survey.Edition{}, err
	}
	form, err := d.newestForm(ctx, wave.Closed)
	if err != nil {
		return survey.Edition{}, err
	}
	answers := sha256.New()
	batch := disclosure.Batch{Wave: wave.Name, Earlier: before.Archive}
	if batch.Before, err = d.waveBefore(ctx, wave); err != nil {
		return survey.Edition{}, err
	}
	if batch.Areas, err = d.areas(ctx, form, wave.Closed, answers); err != nil {
		return survey.Edition{}, err
	}
	var sizes []int
	for _, area := range batch.Areas {
		if area.Diagnostic != nil {
			sizes = append(sizes, area.Diagnostic.Data.Len())
		}
	}
	if !disclosure.WorthPublishing(form, sizes) {
		return survey.Edition{}, fmt.Errorf("the answers of %d networks: %w", len(sizes), disclosure.ErrFew)
	}
	digest := [sha256.Size]byte(answers.Sum(nil))
	if digest == before.Answers {
		return survey.Edition{}, fmt.Errorf("the same answers as edition %d: %w", latest.Number, disclosure.ErrStill)
	}
	now := d.clock().In(d.zone)
	release, err := disclosure.Protect(ctx, batch, now)
	if err != nil {
		return survey.Edition{}, err
	}
	edition := survey.EditionContent{Edition: survey.Edition{
		ID: uuid.NewString(), FormID: wave.FormID, Title: french.FormTitle(form), Wave: wave.Name, Number: latest.Number + 1, MadeAt: now,
		Masked: release.Masked(), Dropped: release.Dropped(),
	}}
	if edition.Areas, err = editionAreas(release, wave.Closed, batch.Areas); err != nil {
		return survey.Edition{}, err
	}
	if edition.Archive, err = json.Marshal(kept{digest, networksOf(wave.Closed), release.Archive(), release.Document()}); err != nil {
		return survey.Edition{}, fmt.Errorf("write the archive: %w", err)
	}
	return edition.Edition, d.store.SaveEdition(ctx, edition, by)
}

// newestForm reads the version of a form that appeared last among those that
// campaigns use.
func (d diagnostics) newestForm(ctx context.Context, campaigns []survey.Campaign) (*survey.Form, error) {
	newest, err := d.newestCampaign(ctx, campaigns)
	if err != nil {
		return nil, err
	}
	return d.form(ctx, newest.Network, newest.FormID, newest.FormVersion)
}

// newestCampaign is one that uses the version that appeared last. A version is
// as old as its first copy: a network may take an old one later.
func (d diagnostics) newestCampaign(ctx context.Context, campaigns []survey.Campaign) (survey.Campaign, error) {
	appeared := make(map[string]time.Time)
	for _, c := range campaigns {
		frozen, err := d.store.FormVersion(ctx, c.Network, c.FormID, c.FormVersion)
		if err != nil {
			return c, fmt.Errorf("find form %s of %s: %w", c.FormID, c.Network, err)
		}
		if first, met := appeared[c.FormVersion]; !met || frozen.FrozenAt.Before(first) {
			appeared[c.FormVersion] = frozen.FrozenAt
		}
	}
	return slices.MaxFunc(campaigns, func(a, b survey.Campaign) int {
		return cmp.Or(appeared[a.FormVersion].Compare(appeared[b.FormVersion]), strings.Compare(a.FormVersion, b.FormVersion))
	}), nil
}

// areas are the territories with their answers, which it digests, and the
// département when enough of them have some.
func (d diagnostics) areas(ctx context.Context, form *survey.Form, campaigns []survey.Campaign, answers hash.Hash) ([]disclosure.BatchArea, error) {
	var areas []disclosure.BatchArea
	for _, own := range byNetwork(campaigns) {
		area, err := d.leaf(ctx, form, own, answers)
		if err != nil {
			return nil, err
		}
		areas = append(areas, area)
	}
	if len(areas) >= disclosure.FewestAreas {
		areas = append(areas, department(form, areas))
	}
	return areas, nil
}

// networksOf are the networks of campaigns, which come ordered by network.
func networksOf(campaigns []survey.Campaign) []string {
	var slugs []string
	for _, own := range byNetwork(campaigns) {
		slugs = append(slugs, own[0].Network)
	}
	return slugs
}

// byNetwork groups campaigns, which come ordered by network.
func byNetwork(campaigns []survey.Campaign) [][]survey.Campaign {
	var groups [][]survey.Campaign
	for i, c := range campaigns {
		if i == 0 || campaigns[i-1].Network != c.Network {
			groups = append(groups, nil)
		}
		groups[len(groups)-1] = append(groups[len(groups)-1], c)
	}
	return groups
}

// leaf is a network with all its answers of the wave.
func (d diagnostics) leaf(ctx context.Context, form *survey.Form, campaigns []survey.Campaign, answers hash.Hash) (disclosure.BatchArea, error) {
	slug := campaigns[0].Network
	n, err := d.store.Network(ctx, slug)
	if err != nil {
		return disclosure.BatchArea{}, fmt.Errorf("read network %s: %w", slug, err)
	}
	data, err := analysis.Load(form, restored(form, d.responsesTo(ctx, campaigns, answers)))
	if err != nil {
		return disclosure.BatchArea{}, fmt.Errorf("load the responses of %s: %w", slug, err)
	}
	plan := analysis.Plan{
		Meta:    d.meta(n, campaigns[len(campaigns)-1], d.clock().In(d.zone)),
		Carried: n.Carried(d.geography.EPCIOf(n.Communes)),
	}
	plan.Meta.Invited = invitedTo(campaigns)
	return disclosure.BatchArea{Area: disclosure.Area{Key: slug, Name: n.Name}, Diagnostic: analysis.Tabulate(data, plan)}, nil
}

// responsesTo streams the answers to several campaigns, one after the other, and
// digests them.
func (d diagnostics) responsesTo(ctx context.Context, campaigns []survey.Campaign, answers hash.Hash) iter.Seq2[survey.StoredResponse, error] {
	return func(yield func(survey.StoredResponse, error) bool) {
		for _, c := range campaigns {
			for r, err := range d.store.Responses(ctx, c.Network, c.ID) {
				fmt.Fprintf(answers, "%s %s %q\n", c.ID, r.InstanceID, r.Answers)
				if !yield(r, err) {
					return
				}
			}
		}
	}
}

// invitedTo adds up who was asked; 0, unknown, when one campaign does not say.
func invitedTo(campaigns []survey.Campaign) int {
	all := 0
	for _, c := range campaigns {
		if c.Invited == 0 {
			return 0
		}
		all += c.Invited
	}
	return all
}

// department adds the networks up.
func department(form *survey.Form, leaves []disclosure.BatchArea) disclosure.BatchArea {
	area := disclosure.BatchArea{Area: disclosure.Area{Key: departmentKey, Name: departmentName}, Meta: leaves[0].Diagnostic.Meta}
	area.Meta.Network, area.Meta.Campaign = "Les réseaux du département", french.FormTitle(form)
	for _, leaf := range leaves {
		area.Of = append(area.Of, leaf.Key)
		m := leaf.Diagnostic.Meta
		if m.From.Before(area.Meta.From) {
			area.Meta.From = m.From
		}
		if m.To.After(area.Meta.To) {
			area.Meta.To = m.To
		}
		if area.Meta.Invited == 0 || m.Invited == 0 {
			area.Meta.Invited = 0
		} else if leaf.Key != leaves[0].Key {
			area.Meta.Invited += m.Invited
		}
	}
	return area
}

// editionAreas writes every file of a release, and notes whose answers entered,
// also where nothing may be printed.
func editionAreas(release *disclosure.Release, campaigns []survey.Campaign, areas []disclosure.BatchArea) ([]survey.EditionArea, error) {
	printed := make(map[string]survey.EditionArea)
	for _, report := range release.Reports() {
		part, err := editionArea(report, release.Ledger())
		if err != nil {
			return nil, err
		}
		printed[part.Key] = part
	}
	entered := make(map[string][]string)
	for _, c := range campaigns {
		entered[c.Network] = append(entered[c.Network], c.ID)
	}
	var parts []survey.EditionArea
	for _, area := range areas {
		part, ok := printed[area.Key]
		switch {
		case area.Diagnostic != nil:
			part.Network, part.Key, part.Name, part.Campaigns = area.Key, area.Key, area.Name, entered[area.Key]
		case !ok:
			continue
		}
		parts = append(parts, part)
	}
	return parts, nil
}

// editionArea is one area's file, with the register of what it prints.
func editionArea(report disclosure.Report, ledger disclosure.Ledger) (survey.EditionArea, error) {
	p := report.Publication()
	part := survey.EditionArea{Key: p.Area.Key, Name: p.Area.Name}
	var file bytes.Buffer
	if err := workbook.Write(&file, report); err != nil {
		return part, fmt.Errorf("write the public edition of %s: %w", p.Area.Key, err)
	}
	part.Workbook = file.Bytes()
	var err error
	if part.Publication, err = json.Marshal(p); err != nil {
		return part, fmt.Errorf("keep the public edition of %s: %w", p.Area.Key, err)
	}
	own := disclosure.Ledger{}
	for _, e := range ledger {
		if e.Area == p.Area.Key {
			own = append(own, e)
		}
	}
	if part.Ledger, err = json.Marshal(own); err != nil {
		return part, fmt.Errorf("keep the register of %s: %w", p.Area.Key, err)
	}
	return part, nil
}

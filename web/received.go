package web

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"constat/analysis/disclosure"
	"constat/analysis/workbook"
	"constat/survey"
)

// received is how many answers a network got, as whoever is not its lead may
// know it: what package disclosure prints of their number.
type received struct {
	Size disclosure.Shown
	Unit string // professionnels, communes…
	Wave string // of persons: their waves are displayed one by one; "" otherwise
}

// Words are « 46 professionnels de santé », « environ 45 enfants ».
func (r received) Words() string { return workbook.SizeWords(r.Size, r.Unit) }

// displayed tells a size that is itself protected.
func (r received) displayed() bool { return r.Size.Kind != disclosure.Exact }

// tally is a true number of answers on its way to its display.
type tally struct {
	of         survey.Respondents
	form, wave string
	n          int
}

// receivedBy counts a network's answers by what they are about. Those that are
// each about a person are counted by wave, as the public edition counts them: the
// campaigns of one wave displayed one by one would tell more of their sum than
// the edition does. Watching a wave while answers come in tells when it passes
// from one text to the next, and nothing closer of where it ends. A campaign that
// could get no answer, or whose answers were erased, says nothing.
func (s *Server) receivedBy(ctx context.Context, campaigns []survey.CampaignSummary) ([]received, error) {
	var waves []tally
	for _, c := range campaigns {
		if c.State == survey.CampaignDraft || !c.ErasedOn.IsZero() {
			continue
		}
		form, err := s.forms.of(ctx, c.Campaign)
		if err != nil {
			return nil, fmt.Errorf("read the form of campaign %s: %w", c.ID, err)
		}
		t := tally{of: form.Respondents(), form: c.FormID, wave: c.WaveName(s.Zone), n: c.Responses}
		at := slices.IndexFunc(waves, func(w tally) bool { return w.form == t.form && w.wave == t.wave })
		if at < 0 {
			waves = append(waves, t)
			continue
		}
		waves[at].n += t.n
		if t.of.Persons { // the strictest of the form's versions
			waves[at].of = t.of
		}
	}
	return displayTallies(waves), nil
}

// displayTallies adds up what is no secret, and then displays.
func displayTallies(waves []tally) []received {
	var exact []tally
	var shown, persons []received
	for _, w := range waves {
		if w.of.Persons {
			persons = append(persons, received{disclosure.DisplaySize(w.n, w.of), w.of.Unit, w.wave})
			continue
		}
		at := slices.IndexFunc(exact, func(t tally) bool { return t.of == w.of })
		if at < 0 {
			exact = append(exact, w)
			continue
		}
		exact[at].n += w.n
	}
	for _, t := range exact {
		if t.n > 0 {
			shown = append(shown, received{Size: disclosure.DisplaySize(t.n, t.of), Unit: t.of.Unit})
		}
	}
	for _, list := range [][]received{shown, persons} {
		slices.SortFunc(list, func(a, b received) int {
			return cmp.Or(strings.Compare(a.Unit, b.Unit), strings.Compare(b.Wave, a.Wave))
		})
	}
	return append(shown, persons...)
}

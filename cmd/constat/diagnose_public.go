package main

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"time"

	"constat/analysis"
	"constat/analysis/disclosure"
	"constat/analysis/disclosure/audit"
	"constat/web/french"
)

const editionPublic = "publique"

// wholeArea is the key of everybody, and the name of its file.
const wholeArea = "ensemble"

// elsewhereArea is the key of the answers without a territory: they are added
// up with the others and have no file. The space keeps it apart from every
// key that is a file's name.
const elsewhereArea = "sans territoire"

// publicWave is what is published together (R1): what one file hides, another
// must not give back.
type publicWave struct {
	batch  disclosure.Batch
	groups map[string]*group // by the area's key
	form   archivedForm

	territories int      // with answers
	divisions   []string // keys of the areas that --division makes
}

// publish makes the public edition. Nothing is written before everything was
// protected.
func (c *diagnoseCmd) publish(p *program, b *batch) error {
	if len(c.Only) > 0 {
		fmt.Fprintln(p.stderr, textPublicPart)
	}
	w, err := c.wave(p, b)
	if err != nil {
		return err
	}
	release, err := w.protect(p, w.batch.Areas[0].Meta.GeneratedOn)
	if err != nil {
		return err
	}
	files, err := c.publicFiles(w, release)
	if err != nil {
		return err
	}
	w.tell(p.stderr, release.Reports())
	if c.JSON {
		if err := writeJSON(p.stdout, w.document(release)); err != nil {
			return err
		}
	}
	if c.Audit != "" {
		if err := writeInternalJSON(c.Audit, release.Document()); err != nil {
			return err
		}
		fmt.Fprintln(p.stderr, internalSentence(c.Audit))
	}
	return files.write(p, c)
}

// wave gathers the areas of a publication: each territory that has answers,
// and all of them together when there are enough of them (R4).
func (c *diagnoseCmd) wave(p *program, b *batch) (*publicWave, error) {
	w := &publicWave{
		groups: make(map[string]*group),
		form:   archivedForm{ID: b.form.ID, Version: b.form.Version},
	}
	all := c.meta(p, b, b.all)
	participation := analysis.Participate(b.all.builder.Dataset(), analysis.Plan{Meta: all}).Participation
	// The days of the whole wave head every file: a territory's own would tell
	// on which day its first and its last respondent answered.
	all.From, all.To = participation.From, participation.To
	w.batch.Wave = c.Wave
	if w.batch.Wave == "" {
		w.batch.Wave = yearsOf(all)
	}
	names := newFileNames()
	names.of(b.all) // its name is taken first
	meta := func(g *group) analysis.Meta {
		meta := c.meta(p, b, g)
		meta.From, meta.To = all.From, all.To
		return meta
	}
	switch {
	case c.Territory == "":
		w.batch.Areas = []disclosure.BatchArea{w.area(b, b.all, wholeArea, textAllAnswers, meta(b.all))}
	case !w.addTerritories(b, meta, names):
		return nil, inputErrorf("Aucune réponse n’a de territoire\u00a0: vérifiez la question de --territory.")
	}
	return w, w.remember(c.Earlier)
}

// area is one that has answers of its own.
func (w *publicWave) area(b *batch, g *group, key, name string, meta analysis.Meta) disclosure.BatchArea {
	w.groups[key] = g
	return disclosure.BatchArea{
		Area: disclosure.Area{Key: key, Name: name}, Meta: meta,
		Diagnostic: analysis.Tabulate(g.builder.Dataset(), analysis.Plan{By: b.by, Meta: meta}),
	}
}

// addTerritories adds each territory, or with --division its parts and the two
// ways to put them together; then everybody. False without any territory.
func (w *publicWave) addTerritories(b *batch, meta func(*group) analysis.Meta, names fileNames) bool {
	var keys, all []string
	for _, g := range b.territories {
		key := names.of(g) // in the form's order, answers or none: the next edition has the same keys
		if g.rows == 0 {
			continue
		}
		keys = append(keys, key)
		if b.divided == nil {
			w.batch.Areas = append(w.batch.Areas, w.area(b, g, key, g.label, meta(g)))
			continue
		}
		parts := w.addParts(b, g, key, meta(g))
		all = append(all, parts...)
		w.addTogether(g, key, g.label, parts, meta(g))
	}
	if b.divided == nil {
		all = keys
	}
	w.territories = len(keys)
	switch g := b.elsewhere; {
	case g.rows > 0 && b.divided != nil:
		all = append(all, w.addParts(b, g, elsewhereArea, meta(g))...)
	case g.rows > 0:
		elsewhere := w.area(b, g, elsewhereArea, textNoTerritory, meta(g))
		elsewhere.Unprinted = true
		all = append(all, elsewhereArea)
		w.batch.Areas = append(w.batch.Areas, elsewhere)
	}
	w.addDivision(b, meta, names)
	if len(keys) >= fewestTogether {
		w.addTogether(b.all, wholeArea, textAllTerritories, all, meta(b.all))
	}
	return len(keys) > 0
}

// addTogether adds an area that is made of others.
func (w *publicWave) addTogether(g *group, key, name string, of []string, meta analysis.Meta) {
	w.groups[key] = g
	w.batch.Areas = append(w.batch.Areas, disclosure.BatchArea{Area: disclosure.Area{Key: key, Name: name}, Of: of, Meta: meta})
}

// fewestTogether is how many territories with answers are published together
// (R4): with two, each could subtract itself.
const fewestTogether = 3

// yearsOf is the year of the answers, or the two that they stretch over; that
// of the diagnostic when no answer has a day.
func yearsOf(meta analysis.Meta) string {
	if meta.From.IsZero() {
		return strconv.Itoa(meta.GeneratedOn.Year())
	}
	if meta.From.Year() == meta.To.Year() {
		return strconv.Itoa(meta.From.Year())
	}
	return fmt.Sprintf("%d-%d", meta.From.Year(), meta.To.Year())
}

// protect judges the wave; on a terminal, something moves meanwhile.
func (w *publicWave) protect(p *program, at time.Time) (*disclosure.Release, error) {
	bar := p.progress(-1, "Protection des petits effectifs")
	release, err := disclosure.Protect(p.ctx, w.batch, at)
	_ = bar.Finish()
	switch {
	case err == nil:
		return release, nil
	case errors.Is(err, disclosure.ErrStill):
		return nil, inputErrorf("%s", stillSentence(w.stirred()))
	case errors.Is(err, disclosure.ErrUnprotected):
		return nil, inputErrorf("%s", french.Sentence("edition_unsafe"))
	case errors.Is(err, disclosure.ErrGone):
		return nil, inputErrorf("%s", textTerritoryGone)
	case w.batch.Earlier != nil && errors.Is(err, audit.ErrContradiction):
		return nil, inputErrorf("%s", textOtherArchive)
	}
	return nil, fmt.Errorf("protect the public edition: %w", err)
}

// tell names the areas that have no file, or one that gives little, and why.
func (w *publicWave) tell(stderr io.Writer, reports []disclosure.Report) {
	printed, floor := make(map[string]bool), lowestFloor(reports)
	for _, r := range reports {
		publication := r.Publication()
		printed[publication.Area.Key] = true
		if publication.Refused != "" {
			fmt.Fprintln(stderr, refusedSentence(publication, floor))
		}
	}
	for _, area := range w.batch.Areas {
		if !printed[area.Key] && !area.Unprinted {
			fmt.Fprintln(stderr, unprintedSentence(area.Name))
		}
	}
	if _, whole := w.groups[wholeArea]; !whole {
		fmt.Fprintln(stderr, fewTerritoriesSentence(w.territories))
	}
}

// lowestFloor is the lowest under which one of the workbooks prints.
func lowestFloor(reports []disclosure.Report) int {
	floor := disclosure.FloorPersons
	for _, r := range reports {
		for _, k := range r.Publication().Floors {
			floor = min(floor, k)
		}
	}
	return floor
}

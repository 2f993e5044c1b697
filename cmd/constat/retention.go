package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"constat/survey"
)

// retentionCmd shows where the erasure of what is no longer kept stands, and
// lets a person say that the date is right.
type retentionCmd struct {
	Status retentionStatusCmd `cmd:"" default:"withargs" help:"Dit quand les réponses ont été effacées pour la dernière fois, et si le service attend une confirmation (par défaut)."`
	Run    retentionRunCmd    `cmd:"" help:"Efface les réponses dont la durée de conservation est passée, comme le service chaque jour."`
}

type retentionStatusCmd struct{ storage }

func (c *retentionStatusCmd) Run(p *program) error {
	return p.withRetention(c.storage, func(r retention) error {
		last, err := r.store.LastRetention(p.ctx)
		if err != nil {
			return err
		}
		today := r.today()
		fmt.Fprintf(p.stdout, "Date de cette machine : %s\n", today.Format(frenchDay))
		if last.Today.IsZero() {
			fmt.Fprintln(p.stdout, "Dernier passage : aucun")
			return nil
		}
		fmt.Fprintf(p.stdout, "Dernier passage : %s, %s\n", last.Today.Format(frenchDay), erasedInWords(last.Campaigns))
		if !last.Vouches(today) {
			fmt.Fprintln(p.stdout, heldRetention{last: last.Today, today: today}.sentence())
		}
		return nil
	})
}

type retentionRunCmd struct {
	Today string `help:"La date du jour, lue sur un calendrier : confirme celle de la machine quand le service attend." placeholder:"AAAA-MM-JJ"`
	storage
}

func (c *retentionRunCmd) Run(p *program) error {
	return p.withRetention(c.storage, func(r retention) error {
		if err := c.check(r.today()); err != nil {
			return err
		}
		erased, err := r.pass(p.ctx, c.Today != "")
		var held heldRetention
		if errors.As(err, &held) {
			return inputErrorf("%s", held.sentence())
		}
		if err != nil {
			return err
		}
		fmt.Fprintf(p.stdout, "Conservation de %d mois : %s.\n", survey.RetentionMonths, erasedInWords(erased))
		return nil
	})
}

// check compares the person's date with the machine's: she confirms nothing when
// they differ.
func (c *retentionRunCmd) check(today time.Time) error {
	if c.Today == "" {
		return nil
	}
	said, err := time.Parse(time.DateOnly, c.Today)
	if err != nil {
		return inputErrorf("« %s » n’est pas une date : écrivez l’année, le mois et le jour, par exemple --today %s.", c.Today, today.Format(time.DateOnly))
	}
	if said.Format(time.DateOnly) != today.Format(time.DateOnly) {
		return inputErrorf("Vous donnez le %s et l’horloge de cette machine dit %s. Réglez l’horloge, ou corrigez la date ; rien n’a été effacé.",
			said.Format(frenchDay), today.Format(frenchDay))
	}
	return nil
}

func (p *program) withRetention(s storage, act func(retention) error) error {
	zone, err := parisTime()
	if err != nil {
		return err
	}
	return p.withStore(s, func(store survey.Store) error {
		return act(retention{store: store, clock: p.clock, zone: zone, log: p.commandLog()})
	})
}

// sayHeldRetention tells whoever starts the service that nothing is erased.
func (p *program) sayHeldRetention(store survey.Store) error {
	zone, err := parisTime()
	if err != nil {
		return err
	}
	last, err := store.LastRetention(p.ctx)
	if err != nil {
		return err
	}
	if today := p.clock().In(zone); !last.Vouches(today) {
		fmt.Fprintln(p.stdout, heldRetention{last: last.Today, today: today}.sentence())
	}
	return nil
}

// frenchDay is how commands write a day.
const frenchDay = "02/01/2006"

func erasedInWords(n int) string {
	switch n {
	case 0:
		return "aucune enquête à effacer"
	case 1:
		return "les réponses d’une enquête effacées"
	}
	return fmt.Sprintf("les réponses de %d enquêtes effacées", n)
}

// heldRetention is why nothing is erased: today is too far from the last passage
// for the clock alone to be believed.
type heldRetention struct{ last, today time.Time }

func (h heldRetention) Error() string {
	return fmt.Sprintf("the clock says %s and retention last ran on %s: waiting for a person", h.today.Format(time.DateOnly), h.last.Format(time.DateOnly))
}

func (h heldRetention) sentence() string {
	return fmt.Sprintf("Effacement en attente : cette machine dit être le %s, et le dernier passage date du %s. "+
		"L’horloge est fausse, ou le service est resté longtemps arrêté. Aucune réponse n’est effacée tant que personne ne confirme la date. "+
		"Vérifiez l’horloge, puis tapez : constat retention run --today AAAA-MM-JJ",
		h.today.Format(frenchDay), h.last.Format(frenchDay))
}

// retentionInterval is how often the service looks for what is to be erased.
const retentionInterval = 24 * time.Hour

// retention erases the answers that are no longer kept (survey.RetentionMonths).
type retention struct {
	store survey.Store
	clock func() time.Time
	zone  *time.Location // days are Paris days
	log   *slog.Logger
	// imaginary answers may be erased by a wrong clock: nobody is asked.
	imaginary bool
}

func (r retention) today() time.Time { return r.clock().In(r.zone) }

// startRetention keeps the promise as long as the service runs; the returned
// function ends it, and waits for an erasure that is under way.
func (s service) startRetention(p *program, zone *time.Location) (stop func()) {
	ctx, cancel := context.WithCancel(p.ctx)
	ticker := time.NewTicker(retentionInterval)
	done := make(chan struct{})
	go func() {
		defer close(done)
		retention{store: s.store, clock: p.clock, zone: zone, log: s.log, imaginary: s.demo}.keep(ctx, ticker.C)
	}()
	return func() {
		ticker.Stop()
		cancel()
		<-done
	}
}

// keep erases at once and at each tick, until the context ends. A failure is
// logged, and so is a wait for a person; the next tick tries again.
func (r retention) keep(ctx context.Context, ticks <-chan time.Time) {
	for {
		erased, err := r.pass(ctx, r.imaginary)
		if erased > 0 {
			r.log.InfoContext(ctx, "answers erased at the end of retention", "campaigns", erased)
		}
		var held heldRetention
		switch {
		case errors.As(err, &held):
			r.log.WarnContext(ctx, "nothing is erased until a person confirms the date: constat retention run --today YYYY-MM-DD",
				"clock", held.today.Format(time.DateOnly), "last_run", held.last.Format(time.DateOnly))
		case err != nil && ctx.Err() == nil:
			r.log.ErrorContext(ctx, "retention", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-ticks:
		}
	}
}

// pass erases when the last passage vouches for today, or a person does, and
// notes that it passed. A failure of one network is no reason not to note it: the
// next passage tries again.
func (r retention) pass(ctx context.Context, confirmed bool) (campaigns int, err error) {
	last, err := r.store.LastRetention(ctx)
	if err != nil {
		return 0, err
	}
	today := r.today()
	if !confirmed && !last.Vouches(today) {
		return 0, heldRetention{last: last.Today, today: today}
	}
	campaigns, err = r.erase(ctx, today)
	if ctx.Err() != nil || (campaigns == 0 && !confirmed && last.Today.Format(time.DateOnly) == today.Format(time.DateOnly)) {
		return campaigns, err // a restart on the same day has nothing to add
	}
	run := survey.RetentionRun{Today: today, Confirmed: confirmed, Campaigns: campaigns}
	return campaigns, errors.Join(err, r.store.RecordRetention(ctx, run))
}

// erase goes through all networks: one that fails does not keep the others.
func (r retention) erase(ctx context.Context, today time.Time) (campaigns int, err error) {
	networks, err := r.store.Networks(ctx)
	if err != nil {
		return 0, fmt.Errorf("list the networks: %w", err)
	}
	entry := survey.AuditEntry{At: today, Reason: fmt.Sprintf("conservation de %d mois", survey.RetentionMonths)}
	var failures []error
	for _, n := range networks {
		entry.Network = n.Slug
		erased, err := r.store.EraseExpired(ctx, n.Slug, survey.RetainedSince(today), today, entry)
		campaigns += erased
		failures = append(failures, err)
	}
	return campaigns, errors.Join(failures...)
}

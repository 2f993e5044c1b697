package main

import (
	"errors"
	"fmt"
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

package main

import (
	"fmt"
	"time"

	"constat/survey"
	"constat/survey/territory"
	"constat/web"
	"constat/web/french"
)

// editionCmd makes public editions without the web.
type editionCmd struct {
	List    editionListCmd    `cmd:"" help:"Liste les vagues, ce qui y est fermé ou ouvert, et les éditions publiques déjà faites."`
	Check   editionCheckCmd   `cmd:"" help:"Vérifie les preuves d’une édition publique, sans rien calculer d’autre que des sommes."`
	Publish editionPublishCmd `cmd:"" help:"Fait l’édition publique d’une vague : tous les territoires dont l’enquête est fermée, ensemble."`
}

type editionListCmd struct{ storage }

func (c *editionListCmd) Run(p *program) error {
	return p.withStore(c.storage, func(store survey.Store) error {
		zone, err := parisTime()
		if err != nil {
			return err
		}
		waves, err := allWaves(p.ctx, store, zone)
		if err != nil {
			return err
		}
		editions, err := store.Editions(p.ctx)
		if err != nil {
			return fmt.Errorf("list the editions: %w", err)
		}
		for _, w := range waves {
			fmt.Fprintf(p.stdout, "%s\t%s\t%s\t%s\n", w.FormID, w.Name, agreed(len(w.Closed), "fermée", "fermées"), agreed(len(w.Open), "ouverte", "ouvertes"))
			for _, e := range editions {
				if e.Of(w) {
					fmt.Fprintf(p.stdout, "\tédition %d\t%s\t%s\t%s\n", e.Number, e.MadeAt.In(zone).Format(frenchDay),
						agreed(e.Masked, "nombre masqué", "nombres masqués"), agreed(e.Dropped, "tableau retiré", "tableaux retirés"))
				}
			}
		}
		return nil
	})
}

type editionPublishCmd struct {
	Form string `arg:"" name:"questionnaire" help:"Identifiant du questionnaire (« constat edition list » les donne)."`
	Wave string `required:"" placeholder:"ANNÉE" help:"Vague : l’année de création des enquêtes."`
	Yes  bool   `help:"Publie sans demander de confirmation, pour un script. Une édition faite ne se retire plus."`
	storage
}

func (c *editionPublishCmd) Run(p *program) error {
	return p.withStore(c.storage, func(store survey.Store) error {
		zone, err := parisTime()
		if err != nil {
			return err
		}
		wave, err := p.wave(store, zone, c.Form, c.Wave)
		if err != nil {
			return err
		}
		d := diagnostics{store: store, geography: territory.Herault(), clock: p.clock, zone: zone}
		if d.fictitious, err = p.demonstration(store); err != nil {
			return err
		}
		return p.publish(d, wave, c.Yes)
	})
}

// wave finds the wave that a command names; none is the input's fault.
func (p *program) wave(store survey.Store, zone *time.Location, form, name string) (survey.Wave, error) {
	waves, err := allWaves(p.ctx, store, zone)
	if err != nil {
		return survey.Wave{}, err
	}
	for _, w := range waves {
		if w.FormID == form && w.Name == name {
			return w, nil
		}
	}
	return survey.Wave{}, inputErrorf("Aucune enquête de cette vague\u00a0: «\u00a0constat edition list\u00a0» donne les questionnaires et les années.")
}

// publish makes an edition, once confirmed, and says what it holds.
func (p *program) publish(d diagnostics, w survey.Wave, confirmed bool) error {
	for _, c := range w.Open {
		fmt.Fprintf(p.stderr, "Encore ouverte, n’entre pas : %s (%s)\n", c.Title, c.Network)
	}
	if err := p.confirmEdition(d, w, confirmed); err != nil {
		return err
	}
	edition, err := d.Publish(p.ctx, w, p.audit("edition.publish", ""))
	switch code := web.EditionProblem(err); code {
	case "":
	case "edition_failed", "edition_slow":
		return err
	default:
		return inputErrorf("%s", french.Sentence(code))
	}
	fmt.Fprintf(p.stdout, "Édition publique %d de la vague %s : %s, %s, %s.\n",
		edition.Number, edition.Wave, agreed(len(w.Closed), "enquête", "enquêtes"),
		agreed(edition.Masked, "nombre masqué", "nombres masqués"), agreed(edition.Dropped, "tableau retiré", "tableaux retirés"))
	return nil
}

func parisTime() (*time.Location, error) {
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		return nil, fmt.Errorf("load Paris time: %w", err)
	}
	return zone, nil
}

package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"constat/survey"
	"constat/survey/territory"
)

// networkCmd manages networks without the web.
type networkCmd struct {
	List   networkListCmd   `cmd:"" help:"Liste les réseaux et la taille de leur territoire."`
	Import networkImportCmd `cmd:"" help:"Charge des réseaux et leur territoire depuis des fichiers CSV."`
}

type networkListCmd struct{ storage }

func (c *networkListCmd) Run(p *program) error {
	return p.withStore(c.storage, func(store survey.Store) error {
		networks, err := store.Networks(p.ctx)
		if err != nil {
			return fmt.Errorf("list the networks: %w", err)
		}
		for _, n := range networks {
			whole, err := store.Network(p.ctx, n.Slug)
			if err != nil {
				return fmt.Errorf("read network %s: %w", n.Slug, err)
			}
			note := ""
			if n.Hypothesis {
				note = "territoire à confirmer"
			}
			fmt.Fprintf(p.stdout, "%s\t%s\t%s\t%s\t%s\n", n.Slug, n.Name, n.Facilitator, agreed(len(whole.Communes), "commune", "communes"), note)
		}
		return nil
	})
}

type networkImportCmd struct {
	Networks string `arg:"" name:"fichier" type:"existingfile" help:"CSV des réseaux : slug, nom, animation, depuis, rythme, statut, contact, epci, communes, communes_exclues, territoire_source."`
	Communes string `type:"existingfile" help:"CSV des communes d’un autre département, avec --epci (engendrés par survey/territory/generate)."`
	EPCI     string `name:"epci" type:"existingfile" help:"CSV des EPCI du même département."`
	storage
}

func (c *networkImportCmd) Run(p *program) error {
	geography, err := c.geography()
	if err != nil {
		return err
	}
	file, err := os.Open(c.Networks)
	if err != nil {
		return fmt.Errorf("open the networks: %w", err)
	}
	defer file.Close()
	networks, err := territory.ReadNetworks(file, geography)
	if err != nil {
		return inputErrorf("%s : %s", c.Networks, err)
	}
	return p.withStore(c.storage, func(store survey.Store) error {
		if err := p.saveNetworks(store, networks); err != nil {
			return err
		}
		fmt.Fprintf(p.stdout, "%d réseaux chargés.\n", len(networks))
		return nil
	})
}

func (c *networkImportCmd) geography() (territory.Geography, error) {
	if (c.Communes == "") != (c.EPCI == "") {
		return territory.Geography{}, inputErrorf("Donnez --communes et --epci ensemble.")
	}
	if c.Communes == "" {
		return territory.Herault(), nil
	}
	communes, err := os.Open(c.Communes)
	if err != nil {
		return territory.Geography{}, fmt.Errorf("open the communes: %w", err)
	}
	defer communes.Close()
	epci, err := os.Open(c.EPCI)
	if err != nil {
		return territory.Geography{}, fmt.Errorf("open the EPCI: %w", err)
	}
	defer epci.Close()
	geography, err := territory.Read(communes, epci)
	if err != nil {
		return geography, inputErrorf("%s : %s", c.Communes, err)
	}
	return geography, nil
}

func (p *program) saveNetworks(store survey.Store, networks []territory.Network) error {
	for _, n := range networks {
		saved := survey.Network{
			Slug: n.Slug, Name: n.Name, Facilitator: n.Facilitator, Since: n.Since, Rhythm: n.Rhythm, Status: n.Status,
			Contact: n.Contact, Communes: n.Communes, Source: n.Source, Hypothesis: n.Hypothesis,
		}
		entry := p.audit("network.save", n.Slug)
		entry.Network = n.Slug
		if err := store.SaveNetwork(p.ctx, saved, entry); err != nil {
			return fmt.Errorf("save network %s: %w", n.Slug, err)
		}
	}
	return nil
}

// network finds a network, with a sentence when the slug is mistyped.
func (p *program) network(store survey.Store, slug string) (survey.Network, error) {
	n, err := store.Network(p.ctx, strings.ToLower(slug))
	if errors.Is(err, survey.ErrNotFound) {
		return n, inputErrorf("Le réseau « %s » n’existe pas : « constat network list » donne les noms.", slug)
	}
	if err != nil {
		return n, fmt.Errorf("read network %s: %w", slug, err)
	}
	return n, nil
}

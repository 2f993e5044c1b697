package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"constat/survey"
)

// userChangeCmd changes what an account is; only what is given changes.
type userChangeCmd struct {
	Account string      `arg:"" name:"identifiant" help:"Identifiant du compte."`
	Login   string      `help:"Nouvel identifiant." placeholder:"IDENTIFIANT"`
	Name    string      `help:"Nouveau nom affiché." placeholder:"NOM"`
	Role    survey.Role `help:"Nouveau rôle : lead, coordinator ou admin." enum:"lead,coordinator,admin," default:""`
	Network []string    `help:"Réseau que le compte verra, à la place de ceux d’avant ; peut être répété." placeholder:"RÉSEAU"`
	storage
}

func (c *userChangeCmd) Run(p *program) error {
	if c.Login == "" && c.Name == "" && c.Role == "" && len(c.Network) == 0 {
		return inputErrorf("Dites ce qui change : --login, --name, --role ou --network.")
	}
	return p.withStore(c.storage, func(store survey.Store) error {
		before, err := p.agent(store, c.Account)
		if err != nil {
			return err
		}
		after := c.applied(before)
		if err := p.checkNetworks(store, after.Role, after.Networks); err != nil {
			return err
		}
		err = store.ChangeAgent(p.ctx, after, p.audit("agent.change", after.ID))
		if errors.Is(err, survey.ErrConflict) {
			return inputErrorf("L’identifiant « %s » est déjà celui d’un autre compte : rien n’a été changé.", after.Login)
		}
		if err != nil {
			return fmt.Errorf("change the account: %w", err)
		}
		fmt.Fprintf(p.stdout, "Compte changé : %s, %s, %s (%s)\n", after.Login, after.Name, after.Role, strings.Join(after.Networks, ", "))
		if before.Loses(after) {
			fmt.Fprintln(p.stdout, "Ses sessions sont fermées.")
		}
		return nil
	})
}

// applied is the account with what was given. A coordinator sees no network:
// those of before go with the role.
func (c *userChangeCmd) applied(a survey.Agent) survey.Agent {
	a.Networks = slices.Clone(a.Networks)
	if c.Login != "" {
		a.Login = strings.ToLower(strings.TrimSpace(c.Login))
	}
	if c.Name != "" {
		a.Name = c.Name
	}
	if c.Role != "" {
		a.Role = c.Role
	}
	switch {
	case len(c.Network) > 0:
		a.Networks = slices.Compact(slices.Sorted(slices.Values(c.Network)))
	case c.Role == survey.RoleCoordinator:
		a.Networks = nil
	}
	return a
}

type userEnableCmd struct {
	Login string `arg:"" name:"identifiant" help:"Identifiant du compte."`
	storage
}

func (c *userEnableCmd) Run(p *program) error {
	return p.withStore(c.storage, func(store survey.Store) error {
		agent, err := p.agent(store, c.Login)
		if err != nil {
			return err
		}
		if !agent.Disabled {
			return inputErrorf("Le compte « %s » est ouvert : il n’y a rien à rouvrir.", agent.Login)
		}
		if err := store.EnableAgent(p.ctx, agent.ID, p.audit("agent.enable", agent.ID)); err != nil {
			return fmt.Errorf("enable the account: %w", err)
		}
		fmt.Fprintf(p.stdout, "Compte rouvert : %s\n", agent.Login)
		if agent.Password != "" {
			fmt.Fprintf(p.stdout, "Son mot de passe d’avant est valable ; « constat user invite %s » en fait choisir un autre.\n", agent.Login)
		}
		return nil
	})
}

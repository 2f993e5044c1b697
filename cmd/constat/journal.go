package main

import (
	"fmt"
	"strings"
	"time"

	"constat/survey"
	"constat/web/french"
)

// journalCmd prints a register: a network's, or the service's own, which no
// page shows. There stand the acts on accounts and the sign-ins refused to
// nobody's login.
type journalCmd struct {
	Network string `arg:"" optional:"" name:"réseau" help:"Réseau ; sans lui, le journal du service : comptes et connexions."`
	Last    int    `help:"Nombre d’actes, les derniers d’abord." default:"100" placeholder:"NOMBRE"`
	storage
}

func (c *journalCmd) Run(p *program) error {
	if c.Last < 1 {
		return inputErrorf("--last %d : donnez un nombre d’actes, 100 par exemple.", c.Last)
	}
	zone, err := parisTime()
	if err != nil {
		return err
	}
	return p.withStore(c.storage, func(store survey.Store) error {
		if c.Network != "" {
			network, err := p.network(store, c.Network)
			if err != nil {
				return err
			}
			c.Network = network.Slug
		}
		entries, err := store.AuditOfAgents(p.ctx, c.Network, c.Last)
		if err != nil {
			return fmt.Errorf("read the register: %w", err)
		}
		agents, err := store.Agents(p.ctx)
		if err != nil {
			return fmt.Errorf("list the accounts: %w", err)
		}
		logins := map[string]string{}
		for _, a := range agents {
			logins[a.ID] = a.Login
		}
		for _, e := range entries {
			fmt.Fprintln(p.stdout, journalLine(e, logins, zone))
		}
		return nil
	})
}

// journalLine is when, who, what, to which account.
func journalLine(e survey.AuditEntry, logins map[string]string, zone *time.Location) string {
	when := e.At.In(zone).Format("2006-01-02 15:04")
	who := french.Actor(e, logins[e.Agent])
	what := french.Act(e.Action)
	if e.Action == french.RefusedSignIn && e.Reason != "1" {
		what += " (" + e.Reason + " fois)"
	}
	return strings.TrimRight(strings.Join([]string{when, who, what, logins[e.Object]}, "\t"), "\t")
}

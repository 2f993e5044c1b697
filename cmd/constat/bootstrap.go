package main

import (
	"fmt"

	"github.com/google/uuid"

	"constat/survey"
	"constat/survey/territory"
)

// bootstrap gives an empty database the ten networks and their territories.
// A network that a lead has changed since is left as she made it.
func (p *program) bootstrap(store survey.Store) error {
	known, err := store.Networks(p.ctx)
	if err != nil {
		return fmt.Errorf("list the networks: %w", err)
	}
	if len(known) > 0 {
		return nil
	}
	networks, err := territory.Networks(territory.Herault())
	if err != nil {
		return fmt.Errorf("read the ten networks: %w", err)
	}
	return p.saveNetworks(store, networks)
}

// firstAdmin makes sure that somebody can sign in: as long as no account has
// a password, each start prints a fresh one-time link for the first
// administrator. It is "" once somebody can.
func (p *program) firstAdmin(store survey.Store, baseURL string) (string, error) {
	agents, err := store.Agents(p.ctx)
	if err != nil {
		return "", fmt.Errorf("list the accounts: %w", err)
	}
	admin := survey.Agent{ID: uuid.NewString(), Login: "admin", Name: "Administration", Role: survey.RoleAdmin}
	for _, a := range agents {
		if a.Login != admin.Login {
			return "", nil // made from the command line by somebody who knows
		}
		whole, err := store.AgentByLogin(p.ctx, a.Login)
		if err != nil {
			return "", fmt.Errorf("read the first account: %w", err)
		}
		if whole.Password != "" {
			return "", nil
		}
		return p.invite(store, whole, baseURL)
	}
	if err := store.CreateAgent(p.ctx, admin, p.audit("agent.create", admin.ID)); err != nil {
		return "", fmt.Errorf("create the first account: %w", err)
	}
	return p.invite(store, admin, baseURL)
}

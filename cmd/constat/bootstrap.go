package main

import (
	"errors"
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
// administrator, and the earlier ones are void. It is "" once somebody can.
func (p *program) firstAdmin(store survey.Store, baseURL string) (string, error) {
	if able, err := store.AnyPassword(p.ctx); err != nil || able {
		return "", err
	}
	admin, err := store.AgentByLogin(p.ctx, firstLogin)
	if errors.Is(err, survey.ErrNotFound) {
		admin = survey.Agent{ID: uuid.NewString(), Login: firstLogin, Name: "Administration", Role: survey.RoleAdmin}
		err = store.CreateAgent(p.ctx, admin, p.audit("agent.create", admin.ID))
	}
	if err != nil {
		return "", fmt.Errorf("create the first account: %w", err)
	}
	return p.invite(store, admin, baseURL)
}

// firstLogin is the account that the first start makes.
const firstLogin = "admin"

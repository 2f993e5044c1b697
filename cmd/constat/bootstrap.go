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

// firstAdmin makes sure that somebody can sign in. An empty database gets an
// administrator, and a one-time link for her. The link is given once: printed
// at each start, it would lie in the logs of all of them. Later starts give
// the login of who should be invited, until an account has a password; then
// nothing.
func (p *program) firstAdmin(store survey.Store, baseURL string) (link, invite string, err error) {
	if able, err := store.AnyPassword(p.ctx); err != nil || able {
		return "", "", err
	}
	agents, err := store.Agents(p.ctx)
	if err != nil {
		return "", "", fmt.Errorf("list the accounts: %w", err)
	}
	if len(agents) > 0 {
		return "", invitable(agents), nil
	}
	admin := survey.Agent{ID: uuid.NewString(), Login: firstLogin, Name: "Administration", Role: survey.RoleAdmin}
	if err := store.CreateAgent(p.ctx, admin, p.audit("agent.create", admin.ID)); err != nil {
		return "", "", fmt.Errorf("create the first account: %w", err)
	}
	link, err = p.invite(store, admin, baseURL)
	return link, "", err
}

// invitable is the login of the account that should be invited first: an open
// administrator's, else any administrator's, else the first.
func invitable(agents []survey.Agent) string {
	best := agents[0]
	rank := func(a survey.Agent) int {
		switch {
		case a.Role == survey.RoleAdmin && !a.Disabled:
			return 2
		case a.Role == survey.RoleAdmin:
			return 1
		}
		return 0
	}
	for _, a := range agents {
		if rank(a) > rank(best) {
			best = a
		}
	}
	return best.Login
}

// firstLogin is the account that the first start makes.
const firstLogin = "admin"

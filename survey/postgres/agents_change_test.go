package postgres

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"constat/survey"
)

// actsOf lists what a network's register says of accounts, oldest first.
func (f *fixture) actsOf(tb testing.TB, network string) []string {
	tb.Helper()
	entries, err := f.Audit(context.Background(), network, 100)
	must(tb, err)
	var acts []string
	for _, e := range entries {
		if e.Object != "object" || e.Action == "agent.join" || e.Action == "agent.leave" {
			acts = append(acts, e.Action)
		}
	}
	slices.Reverse(acts)
	return acts
}

// at is an act at a minute of its own, so that the register has an order.
func at(minute int, action string) survey.AuditEntry {
	e := by(action)
	e.At, e.Object = noon.Add(time.Duration(minute)*time.Minute), "agent"
	return e
}

func TestChangeAgent(t *testing.T) {
	f := newFixture(t)
	ctx := context.Background()
	a := survey.Agent{ID: uuid.NewString(), Login: "ines", Name: "Inès", Role: survey.RoleLead, Networks: []string{"beziers"}}
	must(t, f.CreateAgent(ctx, a, at(0, "agent.create")))
	other := f.addAgent(t, "paul")
	session := survey.Session{TokenHash: hash("jeton"), AgentID: a.ID, CreatedAt: noon, SeenAt: noon}
	signedIn := func() bool {
		_, _, err := f.Session(ctx, session.TokenHash, longAgo, longAgo)
		return err == nil
	}
	for i, c := range []struct {
		change func(*survey.Agent)
		stays  bool // signed in
	}{
		{func(a *survey.Agent) { a.Name, a.Login = "Inès Martin", "Ines.Martin@exemple.fr" }, true},
		{func(a *survey.Agent) { a.Networks = []string{"beziers", "lunel"} }, true},
		{func(a *survey.Agent) { a.Networks = []string{"lunel"} }, false},
		{func(a *survey.Agent) { a.Role = survey.RoleAdmin }, false},
		{func(a *survey.Agent) { a.Role, a.Networks = survey.RoleCoordinator, nil }, false},
	} {
		if !signedIn() {
			must(t, f.StartSession(ctx, session, longAgo, longAgo, by("session.start")))
		}
		c.change(&a)
		must(t, f.ChangeAgent(ctx, a, at(i+1, "agent.change")))
		got, err := f.AgentByLogin(ctx, a.Login)
		must(t, err)
		if got.Name != a.Name || got.Role != a.Role || fmt.Sprint(got.Networks) != fmt.Sprint(a.Networks) {
			t.Errorf("changed to %+v, want %+v", got, a)
		}
		if signedIn() != c.stays {
			t.Errorf("change %d: signed in %v, want %v", i, signedIn(), c.stays)
		}
	}
	// In each: paul joins, she joins, two changes while she is there, she leaves.
	want := []string{"agent.join", "agent.join", "agent.change", "agent.change", "agent.leave"}
	for _, network := range []string{"lunel", "beziers"} {
		if acts := f.actsOf(t, network); !slices.Equal(acts, want) {
			t.Errorf("the register of %s says %v, want %v", network, acts, want)
		}
	}

	wantError(t, f.ChangeAgent(ctx, survey.Agent{ID: a.ID, Login: "PAUL", Role: survey.RoleLead}, by("agent.change")), survey.ErrConflict)
	wantError(t, f.ChangeAgent(ctx, survey.Agent{ID: other.ID, Login: "paul", Role: survey.RoleLead, Networks: []string{"ailleurs"}}, by("agent.change")), survey.ErrNotFound)
	for _, id := range []string{uuid.NewString(), "no uuid"} {
		wantError(t, f.ChangeAgent(ctx, survey.Agent{ID: id, Login: "x", Role: survey.RoleLead}, by("agent.change")), survey.ErrNotFound)
		wantError(t, f.EnableAgent(ctx, id, by("agent.enable")), survey.ErrNotFound)
	}
	if got, err := f.AgentByLogin(ctx, "paul"); err != nil || len(got.Networks) != 2 {
		t.Errorf("what was refused has changed %+v, %v", got, err)
	}
}

func TestEnableAgent(t *testing.T) {
	f := newFixture(t)
	ctx := context.Background()
	a := f.addAgent(t, "ines")
	must(t, f.CreateInvitation(ctx, hash("lien"), a.ID, noon.Add(time.Hour), by("invitation.create")))
	must(t, f.DisableAgent(ctx, a.ID, at(1, "agent.disable")))
	wantError(t, f.CreateInvitation(ctx, hash("autre"), a.ID, noon.Add(time.Hour), by("invitation.create")), survey.ErrNotFound)
	must(t, f.EnableAgent(ctx, a.ID, at(2, "agent.enable")))
	got, err := f.AgentByLogin(ctx, "ines")
	must(t, err)
	if got.Disabled || got.Password != a.Password {
		t.Errorf("opened again as %+v", got)
	}
	_, err = f.Invitation(ctx, hash("lien"), noon)
	wantError(t, err, survey.ErrNotFound) // a link of before the closing
	session := survey.Session{TokenHash: hash("jeton"), AgentID: a.ID, CreatedAt: noon, SeenAt: noon}
	must(t, f.StartSession(ctx, session, longAgo, longAgo, by("session.start")))
	if acts := f.actsOf(t, "lunel"); !slices.Equal(acts, []string{"agent.join", "agent.disable", "agent.enable"}) {
		t.Errorf("the register says %v", acts)
	}
}

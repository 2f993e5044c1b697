package postgres

import (
	"context"
	"reflect"
	"testing"
	"time"

	"github.com/google/uuid"

	"constat/survey"
)

func (f *fixture) addAgent(tb testing.TB, login string) survey.Agent {
	tb.Helper()
	a := survey.Agent{
		ID: uuid.NewString(), Login: login, Name: "Inès", Role: survey.RoleLead,
		Networks: []string{"beziers", "lunel"}, Password: "argon2id",
	}
	must(tb, f.CreateAgent(context.Background(), a, by("agent.create")))
	return a
}

func TestAgents(t *testing.T) {
	f := newFixture(t)
	ctx := context.Background()
	want := f.addAgent(t, "ines@exemple.fr")

	got, err := f.AgentByLogin(ctx, " Ines@Exemple.FR ")
	must(t, err)
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	_, err = f.AgentByLogin(ctx, "personne")
	wantError(t, err, survey.ErrNotFound)
	_, err = f.AgentByLogin(ctx, "per\x00sonne")
	wantError(t, err, survey.ErrNotFound)

	wantError(t, f.CreateAgent(ctx, survey.Agent{Login: "INES@exemple.fr", Role: survey.RoleLead}, by("agent.create")), survey.ErrConflict)
	unknown := survey.Agent{Login: "autre", Role: survey.RoleLead, Networks: []string{"ailleurs"}}
	wantError(t, f.CreateAgent(ctx, unknown, by("agent.create")), survey.ErrNotFound)

	list, err := f.Agents(ctx)
	must(t, err)
	want.Password = ""
	if len(list) != 1 || !reflect.DeepEqual(list[0], want) {
		t.Errorf("list %+v, want %+v", list, want)
	}
	entries, err := f.Audit(ctx, "", 10)
	must(t, err)
	if len(entries) != 1 || entries[0].Action != "agent.create" {
		t.Errorf("only what happened is recorded, got %+v", entries)
	}
}

func TestAgents_passwordAndDisablingEndSessions(t *testing.T) {
	f := newFixture(t)
	ctx := context.Background()
	a := f.addAgent(t, "ines")
	session := survey.Session{TokenHash: hash("jeton"), AgentID: a.ID, CreatedAt: noon, SeenAt: noon}

	must(t, f.StartSession(ctx, session, longAgo, longAgo, by("session.start")))
	must(t, f.SetPassword(ctx, a.ID, "autre", by("agent.password")))
	_, _, err := f.Session(ctx, session.TokenHash, noon, noon)
	wantError(t, err, survey.ErrNotFound)
	got, err := f.AgentByLogin(ctx, "ines")
	must(t, err)
	if got.Password != "autre" {
		t.Errorf("password %q", got.Password)
	}

	must(t, f.StartSession(ctx, session, longAgo, longAgo, by("session.start")))
	must(t, f.DisableAgent(ctx, a.ID, by("agent.disable")))
	_, _, err = f.Session(ctx, session.TokenHash, noon, noon)
	wantError(t, err, survey.ErrNotFound)
	wantError(t, f.StartSession(ctx, session, longAgo, longAgo, by("session.start")), survey.ErrNotFound)
	if got, err = f.AgentByLogin(ctx, "ines"); err != nil || !got.Disabled {
		t.Errorf("agent %+v, %v", got, err)
	}
	for _, id := range []string{uuid.NewString(), "no uuid"} {
		wantError(t, f.SetPassword(ctx, id, "x", by("agent.password")), survey.ErrNotFound)
		wantError(t, f.DisableAgent(ctx, id, by("agent.disable")), survey.ErrNotFound)
	}
}

func TestSession_ages(t *testing.T) {
	f := newFixture(t)
	ctx := context.Background()
	a := f.addAgent(t, "ines")
	want := survey.Session{TokenHash: hash("jeton"), AgentID: a.ID, CreatedAt: noon, SeenAt: noon}
	must(t, f.StartSession(ctx, want, longAgo, longAgo, by("session.start")))
	wantError(t, f.StartSession(ctx, want, longAgo, longAgo, by("session.start")), survey.ErrConflict)

	got, agent, err := f.Session(ctx, want.TokenHash, noon, noon)
	must(t, err)
	if got != want || agent.ID != a.ID || agent.Password != "" || len(agent.Networks) != 2 {
		t.Errorf("session %+v of %+v", got, agent)
	}
	later := noon.Add(20 * time.Minute)
	_, _, err = f.Session(ctx, want.TokenHash, later, noon)
	wantError(t, err, survey.ErrNotFound)
	must(t, f.TouchSession(ctx, want.TokenHash, later))
	if got, _, err = f.Session(ctx, want.TokenHash, later, noon); err != nil || !got.SeenAt.Equal(later) {
		t.Errorf("session %+v, %v", got, err)
	}
	_, _, err = f.Session(ctx, want.TokenHash, noon, later)
	wantError(t, err, survey.ErrNotFound)

	must(t, f.EndSession(ctx, want.TokenHash))
	must(t, f.EndSession(ctx, want.TokenHash))
	wantError(t, f.TouchSession(ctx, want.TokenHash, later), survey.ErrNotFound)
}

// longAgo is before whatever a test does: no session is too old for it.
var longAgo = noon.AddDate(-1, 0, 0)

func TestStartSession_forgetsExpiredOnes(t *testing.T) {
	f := newFixture(t)
	ctx := context.Background()
	a := f.addAgent(t, "ines")
	start := func(token string, born, seen time.Time) {
		t.Helper()
		s := survey.Session{TokenHash: hash(token), AgentID: a.ID, CreatedAt: born, SeenAt: seen}
		must(t, f.StartSession(ctx, s, longAgo, longAgo, by("session.start")))
	}
	start("idle", noon, noon)
	start("old", noon.Add(-time.Hour), noon.Add(time.Hour))
	start("alive", noon, noon.Add(time.Hour))
	fresh := survey.Session{TokenHash: hash("fresh"), AgentID: a.ID, CreatedAt: noon.Add(time.Hour), SeenAt: noon.Add(time.Hour)}
	must(t, f.StartSession(ctx, fresh, noon.Add(30*time.Minute), noon.Add(-30*time.Minute), by("session.start")))
	if n := countRows(t, f.superuser(t), "sessions"); n != 2 {
		t.Errorf("%d sessions kept, want 2", n)
	}
	for _, token := range []string{"alive", "fresh"} {
		_, _, err := f.Session(ctx, hash(token), longAgo, longAgo)
		must(t, err)
	}
}

func TestAnyPassword(t *testing.T) {
	f := newFixture(t)
	ctx := context.Background()
	want := func(want bool) {
		t.Helper()
		got, err := f.AnyPassword(ctx)
		must(t, err)
		if got != want {
			t.Errorf("any password: %v, want %v", got, want)
		}
	}
	want(false)
	must(t, f.CreateAgent(ctx, survey.Agent{Login: "sans", Role: survey.RoleLead}, by("agent.create")))
	want(false)
	a := f.addAgent(t, "ines")
	want(true)
	must(t, f.DisableAgent(ctx, a.ID, by("agent.disable")))
	want(false)
}

func TestInvitation_takesThePlaceOfEarlierOnes(t *testing.T) {
	f := newFixture(t)
	ctx := context.Background()
	a, other := f.addAgent(t, "ines"), f.addAgent(t, "paul")
	must(t, f.CreateInvitation(ctx, hash("premier"), a.ID, noon.Add(time.Hour), by("invitation.create")))
	must(t, f.CreateInvitation(ctx, hash("expiré"), other.ID, noon, by("invitation.create")))
	must(t, f.CreateInvitation(ctx, hash("second"), a.ID, noon.Add(time.Hour), by("invitation.create")))
	_, err := f.Invitation(ctx, hash("premier"), noon)
	wantError(t, err, survey.ErrNotFound)
	if n := countRows(t, f.superuser(t), "invitations"); n != 1 {
		t.Errorf("%d invitations kept, want 1", n)
	}
	must(t, f.UseInvitation(ctx, hash("second"), "neuf", noon))
	if n := countRows(t, f.superuser(t), "invitations"); n != 0 {
		t.Errorf("a used invitation is still there")
	}
	entries, err := f.Audit(ctx, "", 100)
	must(t, err)
	created := 0
	for _, e := range entries {
		if e.Action == "invitation.create" {
			created++
		}
	}
	if created != 3 {
		t.Errorf("%d invitations in the audit, want 3", created)
	}
}

func TestInvitation_once(t *testing.T) {
	f := newFixture(t)
	ctx := context.Background()
	a := f.addAgent(t, "ines")
	link, expiry := hash("lien"), noon.Add(24*time.Hour)
	must(t, f.CreateInvitation(ctx, link, a.ID, expiry, by("invitation.create")))
	wantError(t, f.CreateInvitation(ctx, hash("autre"), uuid.NewString(), expiry, by("invitation.create")), survey.ErrNotFound)

	got, err := f.Invitation(ctx, link, noon)
	must(t, err)
	if got.ID != a.ID || got.Password != "" {
		t.Errorf("agent %+v", got)
	}
	_, err = f.Invitation(ctx, link, expiry)
	wantError(t, err, survey.ErrNotFound)
	wantError(t, f.UseInvitation(ctx, link, "neuf", expiry), survey.ErrNotFound)
	wantError(t, f.UseInvitation(ctx, hash("inconnu"), "neuf", noon), survey.ErrNotFound)

	must(t, f.UseInvitation(ctx, link, "neuf", noon))
	wantError(t, f.UseInvitation(ctx, link, "encore", noon), survey.ErrNotFound)
	_, err = f.Invitation(ctx, link, noon)
	wantError(t, err, survey.ErrNotFound)
	if got, err = f.AgentByLogin(ctx, "ines"); err != nil || got.Password != "neuf" {
		t.Errorf("password %q, %v", got.Password, err)
	}
}

func TestInvitation_notForAClosedAccount(t *testing.T) {
	f := newFixture(t)
	ctx := context.Background()
	a := f.addAgent(t, "ines")
	must(t, f.CreateInvitation(ctx, hash("lien"), a.ID, noon.Add(time.Hour), by("invitation.create")))
	must(t, f.DisableAgent(ctx, a.ID, by("agent.disable")))
	_, err := f.Invitation(ctx, hash("lien"), noon)
	wantError(t, err, survey.ErrNotFound)
	wantError(t, f.UseInvitation(ctx, hash("lien"), "neuf", noon), survey.ErrNotFound)
}

func TestLogins_waitGrowsAndIsForgotten(t *testing.T) {
	f := newFixture(t)
	ctx := context.Background()
	wait, err := f.LoginWait(ctx, "ines", 3)
	must(t, err)
	if !wait.IsZero() {
		t.Errorf("wait %v before any failure", wait)
	}
	for n, want := range []time.Duration{0, 0, 0, 1, 2, 4, 8, 16, 32, 40, 40} {
		wait, err := f.FailedLogin(ctx, "ines", 3, noon)
		must(t, err)
		if want == 0 && !wait.IsZero() || want > 0 && !wait.Equal(noon.Add(want*time.Second)) {
			t.Errorf("failure %d: wait until %v, want %d s", n+1, wait, want)
		}
		again, err := f.LoginWait(ctx, "ines", 3)
		must(t, err)
		if !again.Equal(wait) {
			t.Errorf("LoginWait %v, FailedLogin %v", again, wait)
		}
	}
	if wait, err = f.FailedLogin(ctx, "2001:db8::/48", 3, noon); err != nil || !wait.IsZero() {
		t.Errorf("another key waits: %v, %v", wait, err)
	}
	if wait, err = f.FailedLogin(ctx, "ines", 3, noon.Add(61*time.Minute)); err != nil || !wait.IsZero() {
		t.Errorf("not forgotten after an hour: %v, %v", wait, err)
	}
	if wait, err = f.LoginWait(ctx, "ines", 60); err != nil || !wait.IsZero() {
		t.Errorf("sixty free failures, and a wait: %v, %v", wait, err)
	}
	for range 5 {
		_, err := f.FailedLogin(ctx, "paul", 3, noon)
		must(t, err)
	}
	must(t, f.ClearLogins(ctx, "paul"))
	if wait, err = f.LoginWait(ctx, "paul", 3); err != nil || !wait.IsZero() {
		t.Errorf("not cleared: %v, %v", wait, err)
	}
}

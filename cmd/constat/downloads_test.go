package main

import (
	"bytes"
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"constat/survey"
)

// A campaign without an answer has nothing to download, and says so; a file is
// the same for all until an answer comes or goes.
func TestDownloads_followTheAnswers(t *testing.T) {
	w := newWave(t)
	c, err := w.p.newCampaign(survey.Network{Slug: "lunel"}, w.form, "Essai lunel")
	w.must(err)
	c.State = survey.CampaignOpen
	w.must(w.p.createCampaign(w.store, c, w.form, w.book, nil))
	w.campaigns["lunel"] = c
	lead := w.signIn("une", w.addLead("une", "lunel"))
	other := w.signIn("autre", w.addLead("autre", "lunel"))
	at := "/reseaux/lunel/enquetes/" + c.ID
	for _, file := range []string{"/diagnostic.xlsx", "/diagnostic.xlsx?edition=interne", "/reponses.zip"} {
		if page := string(lead.get(at+file, http.StatusConflict)); !strings.Contains(page, "Aucune réponse pour l’instant") {
			t.Errorf("%s without answers:\n%s", file, page)
		}
	}
	w.answer("lunel", 3, 1)
	for _, file := range []string{"/diagnostic.xlsx", "/reponses.zip"} {
		first := lead.get(at+file, http.StatusOK)
		time.Sleep(1100 * time.Millisecond) // a workbook made anew would have another date
		if !bytes.Equal(first, other.get(at+file, http.StatusOK)) {
			t.Errorf("%s is made again for the same answers", file)
		}
		w.answer("lunel", 1, 2)
		if bytes.Equal(first, other.get(at+file, http.StatusOK)) {
			t.Errorf("%s is the same after one more answer", file)
		}
	}
	register, err := w.store.AuditOfAgents(context.Background(), "lunel", 100)
	w.must(err)
	taken := map[string]map[string]int{}
	for _, e := range register {
		if taken[e.Action] == nil {
			taken[e.Action] = map[string]int{}
		}
		taken[e.Action][e.Agent]++
	}
	for _, action := range []string{"diagnostic.download", "responses.download"} {
		if got := taken[action]; len(got) != 2 {
			t.Errorf("%s was taken by %d people in the register, want 2", action, len(got))
		}
	}
	w.command("campaign", "close", "lunel", c.ID)
	later := time.Now().AddDate(3, 0, 0)
	_, err = w.store.EraseExpired(context.Background(), "lunel", survey.RetainedSince(later), later, survey.AuditEntry{At: later})
	w.must(err)
	if page := string(lead.get(at+"/diagnostic.xlsx", http.StatusGone)); !strings.Contains(page, "Réponses effacées") {
		t.Errorf("once erased:\n%s", page)
	}
}

// State tells every change of what a file says.
func TestState_tellsWhatAFileSays(t *testing.T) {
	w := newWave(t, "lunel")
	c := w.campaigns["lunel"]
	d := diagnostics{store: w.store, clock: time.Now, zone: paris(t)}
	met := map[string]string{}
	note := func(act string) {
		t.Helper()
		state, err := d.State(context.Background(), "lunel", c.ID)
		w.must(err)
		if before, again := met[state]; again {
			t.Errorf("after %s the state is as after %s", act, before)
		}
		met[state] = act
	}
	by := survey.AuditEntry{At: time.Now(), Network: "lunel"}
	ctx := context.Background()
	note("the closing")
	w.must(w.store.SetCampaignTerms(ctx, "lunel", c.ID, survey.CampaignTerms{Title: "Autre titre", Invited: 100}, by))
	note("another title")
	w.must(w.store.SetCampaignTerms(ctx, "lunel", c.ID, survey.CampaignTerms{Title: "Autre titre", Invited: 90}, by))
	note("another number of people asked")
	n, err := w.store.Network(ctx, "lunel")
	w.must(err)
	n.Communes = n.Communes[1:]
	w.must(w.store.SaveNetwork(ctx, n, by))
	note("another territory")
	w.ask(1, "lunel") // and replaces w.campaigns
	note("an earlier wave to compare with")
	d.clock = func() time.Time { return time.Now().AddDate(0, 0, 1) }
	note("the next day")
	d.fictitious = true
	note("fictitious answers")
}

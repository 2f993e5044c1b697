package web

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"constat/survey"
	"constat/web/french"
)

// journalPage is a network's register: who did what, when, newest first. What
// respondents did is apart, by day: it would drown the rest.
type journalPage struct {
	Network     survey.Network
	Rows        []journalRow
	Respondents []journalRow
	Most        int
}

// journalRow is one act, or what respondents did the same day in one survey.
type journalRow struct {
	When, Who, What string
	About           string // the survey, "" when it is about none
	N               int    // of respondents, or of sign-ins refused
}

const journalLength = 200 // rows of each kind

func (s *Server) journal(c *gin.Context) error {
	n, err := s.networkOf(c)
	if err != nil {
		return err
	}
	page := journalPage{Network: n, Most: journalLength}
	entries, err := s.Store.AuditOfAgents(c, n.Slug, journalLength)
	if err != nil {
		return fmt.Errorf("read the register of %s: %w", n.Slug, err)
	}
	acts, err := s.Store.RespondentActs(c, n.Slug, journalLength)
	if err != nil {
		return fmt.Errorf("read the register of %s: %w", n.Slug, err)
	}
	names, titles, err := s.named(c, n.Slug)
	if err != nil {
		return err
	}
	for _, e := range entries {
		row := journalRow{When: moment(e.At.In(s.Zone)), Who: french.Actor(e, names[e.Agent]), What: what(e, names), About: titles[e.Object]}
		if n, err := strconv.Atoi(e.Reason); err == nil && e.Action == french.RefusedSignIn {
			row.N = n
		}
		page.Rows = append(page.Rows, row)
	}
	for _, a := range acts {
		page.Respondents = append(page.Respondents, journalRow{When: frenchDay(a.Day), What: french.Act(a.Action), About: titles[a.Object], N: a.N})
	}
	v := s.view(c, "Journal")
	v.Page = page
	return s.render(c, http.StatusOK, "journal", v)
}

// named gives the names of accounts and the titles of a network's campaigns.
func (s *Server) named(ctx context.Context, network string) (names, titles map[string]string, err error) {
	agents, err := s.Store.Agents(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("list the accounts: %w", err)
	}
	campaigns, err := s.Store.Campaigns(ctx, network)
	if err != nil {
		return nil, nil, fmt.Errorf("list the campaigns of %s: %w", network, err)
	}
	names, titles = map[string]string{}, map[string]string{}
	for _, a := range agents {
		names[a.ID] = a.Name
	}
	for _, campaign := range campaigns {
		titles[campaign.ID] = campaign.Title
	}
	return names, titles, nil
}

// moment is an agent's act to the minute.
func moment(at time.Time) string { return frenchDay(at) + at.Format(" à 15\u00a0h\u00a004") }

// what was done, and to which account when it was to one.
func what(e survey.AuditEntry, names map[string]string) string {
	if name := names[e.Object]; name != "" {
		return french.Act(e.Action) + "\u00a0: " + name
	}
	return french.Act(e.Action)
}

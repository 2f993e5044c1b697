package web

import (
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"constat/survey"
	"constat/web/french"
)

// journalPage is a network's register: who did what, when, newest first.
type journalPage struct {
	Network survey.Network
	Rows    []journalRow
	Most    int
}

// journalRow is one act. What respondents did the same day in one survey is
// one row: only the day is kept of it.
type journalRow struct {
	When, Who, What string
	About           string // the survey, "" when it is about none
	N               int
}

const journalLength = 200 // entries read

func (s *Server) journal(c *gin.Context) error {
	n, err := s.networkOf(c)
	if err != nil {
		return err
	}
	entries, err := s.Store.Audit(c, n.Slug, journalLength)
	if err != nil {
		return fmt.Errorf("read the register of %s: %w", n.Slug, err)
	}
	agents, err := s.Store.Agents(c)
	if err != nil {
		return fmt.Errorf("list the accounts: %w", err)
	}
	campaigns, err := s.Store.Campaigns(c, n.Slug)
	if err != nil {
		return fmt.Errorf("list the campaigns of %s: %w", n.Slug, err)
	}
	names := map[string]string{}
	for _, a := range agents {
		names[a.ID] = a.Name
	}
	titles := map[string]string{}
	for _, campaign := range campaigns {
		titles[campaign.ID] = campaign.Title
	}
	v := s.view(c, "Journal")
	v.Page = journalPage{Network: n, Rows: journalRows(entries, names, titles, s.Zone), Most: journalLength}
	return s.render(c, http.StatusOK, "journal", v)
}

func journalRows(entries []survey.AuditEntry, names, titles map[string]string, zone *time.Location) []journalRow {
	var rows []journalRow
	same := map[journalRow]int{} // where a respondents' row stands
	for _, e := range entries {
		row := journalRow{When: moment(e, zone), Who: who(e, names), What: what(e, names), About: titles[e.Object], N: 1}
		if n, err := strconv.Atoi(e.Reason); err == nil && e.Action == french.RefusedSignIn {
			row.N = n
		}
		if french.ByRespondent(e.Action) {
			if at, found := same[row]; found {
				rows[at].N++
				continue
			}
			same[row] = len(rows)
		}
		rows = append(rows, row)
	}
	return rows
}

// moment is the day for what a respondent did, to the minute for an agent.
func moment(e survey.AuditEntry, zone *time.Location) string {
	if french.ByRespondent(e.Action) {
		return frenchDay(e.At)
	}
	at := e.At.In(zone)
	return frenchDay(at) + at.Format(" à 15\u00a0h\u00a004")
}

// what was done, and to which account when it was to one.
func what(e survey.AuditEntry, names map[string]string) string {
	if name := names[e.Object]; name != "" {
		return french.Act(e.Action) + "\u00a0: " + name
	}
	return french.Act(e.Action)
}

func who(e survey.AuditEntry, names map[string]string) string {
	switch {
	case french.ByRespondent(e.Action):
		return french.ActorRespondent
	case names[e.Agent] != "":
		return names[e.Agent]
	case e.Action == french.RefusedSignIn:
		return french.ActorStranger
	case e.Action == "campaign.erased":
		return french.ActorService
	case e.Agent == "":
		return french.ActorCommand
	}
	return french.ActorUnknown
}

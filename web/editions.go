package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"constat/analysis/disclosure"
	"constat/analysis/workbook"
	"constat/survey"
)

// editionLine is an edition in a list, with the addresses of one territory's
// part of it.
type editionLine struct {
	survey.Edition
	Read, Download, Register string
}

// newEditionLine adds to the pages of a path, a campaign's or a wave's, which
// edition is meant, and which territory where there are several.
func newEditionLine(path string, e survey.Edition, area string) editionLine {
	query := "edition=publique&numero=" + strconv.Itoa(e.Number)
	if area != "" {
		query += "&territoire=" + area
	}
	return editionLine{e, path + "/diagnostic?" + query, path + "/diagnostic.xlsx?" + query, path + "/registre?" + query}
}

// chosen is the edition that the address names, the latest when it names none.
func chosen(c *gin.Context, editions []survey.Edition) (survey.Edition, error) {
	for _, e := range editions {
		if number := c.Query("numero"); number == "" || number == strconv.Itoa(e.Number) {
			return e, nil
		}
	}
	return survey.Edition{}, &failure{status: http.StatusNotFound, code: "page_no_edition"}
}

// editionPart is one territory's part of an edition, read back from what was
// published.
type editionPart struct {
	Edition     survey.Edition
	Area        survey.EditionArea
	Publication *disclosure.Publication
}

func newEditionPart(e survey.Edition, area survey.EditionArea) (editionPart, error) {
	p := new(disclosure.Publication)
	if err := json.Unmarshal(area.Publication, p); err != nil {
		return editionPart{}, fmt.Errorf("read area %s of edition %s: %w", area.Key, e.ID, err)
	}
	return editionPart{e, area, p}, nil
}

// ownPart is the part of the campaign's network in the edition of the address.
func (s *Server) ownPart(c *gin.Context) (survey.Campaign, editionPart, error) {
	campaign, err := s.campaignOf(c)
	if err != nil {
		return campaign, editionPart{}, err
	}
	editions, err := s.Store.CampaignEditions(c, campaign.Network, campaign.ID)
	if err != nil {
		return campaign, editionPart{}, fmt.Errorf("list the editions of %s: %w", campaign.ID, err)
	}
	e, err := chosen(c, editions)
	if err != nil {
		return campaign, editionPart{}, err
	}
	area, err := s.Store.NetworkEdition(c, campaign.Network, e.ID)
	if err != nil {
		return campaign, editionPart{}, fmt.Errorf("read edition %s: %w", e.ID, err)
	}
	p, err := newEditionPart(e, area)
	return campaign, p, err
}

// publicDiagnostic gives the network's own public workbook, as it was published.
func (s *Server) publicDiagnostic(c *gin.Context) error {
	campaign, p, err := s.ownPart(c)
	if err != nil {
		return err
	}
	return s.sendPart(c, p, s.entry(c, campaign.Network, "edition.download", campaign.ID))
}

// sendPart gives a public workbook, once the register says so.
func (s *Server) sendPart(c *gin.Context, p editionPart, entry survey.AuditEntry) error {
	if err := s.Store.Record(c, entry); err != nil {
		return fmt.Errorf("record a download of edition %s: %w", p.Edition.ID, err)
	}
	name := fmt.Sprintf("diagnostic-public-%s-%s-vague-%s-edition-%d.xlsx", p.Area.Key, p.Edition.FormID, p.Edition.Wave, p.Edition.Number)
	return sendFile(c, name, workbookType, p.Area.Workbook)
}

// reading shows a public edition on a page that prints as a report.
func (s *Server) reading(c *gin.Context) error {
	if c.DefaultQuery("edition", "publique") != "publique" {
		return survey.ErrNotFound
	}
	campaign, p, err := s.ownPart(c)
	if err != nil {
		return err
	}
	return s.showReading(c, p, campaignPath(campaign), campaign.Title)
}

// readingPage is a public edition in the words of its workbook.
type readingPage struct {
	Back, BackTitle string
	Line            editionLine
	Area            string
	Reading         workbook.Reading
}

// showReading shows a part whose other pages are under path.
func (s *Server) showReading(c *gin.Context, p editionPart, path, title string) error {
	v := s.view(c, "Diagnostic public, "+p.Area.Name) // what a saved PDF is called
	v.Scripts = []string{"js/campaign.js"}
	v.Page = readingPage{path, title, newEditionLine(path, p.Edition, c.Query("territoire")), p.Area.Name, workbook.Read(p.Publication)}
	return s.render(c, http.StatusOK, "edition", v)
}

// register shows what was published of a network, value by value.
func (s *Server) register(c *gin.Context) error {
	campaign, p, err := s.ownPart(c)
	if err != nil {
		return err
	}
	return s.showRegister(c, p, campaignPath(campaign), campaign.Title)
}

// registerPage lists every value that an edition printed of a territory.
type registerPage struct {
	Back, BackTitle string
	Line            editionLine
	Area            string
	Questions       []registeredQuestion
	Values          int
}

// registeredQuestion is the values of one question.
type registeredQuestion struct {
	Title string
	Rows  []workbook.Registered
}

func (s *Server) showRegister(c *gin.Context, p editionPart, path, title string) error {
	ledger, err := disclosure.ReadLedger(p.Area.Ledger)
	if err != nil {
		return fmt.Errorf("register of edition %s: %w", p.Edition.ID, err)
	}
	rows := workbook.Register(p.Publication, ledger)
	page := registerPage{Back: path, BackTitle: title, Line: newEditionLine(path, p.Edition, c.Query("territoire")), Area: p.Area.Name, Values: len(rows)}
	for _, row := range rows {
		if n := len(page.Questions); n == 0 || page.Questions[n-1].Title != row.Question {
			page.Questions = append(page.Questions, registeredQuestion{Title: row.Question})
		}
		last := &page.Questions[len(page.Questions)-1]
		last.Rows = append(last.Rows, row)
	}
	v := s.view(c, "Ce qui a été publié")
	v.Page = page
	return s.render(c, http.StatusOK, "register", v)
}

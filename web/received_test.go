package web

import (
	"math/rand"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"constat/analysis/disclosure"
	"constat/survey"
)

// childrenForm is answered once per child: how many answered is itself a count
// of persons.
var childrenForm = strings.Replace(smallForm, "| petit        | Petit questionnaire |", "| enfants      | Enfants suivis      |", 1) + `
| diagnostic |
|  | type          | question  | unit    |
|  | participation | structure | enfants |
`

// again opens another campaign of the same form.
func (h *house) again(c survey.Campaign, created time.Time) survey.Campaign {
	h.Helper()
	link, err := survey.NewLink(c.Network, rand.New(rand.NewSource(created.UnixNano())))
	must(h, err)
	c.ID, c.Link, c.CreatedAt = uuid.NewString(), link, created
	must(h, h.store.CreateCampaign(h.Context(), c, founder))
	return c
}

// answered sends imaginary answers to a campaign.
func (h *house) answered(c survey.Campaign, times int) {
	h.Helper()
	form, err := h.server.forms.of(h.Context(), c)
	must(h, err)
	occasion := survey.Occasion{Now: opening, Zone: h.server.Zone, Language: form.DefaultLanguage}
	chance := rand.New(rand.NewSource(int64(times)))
	for range times {
		s := survey.Submission{InstanceID: uuid.NewString(), FormID: form.ID, FormVersion: form.Version}
		s.Answers = form.Simulate(survey.Simulation{Rand: chance, Words: func(*survey.Question) string { return "un lieu" }}, occasion)
		s.Raw, err = s.Answers.MarshalJSON()
		must(h, err)
		response, problems := form.Accept(s, occasion)
		if response == nil {
			h.Fatal(survey.Problems(problems))
		}
		_, err = h.store.Submit(h.Context(), c, s, response, opening)
		must(h, err)
	}
}

// numbers are those that a page shows, in digits.
func (r reply) numbers() []string {
	return strings.FieldsFunc(r.text(), func(c rune) bool { return c < '0' || c > '9' })
}

// The coordinator knows exactly how many professionals answered, and about how
// many answers are each about a child (R3): in a network's campaigns of a wave
// together, as its public edition counts them.
func TestDepartment_receivedPersons(t *testing.T) {
	h := newHouse(t)
	h.answered(h.lunel, 43)
	children := h.addForm(workbookOf(t, childrenForm), survey.Files{"plan.png": onePixel})
	h.answered(children, 37)
	b := h.coordinator()
	page := b.get("/departement").want(http.StatusOK, "43\u00a0répondants", "environ 35\u00a0enfants (vague 2026)", "le nombre de réponses est lui-même protégé")
	page.accessible(t, "department")
	if slices.Contains(page.numbers(), "37") || slices.Contains(page.numbers(), "80") {
		t.Errorf("the number of children can be read:\n%s", page.text())
	}
	h.answered(h.again(children, opening.AddDate(0, 0, 1)), 6)
	h.answered(h.again(children, opening.AddDate(1, 0, 0)), 6)
	page = b.get("/departement").want(http.StatusOK, "43\u00a0répondants", "environ 45\u00a0enfants (vague 2026)", "moins de 11\u00a0enfants (vague 2027)")
	for _, hidden := range []string{"43\u00a0enfants", "37", "6", "12", "49", "86", "92"} {
		if strings.Contains(hidden, "enfants") && strings.Contains(page.text(), hidden) || slices.Contains(page.numbers(), hidden) {
			t.Errorf("%q can be read:\n%s", hidden, page.text())
		}
	}
	if text := b.get("/departement").text(); strings.Contains(text, "%") {
		t.Error("a percentage would give the number of children back")
	}
}

// No answer at all is not told from ten, and a draft tells nothing.
func TestDepartment_receivedNothing(t *testing.T) {
	h := newHouse(t)
	b := h.coordinator()
	if text := b.get("/departement").want(http.StatusOK, "aucune").text(); strings.Contains(text, "protégé : ") {
		t.Errorf("the note on persons without any:\n%s", text)
	}
	children := h.addForm(workbookOf(t, childrenForm), survey.Files{"plan.png": onePixel})
	none := b.get("/departement").want(http.StatusOK, "moins de 11\u00a0enfants (vague 2026)").text()
	h.answered(children, 10)
	if ten := b.get("/departement").want(http.StatusOK).text(); ten != none {
		t.Errorf("ten answers are told from none:\n%s\n%s", none, ten)
	}
	draft := h.again(children, opening.AddDate(2, 0, 0))
	must(t, h.store.SetCampaignState(t.Context(), "lunel", draft.ID, survey.CampaignDraft, founder))
	if text := b.get("/departement").want(http.StatusOK).text(); strings.Contains(text, "vague 2028") {
		t.Error("a draft tells a number of children")
	}
}

// An edition of children prints no participation: of those invited, which is
// known, it would give their number back.
func TestEditions_personsHaveNoRate(t *testing.T) {
	h := newHouse(t)
	p := publicationOf("lunel", "Réseau de lunel", 1, 20)
	p.Unit, p.Respondents, p.Invited = "enfants", disclosure.DisplaySize(37, survey.Respondents{Persons: true}), 61
	h.keep(1, p)
	page := h.lead("lunel").get(campaignPath(h.lunel)+"/diagnostic").want(http.StatusOK, "Environ 35\u00a0enfants")
	for _, hidden := range []int{37, 61, 57} {
		if slices.Contains(page.numbers(), strconv.Itoa(hidden)) {
			t.Errorf("%d can be read", hidden)
		}
	}
	h.coordinator().get("/departement").want(http.StatusOK, "environ 35\u00a0enfants")
}

// Every page that somebody else than the network's lead can open, each as each
// of them: none holds the true number of answers about children.
func TestRoutes_numberOfPersons(t *testing.T) {
	h := newHouse(t)
	children := h.addForm(workbookOf(t, childrenForm), survey.Files{"plan.png": onePixel})
	h.answered(children, 137)
	must(t, h.store.SetCampaignState(t.Context(), "lunel", children.ID, survey.CampaignClosed, founder))
	wave := survey.Wave{FormID: children.FormID, Name: "2026"}
	seen := 0
	for who, b := range map[string]*browser{"visitor": h.browser(), "other lead": h.lead("beziers"), "coordinator": h.coordinator(), "own lead": h.lead("lunel")} {
		for _, r := range h.server.routes() {
			if r.method != get {
				continue
			}
			path := strings.Replace(address(r.path, children, "1234567812345678"), ":wave", wave.Code(), 1)
			page := b.get(path)
			if page.status != http.StatusOK || !slices.Contains(page.numbers(), "137") {
				continue
			}
			if seen++; who != "own lead" {
				t.Errorf("%s reads the number of children at %s:\n%s", who, r.path, page.text())
			}
		}
	}
	if seen == 0 {
		t.Error("no page holds the number: the test looks at nothing")
	}
}

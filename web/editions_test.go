package web

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/google/uuid"

	"constat/analysis/disclosure"
	"constat/survey"
)

func about(n int) disclosure.Shown {
	return disclosure.Shown{Kind: disclosure.Rounded, Text: fmt.Sprint(n), Number: n, Low: n - 2, High: n + 2}
}

// publicationOf is what an edition prints of an area of 40 respondents.
func publicationOf(key, name string, number, yes int) *disclosure.Publication {
	all := disclosure.Shown{Kind: disclosure.Exact, Text: "40", Number: 40, Low: 40, High: 40}
	p := &disclosure.Publication{
		Area: disclosure.Area{Key: key, Name: name}, Network: name, Title: "Besoins 2026", Wave: "2026", Edition: number,
		GeneratedOn: opening, Unit: "professionnels", Respondents: all, Floors: []int{11},
		Sections: []disclosure.PublishedSection{{Key: "vous", Title: "Vous", Tables: []disclosure.PublishedTable{{
			Key: "repere", Question: "repere", Title: "Avez-vous repéré une situation ?", Floor: 11,
			Lines: []disclosure.PublishedLine{
				{Code: "oui", Label: "Oui", Shown: about(yes), Percent: yes * 100 / 40, HasPercent: true, Low: 20, High: 50},
				{Code: "non", Label: "Non", Shown: disclosure.Shown{Kind: disclosure.Under, Text: "<11", High: 10}, AtMost: 25},
			},
		}}}},
	}
	p.Crosses = []disclosure.PublishedCross{{
		Key: "repere/structure", Title: "Avez-vous repéré une situation ?", ByTitle: "Votre structure", Question: "repere", By: "structure", Floor: 11,
		Columns: []string{"Oui", "Non", "Je ne sais pas", "Sans réponse", "Autres réponses"},
		Rows: []disclosure.PublishedCrossRow{{Label: "Établissement scolaire ou périscolaire", Total: about(20), Cells: []disclosure.Shown{
			about(15), {Kind: disclosure.Under, Text: "<11", High: 10}, {Text: "nc", High: 40}, {Kind: disclosure.Impossible, Text: "–"}, {Text: "nc", High: 40},
		}}},
	}}
	p.Figures = []disclosure.PublishedFigure{{
		Name: "E-1", Label: "Ont repéré", Type: survey.IndicatorShare, Key: true, Count: about(yes), Base: all, Percent: yes * 100 / 40, HasPercent: true, Low: 20, High: 50,
	}}
	return p
}

// publish keeps an edition in which Lunel, Béziers and the département print
// something, or one network only.
func (h *house) publish(number int, networks ...survey.Campaign) survey.Edition {
	h.Helper()
	var parts []*disclosure.Publication
	for i, c := range networks {
		parts = append(parts, publicationOf(c.Network, "Réseau de "+c.Network, number, 20+5*i))
	}
	return h.keep(number, append(parts, publicationOf("D34", "Hérault", number, 35))...)
}

// keep stores an edition that prints some parts; a network's has its slug as key.
func (h *house) keep(number int, parts ...*disclosure.Publication) survey.Edition {
	h.Helper()
	content := survey.EditionContent{
		Edition: survey.Edition{
			ID: uuid.NewString(), FormID: h.lunel.FormID, Title: "Petit questionnaire", Wave: "2026", Number: number,
			MadeAt: opening.AddDate(0, 0, number), Masked: 4, Dropped: 1,
		},
		Archive: []byte("{}"),
	}
	campaigns := map[string][]string{"lunel": {h.lunel.ID}, "beziers": {h.beziers.ID}}
	for _, p := range parts {
		area := survey.EditionArea{Key: p.Area.Key, Name: p.Area.Name, Campaigns: campaigns[p.Area.Key]}
		if area.Campaigns != nil {
			area.Network = area.Key
		}
		yes := p.Figures[0].Count.Number
		ledger := disclosure.Ledger{
			{Key: area.Key, Area: area.Key, Base: "40", Low: 40, High: 40, Text: "40", Wave: "2026", Edition: number},
			{Key: area.Key + "|repere|non", Area: area.Key, Base: "40", High: 10, Text: "<11", Floor: 11, Wave: "2026", Edition: number},
			{Key: area.Key + "|repere|oui", Area: area.Key, Base: "40", Low: yes - 2, High: yes + 2, Text: fmt.Sprint(yes), Floor: 11, Wave: "2026", Edition: number},
		}
		var err error
		area.Publication, err = json.Marshal(p)
		must(h, err)
		area.Ledger, err = json.Marshal(ledger)
		must(h, err)
		area.Workbook = []byte("classeur public " + area.Key + " " + fmt.Sprint(number))
		content.Areas = append(content.Areas, area)
	}
	must(h, h.store.SaveEdition(h.Context(), content, survey.AuditEntry{At: opening, Action: "edition.publish"}))
	return content.Edition
}

func (h *house) coordinator() *browser {
	h.Helper()
	h.addAgent(survey.Agent{Login: "coordination", Name: "Coordination", Role: survey.RoleCoordinator})
	return h.lead("coordination")
}

func (h *house) wavePath() string {
	return "/departement/vagues/" + survey.Wave{FormID: h.lunel.FormID, Name: "2026"}.Code()
}

func TestEditions_leadReadsHerOwn(t *testing.T) {
	h := newHouse(t)
	b := h.lead("lunel")
	at := campaignPath(h.lunel)
	b.get(at).want(http.StatusOK, "Pas encore d’édition publique.")
	b.get(at+"/diagnostic.xlsx?edition=publique").want(http.StatusNotFound, "Pas d’édition publique")

	h.publish(1, h.lunel, h.beziers)
	h.publish(2, h.lunel, h.beziers)
	b.get(at).want(http.StatusOK, "Vague 2026, édition n°\u00a02", "Vague 2026, édition n°\u00a01")
	for query, want := range map[string]string{"": "classeur public lunel 2", "&numero=1": "classeur public lunel 1"} {
		file := b.get(at + "/diagnostic.xlsx?edition=publique" + query).want(http.StatusOK)
		if file.body != want || !strings.Contains(file.header.Get("Content-Disposition"), "diagnostic-public-lunel-petit-vague-2026-edition-") {
			t.Errorf("%q: %q, %s", query, file.body, file.header.Get("Content-Disposition"))
		}
	}
	page := b.get(at+"/diagnostic").want(http.StatusOK, "Réseau de lunel", "vague 2026, édition\u00a02", "20\u00a0sur\u00a040", "moins de 11, zéro compris", "Comment les nombres sont protégés")
	page.accessible(t, "edition")
	register := b.get(at+"/registre").want(http.StatusOK, "3\u00a0valeurs imprimées", "Nombre de réponses", "exactement 40", "de 18 à 22", "<11")
	register.accessible(t, "register")
	b.get("/reseaux/lunel/journal").want(http.StatusOK, "Édition publique téléchargée", "Édition publique faite")
	for path, status := range map[string]int{
		"/diagnostic.xlsx?edition=publique&numero=9": http.StatusNotFound, "/diagnostic?numero=x": http.StatusNotFound, "/registre?numero=0": http.StatusNotFound,
		"/diagnostic?edition=interne": http.StatusNotFound, "/diagnostic.xlsx?edition=autre": http.StatusNotFound,
	} {
		b.get(at + path).want(status)
	}
	if got := b.do(http.MethodDelete, at+"/registre", "", nil).status; got != http.StatusMethodNotAllowed {
		t.Errorf("DELETE: %d", got)
	}
}

func TestEditions_nobodyReadsAnothers(t *testing.T) {
	h := newHouse(t)
	h.publish(1, h.beziers)
	own, foreign := campaignPath(h.lunel), campaignPath(h.beziers)
	for name, b := range map[string]*browser{"lead of lunel": h.lead("lunel"), "coordinator": h.coordinator()} {
		for _, path := range []string{foreign + "/diagnostic", foreign + "/registre", foreign + "/diagnostic.xlsx?edition=publique", own + "/diagnostic",
			"/reseaux/lunel/enquetes/" + h.beziers.ID + "/diagnostic"} {
			if got := b.get(path).status; got != http.StatusNotFound {
				t.Errorf("%s gets %d of %s", name, got, path)
			}
		}
	}
	for _, path := range []string{"", "/diagnostic?territoire=beziers", "/registre?territoire=D34", "/diagnostic.xlsx?territoire=D34"} {
		h.lead("lunel").get(h.wavePath() + path).want(http.StatusForbidden)
		h.browser().get(h.wavePath() + path).want(http.StatusSeeOther)
	}
}

func TestDepartment_sideBySide(t *testing.T) {
	h := newHouse(t)
	b := h.coordinator()
	b.get("/departement").want(http.StatusOK, "Petit questionnaire, vague 2026", "Rien à publier pour l’instant")
	h.answerAndClose(h.lunel)
	b.get("/departement").want(http.StatusOK, "1 enquête fermée, 1 encore ouverte", "Pas encore d’édition publique")
	h.publish(1, h.lunel, h.beziers)
	page := b.get("/departement").want(http.StatusOK, "Côte à côte", "2\u00a0réseaux sur 2 y figurent", "non communiqué", "Ont repéré", "20\u00a0sur\u00a040", "25\u00a0sur\u00a040", "35\u00a0sur\u00a040", "87\u00a0%")
	page.accessible(t, "department")
	// Lunel's number is the smaller and stands after Béziers: no ranking.
	if text := page.text(); strings.LastIndex(text, "Réseau de beziers") > strings.LastIndex(text, "Réseau de lunel") {
		t.Error("the networks are not in alphabetical order")
	}
	if file := b.get(h.wavePath() + "/diagnostic.xlsx?territoire=D34").want(http.StatusOK); file.body != "classeur public D34 1" {
		t.Errorf("the département's file: %q", file.body)
	}
	b.get(h.wavePath()+"/diagnostic?territoire=lunel").want(http.StatusOK, "Réseau de lunel")
	b.get(h.wavePath()+"/registre?territoire=D34").want(http.StatusOK, "Hérault", "de 33 à 37")
	b.get(h.wavePath()+"/diagnostic").want(http.StatusOK, "Hérault")
	b.get(h.wavePath() + "/diagnostic?territoire=castries").want(http.StatusNotFound)
	b.get("/departement/vagues/0000000000000000").want(http.StatusNotFound)
	entries := h.audit("")
	if !slices.ContainsFunc(entries, func(e survey.AuditEntry) bool { return e.Action == "edition.download" }) {
		t.Errorf("the download of the département's file is not in the register: %+v", entries)
	}
}

// An edition of which nothing may be printed, and one that prints sizes only,
// say so; the earlier editions of a wave stay within reach.
func TestWave_editionsWithLittle(t *testing.T) {
	h := newHouse(t)
	b := h.coordinator()
	h.publish(1, h.lunel, h.beziers)
	h.keep(2)
	for _, path := range []string{"/departement", h.wavePath()} {
		b.get(path).want(http.StatusOK, "Édition publique n°\u00a02 de la vague 2026", "Rien de cette édition ne peut être imprimé")
	}
	for _, page := range []string{"/diagnostic", "/diagnostic.xlsx", "/registre"} {
		b.get(h.wavePath() + page).want(http.StatusNotFound)
	}
	b.get(h.wavePath()+"?numero=1").want(http.StatusOK, "Édition n°\u00a02", "Édition publique n°\u00a01 de la vague 2026", "25\u00a0sur\u00a040")
	b.get(h.wavePath()+"?numero=9").want(http.StatusNotFound, "Pas d’édition publique")

	few := publicationOf("lunel", "Réseau de lunel", 3, 20)
	few.Refused = disclosure.RefusedSmall
	h.keep(3, few)
	page := b.get(h.wavePath()).want(http.StatusOK, "40\u00a0professionnels, sans tableau", "il y a trop peu de réponses", "1\u00a0réseau sur 2 y figure.")
	page.accessible(t, "wave")
}

// answerAndClose ends a campaign that somebody has answered.
func (h *house) answerAndClose(c survey.Campaign) {
	h.Helper()
	b := h.browser()
	check := b.post(q(c), complete(b.get(q(c)).fields("questionnaire"))).want(http.StatusOK)
	b.post(q(c), set(check.fields("verification"), ":do", "envoyer")).want(http.StatusSeeOther)
	must(h, h.store.SetCampaignState(h.Context(), c.Network, c.ID, survey.CampaignClosed, founder))
}

func TestWave_publishesAwayFromTheRequest(t *testing.T) {
	h := newHouse(t)
	b := h.coordinator()
	b.get(h.wavePath()).want(http.StatusOK, "Aucune enquête n’entre", "2\u00a0enquêtes restent dehors, encore ouvertes")
	h.answerAndClose(h.lunel)
	page := b.get(h.wavePath()).want(http.StatusOK, "1\u00a0enquête entre", "Réseau de lunel", "1\u00a0enquête reste dehors", "Réseau de beziers", "Faire l’édition publique de 1\u00a0réseau")
	page.accessible(t, "wave")

	otherWave := wavePath(survey.Wave{FormID: h.addForm(workbookOf(t, childrenForm), survey.Files{"plan.png": onePixel}).FormID, Name: "2026"})
	begun, release := make(chan survey.Wave), make(chan error)
	h.diagnostics.publish = func(ctx context.Context, w survey.Wave, by survey.AuditEntry) (survey.Edition, error) {
		if by.Agent == "" || by.Action != "edition.publish" {
			t.Errorf("made by %+v", by)
		}
		begun <- w
		select {
		case err := <-release:
			return survey.Edition{}, err
		case <-ctx.Done():
			return survey.Edition{}, ctx.Err()
		}
	}
	h.confirm(b).want(http.StatusSeeOther)
	if w := <-begun; len(w.Closed) != 1 || w.Closed[0].ID != h.lunel.ID {
		t.Errorf("what enters: %+v", w)
	}
	h.clock.pass(12 * time.Second)
	waiting := b.get(h.wavePath()).want(http.StatusOK, "L’édition publique se prépare", "commencé il y a 12\u00a0secondes")
	if waiting.header.Get("Refresh") == "" || strings.Contains(waiting.text(), "Faire l’édition publique de") {
		t.Error("the page does not wait")
	}
	b.get("/departement").want(http.StatusOK, "Édition en préparation")
	h.clock.pass(3 * time.Minute)
	b.get(h.wavePath()).want(http.StatusOK, "commencé il y a 3\u00a0minutes")
	b.get(otherWave).want(http.StatusOK, "une autre vague", "et n’en prépare qu’une à la fois")
	h.confirm(b).want(http.StatusConflict, "Une édition se prépare déjà")

	release <- fmt.Errorf("judge: %w", disclosure.ErrStill)
	h.idle(b)
	b.get(h.wavePath()).want(http.StatusOK, "Pas de nouvelle édition", "moins de 11 réponses dans un territoire")
	b.get("/departement").want(http.StatusOK, "La dernière demande d’édition a été refusée.")

	// Another failure is the service's own, and leaves the cause in its log only.
	h.confirm(b).want(http.StatusSeeOther)
	<-begun
	release <- errors.New("cause-secrète")
	h.idle(b)
	if text := b.get(h.wavePath()).want(http.StatusOK, "Le calcul a échoué.").text(); strings.Contains(text, "cause-secrète") || !strings.Contains(h.log.String(), "cause-secrète") {
		t.Error("the cause is on the page, or not in the log")
	}
	// The service stops: so does the edition.
	h.confirm(b).want(http.StatusSeeOther)
	<-begun
	h.server.Close()
	if h.server.Publish(survey.Wave{}, survey.AuditEntry{}) {
		t.Error("a stopped service begins an edition")
	}
}

// confirm types the wave's name and publishes.
func (h *house) confirm(b *browser) reply {
	h.Helper()
	return b.post(h.wavePath()+"/publier", url.Values{"confirmation": {"2026"}})
}

// What cannot be taken back is read first, and confirmed by the wave's name.
func TestPublishing_asksForTheWavesName(t *testing.T) {
	h := newHouse(t)
	b := h.coordinator()
	h.answerAndClose(h.lunel)
	h.diagnostics.publish = func(context.Context, survey.Wave, survey.AuditEntry) (survey.Edition, error) {
		t.Error("an edition is made")
		return survey.Edition{}, nil
	}
	few := disclosure.DisplaySize(12, survey.Respondents{Unit: "communes"})
	h.diagnostics.foreseen = &Foreseen{Areas: []ForeseenArea{{"Réseau de lunel", about(40), "enfants"}, {"Réseau de sète", few, "communes"}}, Fewest: 22, Number: 2}
	path := h.wavePath() + "/publier"
	b.get(h.wavePath()).want(http.StatusOK, "Faire l’édition publique de 1 réseau…")
	b.post(h.wavePath(), nil).want(http.StatusMethodNotAllowed)
	page := b.get(path).want(http.StatusOK, "Faire l’édition publique n° 2 ?", "ne se retire plus", ": environ 40 enfants", ": 12 communes. Trop peu pour un tableau",
		"au moins 22 réponses", "au moins trois réseaux", "1 réseau reste dehors", "Réseau de beziers", "Ce que perdront les éditions suivantes", "Elles gardent les lignes de celle-ci", "« 2026 », pour confirmer")
	page.accessible(t, "publishing")
	for _, typed := range []string{"", "oui", "2025", "publier", "20 26"} {
		b.post(path, url.Values{"confirmation": {typed}}).want(http.StatusUnprocessableEntity, "Recopiez le nom de la vague, « 2026 », pour confirmer.").accessible(t, "publishing, wrong")
	}
	h.lead("lunel").get(path).want(http.StatusForbidden)
	h.lead("lunel").post(path, url.Values{"confirmation": {"2026"}}).want(http.StatusForbidden)

	h.diagnostics.foreseen = &Foreseen{Areas: []ForeseenArea{{"Réseau de lunel", disclosure.DisplaySize(1, survey.Respondents{}), "communes"}}, Fewest: 22, Number: 1, Err: disclosure.ErrFew}
	refused := b.get(path).want(http.StatusOK, "Cette vague ne peut pas être publiée", "Trop peu de réponses", "1 commune")
	refused.accessible(t, "publishing, refused")
	if len(refused.elements("input", "name", "confirmation")) != 0 {
		t.Error("a refused wave can be confirmed")
	}
	b.post(path, url.Values{"confirmation": {"2026"}}).want(http.StatusConflict, "Trop peu de réponses")
}

// idle waits until nothing is being made.
func (h *house) idle(b *browser) {
	h.Helper()
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		if !strings.Contains(b.get(h.wavePath()).text(), "se prépare") {
			return
		}
	}
	h.Fatal("the edition never ends")
}

func TestWave_panicIsNoEndOfTheService(t *testing.T) {
	h := newHouse(t)
	b := h.coordinator()
	h.answerAndClose(h.lunel)
	h.diagnostics.publish = func(context.Context, survey.Wave, survey.AuditEntry) (survey.Edition, error) { panic("cassé") }
	h.confirm(b).want(http.StatusSeeOther)
	h.idle(b)
	b.get(h.wavePath()).want(http.StatusOK, "Le calcul a échoué.")
}

func TestEditionProblem(t *testing.T) {
	for want, err := range map[string]error{
		"": nil, "edition_still": disclosure.ErrStill, "edition_unsafe": disclosure.ErrUnprotected, "edition_nothing": survey.ErrNotFound, "edition_erased": survey.ErrClosed,
		"edition_few": disclosure.ErrFew, "edition_taken": survey.ErrConflict, "edition_incomplete": survey.ErrIncomplete, "edition_slow": context.DeadlineExceeded, "edition_failed": errors.New("x"),
	} {
		if err != nil {
			err = fmt.Errorf("publish: %w", err)
		}
		if got := EditionProblem(err); got != want {
			t.Errorf("%v: %q, want %q", err, got, want)
		}
	}
}

// publishLongWords keeps an edition with the longest words of the field, and has
// the département's page show a network's.
func (h *house) publishLongWords() {
	h.Helper()
	const name = "Réseau de Béziers Agglomération"
	n, err := h.store.Network(h.Context(), "beziers")
	must(h, err)
	n.Name = name
	must(h, h.store.SaveNetwork(h.Context(), n, founder))
	lunel, beziers := publicationOf("lunel", "Réseau montpelliérain", 1, 20), publicationOf("beziers", name, 1, 25)
	for _, p := range []*disclosure.Publication{lunel, beziers} {
		p.Unit = "professionnels de santé"
		p.Sections[0].Tables[0].Lines[1].Label = "Consultation de psychotraumatisme"
		p.Figures[0].Count = disclosure.Shown{Kind: disclosure.NearlyAll, Text: ">=30", Low: 30, High: 40}
		p.Figures[0].HasPercent = false
	}
	h.keep(1, lunel, beziers)
	h.answered(h.addForm(workbookOf(h, childrenForm), survey.Files{"plan.png": onePixel}), 1)
}

// TestEditions_pagesAreDrawn looks at the pages on a phone, and at the reading
// as it prints on A4.
func TestEditions_pagesAreDrawn(t *testing.T) {
	h := newHouse(t)
	h.addAgent(survey.Agent{Login: "regie", Name: "Régie", Role: survey.RoleAdmin})
	h.answerAndClose(h.lunel)
	h.publishLongWords()
	folder, source := os.Getenv("CONSTAT_SHOTS"), axe(t)
	tab := h.tab(360, 800)
	tab.open("/connexion")
	tab.js(`(document.querySelector('[name=login]').value = 'regie', document.querySelector('[name=mot-de-passe]').value = '` + goodPassword + `', document.querySelector('main form').submit(), 1)`)
	tab.until(`location.pathname.startsWith('/reseaux')`)
	const over = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
	for name, path := range map[string]string{
		"department": "/departement", "wave": h.wavePath(), "campaign": campaignPath(h.lunel),
		"reading": campaignPath(h.lunel) + "/diagnostic", "register": campaignPath(h.lunel) + "/registre",
	} {
		tab.open(path)
		if px := tab.js(over); px != "0" {
			t.Errorf("%s overflows by %s px at 360", name, px)
		}
		tab.calm()
		tab.judged(name, source)
		if folder != "" {
			tab.shoot(filepath.Join(folder, "edition-"+name))
		}
	}
	tab.open(campaignPath(h.lunel) + "/registre")
	if hidden := tab.js(`[...document.querySelectorAll('tbody tr')].filter(e => !e.querySelector('.says')?.checkVisibility()).length`); hidden != "0" {
		t.Errorf("on a phone, %s lines of the register do not say what is learnt from them", hidden)
	}
	tab.open(campaignPath(h.lunel) + "/diagnostic")
	tab.do(chromedp.EmulateViewport(a4Width, 1000), chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
		return err
	}))
	if px := tab.js(over); px != "0" {
		t.Errorf("the reading overflows A4 by %s px", px)
	}
	if shown := tab.js(`[...document.querySelectorAll('.top, .bottom, .no-print')].filter(e => e.offsetParent).length`); shown != "0" {
		t.Errorf("%s elements of the screen are printed", shown)
	}
}

// a4Width is what margins of 14 mm leave of 210 mm, at 96 px an inch.
const a4Width = (210 - 2*14) * 96 * 10 / 254

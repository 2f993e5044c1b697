package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"golang.org/x/net/html"

	"constat/analysis/disclosure"
	"constat/analysis/workbook"
	"constat/analysis/workbook/workbooktest"
	"constat/survey"
	"constat/survey/territory"
	"constat/survey/xlsform"
)

// editionForm is a short questionnaire of which everything can be published.
var editionForm = map[string][][]any{
	"survey": {
		{"type", "name", "label", "required"},
		{"begin_group", "vous", "Vous", ""},
		{"select_one metier", "metier", "Votre métier", "yes"},
		{"select_one ouinon", "repere", "Avez-vous repéré une situation ?", "yes"},
		{"end_group", "", "", ""},
		{"begin_group", "besoins", "Besoins", ""},
		{"select_multiple frein", "freins", "Quels freins ?", "yes"},
		{"end_group", "", "", ""},
	},
	"choices": {
		{"list_name", "name", "label"},
		{"metier", "sante", "Santé"}, {"metier", "social", "Social"}, {"metier", "ecole", "École"},
		{"ouinon", "oui", "Oui"}, {"ouinon", "non", "Non"},
		{"frein", "temps", "Temps"}, {"frein", "distance", "Distance"}, {"frein", "cout", "Coût"},
	},
	"settings":   {{"form_id", "form_title", "version"}, {"essai-public", "Essai public", "1"}},
	"diagnostic": {{"type", "name", "label", "question", "key"}, {"share", "E-1", "Ont repéré une situation", "repere=oui", "yes"}},
}

func editionWorkbook(t *testing.T) []byte {
	t.Helper()
	file := excelize.NewFile()
	defer file.Close()
	for sheet, rows := range editionForm {
		if _, err := file.NewSheet(sheet); err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			at, err := excelize.CoordinatesToCellName(1, i+1)
			if err != nil {
				t.Fatal(err)
			}
			if err := file.SetSheetRow(sheet, at, &row); err != nil {
				t.Fatal(err)
			}
		}
	}
	var out bytes.Buffer
	if err := file.DeleteSheet("Sheet1"); err != nil {
		t.Fatal(err)
	}
	if err := file.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// wave is a running service with a closed campaign in each of some networks.
type wave struct {
	*running
	p         *program
	store     survey.Store
	form      *survey.Form
	book      []byte
	campaigns map[string]survey.Campaign
}

func newWave(t *testing.T, networks ...string) *wave {
	t.Helper()
	book := editionWorkbook(t)
	form, err := xlsform.Read(bytes.NewReader(book))
	if err != nil {
		t.Fatal(err)
	}
	w := newWaveBeside(t, start(t, dataFolder(t), "serve"))
	w.form, w.book = form, book
	w.ask(0, networks...)
	return w
}

// newWaveBeside works beside a running service.
func newWaveBeside(t testing.TB, service *running) *wave {
	t.Helper()
	w := &wave{running: service, campaigns: make(map[string]survey.Campaign)}
	w.p = &program{ctx: context.Background(), getenv: noEnvironment, stdout: io.Discard, stderr: io.Discard, clock: time.Now}
	store, stop, err := openStore(w.p, w.dataDir)
	if err != nil {
		t.Fatal(err)
	}
	w.store = store
	t.Cleanup(func() {
		if err := stop(); err != nil {
			t.Error(err)
		}
	})
	return w
}

// ask opens a campaign in each network some years ago, has it answered and
// closes it.
func (w *wave) ask(yearsAgo int, networks ...string) {
	w.t.Helper()
	w.p.clock = func() time.Time { return time.Now().AddDate(-yearsAgo, 0, 0) }
	for i, slug := range networks {
		c, err := w.p.newCampaign(survey.Network{Slug: slug}, w.form, "Essai "+slug)
		w.must(err)
		c.State, c.Invited = survey.CampaignOpen, 100
		w.must(w.p.createCampaign(w.store, c, w.form, w.book, nil))
		w.campaigns[slug] = c
		w.answer(slug, 50+5*i, int64(i+1+10*yearsAgo))
		w.command("campaign", "close", slug, c.ID)
	}
}

func (w *wave) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// answer adds imaginary answers to a network's campaign.
func (w *wave) answer(slug string, responses int, seed int64) {
	w.t.Helper()
	n, err := w.store.Network(w.p.ctx, slug)
	w.must(err)
	w.must(w.p.answerDemo(w.store, n, w.campaigns[slug], w.form, campaignPlan{seed: seed, responses: responses, days: 3}))
}

// publish runs the command and gives how it ended and what it said.
func (w *wave) publish() (code int, said string) { return w.publishOf(0) }

func (w *wave) publishOf(yearsAgo int) (code int, said string) {
	return w.edition("publish", yearsAgo, "--yes")
}

// edition runs a command on the form's wave.
func (w *wave) edition(command string, yearsAgo int, more ...string) (code int, said string) {
	return w.typing("", command, yearsAgo, more...)
}

// typing is edition, with something typed.
func (w *wave) typing(typed, command string, yearsAgo int, more ...string) (code int, said string) {
	var out bytes.Buffer
	year := time.Now().In(paris(w.t)).AddDate(-yearsAgo, 0, 0).Format("2006")
	args := append([]string{"edition", command, w.form.ID, "--wave", year, "--data-dir", w.dataDir}, more...)
	code = run(context.Background(), args, noEnvironment, strings.NewReader(typed), &out, &out)
	return code, out.String()
}

func paris(t testing.TB) *time.Location {
	t.Helper()
	zone, err := parisTime()
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// visitor is a browser without scripts.
type visitor struct {
	t      testing.TB
	client *http.Client
	url    string
}

func (w *wave) signIn(login, password string) visitor {
	w.t.Helper()
	jar, err := cookiejar.New(nil)
	w.must(err)
	v := visitor{w.t, &http.Client{Jar: jar}, w.url}
	response, err := v.client.PostForm(w.url+"/connexion", url.Values{"login": {login}, "mot-de-passe": {password}})
	w.must(err)
	response.Body.Close()
	if response.Request.URL.Path == "/connexion" {
		w.t.Fatalf("%s may not sign in", login)
	}
	return v
}

func (v visitor) get(path string, status int) []byte {
	v.t.Helper()
	response, err := v.client.Get(v.url + path)
	if err != nil {
		v.t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	if response.StatusCode != status {
		v.t.Fatalf("%s: %d, want %d\n%s", path, response.StatusCode, status, body)
	}
	return body
}

// TestEdition_fromClosingToReading makes an edition, reads it back by every way
// that it leaves the service, and is refused a second for too little.
func TestEdition_fromClosingToReading(t *testing.T) {
	w := newWave(t, "lunel", "beziers", "castries")
	if code, said := w.publish(); code != exitDone || !strings.Contains(said, "Édition publique 1 de la vague") {
		t.Fatalf("ended with %d: %s", code, said)
	}
	if code, said := w.edition("check", 0); code != exitDone || !strings.Contains(said, "preuves vérifiées") {
		t.Errorf("the proofs that were kept: %d, %s", code, said)
	}
	editions, err := w.store.Editions(w.p.ctx)
	w.must(err)
	areas, err := w.store.EditionAreas(w.p.ctx, editions[0].ID)
	w.must(err)
	if len(areas) != 4 || areas[0].Key != departmentKey {
		t.Fatalf("%d areas: %+v", len(areas), areas)
	}
	lead := w.signIn("animatrice", w.addLead("animatrice", "lunel"))
	campaign := "/reseaux/lunel/enquetes/" + w.campaigns["lunel"].ID
	own := publicationOf(t, areas, "lunel")
	checkPublicFile(t, lead.get(campaign+"/diagnostic.xlsx?edition=publique", http.StatusOK), own)
	checkPublicPage(t, lead.get(campaign+"/diagnostic?edition=publique", http.StatusOK), own)
	if page := string(lead.get(campaign, http.StatusOK)); !strings.Contains(page, "Édition publique") || !strings.Contains(page, "/registre?") {
		t.Error("the campaign's page does not lead to its edition")
	}
	w.checkRegister(lead.get(campaign+"/registre", http.StatusOK), editions[0].ID, own)

	out := w.command("user", "add", "coordination", "--role", "coordinator", "--generate")
	_, password, _ := strings.Cut(strings.TrimSpace(out), "Mot de passe : ")
	coordinator := w.signIn("coordination", password)
	coordinator.get(campaign+"/diagnostic?edition=publique", http.StatusNotFound)
	path := "/departement/vagues/" + survey.Wave{FormID: w.form.ID, Name: editions[0].Wave}.Code()
	whole := publicationOf(t, areas, departmentKey)
	checkPublicFile(t, coordinator.get(path+"/diagnostic.xlsx?territoire="+departmentKey, http.StatusOK), whole)
	checkPublicPage(t, coordinator.get(path+"/diagnostic?territoire="+departmentKey, http.StatusOK), whole)
	coordinator.get(path+"/diagnostic?territoire=ailleurs", http.StatusNotFound)
	if side := string(coordinator.get("/departement", http.StatusOK)); !strings.Contains(side, "Ont repéré une situation") {
		t.Error("the networks are not side by side")
	}
	lead.get(path, http.StatusForbidden)
}

// TestEdition_refusedForFewAnswers is rule R14, in the service's own words.
func TestEdition_refusedForFewAnswers(t *testing.T) {
	w := newWave(t, "lunel", "beziers", "castries")
	if code, said := w.publish(); code != exitDone {
		t.Fatalf("ended with %d: %s", code, said)
	}
	const refused = "moins de 11 réponses dans un territoire"
	if code, said := w.publish(); code != exitInput || !strings.Contains(said, refused) {
		t.Errorf("the same answers: %d %s", code, said)
	}
	w.command("campaign", "open", "lunel", w.campaigns["lunel"].ID)
	w.answer("lunel", 3, 99)
	code, said := w.publish()
	if code != exitInput || !strings.Contains(said, "Encore ouverte, n’entre pas : Essai lunel") || !strings.Contains(said, "Un réseau de l’édition précédente manque") {
		t.Errorf("a network of the last edition is left out: %d %s", code, said)
	}
	w.command("campaign", "close", "lunel", w.campaigns["lunel"].ID)
	if code, said := w.publish(); code != exitInput || !strings.Contains(said, refused) {
		t.Errorf("three more answers: %d %s", code, said)
	}
	if editions, err := w.store.Editions(w.p.ctx); err != nil || len(editions) != 1 {
		t.Errorf("%d editions, %v", len(editions), err)
	}
	w.command("campaign", "open", "lunel", w.campaigns["lunel"].ID)
	w.answer("lunel", 30, 100)
	w.command("campaign", "close", "lunel", w.campaigns["lunel"].ID)
	if code, said := w.publish(); code != exitDone || !strings.Contains(said, "Édition publique 2 de la vague") {
		t.Errorf("thirty more answers: %d %s", code, said)
	}
	if out := w.command("edition", "list"); strings.Count(out, "édition ") != 2 || !strings.Contains(out, "3 fermées\t0 ouverte") {
		t.Errorf("the list is:\n%s", out)
	}
}

// A wave is set beside what the one before printed, and is judged apart from it.
func TestEdition_besideTheWaveBefore(t *testing.T) {
	w := newWave(t)
	networks := []string{"lunel", "beziers", "castries"}
	for _, yearsAgo := range []int{1, 0} {
		w.ask(yearsAgo, networks...)
		if code, said := w.publishOf(yearsAgo); code != exitDone || !strings.Contains(said, "Édition publique 1 de la vague") {
			t.Fatalf("%d years ago: %d %s", yearsAgo, code, said)
		}
	}
	editions, err := w.store.Editions(w.p.ctx)
	w.must(err)
	areas, err := w.store.EditionAreas(w.p.ctx, editions[0].ID)
	w.must(err)
	compared := 0
	for _, c := range publicationOf(t, areas, departmentKey).Comparisons {
		if c.Versus == disclosure.VersusBefore && c.Other == editions[1].Wave {
			compared++
		}
	}
	if compared == 0 {
		t.Error("the département is not set beside the wave before")
	}
	lead, campaign := w.signIn("animatrice", w.addLead("animatrice", "lunel")), "/reseaux/lunel/enquetes/"+w.campaigns["lunel"].ID
	checkPublicPage(t, lead.get(campaign+"/diagnostic", http.StatusOK), publicationOf(t, areas, "lunel"))
	checkCompared(t, lead.get(campaign+"/diagnostic.xlsx", http.StatusOK), "vague\u00a0"+editions[1].Wave)
}

// checkCompared expects a lead's own workbook to be set beside her last wave.
func checkCompared(t *testing.T, file []byte, wave string) {
	t.Helper()
	book, err := excelize.OpenReader(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	rows, err := book.GetRows("Comparaison")
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(rows, func(row []string) bool {
		return slices.ContainsFunc(row, func(cell string) bool {
			return strings.HasPrefix(cell, "Comparé à une autre enquête") && strings.Contains(cell, wave)
		})
	}) {
		t.Errorf("nothing is said of %s: %q", wave, rows)
	}
}

func TestEdition_nothingClosed(t *testing.T) {
	w := newWave(t)
	if code, said := w.publish(); code != exitInput || !strings.Contains(said, "Aucune enquête de cette vague") {
		t.Errorf("%d %s", code, said)
	}
}

func publicationOf(t *testing.T, areas []survey.EditionArea, key string) *disclosure.Publication {
	t.Helper()
	i := slices.IndexFunc(areas, func(a survey.EditionArea) bool { return a.Key == key })
	if i < 0 {
		t.Fatalf("no area %s", key)
	}
	p := new(disclosure.Publication)
	if err := json.Unmarshal(areas[i].Publication, p); err != nil {
		t.Fatal(err)
	}
	if p.Refused != "" || len(p.Sections) != 2 {
		t.Fatalf("%s publishes %d sections, refused %q: this test proves nothing", key, len(p.Sections), p.Refused)
	}
	return p
}

func checkPublicFile(t testing.TB, file []byte, p *disclosure.Publication) {
	t.Helper()
	values, words := workbooktest.Allowed(p)
	problems, err := workbooktest.Problems(file, values, words)
	if err != nil {
		t.Fatal(err)
	}
	for _, problem := range problems {
		t.Errorf("%s: %s", p.Area.Key, problem)
	}
}

// checkPublicPage looks at every number of the page's text and of its bars.
func checkPublicPage(t *testing.T, page []byte, p *disclosure.Publication) {
	t.Helper()
	values, words := workbooktest.Allowed(p)
	doc, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for n := range doc.Descendants() {
		if !within(n, "main") {
			continue
		}
		if n.Type == html.TextNode {
			for _, number := range workbooktest.Numbers(n.Data) {
				if found++; !words[number] {
					t.Errorf("%s: the page says %s in %q", p.Area.Key, number, strings.TrimSpace(n.Data))
				}
			}
		}
		for _, a := range n.Attr {
			if n.Data == "rect" && a.Key == "width" && !values[a.Val] {
				t.Errorf("%s: a bar of %s", p.Area.Key, a.Val)
			}
		}
	}
	if found < 50 {
		t.Errorf("%d numbers on the page of %s: this test proves little", found, p.Area.Key)
	}
}

func within(n *html.Node, tag string) bool {
	for at := range n.Ancestors() {
		if at.Data == tag {
			return true
		}
	}
	return false
}

// checkRegister wants every printed value in it, each with its words.
func (w *wave) checkRegister(page []byte, edition string, p *disclosure.Publication) {
	w.t.Helper()
	area, err := w.store.NetworkEdition(w.p.ctx, p.Area.Key, edition)
	w.must(err)
	ledger, err := disclosure.ReadLedger(area.Ledger)
	w.must(err)
	rows := workbook.Register(p, ledger)
	if len(rows) != len(ledger) || len(rows) == 0 {
		w.t.Errorf("%d rows for %d values", len(rows), len(ledger))
	}
	for _, row := range rows {
		if strings.Contains(row.Question, "|") || row.Answer == "" && !strings.HasPrefix(row.Question, "Nombre de réponses") {
			w.t.Errorf("a value without words: %+v", row)
		}
		if !strings.Contains(string(page), html.EscapeString(row.Question)) {
			w.t.Errorf("the page lacks %q", row.Question)
		}
	}
}

func TestNewestForm_isTheLastToAppear(t *testing.T) {
	w := newWave(t, "lunel")
	d := diagnostics{store: w.store, geography: territory.Herault(), clock: time.Now, zone: paris(t)}
	book := editionWorkbook(t)
	at := time.Now()
	save := func(network, version string, frozen time.Time) survey.Campaign {
		w.must(w.store.SaveForm(w.p.ctx, survey.FormVersion{Network: network, FormID: w.form.ID, Version: version, Workbook: book, FrozenAt: frozen}))
		return survey.Campaign{Network: network, FormID: w.form.ID, FormVersion: version}
	}
	old := save("beziers", "9", at)
	newer := save("beziers", "10", at.Add(time.Hour))
	late := save("castries", "9", at.Add(2*time.Hour)) // an old version, taken late
	for _, order := range [][]survey.Campaign{{old, newer, late}, {late, newer, old}} {
		got, err := d.newestCampaign(w.p.ctx, order)
		w.must(err)
		if got.FormVersion != "10" {
			t.Errorf("the newest is %s, want 10", got.FormVersion)
		}
	}
}

// A command publishes once the wave's name is typed, or said beforehand.
func TestEdition_asksForTheWavesName(t *testing.T) {
	w := newWave(t, "lunel")
	year := time.Now().In(paris(t)).Format("2006")
	for _, typed := range []string{"", "\n", "oui\n", "2001\n"} {
		code, said := w.typing(typed, "publish", 0)
		if code != exitInput || !strings.Contains(said, "Rien n’a été publié") || !strings.Contains(said, "50") || !strings.Contains(said, "ne se retire plus") {
			t.Errorf("%q: %d %s", typed, code, said)
		}
	}
	if editions, err := w.store.Editions(w.p.ctx); err != nil || len(editions) != 0 {
		t.Fatalf("%d editions without a confirmation, %v", len(editions), err)
	}
	if code, said := w.typing(year+"\n", "publish", 0); code != exitDone || !strings.Contains(said, "Édition publique 1 de la vague") {
		t.Errorf("once typed: %d %s", code, said)
	}
}

// A wave that would print nothing is refused, from the command and on the page:
// one test campaign with one answer, or a few of each.
func TestEdition_refusedUnderTheMinimum(t *testing.T) {
	w := newWave(t)
	for slug, n := range map[string]int{"lunel": 1, "beziers": 20} {
		c := w.openNow(slug)
		w.campaigns[slug] = c
		w.answer(slug, n, 7)
		w.command("campaign", "close", slug, c.ID)
	}
	const few = "Trop peu de réponses"
	if code, said := w.publish(); code != exitInput || !strings.Contains(said, few) {
		t.Errorf("the command: %d %s", code, said)
	}
	out := w.command("user", "add", "coordination", "--role", "coordinator", "--generate")
	_, password, _ := strings.Cut(strings.TrimSpace(out), "Mot de passe : ")
	coordinator := w.signIn("coordination", password)
	wave := survey.Wave{FormID: w.form.ID, Name: time.Now().In(paris(t)).Format("2006")}
	path := "/departement/vagues/" + wave.Code() + "/publier"
	if page := string(coordinator.get(path, http.StatusOK)); !strings.Contains(page, few) || !strings.Contains(page, "20\u00a0") {
		t.Errorf("the page:\n%s", page)
	}
	response, err := coordinator.client.PostForm(w.url+path, url.Values{"confirmation": {wave.Name}})
	w.must(err)
	response.Body.Close()
	if editions, err := w.store.Editions(w.p.ctx); response.StatusCode != http.StatusConflict || err != nil || len(editions) != 0 {
		t.Errorf("answered %d, %d editions, %v", response.StatusCode, len(editions), err)
	}
	// The store's own door is guarded too: the page is not the rule.
	waves, err := allWaves(w.p.ctx, w.store, paris(t))
	w.must(err)
	d := diagnostics{store: w.store, geography: territory.Herault(), clock: time.Now, zone: paris(t)}
	if _, err := d.Publish(w.p.ctx, waves[0], survey.AuditEntry{At: time.Now()}); !errors.Is(err, disclosure.ErrFew) {
		t.Errorf("Publish gives %v", err)
	}
}

package web

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"golang.org/x/net/html"

	"constat/survey"
	"constat/survey/catalogue"
)

var onePixel = []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89\x00\x00\x00\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\x00\x05\x00\x01\xff\x89\x99=\x1d\x00\x00\x00\x00IEND\xaeB`\x82")

// exampleDraft is the draft of the role test, in the network of Lunel.
const exampleDraft = "3e0b1f4a-55a0-4f0e-9d57-0d9a8a1c7a10"

func (h *house) exampleDraft() survey.Draft {
	h.Helper()
	link, err := survey.NewLink("lunel", strings.NewReader(strings.Repeat("abcdefgh", 8)))
	must(h, err)
	png := survey.Files{"plan.png": onePixel}
	d := survey.Draft{
		ID: exampleDraft, Network: "lunel", Link: link, FileName: "petit.xlsx", FormID: "petit", Version: "2", Title: "Petit",
		Workbook: workbookOf(h, versionTwo), Files: png, SavedAt: opening,
	}
	must(h, h.store.SaveDraft(h.Context(), d, founder))
	return d
}

// versionTwo changes the small form: a label, a condition, a list, a question
// less and two more, one of which is not asked here.
var versionTwo = strings.NewReplacer(
	"Combien ?             |", "Combien de situations ? |",
	". > 0 and . <= 500", ". > 0 and . <= 900",
	"| sante    | Santé   ", "| mairie   | Mairie  ",
	"| date         | jour     | Jour de la réunion    |", "| image        | photo    | Photo du lieu         |",
	"| petit        | Petit questionnaire | 1 ", "| petit        | Petit questionnaire | 2 ",
).Replace(smallForm)

// sent is a file of an upload.
type sent struct {
	name    string
	content []byte
}

// attach posts files as a browser's form does.
func (b *browser) attach(path string, fields url.Values, files ...sent) reply {
	b.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for name, values := range fields {
		must(b, form.WriteField(name, values[0]))
	}
	for _, f := range files {
		part, err := form.CreateFormFile("fichiers", f.name)
		must(b, err)
		_, err = part.Write(f.content)
		must(b, err)
	}
	must(b, form.Close())
	return b.do(http.MethodPost, path, form.FormDataContentType(), &body)
}

const own = "/reseaux/lunel/questionnaires"

// trialOf gives the path of the test link on a draft's page.
func (r reply) trialOf() string {
	r.tb.Helper()
	found := regexp.MustCompile(`/essai/lunel-\w+`).FindString(r.body)
	if found == "" {
		r.tb.Fatalf("no test link:\n%s", r.text())
	}
	return found
}

func TestForm_wholeLife(t *testing.T) {
	h := newHouse(t)
	b := h.lead("lunel")
	before := complete(b.get(q(h.lunel)).fields("questionnaire"))
	check := b.post(q(h.lunel), set(before, "structure", "sante")).want(http.StatusOK)
	b.post(q(h.lunel), set(check.fields("verification"), ":do", "envoyer")).want(http.StatusSeeOther)

	// A draft with faults: listed, kept, neither tried nor published.
	faulty := workbookOf(t, strings.Replace(versionTwo, "${repere} = 'oui'", "${repare} = 'oui'", 1))
	draft := b.attach(own, nil, sent{"petit.xlsx", faulty}).want(http.StatusSeeOther).header.Get("Location")
	page := b.get(draft).want(http.StatusOK, "1 erreur à corriger", "Feuille survey, ligne 6, colonne relevant", "repare", "remarque")
	if strings.Contains(page.body, "/essai/") || strings.Contains(page.text(), "Publier…") {
		t.Error("a draft with faults can be tried or published")
	}
	b.get(draft+"/publier").want(http.StatusConflict, "il ne peut pas être publié")
	b.post(draft+"/publier", url.Values{"confirme": {"oui"}}).want(http.StatusConflict)
	b.get(own).want(http.StatusOK, "1 erreur")

	// Replaced: the test link works, and keeps nothing but a line of audit.
	workbook := workbookOf(t, versionTwo)
	b.attach(draft, nil, sent{"petit-2.xlsx", workbook}).want(http.StatusSeeOther)
	trial := b.get(draft).want(http.StatusOK, "petit-2.xlsx", "version 2").trialOf()
	h.tryOut(t, trial)

	// Published: what is not asked is accepted first.
	publication := b.get(draft+"/publier").want(http.StatusOK, "1 question ne sera pas posée", "Photo du lieu", "Une image ou un fichier peut montrer",
		"Ce qui change depuis la version 1")
	fields := publication.fields("publication")
	b.post(draft+"/publier", fields).want(http.StatusUnprocessableEntity, "Cochez la case")
	b.post(draft+"/publier", set(url.Values{}, "confirme", "oui", "vu", "1")).want(http.StatusConflict, "remplacé depuis")
	version := b.post(draft+"/publier", set(fields, "confirme", "oui")).want(http.StatusSeeOther).header.Get("Location")
	b.get(draft).want(http.StatusNotFound)
	b.get(trial).want(http.StatusNotFound)
	if got := b.get(version + "/classeur.xlsx").want(http.StatusOK); got.body != string(workbook) {
		t.Error("the workbook is not the one that was uploaded")
	}

	// An open campaign passes to it, and the answer received stays.
	change := b.get(version).want(http.StatusOK, "Besoins 2026").elements("a", "href", campaignPath(h.lunel)+"/questionnaire/"+version[strings.LastIndex(version, "/")+1:])
	if len(change) != 1 {
		t.Fatalf("the open campaign is not offered")
	}
	at, _ := attribute(change[0], "href")
	b.get(at).want(http.StatusOK, "1 réponse", "Combien de situations ?", "Condition de validité", "Choix ajoutés : Mairie",
		"Choix retirés : Santé", "Jour de la réunion", "Réponses déjà reçues non reprises", "Réponses déjà reçues conservées")
	b.post(at, url.Values{"depuis": {"0"}}).want(http.StatusConflict, "Version déjà changée")
	b.post(at, url.Values{"depuis": {"1"}}).want(http.StatusSeeOther)
	b.get(at).want(http.StatusOK, "déjà cette version")
	b.get(q(h.lunel)).want(http.StatusOK, "Combien de situations ?")
	h.restoredUnderVersionTwo(t)

	// And a new campaign uses it.
	code := version[strings.LastIndex(version, "/")+1:]
	b.get("/reseaux/lunel/nouvelle?questionnaire="+code).want(http.StatusOK, "Questionnaire du réseau, version 2")
	b.start("titre", "Neuve", "questionnaire", code).want(http.StatusSeeOther)
}

// tryOut answers a trial as anybody with the link.
func (h *house) tryOut(t *testing.T, trial string) {
	t.Helper()
	anybody := h.browser()
	page := anybody.get(trial).want(http.StatusOK, "Essai – vos réponses seront jugées", "Combien de situations ?")
	if len(page.elements("p", "class", "watermark")) != 1 || strings.Contains(page.body, "J’ai déjà répondu") {
		t.Error("the trial is not marked, or leads to receipts")
	}
	fields := set(complete(page.fields("questionnaire")), "structure", "mairie")
	anybody.post(trial, set(fields, "nombre", "1000")).want(http.StatusUnprocessableEntity, "Essai")
	check := anybody.post(trial, set(fields, "nombre", "7")).want(http.StatusOK, "Vérifiez vos réponses")
	if len(check.elements("p", "class", "watermark")) != 1 {
		t.Error("the check page of a trial is not marked")
	}
	before, noted := h.responses(h.lunel), h.noted()
	anybody.post(trial, set(check.fields("verification"), ":do", "envoyer")).want(http.StatusOK, "Rien n’en a été gardé", "nombre", "7")
	if after := h.responses(h.lunel); after != before {
		t.Errorf("a trial left %d responses", after-before)
	}
	if e := noted.entries; len(e) != 1 || e[0].Action != "form.trial" || e[0].At.Hour() != 0 || e[0].Agent != "" {
		t.Errorf("audit: %+v", e)
	}
}

// restoredUnderVersionTwo reads the answer given under version 1.
func (h *house) restoredUnderVersionTwo(t *testing.T) {
	t.Helper()
	campaign, err := h.store.Campaign(t.Context(), "lunel", h.lunel.ID)
	must(t, err)
	form, err := h.server.forms.of(t.Context(), campaign)
	must(t, err)
	for stored, err := range h.store.Responses(t.Context(), "lunel", campaign.ID) {
		must(t, err)
		response, err := form.Restore(stored.InstanceID, stored.Day, stored.Answers)
		must(t, err)
		if got := response.Answers().Values["structure"]; got != "sante" {
			t.Errorf("the choice that the list has lost: %q", got)
		}
	}
}

func TestForm_sameVersionOtherContent(t *testing.T) {
	h := newHouse(t)
	b := h.lead("lunel")
	changed := workbookOf(t, strings.Replace(smallForm, "Combien ?", "Combien donc ?", 1))
	draft := b.attach(own, nil, sent{"petit.xlsx", changed}).header.Get("Location")
	page := b.get(draft+"/publier").want(http.StatusOK, "Cette version existe déjà", "Changez « version » dans la feuille settings")
	b.post(draft+"/publier", page.fields("publication")).want(http.StatusConflict, "Cette version existe déjà avec un autre contenu")
}

func TestForm_staysInItsNetwork(t *testing.T) {
	h := newHouse(t)
	d := h.exampleDraft()
	other := h.lead("beziers")
	elsewhere := "/reseaux/beziers/questionnaires/brouillons/" + d.ID
	for _, path := range []string{draftPath(d), elsewhere, elsewhere + "/publier", elsewhere + "/classeur.xlsx"} {
		other.get(path).want(http.StatusNotFound)
	}
	other.post(elsewhere+"/supprimer", nil).want(http.StatusNotFound)
	other.post(elsewhere+"/publier", url.Values{"confirme": {"oui"}}).want(http.StatusNotFound)
	h.lead("lunel").post(draftPath(d)+"/supprimer", nil).want(http.StatusSeeOther)
	h.browser().get(trialPath(d.Link)).want(http.StatusNotFound)
}

const picturesForm = `
| survey  |                                |        |                                |                 |
|         | type                           | name   | label                          | media::image    |
|         | select_one_from_file lieux.csv | lieu   | Où <script>alert('q')</script>ça ? | plan.png        |
|         | select_one s                   | image  | Une image ?                    |                 |
| choices |                                |        |                                |                 |
|         | list_name                      | name   | label                          | media::image    |
|         | s                              | a      | A                              | choix a.png     |
| settings |                               |        |                                |                 |
|         | form_id                        | form_title | version                    |                 |
|         | images                         | "><img src=x onerror=alert(1)> | 1      |                 |
`

func TestForm_filesAndPictures(t *testing.T) {
	h := newHouse(t)
	b := h.lead("lunel")
	workbook := sent{"images.xlsx", workbookOf(t, picturesForm)}
	draft := b.attach(own, nil, workbook).want(http.StatusSeeOther).header.Get("Location")
	b.get(draft).want(http.StatusOK, "3 erreurs à corriger", "lieux.csv", "plan.png", "choix a.png")

	lieux := sent{"lieux.csv", []byte("name;label\nm;Mairie <b>en gras</b>\nc;Coll\xe8ge\n")}
	b.attach(draft, nil, lieux, sent{"plan.png", onePixel}).want(http.StatusSeeOther)
	b.get(draft).want(http.StatusOK, "1 erreur à corriger", "choix a.png")
	b.attach(draft, url.Values{"garder": {"oui"}}, sent{"choix a.png", onePixel}).want(http.StatusSeeOther)
	page := b.get(draft).want(http.StatusOK, "Essayer maintenant", "choix a.png, lieux.csv, plan.png")
	if strings.Contains(page.body, "<img src=x") {
		t.Error("the title of a form is markup")
	}
	trial := page.trialOf()
	form := b.get(trial).want(http.StatusOK, "Collège", "Mairie en gras", "Où ça ?")
	if strings.Contains(form.body, "<script>alert") || !strings.Contains(form.body, "Mairie <strong>en gras</strong>") || strings.Contains(form.body, "<img src=x") {
		t.Error("a label is more than the markup that it may have")
	}
	for _, name := range []string{"/media/plan.png", "/media/choix%20a.png"} {
		if len(form.elements("img", "src", trial+name)) != 1 {
			t.Errorf("%s is not on the page", name)
		}
		wantPicture(t, b.get(trial+name))
	}
	b.get(trial + "/media/lieux.csv").want(http.StatusNotFound)
	b.get(trial + "/media/rien.png").want(http.StatusNotFound)

	version := b.post(draft+"/publier", b.get(draft+"/publier").fields("publication")).want(http.StatusSeeOther).header.Get("Location")
	if got := b.get(version + "/fichiers/lieux.csv").want(http.StatusOK); got.body != string(lieux.content) || got.header.Get("X-Content-Type-Options") != "nosniff" {
		t.Error("the file is not the one that was uploaded")
	}
	campaign := b.start("titre", "Images", "questionnaire", version[strings.LastIndex(version, "/")+1:]).want(http.StatusSeeOther).header.Get("Location")
	b.post(campaign+"/ouvrir", nil).want(http.StatusSeeOther)
	link := regexp.MustCompile(`/q/lunel-\w+`).FindString(b.get(campaign).body)
	h.browser().get(link).want(http.StatusOK, "Collège")
	wantPicture(t, h.browser().get(link+"/media/plan.png"))
	h.browser().get(link + "/media/lieux.csv").want(http.StatusNotFound)
}

func wantPicture(t *testing.T, r reply) {
	t.Helper()
	r.want(http.StatusOK)
	if r.body != string(onePixel) || r.header.Get("Content-Type") != "image/png" || r.header.Get("X-Content-Type-Options") != "nosniff" ||
		r.header.Get("Content-Security-Policy") != "default-src 'none'; sandbox" {
		t.Errorf("picture: %d bytes, %v", len(r.body), r.header)
	}
}

func TestForm_refusedUploads(t *testing.T) {
	h := newHouse(t)
	b := h.lead("lunel")
	good := workbookOf(t, versionTwo)
	for name, c := range map[string]struct {
		files  []sent
		status int
		says   string
	}{
		"nothing":       {nil, 422, "Joignez un classeur"},
		"a CSV alone":   {[]sent{{"l.csv", []byte("a\n1\n")}}, 422, "Joignez un classeur"},
		"two workbooks": {[]sent{{"a.xlsx", good}, {"b.xlsx", good}}, 422, "un seul classeur"},
		"twins":         {[]sent{{"a.xlsx", good}, {"l.csv", []byte("a")}, {"l.csv", []byte("b")}}, 422, "Deux fichiers joints"},
		"a text":        {[]sent{{"a.xlsx", []byte("ceci n’est pas un classeur")}}, 422, "Rien n’a été enregistré"},
		"an old .xls":   {[]sent{{"a.xls", append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), make([]byte, 600)...)}}, 422, ".xlsx"},
		"ten megabytes": {[]sent{{"a.xlsx", bytes.Repeat([]byte("PK\x03\x04"), 10<<18)}}, 422, "Rien n’a été enregistré"},
		"thirteen":      {[]sent{{"a.xlsx", bytes.Repeat([]byte("PK\x03\x04"), 13<<18)}}, 413, "dépasse la taille acceptée"},
		"a bomb":        {[]sent{{"a.xlsx", bomb(t)}}, 422, "Rien n’a été enregistré"},
	} {
		start := time.Now()
		b.attach(own, nil, c.files...).want(c.status, c.says)
		if took := time.Since(start); took > runaway {
			t.Errorf("%s: answered after %v", name, took)
		}
	}
	drafts, err := h.store.Drafts(t.Context(), "lunel")
	must(t, err)
	if len(drafts) != 0 {
		t.Errorf("%d refused uploads are kept", len(drafts))
	}
	b.post(own, nil).want(http.StatusBadRequest)
}

func TestCatalogue_isDownloadedAndListed(t *testing.T) {
	h := newHouse(t)
	b := h.lead("lunel")
	if at := b.get("/questionnaires").want(http.StatusSeeOther).header.Get("Location"); at != own {
		t.Errorf("a lead of one network is sent to %s", at)
	}
	entry := h.server.Catalogue[0]
	const link = `href="/questionnaires/` + catalogue.TemplateFile + `"`
	if page := b.get(own).want(http.StatusOK, entry.Title); !strings.Contains(page.body, link) {
		t.Errorf("the network's page has no %s", link)
	}
	if got := b.get("/questionnaires/" + entry.File).want(http.StatusOK); sha256.Sum256([]byte(got.body)) != sha256.Sum256(entry.Bytes()) {
		t.Error("the catalogue's workbook is changed")
	}
	if got := b.get("/questionnaires/" + catalogue.TemplateFile).want(http.StatusOK); got.body != string(catalogue.Template()) {
		t.Error("the template is changed")
	}
	b.get("/questionnaires/rien.xlsx").want(http.StatusNotFound)
	h.addAgent(survey.Agent{Login: "deux", Name: "Deux", Role: survey.RoleLead, Networks: []string{"lunel", "beziers"}})
	page := h.lead("deux").get("/questionnaires").want(http.StatusOK, "Réseau de lunel", "Réseau de beziers", entry.Title)
	if !strings.Contains(page.body, link) {
		t.Errorf("the catalogue's page has no %s", link)
	}
}

// CONSTAT_SHOTS names a folder where pictures of the pages are wanted.
func TestForm_pagesAreDrawn(t *testing.T) {
	h := newHouse(t)
	d := h.exampleDraft()
	b := h.lead("lunel")
	faulty := b.attach(own, nil, sent{"atelier.xlsx", workbookOf(t, strings.NewReplacer("${repere}", "${repare}", "| integer      |", "| entier       |", "version ", "version").Replace(versionTwo))}).header.Get("Location")
	code := survey.FormVersion{FormID: "petit", Version: "1"}.Code()
	pages := map[string]string{
		"questionnaires": own, "draft": draftPath(d), "faulty": faulty, "publish": draftPath(d) + "/publier",
		"version": own + "/versions/" + code, "change": campaignPath(h.lunel) + "/questionnaire/" + code, "trial": trialPath(d.Link),
		"new": "/reseaux/lunel/nouvelle",
	}
	folder := os.Getenv("CONSTAT_SHOTS")
	tab := h.tab(360, 800)
	tab.open("/connexion")
	tab.js(`(document.querySelector('[name=login]').value = 'lunel', document.querySelector('[name=mot-de-passe]').value = '` + goodPassword + `', document.querySelector('main form').submit(), 1)`)
	tab.until(`location.pathname.startsWith('/reseaux')`)
	for name, path := range pages {
		tab.open(path)
		if n := tab.js("document.querySelectorAll('h1').length"); n != "1" {
			t.Errorf("%s has %s first headings", name, n)
		}
		if over := tab.js("document.documentElement.scrollWidth - document.documentElement.clientWidth"); over != "0" {
			t.Errorf("%s overflows by %s px at 360", name, over)
		}
		tab.calm()
		if folder != "" {
			tab.shoot(filepath.Join(folder, "form-"+name))
		}
	}
}

// shoot takes the page whole, on a phone and on a desk, by day and by night.
func (b *tab) shoot(name string) {
	b.Helper()
	for _, width := range []int64{360, 1280} {
		b.do(chromedp.EmulateViewport(width, 900))
		for _, theme := range []string{"light", "dark"} {
			b.prefer(theme)
			picture, err := chromedp.Run(b.ctx, chromedp.FullScreenshot(80))
			must(b, err)
			must(b, os.WriteFile(fmt.Sprintf("%s-%d-%s.jpg", name, width, theme), picture, 0o600))
		}
	}
	b.do(chromedp.EmulateViewport(360, 900))
}

// bomb is a workbook whose sheet unzips to more than is read.
func bomb(t *testing.T) []byte {
	t.Helper()
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	for name, size := range map[string]int{"[Content_Types].xml": 10, "xl/workbook.xml": 10, "xl/worksheets/sheet1.xml": 80 << 20} {
		part, err := archive.Create(name)
		must(t, err)
		_, err = part.Write(bytes.Repeat([]byte(" "), size))
		must(t, err)
	}
	must(t, archive.Close())
	return out.Bytes()
}

// runaway is far above the second that a refusal may take: it catches what
// never ends, not a busy machine.
const runaway = 20 * time.Second

// A questionnaire without a title is not called by its file's name, whether it
// can be read or not; its campaign has the title that the lead gives.
func TestDraft_fileNameIsNoTitle(t *testing.T) {
	h := newHouse(t)
	b := h.lead("lunel")
	untitled := strings.Replace(smallForm, "| petit        | Petit questionnaire | 1 ", "|              |                     | 1 ", 1)
	faulty := strings.Replace(untitled, "| integer      | nombre ", "| entier       | nombre ", 1)
	for name, each := range map[string]struct{ table, title, hint string }{
		"untitled": {untitled, "Questionnaire sans titre", "n’a pas de titre"},
		"faulty":   {faulty, "Questionnaire à corriger", "erreur à corriger"},
	} {
		at := b.attach("/reseaux/lunel/questionnaires", nil, sent{"bad.xlsx", workbookOf(t, each.table)}).want(http.StatusSeeOther).header.Get("Location")
		page := b.get(at).want(http.StatusOK, each.title, "Fichier bad.xlsx", each.hint)
		for _, tag := range []string{"h1", "title"} {
			for _, heading := range page.elements(tag, "", "") {
				if text := textOf(heading); strings.Contains(text, "bad") {
					t.Errorf("%s: %s says %q", name, tag, text)
				}
			}
		}
		if list := b.get("/reseaux/lunel/questionnaires").text(); !strings.Contains(list, each.title) {
			t.Errorf("%s: the list says %s", name, list)
		}
	}
}

func textOf(n *html.Node) string {
	var text strings.Builder
	walkHTML(n, func(n *html.Node) bool {
		if n.Type == html.TextNode {
			text.WriteString(n.Data)
		}
		return true
	})
	return text.String()
}

package web

import (
	"io/fs"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/net/html"
)

// copyFiles gives the templates in memory, for tests that break them.
func copyFiles(t *testing.T, files fs.FS) fstest.MapFS {
	t.Helper()
	copied := fstest.MapFS{}
	must(t, fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := fs.ReadFile(files, name)
		copied[name] = &fstest.MapFile{Data: content}
		return err
	}))
	return copied
}

func TestPages_incompleteSetStopsTheStart(t *testing.T) {
	h := newHouse(t)
	whole := copyFiles(t, templateFiles)
	if _, err := newPages(whole, h.server.functions()); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(fstest.MapFS){
		"missing page":        func(f fstest.MapFS) { delete(f, "templates/pages/home.html") },
		"undeclared page":     func(f fstest.MapFS) { f["templates/pages/extra.html"] = &fstest.MapFile{Data: []byte("x")} },
		"missing question":    func(f fstest.MapFS) { delete(f, "templates/questions/date.html") },
		"undeclared question": func(f fstest.MapFS) { f["templates/questions/extra.html"] = &fstest.MapFile{Data: []byte("x")} },
		"broken page":         func(f fstest.MapFS) { f["templates/pages/home.html"] = &fstest.MapFile{Data: []byte("{{if}}")} },
	} {
		files := copyFiles(t, templateFiles)
		change(files)
		if _, err := newPages(files, h.server.functions()); err == nil {
			t.Errorf("%s: the service starts", name)
		}
	}
}

// breakable finds an ordinary space where French typography wants one that
// does not break, and a sign that has none.
var breakable = regexp.MustCompile(`\S [:;!?»](\s|$)|« |[\p{L}\d)][;!?»](\s|$)`)

func TestTemplates_typography(t *testing.T) {
	tags := regexp.MustCompile(`(?s)<script.*?</script>|<[^>]*>|\{\{.*?\}\}`)
	must(t, fs.WalkDir(templateFiles, "templates", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		source, err := fs.ReadFile(templateFiles, name)
		text := html.UnescapeString(tags.ReplaceAllString(string(source), ""))
		for line := range strings.Lines(text) {
			if found := breakable.FindString(strings.TrimSpace(line)); found != "" {
				t.Errorf("%s: %q in %q", name, found, strings.TrimSpace(line))
			}
			if strings.Contains(line, "'") {
				t.Errorf("%s: a straight apostrophe in %q", name, strings.TrimSpace(line))
			}
		}
		return err
	}))
}

// TestPages_areAccessible checks on every page what a test without a browser
// can: one h1, labels for controls, no id twice, legends, no inline script or
// style, descriptions that exist, a title.
func TestPages_areAccessible(t *testing.T) {
	h := newHouse(t)
	visitor, lead := h.browser(), h.lead("lunel")
	fields := complete(visitor.get(q(h.lunel)).fields("questionnaire"))
	check := visitor.post(q(h.lunel), set(fields, "libre", "Mme Durand"))
	receipt := visitor.post(q(h.lunel), set(check.fields("verification"), ":do", "envoyer", ":confirme", "oui")).want(http.StatusSeeOther).header.Get("Location")
	campaign := campaignPath(h.lunel)
	for name, page := range map[string]reply{
		"home": visitor.get("/"), "numbers": visitor.get("/numeros-utiles"), "information": visitor.get("/informations"),
		"questionnaire": visitor.get(q(h.lunel)), "errors": visitor.post(q(h.lunel), set(fields, "nombre", "x", "structure", "")), "check": check,
		"receipt": visitor.get(receipt), "correction": visitor.get(receipt + "/corriger"), "withdrawal": visitor.get(receipt + "/retirer"),
		"find": visitor.get(q(h.lunel) + "/recu"), "find, wrong": visitor.post(q(h.lunel)+"/recu", url.Values{"code": {"1"}}),
		"sign-in": visitor.get("/connexion"), "sign-in, wrong": visitor.post("/connexion", nil), "404": visitor.get("/rien"),
		"network": lead.get("/reseaux/lunel"), "territory": lead.get("/reseaux/lunel/territoire"), "new": lead.get("/reseaux/lunel/nouvelle"),
		"campaign": lead.get(campaign), "closing": lead.get(campaign + "/fermer"), "poster": lead.get(campaign + "/affiche"),
	} {
		page.accessible(t, name)
	}
}

func (r reply) accessible(t *testing.T, name string) {
	t.Helper()
	if n := len(r.elements("h1", "", "")); n != 1 {
		t.Errorf("%s has %d h1", name, n)
	}
	labelled, ids := map[string]bool{}, map[string]int{}
	for _, n := range r.elements("", "id", "*") {
		id, _ := attribute(n, "id")
		if ids[id]++; ids[id] == 2 {
			t.Errorf("%s: id %q twice", name, id)
		}
	}
	for _, n := range r.elements("label", "for", "*") {
		id, _ := attribute(n, "for")
		labelled[id] = true
		if ids[id] == 0 {
			t.Errorf("%s: a label for %q, which does not exist", name, id)
		}
	}
	walkHTML(r.doc, func(n *html.Node) bool {
		if n.Type != html.ElementNode {
			return true
		}
		for _, reference := range []string{"aria-describedby", "aria-labelledby"} {
			value, _ := attribute(n, reference)
			for _, id := range strings.Fields(value) {
				if ids[id] == 0 {
					t.Errorf("%s: %s names %q, which does not exist", name, reference, id)
				}
			}
		}
		for _, a := range n.Attr {
			if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
				t.Errorf("%s: inline %s", name, a.Key)
			}
		}
		kind, _ := attribute(n, "type")
		id, _ := attribute(n, "id")
		_, named := attribute(n, "aria-label")
		inLabel := n.Parent != nil && n.Parent.Data == "label"
		hidden, _ := attribute(n, "aria-hidden")
		control := n.Data == "select" || n.Data == "textarea" || n.Data == "input" && kind != "hidden"
		if control && !labelled[id] && !named && !inLabel && hidden != "true" {
			t.Errorf("%s: a control without a label: %v", name, n.Attr)
		}
		return true
	})
	if titles := r.elements("title", "", ""); len(titles) == 0 || !strings.Contains(titles[0].FirstChild.Data, " – Constat") {
		t.Errorf("%s: title", name)
	}
}

func TestDemo_isSaidOnEveryPage(t *testing.T) {
	h := newHouseWith(t, workbookOf(t, smallForm), func(c *Config) { c.Demo = true; c.DemoSignIn = SignIn{"lunel", "regie", goodPassword} })
	b := h.lead("lunel")
	for _, path := range []string{"/", q(h.lunel), "/nulle-part", "/reseaux/lunel", campaignPath(h.lunel), "/numeros-utiles"} {
		if page := b.get(path); !strings.Contains(page.text(), "Données fictives") {
			t.Errorf("%s does not say it", path)
		}
	}
	h.browser().get("/connexion").want(http.StatusOK, "Données fictives", "regie (coordination du département)", goodPassword)
	real := newHouse(t)
	if text := real.browser().get("/connexion").text(); strings.Contains(text, "Démonstration") {
		t.Error("the demonstration's sign-in shows on a real service")
	}
}

package web

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"constat/survey"
	"constat/survey/xlsform"
)

// TestForms_render lays out the answer page of real forms, written by others:
// CONSTAT_FORMS, or ../shared/forms beside the repository. Without them there
// is nothing more to prove than the other tests do.
func TestForms_render(t *testing.T) {
	folder := os.Getenv("CONSTAT_FORMS")
	if folder == "" {
		folder = filepath.Join("..", "..", "shared", "forms")
	}
	files, err := filepath.Glob(filepath.Join(folder, "*.xlsx"))
	must(t, err)
	if len(files) == 0 {
		t.Logf("no form in %s", folder)
		return
	}
	h := newHouse(t)
	rendered := 0
	for _, file := range files {
		content, err := os.ReadFile(file)
		must(t, err)
		form, err := xlsform.Read(bytes.NewReader(content))
		if err != nil {
			continue // refused for a reason that package xlsform's tests judge
		}
		h.renderForm(t, filepath.Base(file), form)
		rendered++
	}
	t.Logf("%d of %d forms rendered", rendered, len(files))
}

func (h *house) renderForm(t *testing.T, name string, form *survey.Form) {
	t.Helper()
	a := &answering{
		campaign: survey.Campaign{Link: "lien", Title: name}, form: form, instance: "0",
		occasion: survey.Occasion{Now: opening, Zone: h.server.Zone, Language: form.DefaultLanguage},
	}
	logic, err := a.logic()
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return
	}
	p := questionnairePage{Title: "Questionnaire", Action: a.path(), Link: "lien", Logic: logic}
	laid, err := a.layout(nil)
	must(t, err)
	p.Intro, p.Sections = sections(laid)
	var page bytes.Buffer
	if err := h.server.pages.byName["questionnaire"].ExecuteTemplate(&page, "layout.html", view{Title: "Questionnaire", Page: p}); err != nil {
		t.Errorf("%s: %v", name, err)
		return
	}
	doc, err := html.Parse(strings.NewReader(page.String()))
	must(t, err)
	reply{tb: t, body: page.String(), doc: doc}.accessible(t, name)
}

package web

import (
	"bytes"
	"crypto/rand"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"constat/survey"
	"constat/survey/territory"
	"constat/web/french"
)

// stage serves the answer page of one form from memory: no database, no
// campaign. What it posts comes back as the service would write it.
type stage struct {
	testing.TB
	server *Server
	site   *httptest.Server
	form   *survey.Form
	answer survey.Answers // what the page starts with
}

// stageLink is the only page.
const stageLink = "/q/scene"

func newStage(tb testing.TB) *stage {
	tb.Helper()
	paris, err := time.LoadLocation("Europe/Paris")
	must(tb, err)
	s := &stage{TB: tb}
	s.server, err = New(Config{
		Store: struct{ survey.Store }{}, Diagnostics: &diagnosticsStub{}, Carried: carried, Geography: testGeography(), BaseURL: "http://localhost",
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Clock: func() time.Time { return opening }, Random: rand.Reader, Zone: paris,
	})
	must(tb, err)
	mux := http.NewServeMux()
	mux.Handle("/static/", s.server.Handler())
	mux.HandleFunc(stageLink, s.show)
	s.site = httptest.NewServer(mux)
	tb.Cleanup(s.site.Close)
	return s
}

func (s *stage) tab(width, height int) *tab { return openTab(s, s.site.URL, width, height) }

// play opens a form's page and waits for its modules.
func (s *stage) play(b *tab, form *survey.Form) {
	s.Helper()
	s.form = form
	b.open(stageLink)
	b.ready()
}

func (s *stage) occasion() survey.Occasion {
	return survey.Occasion{Now: opening, Zone: s.server.Zone, Language: s.form.DefaultLanguage, Carried: map[string]string{
		"territoire": "lunel", "territoire_communes": strings.Join(communes34(), " "),
	}}
}

func communes34() []string {
	var codes []string
	for _, e := range territory.Herault().EPCIs() {
		for _, c := range territory.Herault().CommunesOf(e.Code) {
			codes = append(codes, c.Code)
		}
	}
	return codes
}

func (s *stage) answering() *answering {
	a := &answering{
		campaign: survey.Campaign{Link: "scene", Title: "Essai"}, network: survey.Network{Name: "Réseau"}, form: s.form,
		occasion: s.occasion(), answers: s.answer,
	}
	a.resume(uuid.MustParse("6f9f0d29-6a4c-4f3f-8d0f-5f3a5b0f8f11"))
	return a
}

func (s *stage) show(w http.ResponseWriter, r *http.Request) {
	a := s.answering()
	a.speak(r.URL.Query().Get(fieldLanguage))
	fresh := r.Method == http.MethodGet
	if !fresh {
		err := r.ParseForm()
		if err = errors.Join(err, a.read(r.PostForm)); err != nil {
			s.Error(err)
		}
		if verb, path, _ := strings.Cut(r.PostForm.Get(fieldDo), " "); verb == "ajouter" {
			a.addInstance(path)
		}
	}
	for name, value := range securityHeaders {
		w.Header().Set(name, value)
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write(s.page(a, fresh))
}

func (s *stage) page(a *answering, fresh bool) []byte {
	logic, err := a.logic()
	must(s, err)
	p := questionnairePage{
		Action: a.action(), Languages: languages(a), Link: "scene", Draft: a.path(), Title: "Essai", Network: "Réseau",
		Instance: a.instance, Fresh: fresh, Day: s.server.today(), Logic: logic, Phrases: french.Browser(),
	}
	laid, err := a.layout(nil)
	must(s, err)
	p.Intro, p.Sections = sections(laid)
	p.Folded = folded(p.Intro)
	a.illustrate(p.Intro)
	for i := range p.Sections {
		a.illustrate(p.Sections[i].Fields)
	}
	var b bytes.Buffer
	v := view{Title: "Questionnaire", Exit: true, Page: p, Scripts: []string{"js/form.js"}}
	must(s, s.server.pages.byName["questionnaire"].ExecuteTemplate(&b, "layout.html", v))
	return b.Bytes()
}

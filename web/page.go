package web

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"path"
	"sort"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/gin-gonic/gin"

	"constat/survey"
	"constat/survey/markup"
	"constat/web/french"
)

//go:embed templates
var templateFiles embed.FS

// pageNames is every page; each has its file under templates/pages, and each
// file there is declared here.
var pageNames = []string{
	"home", "numbers", "information", "failed", "unreceived",
	"questionnaire", "check", "receipt", "find_receipt", "withdrawal", "withdrawn",
	"signin", "invitation",
	"networks", "network", "territory", "journal", "new_campaign", "campaign", "settings", "closing", "poster",
	"department", "wave", "publishing", "edition", "register",
	"catalogue", "questionnaires", "draft", "publish", "version", "change", "trial",
}

// view is what every page has; Page is what this one adds, a struct of its own.
type view struct {
	Title   string // in the browser's tab: never an answer, never a subject a neighbour could read
	Error   bool   // prefixes the title with « Erreur : »
	Exit    bool   // offers to leave quickly
	Demo    bool
	Trial   bool // an answer page whose answers are thrown away
	Agent   *survey.Agent
	Scripts []string // modules under static/js
	Modules []string // that the scripts ask for because of what is on the page
	Page    any
}

func (s *Server) view(c *gin.Context, title string) view {
	return view{Title: title, Demo: s.Demo, Agent: agentOf(c)}
}

// pages holds the parsed templates: the layout, the partials and the
// questions, cloned once per page.
type pages struct {
	byName map[string]*template.Template
	shared *template.Template
}

func newPages(files fs.FS, functions template.FuncMap) (*pages, error) {
	p := &pages{byName: make(map[string]*template.Template, len(pageNames))}
	shared := template.New("layout.html").Option("missingkey=error").Funcs(functions)
	// A question's template is chosen by name while the page is written: the
	// table of controls stays a table (controls.go).
	shared.Funcs(template.FuncMap{"control": func(name string, data any) (template.HTML, error) { return p.execute(name, data) }})
	shared, err := shared.ParseFS(files, "templates/layout.html", "templates/partials/*.html", "templates/questions/*.html")
	if err != nil {
		return nil, err
	}
	p.shared = template.Must(shared.Clone())
	for _, name := range pageNames {
		clone, err := shared.Clone()
		if err != nil {
			return nil, err
		}
		if p.byName[name], err = clone.ParseFS(files, "templates/pages/"+name+".html"); err != nil {
			return nil, fmt.Errorf("page %s: %w", name, err)
		}
	}
	return p, p.declared(files)
}

// declared fails on a file that no page and no control uses.
func (p *pages) declared(files fs.FS) error {
	found, err := fs.Glob(files, "templates/pages/*.html")
	if err != nil {
		return err
	}
	for _, file := range found {
		if p.byName[strings.TrimSuffix(path.Base(file), ".html")] == nil {
			return fmt.Errorf("%s is declared by no page", file)
		}
	}
	used := map[string]bool{}
	for _, name := range controlNames() {
		if p.shared.Lookup(name) == nil {
			return fmt.Errorf("control %s has no template", name)
		}
		used[name] = true
	}
	questions, err := fs.Glob(files, "templates/questions/*.html")
	if err != nil {
		return err
	}
	sort.Strings(questions)
	for _, file := range questions {
		if !used[path.Base(file)] {
			return fmt.Errorf("%s is used by no question", file)
		}
	}
	return nil
}

// execute runs one shared template by name. Its result has been escaped by
// html/template for the place where all of them are used: between elements.
func (p *pages) execute(name string, data any) (template.HTML, error) {
	var b strings.Builder
	if err := p.shared.ExecuteTemplate(&b, name, data); err != nil {
		return "", err
	}
	return template.HTML(b.String()), nil
}

// render writes a page whole or not at all.
func (s *Server) render(c *gin.Context, status int, name string, v view) error {
	t, found := s.pages.byName[name]
	if !found {
		return fmt.Errorf("page %s is not declared", name)
	}
	var b bytes.Buffer
	if err := t.ExecuteTemplate(&b, "layout.html", v); err != nil {
		return fmt.Errorf("render %s: %w", name, err)
	}
	c.Data(status, "text/html; charset=utf-8", b.Bytes())
	return nil
}

// seeOther sends the browser to another page after an act.
func seeOther(c *gin.Context, target string) error {
	c.Redirect(http.StatusSeeOther, target)
	return nil
}

// functions are what templates may call.
func (s *Server) functions() template.FuncMap {
	return template.FuncMap{
		"quickExit": func() string { return quickExit },

		"asset": s.assets.address,
		"waves": s.assets.preloaded,
		"day":   func(t time.Time) string { return frenchDay(t.In(s.Zone)) },
		"count": count,
		"add":   func(a, b int) int { return a + b },
		"rich":  markup.Text.HTML,
		"words": plainWords,
		"bar":   barLength,

		"reason": reason,
		// html/template trusts few address schemes; these come from a table.
		"dial": func(n french.UsefulNumber) template.URL { return template.URL(n.Dial) },
	}
}

// reason makes a sentence of where a territory comes from; the files write
// « hypothèse : … » in front, which the page has already said.
func reason(source string) string {
	_, after, found := strings.Cut(source, ":")
	if !found {
		after = source
	}
	after = strings.TrimRight(strings.TrimSpace(after), ".")
	if after == "" {
		return ""
	}
	first, size := utf8.DecodeRuneInString(after)
	return string(unicode.ToUpper(first)) + after[size:] + "."
}

var months = [...]string{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"}

// frenchDay writes 24 novembre 2026, and 1er for the first of a month, in one
// piece.
func frenchDay(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	day := fmt.Sprint(t.Day())
	if t.Day() == 1 {
		day = "1er"
	}
	return fmt.Sprintf("%s\u00a0%s\u00a0%d", day, months[t.Month()-1], t.Year())
}

// count writes a number with its noun: « aucune réponse », « 1 réponse », « 2 réponses ».
func count(n int, none, one, many string) string {
	switch n {
	case 0:
		return none
	case 1:
		return "1\u00a0" + one
	}
	return frenchNumber(n) + "\u00a0" + many
}

// frenchNumber groups digits by three with no-break spaces.
func frenchNumber(n int) string {
	digits := fmt.Sprint(n)
	var b strings.Builder
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteRune('\u00a0')
		}
		b.WriteRune(d)
	}
	return b.String()
}

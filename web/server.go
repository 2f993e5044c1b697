package web

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/klauspost/compress/gzhttp"

	"constat/survey"
	"constat/survey/catalogue"
)

// Config is what the service needs from outside. Store, Diagnostics, Carried,
// BaseURL, Log, Clock, Random and Zone are required.
type Config struct {
	Store       survey.Store
	Geography   Geography
	Diagnostics Diagnostics
	// Carried is what a link tells a form about the network it was sent to.
	Carried   func(survey.Network) map[string]string
	Catalogue []catalogue.Entry

	// BaseURL is the address that goes on links and posters, without a final
	// slash: https://constat.example.
	BaseURL string
	// TrustedProxies lists the addresses whose X-Forwarded-For is believed;
	// none by default.
	TrustedProxies []string

	// Folder is where files of answers lie while they are sent; "" = the system's
	// temporary one.
	Folder string

	// Demo puts « Données fictives » on every page; DemoSignIn is what
	// /connexion then offers.
	Demo       bool
	DemoSignIn SignIn

	Log    *slog.Logger
	Clock  func() time.Time
	Random io.Reader
	Zone   *time.Location
}

// SignIn is a lead's login, a coordinator's and the password of both, for the
// demonstration only.
type SignIn struct {
	Login, Coordinator, Password string
}

// Diagnostics is what the pages need from analysis. It is declared here so
// that the pages can be served, and tested, without it.
type Diagnostics interface {
	// State tells of what a campaign's files are made, in a text that is cheap to
	// have: while it is the same, so are they. It never comes back to what it
	// was before an answer came or went.
	State(ctx context.Context, network, campaign string) (string, error)
	// Workbook writes the internal edition of a campaign's diagnostic.
	// survey.ErrNotFound when the campaign has no response.
	Workbook(ctx context.Context, w io.Writer, network, campaign string) error
	// Responses writes the answers one by one as a ZIP archive.
	// survey.ErrNotFound when the campaign has no response.
	Responses(ctx context.Context, w io.Writer, network, campaign string) error
	// Foresee tells what the next edition of a wave would hold.
	Foresee(ctx context.Context, wave survey.Wave) (Foreseen, error)
	// Publish makes and keeps the next public edition of a wave. It may take
	// minutes. EditionProblem tells what its error means.
	Publish(ctx context.Context, wave survey.Wave, by survey.AuditEntry) (survey.Edition, error)
	// Participation counts who answered a campaign so far.
	Participation(ctx context.Context, network, campaign string) (Participation, error)
}

// Server is the web service.
type Server struct {
	Config
	origin  *url.URL
	pages   *pages
	assets  *assets
	forms   *formCache
	heavy   *heavyActs
	hashing chan struct{} // one place per password being hashed
	handler http.Handler

	lookingUp chan struct{} // one place per receipt being looked up

	crossOrigin *http.CrossOriginProtection
}

// New makes a Server. It parses every template and fails on a missing or an
// undeclared one, so that a broken page stops the start and not a visitor.
func New(config Config) (*Server, error) {
	if err := config.check(); err != nil {
		return nil, fmt.Errorf("web: %w", err)
	}
	origin, err := url.Parse(config.BaseURL)
	if err != nil {
		return nil, fmt.Errorf("web: base URL: %w", err)
	}
	s := &Server{
		Config:    config,
		origin:    origin,
		forms:     newFormCache(config.Store),
		hashing:   make(chan struct{}, hashesAtOnce),
		lookingUp: make(chan struct{}, lookUpsAtOnce),
	}
	if s.crossOrigin, err = newCrossOrigin(origin); err != nil {
		return nil, fmt.Errorf("web: base URL: %w", err)
	}
	if s.heavy, err = newHeavyActs(s.Folder, s.Clock); err != nil {
		return nil, fmt.Errorf("web: %w", err)
	}
	s.BaseURL = strings.TrimSuffix(s.BaseURL, "/")
	if s.assets, err = newAssets(staticFiles); err != nil {
		return nil, fmt.Errorf("web: static files: %w", err)
	}
	if s.pages, err = newPages(templateFiles, s.functions()); err != nil {
		return nil, fmt.Errorf("web: templates: %w", err)
	}
	if s.handler, err = s.wrap(); err != nil {
		return nil, fmt.Errorf("web: handler: %w", err)
	}
	return s, nil
}

// Handler serves every page.
func (s *Server) Handler() http.Handler { return s.handler }

func (c Config) check() error {
	var missing []error
	for name, absent := range map[string]bool{
		"Store": c.Store == nil, "Diagnostics": c.Diagnostics == nil, "Carried": c.Carried == nil, "Geography": len(c.Geography) == 0,
		"BaseURL": c.BaseURL == "", "Log": c.Log == nil, "Clock": c.Clock == nil, "Random": c.Random == nil, "Zone": c.Zone == nil,
	} {
		if absent {
			missing = append(missing, fmt.Errorf("%s is missing from the configuration", name))
		}
	}
	return errors.Join(missing...)
}

// wrap builds what serves: the engine, and compression around it.
func (s *Server) wrap() (http.Handler, error) {
	engine := s.engine()
	if err := engine.SetTrustedProxies(s.TrustedProxies); err != nil {
		return nil, fmt.Errorf("trusted proxies: %w", err)
	}
	// Jitter hides a page's exact compressed length, which could tell what is
	// in it (BREACH).
	compressed, err := gzhttp.NewWrapper(gzhttp.MinSize(1024), gzhttp.RandomJitter(32, 0, false))
	if err != nil {
		return nil, fmt.Errorf("compression: %w", err)
	}
	return compressed(headAsGet(engine)), nil
}

// headAsGet lets every page be asked for its headers alone, as link previews
// do: net/http itself leaves out the body.
func headAsGet(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodHead {
			r = r.WithContext(r.Context()) // a copy: the server's own still says HEAD
			r.Method = http.MethodGet
		}
		next.ServeHTTP(w, r)
	})
}

// engine routes; nothing is served that is not in the table.
func (s *Server) engine() *gin.Engine {
	gin.SetMode(gin.ReleaseMode)
	engine := gin.New()
	engine.HandleMethodNotAllowed = true
	engine.RedirectTrailingSlash = false
	engine.ContextWithFallback = true
	// By default gin believes X-Real-IP too, which a proxy that sets the other
	// header passes on as the visitor wrote it.
	engine.RemoteIPHeaders = []string{"X-Forwarded-For"}
	engine.Use(s.logged, s.recovered, s.headers, s.wellFormed)
	engine.NoRoute(s.serve(func(*gin.Context) error { return survey.ErrNotFound }))
	engine.NoMethod(s.serve(func(*gin.Context) error { return errMethod }))
	for _, r := range s.routes() {
		engine.Handle(r.method, r.path, s.sameOrigin(r.access), s.limited(r.limit), s.readable(r.access), s.timed(r.access), s.admit(r.access), s.serve(r.page))
	}
	return engine
}

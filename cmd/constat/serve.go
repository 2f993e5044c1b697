package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"runtime"
	"strings"
	"time"

	"constat/survey"
	"constat/survey/catalogue"
	"constat/survey/territory"
	"constat/web"
)

// serveCmd is the service.
type serveCmd struct {
	Addr    string   `help:"Adresse d’écoute." default:"${address}" env:"CONSTAT_ADDR"`
	BaseURL string   `help:"Adresse publique, celle des liens et des affiches ; déduite de --addr par défaut." env:"CONSTAT_BASE_URL" placeholder:"URL"`
	Proxy   []string `help:"Adresse d’un mandataire dont l’en-tête X-Forwarded-For est cru ; peut être répété." placeholder:"IP"`
	storage
}

func (c *serveCmd) Run(p *program) error {
	listener, err := c.listen(p.ctx)
	if err != nil {
		return err
	}
	defer listener.Close()
	log := jsonLog(p.stderr)
	store, died, stop, err := openServiceStore(p, c.DataDir, log)
	if err != nil {
		return err
	}
	s := service{store: store, storage: c.storage, died: died, listener: listener, baseURL: c.baseURL(listener), proxies: c.Proxy, log: log}
	return errors.Join(s.start(p), stop())
}

// start gives an empty database the networks and a way in, says where the
// service is, and serves.
func (s service) start(p *program) error {
	if err := p.bootstrap(s.store); err != nil {
		return err
	}
	invitation, err := p.firstAdmin(s.store, s.baseURL)
	if err != nil {
		return err
	}
	fmt.Fprintf(p.stdout, "constat est prêt : %s\n", s.baseURL)
	if invitation != "" {
		fmt.Fprintf(p.stdout, "Premier compte (identifiant « admin ») : choisissez son mot de passe avec ce lien, valable 24 heures :\n%s\n", invitation)
	}
	return s.run(p)
}

func (c *serveCmd) listen(ctx context.Context) (net.Listener, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", c.Addr)
	if err != nil {
		return nil, inputErrorf("Impossible d’écouter sur %s : l’adresse est prise ou n’est pas à cette machine. Choisissez-en une autre avec --addr. (%s)", c.Addr, err)
	}
	return listener, nil
}

func (c *serveCmd) baseURL(listener net.Listener) string {
	if c.BaseURL != "" {
		return strings.TrimSuffix(c.BaseURL, "/")
	}
	return "http://" + listener.Addr().String()
}

func jsonLog(w io.Writer) *slog.Logger { return slog.New(slog.NewJSONHandler(w, nil)) }

// service is the web server with what it stands on.
type service struct {
	store    survey.Store
	storage  storage
	died     <-chan error // the private PostgreSQL ended by itself
	listener net.Listener
	baseURL  string
	proxies  []string
	log      *slog.Logger
	demo     bool
	signIn   web.SignIn
}

// Limits of a connection: a slow client must not hold one for ever. Writing takes longer
// than reading: a diagnostic is made while its download waits.
const (
	headerTimeout = 10 * time.Second
	readTimeout   = 30 * time.Second
	writeTimeout  = 120 * time.Second
	idleTimeout   = 120 * time.Second
	drainTimeout  = 20 * time.Second
)

// run serves until the program is told to stop, then lets requests finish.
func (s service) run(p *program) error {
	p.leaveRoom()
	if err := p.noteAddress(s.storage, s.baseURL); err != nil {
		return err
	}
	zone, err := parisTime()
	if err != nil {
		return err
	}
	site, err := s.site(p, zone)
	if err != nil {
		return err
	}
	defer site.Close()
	defer s.startRetention(p, zone)()
	if s.demo {
		if err := p.publishDemo(s.store, site, zone); err != nil {
			return err
		}
	}
	server := &http.Server{
		Handler: site.Handler(), ReadHeaderTimeout: headerTimeout, ReadTimeout: readTimeout,
		WriteTimeout: writeTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: 32 << 10,
		ErrorLog: slog.NewLogLogger(s.log.Handler(), slog.LevelWarn),
	}
	server.RegisterOnShutdown(site.Close)
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(s.listener) }()
	select {
	case err := <-failed:
		return fmt.Errorf("serve: %w", err)
	case err := <-s.died:
		return errors.Join(fmt.Errorf("the private PostgreSQL ended: %w", err), server.Close())
	case <-p.ctx.Done():
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(p.ctx), drainTimeout)
	defer cancel()
	if err := server.Shutdown(ctx); err != nil {
		return fmt.Errorf("stop serving: %w", err)
	}
	return nil
}

// leaveRoom has the runtime run as many goroutines at once as there are cores,
// beside heavy acts: those stand back, and one that the kernel has set aside must
// not hold the place of one that answers a respondent.
func (p *program) leaveRoom() {
	if p.getenv("GOMAXPROCS") == "" {
		runtime.SetDefaultGOMAXPROCS()
		runtime.GOMAXPROCS(runtime.GOMAXPROCS(0) + web.HeavyAtOnce)
	}
}

func (s service) site(p *program, zone *time.Location) (*web.Server, error) {
	geography := territory.Herault()
	return web.New(web.Config{
		Store: s.store, Geography: webGeography(geography),
		Carried:     func(n survey.Network) map[string]string { return n.Carried(geography.EPCIOf(n.Communes)) },
		Diagnostics: diagnostics{store: s.store, geography: geography, clock: p.clock, zone: zone, fictitious: s.demo},
		Folder:      s.storage.filesFolder(p),
		Catalogue:   catalogue.Entries(), BaseURL: s.baseURL, Secure: trustworthy(s.baseURL), TrustedProxies: s.proxies,
		Demo: s.demo, DemoSignIn: s.signIn, Log: s.log, Clock: p.clock, Random: rand.Reader, Zone: zone,
	})
}

// trustworthy tells whether browsers treat the address as secure: https, or
// this very machine.
func trustworthy(baseURL string) bool {
	u, err := url.Parse(baseURL)
	if err != nil {
		return false
	}
	if u.Scheme == "https" || u.Hostname() == "localhost" {
		return true
	}
	ip, err := netip.ParseAddr(u.Hostname())
	return err == nil && ip.IsLoopback()
}

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
	"runtime"
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
	Proxy   []string `help:"Adresse d’un mandataire (ou réseau, 10.0.0.0/8) dont l’en-tête X-Forwarded-For est cru, et aucun autre ; peut être répété." placeholder:"IP"`
	dailyBackupFlags
	storage
}

func (c *serveCmd) Run(p *program) error {
	listener, err := c.listen(p.ctx)
	if err != nil {
		return err
	}
	defer listener.Close()
	baseURL, err := c.baseURL(listener)
	if err != nil {
		return err
	}
	if err := checkProxies(c.Proxy); err != nil {
		return err
	}
	log := jsonLog(p.stderr)
	d, store, stop, err := awaitStore(p, c.DataDir, listener, log)
	if err != nil {
		return err
	}
	backups, err := c.dailyBackups(p, d, store, log)
	if err != nil {
		return errors.Join(err, stop())
	}
	s := service{store: store, backups: backups, storage: c.storage, listener: listener, baseURL: baseURL, proxies: c.Proxy, log: log}
	return errors.Join(s.start(p), stop())
}

// start gives an empty database the networks and a way in, says where the
// service is, and serves.
func (s service) start(p *program) error {
	if err := p.bootstrap(s.store); err != nil {
		return err
	}
	s.noteAddress(p)
	link, invite, err := p.firstAdmin(s.store, s.baseURL)
	if err != nil {
		return err
	}
	sayWhere(p.stdout, s.baseURL, s.listener.Addr())
	if err := p.sayHeldRetention(s.store); err != nil {
		return err
	}
	if link != "" {
		fmt.Fprintf(p.stdout, "Premier compte (identifiant « %s ») : choisissez son mot de passe avec ce lien, valable 24 heures, qui n’est affiché que cette fois :\n%s\n", firstLogin, link)
	}
	if invite != "" {
		where := ""
		if s.storage.DataDir != "" && p.getenv("DATABASE_URL") == "" {
			where = " --data-dir " + s.storage.DataDir
		}
		fmt.Fprintf(p.stdout, "Aucun compte n’a encore de mot de passe. Pour un nouveau lien : constat user invite %s%s\n", invite, where)
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

// baseURL is the address of links: the one given, else one that opens what is
// listened to.
func (c *serveCmd) baseURL(listener net.Listener) (string, error) {
	if c.BaseURL != "" {
		return readBaseURL(c.BaseURL)
	}
	return listenedURL(listener.Addr(), outwardIP), nil
}

func jsonLog(w io.Writer) *slog.Logger { return slog.New(slog.NewJSONHandler(w, nil)) }

// service is the web server with what it stands on.
type service struct {
	store    survey.Store
	storage  storage
	backups  *dailyBackups // nil without --backup-dir
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

// noteAddress keeps the address for the commands that print links, before it
// is printed: whoever reads it may type one at once. A full disk, which refuses
// to keep it, is no reason not to serve.
func (s service) noteAddress(p *program) {
	noted, err := s.store.BaseURL(p.ctx)
	if err == nil && noted != s.baseURL {
		err = s.store.SetBaseURL(p.ctx, s.baseURL)
	}
	if err != nil {
		s.log.WarnContext(p.ctx, "commands may print another address", "error", err)
	}
}

// run serves until the program is told to stop, then lets requests finish. While
// the private PostgreSQL is away (package private starts it again), pages answer
// 503 in words.
func (s service) run(p *program) error {
	p.leaveRoom()
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
	defer s.backups.start(p.ctx)()
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
		Diagnostics: diagnostics{store: s.store, geography: geography, clock: p.clock, zone: zone, fictitious: s.demo, folder: s.storage.filesFolder(p)},
		Folder:      s.storage.filesFolder(p),
		Catalogue:   catalogue.Entries(), BaseURL: s.baseURL, TrustedProxies: s.proxies,
		Demo: s.demo, DemoSignIn: s.signIn, Log: s.log, Clock: p.clock, Random: rand.Reader, Zone: zone,
	})
}

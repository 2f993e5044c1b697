package private

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"sync"
	"time"
)

// Database is the name of the service's database in the cluster.
const Database = "constat"

// Cluster is a private PostgreSQL that accepts connections.
type Cluster struct {
	Binaries Binaries // the programs that run it

	at        cluster
	id        identity
	socket    string
	passwords map[Role]string
	log       *slog.Logger

	// Of the process that runs it; the zero values in one that only joined.
	pm          *postmaster // keep's alone, until kept is closed
	lock        *os.File
	ownsSocket  bool
	life        context.Context // ends with Stop
	end         context.CancelFunc
	kept        chan struct{} // closed when nothing starts postgres again
	stopOnce    sync.Once
	stopOutcome error
}

// Start runs the cluster of the data folder, which it makes if need be, and
// returns when it accepts connections and holds the two roles and the database.
// A failure that a person can mend is an *Error. The context bounds the start
// only. A postgres that ends by itself afterwards (killed, crashed, out of room)
// is started again, until Stop ends the cluster.
func Start(ctx context.Context, c Config) (*Cluster, error) {
	c = c.withDefaults()
	began := time.Now()
	lock, err := openFolder(c.Dir)
	if err != nil {
		return nil, err
	}
	cl, err := startLocked(ctx, c)
	if err != nil {
		lock.Close()
		return nil, err
	}
	cl.lock = lock
	go cl.keep()
	if err := cl.prepare(ctx); err != nil {
		return nil, errors.Join(err, cl.Stop())
	}
	c.Log.Info("private PostgreSQL started", "version", cl.Binaries.Version, "folder", cl.at.dir,
		"took", time.Since(began).Round(time.Millisecond))
	return cl, nil
}

// startLocked does what needs the folder's lock, up to a running postmaster.
func startLocked(ctx context.Context, c Config) (*Cluster, error) {
	at, err := currentCluster(c.Dir)
	if err != nil {
		return nil, err
	}
	b, err := pick(newSearch(c), at)
	if err != nil {
		return nil, err
	}
	id, err := chooseIdentity(ctx, b, c.Dir, at)
	if err != nil {
		return nil, err
	}
	if id.name == "user nobody" {
		c.Log.Warn("PostgreSQL runs as nobody: any other service of that user can read its files; create a user postgres")
	}
	if err := sweepStaging(c.Dir); err != nil { // it only takes room
		c.Log.Warn("an unfinished cluster stays", "error", err)
	}
	if at.major == 0 {
		if at, err = makeCluster(ctx, b, id, c.Dir); err != nil {
			return nil, err
		}
		c.Log.Info("private PostgreSQL created", "version", b.Version, "folder", at.dir, "as", id.name)
	}
	return run(ctx, c, b, id, at)
}

// run starts the postmaster of a cluster and waits until it is ready.
func run(ctx context.Context, c Config, b Binaries, id identity, at cluster) (*Cluster, error) {
	passwords, err := readPasswords(at)
	if err != nil {
		return nil, err
	}
	if err := clearPrevious(ctx, at); err != nil {
		return nil, err
	}
	socket, temporary, err := socketFolder(ctx, b, id, at, c.Getenv)
	if err != nil {
		return nil, err
	}
	cl := &Cluster{
		Binaries: b, at: at, id: id, socket: socket, passwords: passwords, log: c.Log, ownsSocket: temporary,
		kept: make(chan struct{}),
	}
	cl.life, cl.end = context.WithCancel(context.WithoutCancel(ctx))
	if cl.pm, err = cl.launchReady(ctx, &logLines{log: c.Log}); err != nil {
		return nil, errors.Join(err, cl.removeSocket())
	}
	return cl, nil
}

// launchReady runs postgres and waits until it accepts connections. One that
// fails leaves nothing running.
func (c *Cluster) launchReady(ctx context.Context, lines *logLines) (*postmaster, error) {
	pm, err := launch(c.Binaries, c.id, c.at, c.socket, lines)
	if err != nil {
		return nil, err
	}
	if err := pm.waitReady(ctx, c.at); err != nil {
		return nil, errors.Join(err, pm.stop())
	}
	return pm, nil
}

// Join gives a command of the service the cluster: the one that the running
// service holds, or else one started for the time of the command. Stop leaves a
// cluster that it only joined alone.
func Join(ctx context.Context, c Config) (*Cluster, error) {
	return joinWithin(ctx, c.withDefaults(), joinPatience)
}

func joinWithin(ctx context.Context, c Config, patience time.Duration) (*Cluster, error) {
	patient, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for {
		cl, err := Start(ctx, c)
		if !hasCode(err, CodeInUse) {
			return cl, err
		}
		// The holder may still be starting, or ending: look again until it is
		// one or the other. Its postgres may also be away, on a full disk: a
		// command does not wait for that.
		cl, joinErr := join(ctx, c)
		if joinErr == nil {
			return cl, nil
		}
		select {
		case <-patient.Done():
			return nil, errors.Join(refuse(joinErr, CodeStartFailed, c.Dir, joinErr.Error()), ctx.Err())
		case <-time.After(5 * pollInterval):
		}
	}
}

// join connects to the cluster that another process runs.
func join(ctx context.Context, c Config) (*Cluster, error) {
	at, err := currentCluster(c.Dir)
	if err != nil {
		return nil, err
	}
	if at.major == 0 {
		return nil, fmt.Errorf("no cluster yet in %s", c.Dir)
	}
	f, err := readPidFile(at)
	if err != nil {
		return nil, err
	}
	if !f.ready {
		return nil, fmt.Errorf("postgres in %s is not ready", at.dir)
	}
	passwords, err := readPasswords(at)
	if err != nil {
		return nil, err
	}
	b, err := pick(newSearch(c), at)
	if err != nil {
		return nil, err
	}
	cl := &Cluster{Binaries: b, at: at, socket: f.socket, passwords: passwords, log: c.Log}
	return cl, cl.answers(ctx)
}

// OwnerDSN connects to the service's database as its owner, who runs
// migrations. The string is lib/pq's, and holds the password: never log it.
func (c *Cluster) OwnerDSN() string { return c.DSN(Owner, Database) }

// AppDSN connects to the service's database as the service does: no superuser,
// no way around row-level security, and only the rights that migrations grant.
func (c *Cluster) AppDSN() string { return c.DSN(App, Database) }

// DSN connects a role to a database of the cluster.
func (c *Cluster) DSN(role Role, database string) string {
	settings := []struct{ key, value string }{
		{"host", c.socket}, {"port", port}, {"dbname", database},
		{"user", string(role)}, {"password", c.passwords[role]},
		{"sslmode", "disable"}, // a Unix socket; lib/pq's default is about to change
		{"application_name", "constat"},
	}
	var parts []string
	escape := strings.NewReplacer(`\`, `\\`, `'`, `\'`)
	for _, s := range settings {
		parts = append(parts, s.key+"='"+escape.Replace(s.value)+"'")
	}
	return strings.Join(parts, " ")
}

// Folder is the cluster's own folder, such as /var/lib/constat/pg-15.
func (c *Cluster) Folder() string { return c.at.dir }

// Joined tells that another process runs the cluster.
func (c *Cluster) Joined() bool { return c.kept == nil }

// Stop ends the cluster, every acknowledged row on disk, and frees the folder.
// Calling it again returns the first outcome.
func (c *Cluster) Stop() error {
	c.stopOnce.Do(func() {
		if c.Joined() {
			return
		}
		c.end()
		<-c.kept
		if c.stopOutcome = c.pm.stop(); c.stopOutcome != nil {
			return // postgres goes on: the folder stays locked
		}
		c.stopOutcome = errors.Join(c.removeSocket(), c.lock.Close())
	})
	return c.stopOutcome
}

// removeSocket removes a temporary socket folder and what a postmaster that was
// killed left there.
func (c *Cluster) removeSocket() error {
	if !c.ownsSocket {
		return nil
	}
	return os.RemoveAll(c.socket)
}

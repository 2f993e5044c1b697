package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"time"

	"constat/survey"
	"constat/survey/postgres"
	"constat/survey/postgres/archive"
)

// dailyBackupFlags are those of `constat serve`.
type dailyBackupFlags struct {
	BackupDir  string   `help:"Dossier où le service fait une sauvegarde par jour, la nuit ; de préférence sur un autre disque." env:"CONSTAT_BACKUP_DIR" placeholder:"DOSSIER"`
	BackupKeep int      `help:"Nombre de jours de sauvegardes gardés, 35 au plus : ce qui a été effacé disparaît des sauvegardes après ce délai." default:"14" placeholder:"JOURS"`
	BackupTo   []string `help:"Chiffre les sauvegardes pour cette clé publique (age1…) ; peut être répété." env:"CONSTAT_BACKUP_TO" placeholder:"CLÉ"`
}

// dailyBackups makes a backup a day and lets go of the old ones.
type dailyBackups struct {
	dir   string
	keep  int
	to    []archive.Recipient
	make  func(ctx context.Context, f backupFile, plan postgres.BackupPlan) (madeBackup, error)
	room  func(ctx context.Context) error // why a backup would not fit
	last  func(ctx context.Context) (survey.RetentionRun, error)
	clock func() time.Time
	zone  *time.Location // nights are Paris nights
	log   *slog.Logger
}

// dailyBackups checks the flags before the service starts: who asks for backups
// learns at once that they cannot be made. Nil without --backup-dir.
func (f dailyBackupFlags) dailyBackups(p *program, d *database, store survey.Store, log *slog.Logger) (*dailyBackups, error) {
	if f.BackupDir == "" {
		return nil, nil
	}
	if f.BackupKeep < 1 || f.BackupKeep > survey.BackupDays {
		return nil, inputErrorf("--backup-keep : gardez de 1 à %d jours de sauvegardes. Au-delà, des réponses effacées ou retirées resteraient trop longtemps.", survey.BackupDays)
	}
	to, err := recipients(f.BackupTo)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(f.BackupDir, 0o700); err != nil {
		return nil, inputErrorf("--backup-dir : impossible d’écrire dans %s (%s).", f.BackupDir, err)
	}
	probe, err := os.CreateTemp(f.BackupDir, ".constat-")
	if err != nil {
		return nil, inputErrorf("--backup-dir : impossible d’écrire dans %s (%s).", f.BackupDir, err)
	}
	if err := errors.Join(probe.Close(), os.Remove(probe.Name())); err != nil {
		return nil, fmt.Errorf("try the backups' folder: %w", err)
	}
	zone, err := parisTime()
	if err != nil {
		return nil, err
	}
	return &dailyBackups{
		dir: f.BackupDir, keep: f.BackupKeep, to: to, make: d.backup, last: store.LastRetention,
		room:  func(ctx context.Context) error { return d.room(ctx, f.BackupDir) },
		clock: p.clock, zone: zone, log: log,
	}, nil
}

const (
	backupHour  = 3 // in the morning
	backupLook  = 10 * time.Minute
	backupPause = time.Hour // after a failure
	spareRoom   = 64 << 20  // bytes that a backup leaves on its disk
)

// start makes backups until stop, which waits for the one at work to be given up.
func (b *dailyBackups) start(ctx context.Context) (stop func()) {
	if b == nil {
		return func() {}
	}
	ctx, cancel := context.WithCancel(ctx)
	ticker := time.NewTicker(backupLook)
	done := make(chan struct{})
	go func() {
		defer close(done)
		b.watch(ctx, ticker.C)
	}()
	return func() {
		ticker.Stop()
		cancel()
		<-done
	}
}

// watch looks at once and at each tick whether a backup is due.
func (b *dailyBackups) watch(ctx context.Context, ticks <-chan time.Time) {
	var resting time.Time
	for {
		if now := b.clock(); !now.Before(resting) {
			if err := b.look(ctx, now.In(b.zone)); err != nil && ctx.Err() == nil {
				b.log.ErrorContext(ctx, "the daily backup failed; the next try is in an hour", "error", err)
				resting = now.Add(backupPause)
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-ticks:
		}
	}
}

func (b *dailyBackups) look(ctx context.Context, now time.Time) error {
	kept, err := backupsIn(b.dir)
	if err != nil {
		return err
	}
	if !due(kept, now) {
		return nil
	}
	if err := b.room(ctx); err != nil {
		return err
	}
	name := "constat-" + now.Format(time.DateOnly) + ".tar.zst"
	if len(b.to) > 0 {
		name += ".age"
	}
	made, err := b.make(ctx, backupFile{path: filepath.Join(b.dir, name)}, postgres.BackupPlan{Service: version, Made: now, To: b.to})
	if err != nil {
		return err
	}
	b.log.InfoContext(ctx, "backup made", "file", name, "bytes", made.size, "rows", made.manifest.Rows(), "took", b.clock().Sub(now).String())
	return b.letGo(ctx, name, now)
}

// due tells whether today's backup is to be made: from the quiet hour on, and at
// any hour when yesterday has none either.
func due(kept []string, now time.Time) bool {
	return !madeOn(kept, now) && (now.Hour() >= backupHour || !madeOn(kept, now.AddDate(0, 0, -1)))
}

// madeOn tells whether one of the backups is of a day.
func madeOn(kept []string, day time.Time) bool {
	return slices.ContainsFunc(kept, func(name string) bool { return strings.HasPrefix(name, "constat-"+day.Format(time.DateOnly)) })
}

var backupName = regexp.MustCompile(`^constat-(\d{4}-\d{2}-\d{2})\.tar\.zst(\.age)?(\.partial)?$`)

// backupsIn lists the backups of a folder, oldest first. Whatever else lies
// there is left alone.
func backupsIn(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir) // sorted by name, so by day
	if err != nil {
		return nil, fmt.Errorf("list the backups: %w", err)
	}
	var names []string
	for _, e := range entries {
		if m := backupName.FindStringSubmatch(e.Name()); m != nil && m[3] == "" {
			names = append(names, e.Name())
		}
	}
	return names, nil
}

// letGo removes what is older than the days kept, once a new backup is there. A
// clock that jumped would remove them all: then only their number is looked at,
// so that each new one takes the place of the oldest.
func (b *dailyBackups) letGo(ctx context.Context, made string, now time.Time) error {
	kept, err := backupsIn(b.dir)
	if err != nil {
		return err
	}
	last, err := b.last(ctx)
	if err != nil {
		return err
	}
	kept = slices.DeleteFunc(kept, func(name string) bool { return name == made })
	oldest := now.AddDate(0, 0, 1-b.keep).Format(time.DateOnly)
	var failures []error
	for i, name := range kept {
		tooMany := len(kept)-i > b.keep-1
		tooOld := last.Vouches(now) && backupName.FindStringSubmatch(name)[1] < oldest
		if tooMany || tooOld {
			failures = append(failures, os.Remove(filepath.Join(b.dir, name)))
		}
	}
	return errors.Join(append(failures, b.dropPartial())...)
}

// dropPartial removes what interrupted backups left: it holds answers too. One
// that a command is writing stays.
func (b *dailyBackups) dropPartial() error {
	left, err := filepath.Glob(filepath.Join(b.dir, "constat-*.partial"))
	if err != nil {
		return err
	}
	var failures []error
	for _, path := range left {
		if !backupName.MatchString(filepath.Base(path)) {
			continue
		}
		f, err := openPartial(path)
		if errors.Is(err, errBusy) {
			continue
		}
		if err == nil {
			err = errors.Join(os.Remove(path), f.Close())
		}
		failures = append(failures, err)
	}
	return errors.Join(failures...)
}

// room refuses to begin what might fill the disk, which may be the database's
// own. A backup is smaller than the database: it is compressed.
func (d *database) room(ctx context.Context, dir string) (err error) {
	db, err := postgres.Connect(d.ownerDSN)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	size, err := postgres.Size(ctx, db)
	if err != nil {
		return err
	}
	free, err := freeRoom(dir)
	if err != nil {
		return err
	}
	if free < size+spareRoom {
		return fmt.Errorf("%s has room for %d bytes; the database holds %d", dir, free, size)
	}
	return nil
}

// freeRoom is what an ordinary user may still write in a folder, in bytes.
func freeRoom(dir string) (int64, error) {
	var disk syscall.Statfs_t
	if err := syscall.Statfs(dir, &disk); err != nil {
		return 0, fmt.Errorf("look at the room in %s: %w", dir, err)
	}
	return int64(disk.Bavail) * int64(disk.Bsize), nil
}

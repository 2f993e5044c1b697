package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"constat/survey/postgres"
)

// doctorCmd looks at what an operator asks about first. It changes nothing, and
// ends with 1 when something is to be done.
type doctorCmd struct {
	BackupDir string `help:"Dossier des sauvegardes faites par « constat serve --backup-dir »." env:"CONSTAT_BACKUP_DIR" placeholder:"DOSSIER"`
	publicAddress
	storage
}

// finding is one line: what was looked at, what was found, whether it is well.
type finding struct {
	what, found string
	well        bool
}

func (c *doctorCmd) Run(p *program) error {
	if err := p.checkStarted(c.storage); err != nil {
		return err
	}
	var findings []finding
	err := p.withDatabase(c.storage, func(d *database) (err error) {
		findings, err = c.look(p, d)
		return err
	})
	if err != nil {
		return err
	}
	sick := 0
	for _, f := range findings {
		sign := "✓"
		if !f.well {
			sign, sick = "✗", sick+1
		}
		fmt.Fprintf(p.stdout, "%s %s : %s\n", sign, f.what, f.found)
	}
	if sick > 0 {
		return inputError{} // the lines say it
	}
	return nil
}

func (c *doctorCmd) look(p *program, d *database) ([]finding, error) {
	zone, err := parisTime()
	if err != nil {
		return nil, err
	}
	list := []finding{{"Version", version, true}}
	for _, look := range []func() (finding, error){
		func() (finding, error) { return c.lookAtAddress(p, d) },
		func() (finding, error) { return d.lookAtServer(p.ctx) },
		func() (finding, error) { return d.lookAtSchema(p.ctx) },
		func() (finding, error) { return c.lookAtRoom(p, d) },
		func() (finding, error) { return d.lookAtRetention(p, zone) },
		func() (finding, error) { return lookAtBackups(c.BackupDir, p.clock().In(zone)) },
	} {
		f, err := look()
		if err != nil {
			return nil, err
		}
		list = append(list, f)
	}
	return list, nil
}

func (c *doctorCmd) lookAtAddress(p *program, d *database) (f finding, err error) {
	store, err := postgres.Open(p.ctx, postgres.Config{DSN: d.appDSN})
	if err != nil {
		return f, err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	url, err := c.url(p, store)
	return finding{"Adresse publique", url, true}, err
}

func (d *database) lookAtServer(ctx context.Context) (f finding, err error) {
	db, err := postgres.Connect(d.ownerDSN)
	if err != nil {
		return f, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	found, err := postgres.ServerVersion(ctx, db)
	if d.cluster != nil {
		found += ", dossier " + d.cluster.Folder()
	}
	return finding{"PostgreSQL", found, true}, err
}

func (d *database) lookAtSchema(ctx context.Context) (finding, error) {
	list, err := d.migrationStatus(ctx)
	if err != nil {
		return finding{}, err
	}
	waiting := 0
	for _, m := range list {
		if m.AppliedAt.IsZero() {
			waiting++
		}
	}
	if waiting > 0 {
		return finding{"Schéma", agreed(waiting, "migration", "migrations") + " en attente : lancez « constat migrate »", false}, nil
	}
	return finding{"Schéma", fmt.Sprintf("à jour (%d)", list[len(list)-1].Version), true}, nil
}

// lookAtRoom knows the disk of a private database only.
func (c *doctorCmd) lookAtRoom(p *program, d *database) (finding, error) {
	if d.cluster == nil {
		return finding{"Place", "celle du serveur de DATABASE_URL", true}, nil
	}
	free, err := freeRoom(c.folder(p))
	if err != nil {
		return finding{}, err
	}
	const little = 1 << 30
	return finding{"Place", sizeInWords(free) + " libres", free >= little}, nil
}

func (d *database) lookAtRetention(p *program, zone *time.Location) (f finding, err error) {
	store, err := postgres.Open(p.ctx, postgres.Config{DSN: d.appDSN})
	if err != nil {
		return f, err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	last, err := store.LastRetention(p.ctx)
	if err != nil {
		return f, err
	}
	today := p.clock().In(zone)
	switch {
	case last.Today.IsZero():
		return finding{"Effacement", "aucun passage encore", true}, nil
	case !last.Vouches(today):
		return finding{"Effacement", heldRetention{last: last.Today, today: today}.sentence(), false}, nil
	}
	return finding{"Effacement", "dernier passage le " + last.Today.Format(frenchDay) + ", horloge au " + today.Format(frenchDay), true}, nil
}

func lookAtBackups(dir string, now time.Time) (finding, error) {
	if dir == "" {
		return finding{"Sauvegardes", "dossier non indiqué (--backup-dir)", true}, nil
	}
	kept, err := backupsIn(dir)
	if err != nil {
		return finding{}, inputErrorf("Impossible de lire le dossier des sauvegardes %s.", dir)
	}
	if len(kept) == 0 {
		return finding{"Sauvegardes", "aucune dans " + dir, false}, nil
	}
	last := kept[len(kept)-1]
	info, err := os.Stat(filepath.Join(dir, last))
	if err != nil {
		return finding{}, fmt.Errorf("look at the last backup: %w", err)
	}
	fresh := madeOn(kept, now) || madeOn(kept, now.AddDate(0, 0, -1))
	return finding{"Sauvegardes", fmt.Sprintf("%d, la dernière : %s (%s)", len(kept), last, sizeInWords(info.Size())), fresh}, nil
}

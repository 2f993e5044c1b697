package main

import (
	"errors"
	"fmt"

	"constat/survey/postgres/private"
)

// migrateCmd changes the schema, or tells where it stands. `constat serve`
// migrates by itself; this is for an administrator who keeps the right to
// change the schema apart from the service.
type migrateCmd struct {
	Up     migrateUpCmd     `cmd:"" default:"withargs" help:"Applique les migrations en attente (par défaut)."`
	Status migrateStatusCmd `cmd:"" help:"Liste les migrations et leur date."`
}

type migrateUpCmd struct{ storage }

func (c *migrateUpCmd) Run(p *program) error {
	return p.withDatabase(c.storage, func(d *database) error {
		if err := d.migrate(p.ctx); err != nil {
			return err
		}
		fmt.Fprintln(p.stdout, "Le schéma est à jour.")
		return nil
	})
}

type migrateStatusCmd struct{ storage }

func (c *migrateStatusCmd) Run(p *program) error {
	return p.withDatabase(c.storage, func(d *database) error {
		list, err := d.migrationStatus(p.ctx)
		if err != nil {
			return err
		}
		for _, m := range list {
			state := "en attente"
			if !m.AppliedAt.IsZero() {
				state = "appliquée le " + m.AppliedAt.Format(frenchDay)
			}
			fmt.Fprintf(p.stdout, "%s\t%s\n", m.File, state)
		}
		return nil
	})
}

// withDatabase gives a command the database as it is, not migrated.
func (p *program) withDatabase(s storage, act func(*database) error) (err error) {
	d, err := findDatabase(p, s.DataDir, p.commandLog(), private.Join)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.stop()) }()
	return act(d)
}

package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"constat/survey"
	"constat/survey/postgres/private"
)

// storage is the flag of every command that needs the database.
type storage struct {
	DataDir string `help:"Dossier des données, quand DATABASE_URL n’est pas donné." env:"CONSTAT_DATA_DIR" placeholder:"DOSSIER"`
}

// withStore opens the database for one act and closes it again.
func (p *program) withStore(s storage, act func(survey.Store) error) (err error) {
	if err := p.checkStarted(s); err != nil {
		return err
	}
	store, stop, err := openStore(p, s.DataDir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, stop()) }()
	return act(store)
}

// folder is the data folder of the private database.
func (s storage) folder(p *program) string {
	if s.DataDir != "" {
		return s.DataDir
	}
	return private.DefaultDir(p.getenv)
}

// checkStarted refuses to make a database for a command that only looks at
// one: a mistyped folder would otherwise come to life empty.
func (p *program) checkStarted(s storage) error {
	if p.getenv("DATABASE_URL") != "" {
		return nil
	}
	entries, err := os.ReadDir(s.folder(p))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("look for the service's data: %w", err)
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), "pg-") {
			return nil
		}
	}
	return inputErrorf("Aucun service n’a encore démarré dans le dossier %s. Lancez « constat serve », ou donnez le bon dossier avec --data-dir.", s.folder(p))
}

// filesFolder is where the service keeps files of answers while they are sent:
// on the disk of its data. With a database of its own choosing it has none, and
// uses the system's temporary folder.
func (s storage) filesFolder(p *program) string {
	if p.getenv("DATABASE_URL") != "" {
		return ""
	}
	return filepath.Join(s.folder(p), "cache")
}

package main

import (
	"errors"

	"constat/survey"
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

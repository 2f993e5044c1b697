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

// publicAddress is the flag of every command that prints a link.
type publicAddress struct {
	BaseURL string `help:"Adresse du service ; celle du dernier démarrage par défaut." env:"CONSTAT_BASE_URL" placeholder:"URL"`
}

// defaultAddress is where `constat serve` listens when nothing is said.
const defaultAddress = "127.0.0.1:8080"

// url gives the address for links: the flag's, else the one that the service
// had when it last started, else the default.
func (a publicAddress) url(p *program, store survey.Store) (string, error) {
	if a.BaseURL != "" {
		return readBaseURL(a.BaseURL)
	}
	url, err := store.BaseURL(p.ctx)
	if err != nil {
		return "", fmt.Errorf("read the service's address: %w", err)
	}
	if url == "" {
		url = "http://" + defaultAddress
	}
	return url, nil
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

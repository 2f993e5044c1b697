package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"constat/survey/postgres/private"
)

// publicAddress is the flag of every command that prints a link.
type publicAddress struct {
	BaseURL string `help:"Adresse du service ; celle du dernier démarrage par défaut." env:"CONSTAT_BASE_URL" placeholder:"URL"`
}

// addressFile is where the service notes its address, beside its data, so that
// a command prints links that work wherever the service listens.
const addressFile = "address"

// defaultAddress is where `constat serve` listens when nothing is said.
const defaultAddress = "127.0.0.1:8080"

// url gives the address for links: the flag's, else the one that the service
// of the folder noted, else the default.
func (a publicAddress) url(p *program, s storage) string {
	if a.BaseURL != "" {
		return strings.TrimSuffix(a.BaseURL, "/")
	}
	if noted, err := os.ReadFile(filepath.Join(s.folder(p), addressFile)); err == nil {
		return strings.TrimSpace(string(noted))
	}
	return "http://" + defaultAddress
}

// folder is the data folder of the private database.
func (s storage) folder(p *program) string {
	if s.DataDir != "" {
		return s.DataDir
	}
	return private.DefaultDir(p.getenv)
}

// noteAddress keeps the service's address for the commands run beside it. With
// a database of its own choosing there is no folder to keep it in.
func (p *program) noteAddress(s storage, url string) error {
	if p.getenv("DATABASE_URL") != "" {
		return nil
	}
	path, text := filepath.Join(s.folder(p), addressFile), url+"\n"
	if noted, err := os.ReadFile(path); err == nil && string(noted) == text {
		return nil // on a full disk, writing it again would leave it empty
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		return fmt.Errorf("note the service's address: %w", err)
	}
	return nil
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

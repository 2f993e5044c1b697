package main

import (
	"fmt"

	"constat/survey"
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

// Command generate writes the geography of a département, as package territory
// reads it, from the npm package @etalab/decoupage-administratif (INSEE's code
// officiel géographique and legal populations, DGCL's list of EPCI, La Poste's
// postal codes; Licence Ouverte):
//
//	go run ./survey/territory/generate -departement 34 -o survey/territory
//
// It needs npm. To take a new year, change release and vintage below (the
// package's README has the table of both) and run go generate.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

const (
	pkg     = "@etalab/decoupage-administratif"
	release = "6.0.0"
	vintage = "2026"
)

func main() {
	departement := flag.String("departement", "34", "code of the département")
	folder := flag.String("o", ".", "folder to write communes-XX.csv and epci-XX.csv into")
	flag.Parse()
	if err := run(*departement, *folder); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

func run(departement, folder string) error {
	temp, err := os.MkdirTemp("", "decoupage-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	data, err := download(temp)
	if err != nil {
		return err
	}
	var places []place
	if err := readJSON(filepath.Join(data, "communes.json"), &places); err != nil {
		return err
	}
	var groups []group
	if err := readJSON(filepath.Join(data, "epci.json"), &groups); err != nil {
		return err
	}
	communes, epci, err := derive(departement, places, groups)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(folder, "communes-"+departement+".csv"), communes, 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, "epci-"+departement+".csv"), epci, 0o644)
}

// download has npm fetch the package, and gives its data folder. No script of
// the package runs.
func download(temp string) (string, error) {
	npm := exec.Command("npm", "install", "--prefix", temp, "--ignore-scripts", "--no-audit", "--no-fund", "--no-save", pkg+"@"+release)
	npm.Stderr = os.Stderr
	if err := npm.Run(); err != nil {
		return "", fmt.Errorf("npm install %s@%s: %w", pkg, release, err)
	}
	return filepath.Join(temp, "node_modules", filepath.FromSlash(pkg), "data"), nil
}

func readJSON(path string, into any) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(data, into); err != nil {
		return fmt.Errorf("read %s: %w", filepath.Base(path), err)
	}
	return nil
}

package main

import (
	"encoding/json"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// The house: who may import whom of ours, and which third-party module each
// package owns. A package or an import that is not in the tables fails: put
// the line where it belongs, or change the house in one clean step.
var mayImport = map[string][]string{
	"survey/expr":         {},
	"survey/markup":       {"survey/expr"},
	"survey":              {"survey/expr", "survey/markup"},
	"survey/territory":    {},
	"survey/xlsform":      {"survey", "survey/expr"},
	"survey/catalogue":    {"survey", "survey/xlsform"},
	"survey/tabular":      {"survey", "survey/markup", "survey/xlsform"},
	"survey/fictitious":   {"survey"},
	"survey/postgres":     {"survey", "migrations", "survey/postgres/archive"},
	"migrations":          {},
	"analysis/stats":      {},
	"analysis":            {"survey", "survey/markup", "analysis/stats"},
	"analysis/disclosure": {"survey", "analysis", "analysis/stats", "analysis/disclosure/audit"},
	"analysis/workbook":   {"survey", "analysis", "analysis/stats", "analysis/disclosure"},
	"analysis/microdata":  {"survey", "analysis", "analysis/disclosure", "analysis/stats"},

	"analysis/disclosure/audit":      {},
	"analysis/workbook/workbooktest": {"survey", "analysis/disclosure"},
	"analysis/internal/fixture":      {"survey", "survey/expr", "analysis"},
	"internal/memorytest":            {},
	"internal/npmtest":               {},
	"web/french":                     {"survey", "survey/markup", "survey/expr", "survey/xlsform", "survey/tabular", "survey/territory"},
	"web": {
		"survey", "survey/expr", "survey/markup", "survey/xlsform", "survey/xlsform/xform", "survey/territory", "survey/catalogue", "web/french",
		"analysis", "analysis/disclosure", "analysis/workbook",
	},

	"survey/markup/markuptest":            {},
	"survey/xlsform/xform":                {"survey", "survey/expr", "survey/markup"},
	"survey/postgres/archive":             {},
	"survey/postgres/private":             {},
	"survey/postgres/private/privatetest": {"survey/postgres/private"},
	"survey/territory/generate":           {"survey/territory"},
}

// owners names the packages that may import a third-party module. cmd/constat
// wires everything and may import what it needs.
var owners = map[string][]string{
	"github.com/gin-gonic/gin":          {"web"},
	"github.com/jmoiron/sqlx":           {"survey/postgres"},
	"github.com/lib/pq":                 {"survey/postgres", "survey/postgres/private", "survey/postgres/private/privatetest"},
	"github.com/xuri/excelize/v2":       {"survey/xlsform", "survey/tabular", "analysis/workbook"},
	"github.com/pressly/goose/v3":       {"migrations"},
	"github.com/alecthomas/kong":        {"cmd/constat"},
	"github.com/schollz/progressbar/v3": {"cmd/constat"},
	"github.com/alexedwards/argon2id":   {"web", "cmd/constat"},
	"github.com/skip2/go-qrcode":        {"web"},
	"github.com/klauspost/compress":     {"web", "analysis/workbook", "survey/postgres/archive"},
	"filippo.io/age":                    {"survey/postgres/archive"},
	"github.com/google/uuid":            {"survey/postgres", "web", "cmd/constat"},
	"github.com/trustelem/zxcvbn":       {"web"},
	"golang.org/x/net":                  {"survey/markup/markuptest"},
	"golang.org/x/text":                 {"survey", "survey/territory", "survey/tabular", "survey/xlsform", "analysis", "analysis/workbook", "web"},
	"golang.org/x/term":                 {"cmd/constat"},
	"golang.org/x/sys":                  {"survey/postgres/private"},
	"gonum.org/v1/gonum":                {"analysis/stats"},
}

const module = "constat/"

type listedPackage struct {
	ImportPath string
	Imports    []string
	Standard   bool
}

func listPackages(t *testing.T) []listedPackage {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", "constat/...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var packages []listedPackage
	for decoder := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listedPackage
		if err := decoder.Decode(&p); err == io.EOF {
			return packages
		} else if err != nil {
			t.Fatal(err)
		}
		packages = append(packages, p)
	}
}

func TestImports_houseTable(t *testing.T) {
	for _, p := range listPackages(t) {
		name := strings.TrimPrefix(p.ImportPath, module)
		if name == "cmd/constat" {
			continue
		}
		allowed, declared := mayImport[name]
		if !declared {
			t.Errorf("package %s is not in the house's table", name)
			continue
		}
		for _, imported := range p.Imports {
			checkImport(t, name, imported, allowed)
		}
	}
}

func checkImport(t *testing.T, name, imported string, allowed []string) {
	t.Helper()
	if ours, ok := strings.CutPrefix(imported, module); ok {
		if !contains(allowed, ours) {
			t.Errorf("%s must not import %s", name, ours)
		}
		return
	}
	if !strings.Contains(strings.SplitN(imported, "/", 2)[0], ".") {
		return // standard library
	}
	for third, packages := range owners {
		if imported == third || strings.HasPrefix(imported, third+"/") {
			if !contains(packages, name) {
				t.Errorf("%s imports %s, which belongs to %s", name, imported, strings.Join(packages, ", "))
			}
			return
		}
	}
	t.Errorf("%s imports %s, which no package owns", name, imported)
}

func contains(list []string, s string) bool { return slices.Contains(list, s) }

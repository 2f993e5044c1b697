package main

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func (d desk) read(name string) string {
	d.t.Helper()
	text, err := os.ReadFile(d.path(name))
	if err != nil {
		d.t.Fatal(err)
	}
	return string(text)
}

// rows reads an exported CSV: its rows by column.
func (d desk) rows(name string) []map[string]string {
	d.t.Helper()
	lines, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(d.read(name), "\uFEFF"))).ReadAll()
	if err != nil {
		d.t.Fatal(err)
	}
	var rows []map[string]string
	for _, line := range lines[1:] {
		row := make(map[string]string)
		for i, cell := range line {
			row[lines[0][i]] = cell
		}
		rows = append(rows, row)
	}
	return rows
}

// Every response is in one file, and the tables of each territory in one list.
func TestDiagnose_export(t *testing.T) {
	d := newDesk(t, diagnoseForm)
	code, stdout, stderr := d.diagnose("--answers", d.put("a.csv", tenTerritoriesCSV()), "--export", d.path("export"), "--territory", "territoire")
	if code != exitDone || !strings.Contains(stdout, "145 réponses") {
		t.Fatalf("exit %d: %s %s", code, stdout, stderr)
	}
	ticked := make(map[string]int)
	rows := d.rows("export/reponses.csv")
	for _, row := range rows {
		if row["besoins_logement"] == "1" {
			ticked[row["territoire"]]++
		}
	}
	tables := make(map[string]string)
	for _, row := range d.rows("export/tableaux.csv") {
		if row["tableau"] == "question" && row["question"] == "besoins" && row["code"] == "logement" {
			tables[row["territoire"]] = row["effectif"] + "/" + row["base"]
		}
	}
	if len(rows) != 145 || ticked["t01"] != 15 || ticked["t10"] != 2 {
		t.Errorf("%d rows, « logement » by territory %v", len(rows), ticked)
	}
	if len(tables) != 11 || tables[""] != "75/107" || tables["Lunel"] != "15/22" || tables["Bédarieux"] != "2/2" {
		t.Errorf("tables: %v", tables)
	}
	for name, words := range map[string]string{"reponses.sps": "besoins_logement", "codebook.xml": "<labl>Formation suivie</labl>", "LISEZMOI.txt": "Ne pas diffuser", "textes-libres.csv": "question,libelle,texte"} {
		if !strings.Contains(d.read("export/"+name), words) {
			t.Errorf("%s does not say %s", name, words)
		}
	}
	left, err := filepath.Glob(d.path("export/.constat-*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

// An export does not keep the workbook nor the JSON from being made.
func TestDiagnose_exportBeside(t *testing.T) {
	d := newDesk(t, diagnoseForm)
	answers := d.put("a.csv", "territoire,formation,remarque\nt01,oui,=1+1\n")
	document := d.tables("--answers", answers, "--export", d.path("export"), "-o", d.path("out.xlsx"))
	if document.table(t, "", "formation", "").Base != 1 {
		t.Errorf("%+v", document)
	}
	checkSheet(t, d.path("out.xlsx"), "Dix territoires")
	if texts := d.rows("export/textes-libres.csv"); len(texts) != 1 || texts[0]["texte"] != "'=1+1" {
		t.Errorf("texts: %v", texts)
	}
}

func TestDiagnose_exportRefused(t *testing.T) {
	d := newDesk(t, diagnoseForm)
	good, file := d.put("a.csv", "territoire\nt01\n"), d.put("file", "")
	for want, args := range map[string][]string{
		"seule l’édition interne":  {"--answers", good, "--export", d.path("export"), "--edition", "publique"},
		"ne peut pas être créé":    {"--answers", good, "--export", file + "/export"},
		"Aucune réponse à compter": {"--answers", good, "--export", d.path("export"), "--only", "territoire=t02"},
	} {
		code, stdout, stderr := d.diagnose(args...)
		if code != exitInput || stdout != "" || !strings.Contains(stderr, want) {
			t.Errorf("%v: exit %d, %q, %q", args, code, stdout, stderr)
		}
		if _, err := os.Stat(d.path("export")); err == nil {
			t.Errorf("%v: a folder was made", args)
		}
	}
}

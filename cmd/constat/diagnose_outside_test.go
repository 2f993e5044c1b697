package main

import (
	"archive/zip"
	"encoding/csv"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

const outsideForm = `
| survey |
| | type                    | name       | label            | relevant              |
| | select_one territoire   | territoire | Votre territoire |                       |
| | select_one structure    | structure  | Votre structure  |                       |
| | select_multiple besoins | besoins    | Les besoins      |                       |
| | rank besoins            | ordre      | Par ordre        |                       |
| | select_one note         | note       | Satisfaction     |                       |
| | select_one lieu         | lieu       | Où               |                       |
| | text                    | lieu_texte | Précisez         | ${lieu} = 'autre'     |
| | begin_repeat            | enfants    | Enfants          |                       |
| | select_one structure    | accueil    | Accueil          |                       |
| | end_repeat              |            |                  |                       |
| choices |
| | list_name  | name     | label    |
| | territoire | nord     | Nord     |
| | territoire | sud      | Sud      |
| | structure  | ecole    | École    |
| | structure  | pmi      | PMI      |
| | besoins    | logement | Logement |
| | besoins    | soins    | Soins    |
| | note       | 1        | Peu      |
| | note       | 2        | Beaucoup |
| | lieu       | mairie   | Mairie   |
| | lieu       | autre    | Autre    |
| diagnostic |
| | type    | question | value | label         |
| | missing | note     | 99    | sans réponse |
`

// By hand: 12 answers. territoire: 6 nord, 4 sud, 1 ouest, 1 blank. structure: 5
// ecole, 2 pmi, 3 outside (2 maison, 1 crèche), 2 blank. besoins: 4 tick logement, 3
// of them with ancien; 2 ancien alone; 1 truc and machin; 5 blank.
const outsideAnswers = `territoire,structure,besoins,ordre,note
nord,ecole,logement,ancien soins,1
nord,ecole,logement ancien,soins logement,2
nord,ecole,logement ancien,,99
nord,ecole,logement ancien,,98
nord,maison,ancien,,NA
nord,maison,ancien,,
sud,crèche,truc machin,,1
sud,ecole,,,1
sud,pmi,,,1
sud,pmi,NA,,1
ouest,,,,1
,,,,1
`

func TestDiagnose_outside(t *testing.T) {
	d := newDesk(t, outsideForm)
	answers := d.put("a.csv", outsideAnswers)
	document := d.tables("--answers", answers, "--by", "structure", "--territory", "territoire")
	for _, c := range []struct {
		territory, question string
		base, blank         int
		cells               string
	}{
		{"", "structure", 10, 2, "ecole 5, hors_liste 3, pmi 2"},
		{"", "besoins", 7, 5, "hors_liste 6, logement 4, soins 0"},
		{"", "ordre", 2, 10, "soins 2, logement 1, hors_liste 1"},
		{"", "note", 9, 3, "1 7, 2 1, hors_liste 1"},
		{"", "territoire", 11, 1, "nord 6, sud 4, hors_liste 1"},
		{"nord", "structure", 6, 0, "ecole 4, hors_liste 2, pmi 0"},
		{"sud", "structure", 4, 0, "pmi 2, ecole 1, hors_liste 1"},
	} {
		table := document.table(t, c.territory, c.question, "")
		var cells []string
		for _, cell := range table.Cells {
			cells = append(cells, cell.Code+" "+strconv.Itoa(cell.N))
		}
		if got := strings.Join(cells, ", "); got != c.cells || table.Base != c.base || table.Apart.NoAnswer != c.blank {
			t.Errorf("%s %s: base %d, %d blank, %s", c.territory, c.question, table.Base, table.Apart.NoAnswer, got)
		}
	}
	crossed := document.table(t, "", "besoins", "structure")
	checkShare(t, crossed, "hors_liste", "hors_liste", 3, 3)
	checkShare(t, crossed, "logement", "ecole", 4, 4)
	kept := d.tables("--answers", answers, "--only", "structure=ecole")
	if n := kept.table(t, "", "besoins", "").Base; n != 4 {
		t.Errorf("--only: base %d, want 4", n)
	}
	if code, _, _ := d.diagnose("--answers", answers, "--only", "structure=maison", "--json"); code == exitDone {
		t.Error("--only takes a choice that the form does not have")
	}
	code, _, stderr := d.diagnose("--answers", answers, "-o", d.path("out.xlsx"))
	if code != exitDone || !strings.Contains(stderr, "Colonne structure : des réponses ne sont pas dans la liste de choix (nombre : 3)") {
		t.Fatalf("exit %d: %s", code, stderr)
	}
	if strings.Contains(stderr, "maison") || strings.Contains(stderr, "machin") {
		t.Errorf("an answer is repeated on the terminal:\n%s", stderr)
	}
	text := workbookTexts(t, d.path("out.xlsx"))
	for _, want := range []string{
		"Lecture du fichier", "réponses qui ne sont pas dans la liste, comptées comme « Autre réponse (hors liste) »",
		"Ligne 6, colonne structure", "« maison » n’est pas dans la liste de choix", "« truc machin »", "Ligne 5, colonne note", "« 98 »",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the workbook does not say %q", want)
		}
	}
	if strings.Contains(text, "« 99 »") {
		t.Error("a missing code is told as an answer outside the list")
	}
}

// workbookTexts is everything that a workbook holds, as it is written.
func workbookTexts(t *testing.T, path string) string {
	t.Helper()
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	var all strings.Builder
	for _, f := range z.File {
		part, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&all, part); err != nil {
			t.Fatal(err)
		}
		_ = part.Close()
	}
	return strings.ReplaceAll(all.String(), "\u00a0", " ")
}

// The service's own export has the answers outside the lists as any other, and is
// read back to the same tables; the words are in none of its files.
func TestDiagnose_outsideOwnExport(t *testing.T) {
	d := newDesk(t, outsideForm)
	answers, folder := d.put("a.csv", outsideAnswers), d.path("export")
	want := d.tables("--answers", answers, "--by", "structure")
	if code, _, stderr := d.diagnose("--answers", answers, "--export", folder); code != exitDone {
		t.Fatal(stderr)
	}
	files, _ := filepath.Glob(filepath.Join(folder, "*"))
	for _, path := range files {
		content, _ := os.ReadFile(path)
		if strings.Contains(string(content), "maison") || strings.Contains(string(content), "machin") {
			t.Errorf("%s holds what was written outside a list", filepath.Base(path))
		}
	}
	args := []string{"--answers", filepath.Join(folder, "reponses.csv"), "--by", "structure"}
	code, _, stderr := d.diagnose(append(args, "-o", d.path("again.xlsx"))...)
	if code != exitDone || strings.Contains(stderr, "liste de choix") {
		t.Errorf("exit %d: %s", code, stderr)
	}
	got := d.tables(args...)
	for _, table := range want.Tables {
		again := got.table(t, "", table.Question, table.By)
		if again.Base != table.Base || len(again.Cells) != len(table.Cells) {
			t.Errorf("%s by %q: base %d and %d cells, want %d and %d", table.Question, table.By, again.Base, len(again.Cells), table.Base, len(table.Cells))
			continue
		}
		for i, cell := range table.Cells {
			if again.Cells[i].N != cell.N || again.Cells[i].Code != cell.Code {
				t.Errorf("%s by %q: %+v, want %+v", table.Question, table.By, again.Cells[i], cell)
			}
		}
	}
}

// In a repeat, and in a list that has only its « autre » to take a text.
func TestDiagnose_outsideRepeat(t *testing.T) {
	d := newDesk(t, outsideForm)
	answers := d.put("a.json", `[
		{"territoire": "nord", "structure": "ecole", "lieu": "mairie", "enfants": [{"enfants/accueil": "ecole"}, {"enfants/accueil": "maison"}]},
		{"territoire": "sud", "structure": "pmi", "lieu": "Chez un voisin", "enfants": [{"enfants/accueil": "pmi"}, {"enfants/accueil": ""}]}]`)
	document := d.tables("--answers", answers)
	table := document.table(t, "", "enfants/accueil", "")
	if table.Base != 3 || table.Apart.NoAnswer != 1 || table.cell(t, "hors_liste", "").N != 1 {
		t.Errorf("enfants/accueil: %+v", table)
	}
	if n := document.table(t, "", "lieu", "").cell(t, "autre", "").N; n != 1 {
		t.Errorf("lieu: %d « autre »", n)
	}
	if n := document.table(t, "", "lieu_texte", "").Base; n != 1 {
		t.Errorf("lieu_texte: base %d", n)
	}
}

// The public edition has the line under its floor as any other, and none of the words.
func TestDiagnose_outsidePublic(t *testing.T) {
	d := newDesk(t, outsideForm)
	var rows strings.Builder
	out := csv.NewWriter(&rows)
	_ = out.Write([]string{"territoire", "structure"})
	for i := range 180 {
		structure := []string{"ecole", "pmi", "ecole"}[i%3]
		if i%9 == 0 {
			structure = "chez Mme Untel"
		}
		_ = out.Write([]string{[]string{"nord", "sud"}[i%2], structure})
	}
	out.Flush()
	code, _, stderr := d.diagnose("--answers", d.put("a.csv", rows.String()), "--edition", "publique", "--territory", "territoire", "-o", d.path("dossier"), "--audit", d.path("audit.json"))
	if code != exitDone {
		t.Fatal(stderr)
	}
	audit, _ := os.ReadFile(d.path("audit.json"))
	if !strings.Contains(string(audit), "hors_liste") || strings.Contains(string(audit), "Untel") {
		t.Error("the audit does not have the answers outside the list, or has their words")
	}
	found, _ := filepath.Glob(filepath.Join(d.path("dossier"), "*.xlsx"))
	if len(found) == 0 {
		t.Fatal("no workbook")
	}
	for _, path := range found {
		if text := workbookTexts(t, path); strings.Contains(text, "Untel") || !strings.Contains(text, "Autre réponse (hors liste)") {
			t.Errorf("%s: the line is missing, or its words are there", filepath.Base(path))
		}
	}
}

// A form's versions before, the newest first.
func TestDiagnose_versions(t *testing.T) {
	d := newDesk(t, outsideForm)
	old := strings.NewReplacer("| École    |", "| Établissement scolaire |", "Votre structure", "Où travaillez-vous").Replace(outsideForm)
	d.put("avant.xlsx", string(diagnoseWorkbook(t, diagnoseMarkdown(old))))
	answers := d.put("a.csv", "territoire,Où travaillez-vous\nnord,Établissement scolaire\nsud,PMI\n")
	table := d.tables("--answers", answers, "--form", d.path("avant.xlsx")).table(t, "", "structure", "")
	if table.Base != 2 || table.cell(t, "ecole", "").N != 1 || len(table.Cells) != 2 {
		t.Errorf("structure: %+v", table)
	}
	if table := d.tables("--answers", answers).table(t, "", "structure", ""); table.Base != 0 {
		t.Errorf("without the version before: %+v", table)
	}
}

// outsideSheet asks for each kind of figure, of lists of which one has a choice called
// as the line of what is outside it.
const outsideSheet = `
| survey |
| | type                    | name      | label     |
| | select_one structure    | structure | Structure |
| | select_multiple besoins | besoins   | Besoins   |
| | select_one piege        | piege     | Piège     |
| | select_one echelle      | avis      | Avis      |
| | rank besoins            | ordre     | Ordre     |
| | integer                 | nb        | Combien   |
| choices |
| | list_name | name       | label    | missing |
| | structure | ecole      | École    |         |
| | structure | pmi        | PMI      |         |
| | structure | nsp        | Je ne sais pas | nsp |
| | besoins   | logement   | Logement |         |
| | besoins   | soins      | Soins    |         |
| | besoins   | refus      | Refus    | refus   |
| | piege     | hors_liste | Autre réponse (hors liste) | |
| | piege     | b          | B        |         |
| | echelle   | e1         | Peu      |         |
| | echelle   | e2         | Assez    |         |
| | echelle   | e3         | Beaucoup |         |
| diagnostic |
| | type    | question        | by        | name | label         |
| | scale   | avis            |           |      |               |
| | cross   | besoins         | structure |      |               |
| | cross   | avis            | piege     |      |               |
| | share   | structure=ecole | structure | part | Part d’écoles |
| | ranking | besoins         |           | rang | Besoins       |
| | mean    | nb              | structure | moy  | Moyenne       |
`

func outsideRows() string {
	var rows strings.Builder
	rows.WriteString("structure,besoins,piege,avis,ordre,nb\n")
	pick := func(i int, from ...string) string { return from[i%len(from)] }
	for i := range 77 {
		rows.WriteString(strings.Join([]string{
			pick(i*i, "ecole", "pmi", "maison", "nsp", "", "centre social"), pick(3*i+i*i, "logement", "logement ancien", "ancien", "soins logement", "refus", "", "truc soins"),
			pick(i, "hors_liste", "b", "disparu", ""), pick(i/2, "e1", "e2", "e3", "e4", "e2"), pick(i, "soins ancien logement", "logement soins", "", "ancien"), strconv.Itoa(i * 7 % 13),
		}, ",") + "\n")
	}
	return rows.String()
}

// A spreadsheet that calculates the workbook again finds what was counted, and its
// sheet Analyseur offers the line of what is outside a list.
func TestRecalculation_outside(t *testing.T) {
	d := newDesk(t, outsideSheet)
	answers := d.put("a.csv", outsideRows())
	if code, _, stderr := d.diagnose("--answers", answers, "-o", d.path("out.xlsx")); code != exitDone {
		t.Fatal(stderr)
	}
	workbook, err := os.ReadFile(d.path("out.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	checkRecalculations(t, []recalculation{{"outside", workbook, 150}})
	checkAnalyser(t, diagnosed(t, d.path("form.xlsx"), answers), 5)
}

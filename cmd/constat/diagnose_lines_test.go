package main

import (
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// Every line of a file is counted or named, on the terminal and in the workbook.
func TestDiagnose_lines(t *testing.T) {
	d := newDesk(t, `
		| survey |
		| | type               | name      | label           |
		| | select_one lieux   | structure | Votre structure |
		| | integer            | nb        | Combien ?       |
		| | text               | remarque  | Remarque        |
		| choices |
		| | list_name | name  | label |
		| | lieux     | ecole | École |
		| | lieux     | pmi   | PMI   |
		| settings |
		| | form_id |
		| | lignes  |
	`)
	answers := d.put("saisie.csv", "Recueil du réseau;;\nstructure;nb;remarque\n#org;#affected;\necole;3;a\npmi;4\nTotal;7;\n\nSource : animation;;\n")
	out := d.path("d.xlsx")
	code, _, said := d.diagnose("--answers", answers, "-o", out)
	if code != exitDone {
		t.Fatalf("exit %d: %s", code, said)
	}
	for _, want := range []string{
		"Ligne 1 : cette ligne est au-dessus des noms de colonnes", "Ligne 3 : cette ligne ne contient que des balises",
		"Ligne 6 : cette ligne est un total", "Ligne 8 : cette ligne n’est pas une réponse (titre", "Ligne 5 : cette ligne a moins de cellules que l’en-tête",
		"Lignes de « saisie.csv » (lues : 7 ; noms de colonnes : 1 ; comptées : 2 ; non comptées, dites une par une : 4).",
	} {
		if !strings.Contains(said, want) {
			t.Errorf("nowhere: %q in\n%s", want, said)
		}
	}
	book, err := excelize.OpenFile(out)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = book.Close() }()
	var text strings.Builder
	rows, err := book.GetRows("Lisez-moi")
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		text.WriteString(strings.ReplaceAll(strings.Join(row, "\t"), "\u00a0", " ") + "\n")
	}
	for _, want := range []string{
		"saisie.csv : 7 lignes lues, 2 comptées, 1 de noms de colonnes, 4 non comptées (voir plus bas)",
		"4 lignes du fichier qui ne sont pas des réponses, non comptées", "Ligne 6\t",
	} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("not in Lisez-moi: %q in\n%s", want, text.String())
		}
	}
}

// An encoding that is said is believed; one that nobody knows is refused.
func TestDiagnose_encoding(t *testing.T) {
	d := newDesk(t, `
		| survey |
		| | type | name | label |
		| | text | mot  | Mot   |
		| settings |
		| | form_id |
		| | mots    |
	`)
	answers := d.put("a.csv", "mot\n\xb5\n")
	if code, _, said := d.diagnose("--answers", answers, "--json"); code != exitDone || !strings.Contains(said, "l’encodage du fichier a.csv n’est pas certain") {
		t.Errorf("exit %d: %s", code, said)
	}
	if code, _, said := d.diagnose("--answers", answers, "--json", "--encoding", "macroman"); code != exitDone || strings.Contains(said, "encodage") {
		t.Errorf("exit %d: %s", code, said)
	}
	if code, _, said := d.diagnose("--answers", answers, "--json", "--encoding", "klingon"); code != exitInput || !strings.Contains(said, "« klingon » n’est pas connu") {
		t.Errorf("exit %d: %s", code, said)
	}
}

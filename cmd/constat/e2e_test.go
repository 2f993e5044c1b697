package main

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
	"github.com/xuri/excelize/v2"
)

// midwife is what one respondent answers to the Lunel questionnaire.
var midwife = map[string]string{
	"profession": "sage_femme", "exercice": "liberal", "secteur": "lunel_ville", "anciennete": "de_5_14",
	"confronte": "oui", "nb_femmes": "7", "fiab": "exact", "systematique": "systematique",
	"formes": "psychologiques physiques", "freins": "temps", "formation_init": "non", "formation_souh": "oui",
	"themes": "reperage", "role": "tout_a_fait", "commentaire": "Un annuaire local.",
}

// A professional answers by keyboard, loses nothing to a reload, and sends;
// the lead signs in, downloads the diagnostic and finds the figures.
func TestEndToEnd_lunel(t *testing.T) {
	service := start(t, dataFolder(t), "serve")
	password := service.addLead("animatrice.lunel", "lunel")
	campaign, path := service.openCampaign("lunel", "lunel-sante")

	b := newBrowser(t, 360, 780)
	b.open(service.url + path)
	b.answerByKeyboard(midwife, "Vérifier mes réponses", "nb_femmes")
	b.until("the draft's saving", `/Enregistré à/.test(document.querySelector("[data-draft-status]").innerText)`)
	b.open(service.url + path)
	b.until("the draft's return", `document.getElementsByName("nb_femmes")[0].value === "7"`)
	b.answerByKeyboard(midwife, "Vérifier mes réponses", "")
	b.until("the check page", `document.querySelector("h1").innerText === "Vérifiez vos réponses"`)
	b.answerByKeyboard(nil, "Envoyer mes réponses", "")
	b.until("the receipt", `location.pathname.endsWith("/recu") && document.querySelector("[data-code]") !== null`)

	b.signIn(service.url, "animatrice.lunel", password)
	b.open(service.url + "/reseaux/lunel/enquetes/" + campaign)
	b.until("the count", `document.querySelector(".figure").innerText.trim() === "1"`)
	workbook := b.download(fmt.Sprintf("/reseaux/lunel/enquetes/%s/diagnostic.xlsx?edition=interne", campaign))
	checkMidwife(t, workbook)
	checkResponses(t, b.download(fmt.Sprintf("/reseaux/lunel/enquetes/%s/reponses.zip", campaign)))

	for _, secret := range []string{"Un annuaire local", "sage_femme", password} {
		if strings.Contains(service.stderr.String(), secret) {
			t.Errorf("the log holds %q", secret)
		}
	}
}

func (b *browser) signIn(url, login, password string) {
	b.t.Helper()
	b.open(url + "/connexion")
	b.answerByKeyboard(map[string]string{"login": login, "mot-de-passe": password}, "Se connecter", "mot-de-passe")
	b.press(kb.Enter)
	b.until("the sign-in", `location.pathname.startsWith("/reseaux")`)
}

// download fetches a file with the browser's own session.
func (b *browser) download(path string) []byte {
	b.t.Helper()
	encoded := b.text(fmt.Sprintf(`fetch(%q).then(r => r.ok ? r.arrayBuffer() : Promise.reject(r.status)).then(a => {
		let s = ""; new Uint8Array(a).forEach(c => s += String.fromCharCode(c)); return btoa(s) })`, path))
	data, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil {
		b.t.Fatal(err)
	}
	return data
}

// checkMidwife finds her answers in the workbook: as a row of the data, and
// as counts over one respondent.
func checkMidwife(t *testing.T, workbook []byte) {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(workbook))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, name := range []string{"Lisez-moi", "Synthèse", "Participation", "Croisements", "Verbatims", "Données", "Dictionnaire"} {
		if !hasSheet(f, name) {
			t.Errorf("no sheet %s among %v", name, f.GetSheetList())
		}
	}
	for sheet, words := range map[string][]string{
		"Données":   {"Sage-femme", "Oui", "7", "Exact (compté)"},
		"Verbatims": {"Un annuaire local."},
		"Synthèse":  {"1 sur 1"},
	} {
		for _, w := range words {
			if !sheetHolds(t, f, sheet, w) {
				t.Errorf("sheet %s does not hold %q", sheet, w)
			}
		}
	}
}

// checkResponses finds her answers in the archive: as codes on one line, her
// words apart.
func checkResponses(t *testing.T, archive []byte) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		t.Fatal(err)
	}
	for name, words := range map[string][]string{
		"reponses.csv":      {",sage_femme,", ",7,"},
		"reponses.sps":      {"'Sage-femme'"},
		"codebook.xml":      {"<catValu>sage_femme</catValu>"},
		"textes-libres.csv": {"Un annuaire local."},
		"tableaux.csv":      {"1 sur 1"},
		"LISEZMOI.txt":      {"Ne pas diffuser"},
	} {
		text, err := fs.ReadFile(z, name)
		if err != nil {
			t.Error(err)
		}
		for _, w := range words {
			if !strings.Contains(string(text), w) {
				t.Errorf("%s does not hold %q", name, w)
			}
		}
		if name != "textes-libres.csv" && strings.Contains(string(text), "Un annuaire local.") {
			t.Errorf("%s holds her words", name)
		}
	}
}

func hasSheet(f *excelize.File, name string) bool {
	i, err := f.GetSheetIndex(name)
	return err == nil && i >= 0
}

func sheetHolds(t *testing.T, f *excelize.File, sheet, words string) bool {
	t.Helper()
	rows, err := f.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	plain := strings.NewReplacer("\u00a0", " ", "\u202f", " ")
	for _, row := range rows {
		for _, cell := range row {
			if strings.Contains(plain.Replace(cell), words) {
				return true
			}
		}
	}
	return false
}

package web

import (
	"bytes"
	"crypto/md5" //nolint:gosec // the protocol's own checksum
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"

	"constat/survey"
	"constat/survey/xlsform"
)

const formWithFiles = `
| settings |
|          | form_id | form_title | version |
|          | lieux   | Lieux      | 1       |
| survey   |
|          | type                           | name  | label | parameters            | image    | calculation                             |
|          | select_one_from_file lieux.csv | lieu  | Lieu  | value=code, label=nom | plan.png |                                         |
|          | calculate                      | ville |       |                       |          | pulldata('lieux', 'ville', 'code', ${lieu}) |
`

// addForm freezes a form with its files for Lunel, and opens a campaign on it.
func (h *house) addForm(workbook []byte, files survey.Files) survey.Campaign {
	h.Helper()
	form, problems, err := xlsform.ReadWith(bytes.NewReader(workbook), files)
	must(h, err)
	if form == nil {
		h.Fatal(problems)
	}
	must(h, h.store.SaveForm(h.Context(), survey.FormVersion{
		Network: "lunel", FormID: form.ID, Version: form.Version, Title: form.Title.In(""), Workbook: workbook,
		SHA256: sha256.Sum256(workbook), Files: files,
	}))
	link, err := survey.NewLink("lunel", rand.Reader)
	must(h, err)
	c := survey.Campaign{
		ID: uuid.NewString(), Network: "lunel", Title: form.Title.In(""), FormID: form.ID, FormVersion: form.Version,
		State: survey.CampaignOpen, Link: link, CreatedAt: opening,
	}
	must(h, h.store.CreateCampaign(h.Context(), c, founder))
	return c
}

// TestEngines_files has ODK's own engine fetch the CSV file that the manifest
// lists, choose in it and send: the first row's code is stored.
func TestEngines_files(t *testing.T) {
	engines := installEngines(t)
	h := newHouse(t)
	c := h.addForm(workbookOf(t, formWithFiles), survey.Files{"lieux.csv": savedByExcel, "plan.png": onePixel})
	got := h.runEngines(engines, []survey.Campaign{c})[0]
	if got.Status != http.StatusCreated || len(got.Violations) > 0 || got.Values["lieu"][0] != "m" {
		t.Fatalf("%+v", got)
	}
	if stored := h.received(c, got.Message).Values; stored["lieu"] != "m" || stored["ville"] != "Lunel" {
		t.Errorf("stored %v", stored)
	}
}

// savedByExcel is a CSV file as Excel in French saves it: semicolons, Windows-1252.
var savedByExcel = []byte("code;nom;ville;N\xb0\nm;Mairie, accueil;Lunel;1\ng;Gu\xe9 du Vidourle;Marsillargues;2\n")

// TestOpenRosa_files shows that a phone gets the CSV file that a question's
// choices come from, in the only shape that Collect reads, and that answers
// taken from it are judged.
func TestOpenRosa_files(t *testing.T) {
	h := newHouse(t)
	p := h.phone(h.addForm(workbookOf(t, formWithFiles), survey.Files{"lieux.csv": savedByExcel, "plan.png": onePixel, "autre.png": onePixel}))
	form := p.get(p.address("/forms/lieux.xml")).want(http.StatusOK, `<instance id="lieux" src="jr://file-csv/lieux.csv"/>`,
		`<value ref="code"/>`, `<label ref="nom"/>`)
	if strings.Contains(form.body, "Vidourle") {
		t.Error("the rows are in the XForm too")
	}
	var manifest openRosaManifest
	must(t, xml.Unmarshal([]byte(p.get(p.address("/forms/lieux/manifest")).want(http.StatusOK).body), &manifest))
	plain := "code,nom,ville\nm,\"Mairie, accueil\",Lunel\ng,Gué du Vidourle,Marsillargues\n"
	want := map[string]string{"lieux.csv": plain, "plan.png": string(onePixel)}
	if len(manifest.Files) != len(want) {
		t.Fatalf("manifest %+v", manifest)
	}
	for _, f := range manifest.Files {
		got := p.get(strings.TrimPrefix(f.DownloadURL, h.site.URL)).want(http.StatusOK)
		sum := md5.Sum([]byte(got.body)) //nolint:gosec // see the import
		if got.body != want[f.FileName] || f.Hash != "md5:"+hex.EncodeToString(sum[:]) {
			t.Errorf("%s: hash %s of %q", f.FileName, f.Hash, got.body)
		}
	}
	if kind := p.get(p.address("/forms/lieux/media/lieux.csv")).header.Get("Content-Type"); kind != "text/csv; charset=utf-8" {
		t.Errorf("the CSV file is served as %q", kind)
	}
	p.get(p.address("/forms/lieux/media/autre.png")).message(http.StatusNotFound) // nothing in the form shows it
	for lieu, status := range map[string]int{"g": http.StatusCreated, "ailleurs": http.StatusBadRequest} {
		p.submit(fmt.Sprintf(`<data id="lieux" version="1"><lieu>%s</lieu><ville/><meta><instanceID>uuid:%s</instanceID></meta></data>`,
			lieu, uuid.NewString())).message(status)
	}
}

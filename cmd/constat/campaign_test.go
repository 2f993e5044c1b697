package main

import (
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// Whom to ask is given with the campaign, and read on its questionnaire.
func TestCampaignCreate_contact(t *testing.T) {
	service := start(t, dataFolder(t), "serve")
	lines := strings.Fields(service.command("campaign", "create", "lunel", "lunel-sante", "--contact", "accueil@exemple.fr", "--open"))
	response, err := http.Get(service.url + lines[1][strings.Index(lines[1], "/q/"):])
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	page, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(page), "accueil@exemple.fr") {
		t.Error("the questionnaire does not say whom to ask")
	}
	for bad, says := range map[string]string{strings.Repeat("é", 201): "dépasse 200 caractères", "a\nb": "sur une seule ligne"} {
		var problems strings.Builder
		args := []string{"campaign", "create", "lunel", "lunel-sante", "--contact", bad, "--data-dir", service.dataDir}
		if code := run(t.Context(), args, noEnvironment, strings.NewReader(""), io.Discard, &problems); code != exitInput || !strings.Contains(problems.String(), says) {
			t.Errorf("ended with %d: %s", code, problems.String())
		}
	}
}

// A form without settings is called after its file, as on the page: two of
// them are two forms, where both were « data » and the second was refused.
func TestCampaignCreate_fileName(t *testing.T) {
	service := start(t, dataFolder(t), "serve")
	for _, name := range []string{"besoins", "avis"} {
		f := excelize.NewFile()
		for cell, text := range map[string]string{"A1": "type", "B1": "name", "C1": "label", "A2": "text", "B2": name, "C2": "Vos " + name} {
			if err := f.SetCellStr("Sheet1", cell, text); err != nil {
				t.Fatal(err)
			}
		}
		path := filepath.Join(t.TempDir(), name+".xlsx")
		if err := f.SaveAs(path); err != nil {
			t.Fatal(err)
		}
		service.command("campaign", "create", "lunel", path) // fails the test where it is refused
	}
}

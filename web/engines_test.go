package web

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"maps"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"constat/internal/npmtest"
	"constat/survey"
	"constat/survey/catalogue"
	"constat/survey/xlsform"
)

// engineResult is what testdata/engines/run.mjs prints of one campaign.
type engineResult struct {
	Values     map[string][]string `json:"values"`
	Violations []string            `json:"violations"`
	Status     int                 `json:"status"`
	Message    string              `json:"message"`
}

// TestEngines has ODK's own engine, the one of ODK Web Forms, fetch our forms,
// fill them in and send them. It must ask what this service asks, and what it
// sends must arrive as it was typed: neither of the two was written from the other.
func TestEngines(t *testing.T) {
	engines := installEngines(t)
	small := workbookOf(t, smallForm)
	h := newHouseWith(t, small, nil)
	campaigns, workbooks := []survey.Campaign{h.lunel}, [][]byte{small}
	for _, e := range catalogue.Entries() {
		campaigns, workbooks = append(campaigns, h.addNetwork("r-"+e.ID, e.Bytes())), append(workbooks, e.Bytes())
	}
	for i, got := range h.runEngines(engines, campaigns) {
		t.Run(campaigns[i].FormID, func(t *testing.T) {
			if got.Status != http.StatusCreated || len(got.Violations) > 0 {
				t.Fatalf("status %d; the engine objects to %q; the service says %s", got.Status, got.Violations, got.Message)
			}
			form, err := xlsform.Read(bytes.NewReader(workbooks[i]))
			must(t, err)
			stored := map[string][]string{}
			collectAsked(stored, form.Questions, h.received(campaigns[i], got.Message))
			for _, name := range slices.Sorted(maps.Keys(merged(stored, got.Values))) {
				if !reflect.DeepEqual(stored[name], got.Values[name]) {
					t.Errorf("%s: the engine sent %q, %q is stored", name, got.Values[name], stored[name])
				}
			}
			if len(stored) < 10 {
				t.Errorf("%d questions only were asked", len(stored))
			}
		})
	}
}

func merged(a, b map[string][]string) map[string][]string {
	all := maps.Clone(a)
	maps.Copy(all, b)
	return all
}

// collectAsked lists the stored values of what was asked, by name.
func collectAsked(into map[string][]string, questions []*survey.Question, a survey.Answers) {
	for _, q := range questions {
		switch {
		case q.Type.Kind == survey.Group:
			collectAsked(into, q.Children, a)
		case q.Type.Kind == survey.Repeat:
			for _, instance := range a.Repeats[q.Key] {
				collectAsked(into, q.Children, instance)
			}
		case q.Type.Kind == survey.Asked:
			if value, asked := a.Values[q.Key]; asked {
				into[q.Name] = append(into[q.Name], value)
			}
		}
	}
}

// received gives the answers stored under the receipt that a message holds.
func (h *house) received(c survey.Campaign, message string) survey.Answers {
	h.Helper()
	var m openRosaMessage
	must(h, xml.Unmarshal([]byte(message), &m))
	_, code, _ := strings.Cut(m.Message.Text, "Code de reçu\u00a0: ")
	code, _, _ = strings.Cut(code, ".")
	code, ok := survey.NormalReceipt(code)
	if !ok {
		h.Fatalf("no receipt in %q", m.Message.Text)
	}
	stored, err := h.store.Receipt(h.Context(), c, code)
	must(h, err)
	return stored.Answers
}

// runEngines runs the script once for all campaigns: loading takes a second.
func (h *house) runEngines(folder string, campaigns []survey.Campaign) []engineResult {
	h.Helper()
	ctx, cancel := context.WithTimeout(h.Context(), 2*time.Minute)
	defer cancel()
	args := []string{filepath.Join(folder, "run.mjs")}
	for _, c := range campaigns {
		args = append(args, h.site.URL+"/openrosa/"+c.Link)
	}
	var stderr bytes.Buffer
	cmd := exec.CommandContext(ctx, "node", args...)
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		h.Fatalf("run the engines: %v\n%s", err, &stderr)
	}
	var results []engineResult
	must(h, json.Unmarshal(out, &results))
	if len(results) != len(campaigns) {
		h.Fatalf("%d results for %d campaigns", len(results), len(campaigns))
	}
	return results
}

// installEngines gives a folder that holds the script beside the packages it
// imports. npm fills it the first time; its name changes with package.json.
func installEngines(t *testing.T) string {
	t.Helper()
	if _, err := exec.LookPath("node"); err != nil {
		t.Fatal("node is not installed: this test needs Node.js 20.19 or later")
	}
	source := filepath.Join("testdata", "engines")
	manifest, err := os.ReadFile(filepath.Join(source, "package.json"))
	must(t, err)
	script, err := os.ReadFile(filepath.Join(source, "run.mjs"))
	must(t, err)
	sum := sha256.Sum256(manifest)
	folder := npmtest.Folder(t, "engines-"+hex.EncodeToString(sum[:8]), manifest, nil)
	must(t, os.WriteFile(filepath.Join(folder, "run.mjs"), script, 0o600))
	return folder
}

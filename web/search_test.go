package web

import (
	"bytes"
	"encoding/json"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// searched prints, for each thing typed, the first labels that answer it.
const searched = `
const { found } = await import(process.argv[1]);
let text = '';
for await (const chunk of process.stdin) text += chunk;
const { labels, typed } = JSON.parse(text);
console.log(JSON.stringify(Object.fromEntries(typed.map((t) => [t, found(t, labels, (l) => l)]))));`

// TestSearch_communes looks for the Hérault's communes as people type them,
// and in a list of another kind.
func TestSearch_communes(t *testing.T) {
	var communes []string
	for _, e := range testGeography() {
		for _, c := range e.Communes {
			communes = append(communes, c.Name)
		}
	}
	labels := append(communes, "Cœur de métier", "Structure d’accueil", "Foyer Ste-Thérèse", "L’atelier")
	for typed, first := range searchedFor(t, labels, map[string]string{
		"st pons":                 "Saint-Pons-de-Mauchiens, Saint-Pons-de-Thomières",
		"ST PONS":                 "Saint-Pons-de-Mauchiens, Saint-Pons-de-Thomières",
		"pons st":                 "Saint-Pons-de-Mauchiens, Saint-Pons-de-Thomières",
		"thom pons":               "Saint-Pons-de-Thomières",
		"Saint Pons de thomieres": "Saint-Pons-de-Thomières",
		"stpons":                  "Saint-Pons-de-Mauchiens, Saint-Pons-de-Thomières",
		"st-jean-de-v":            "Saint-Jean-de-Védas",
		"beziers":                 "Béziers",
		"herepian":                "Hérépian",
		"caux":                    "Caux",
		"le bosc":                 "Le Bosc",
		"bosc":                    "Le Bosc",
		"rsillar":                 "Marsillargues",
		"gely":                    "Saint-Gély-du-Fesc",
		"coeur":                   "Cœur de métier",
		"sainte therese":          "Foyer Ste-Thérèse",
		"accueil struct":          "Structure d’accueil",
		"str":                     "Structure d’accueil",
		"latelier":                "L’atelier",
		"l'atelier":               "L’atelier",
		"l’herault":               "Cazouls-d'Hérault, Clermont-l'Hérault, Usclas-d'Hérault",
		"zzz":                     "",
		"st zzz":                  "",
	}) {
		if first != "" {
			t.Error(typed + ": " + first)
		}
	}
}

// searchedFor gives, by what was typed, how the answer differs from the one
// wanted; "" where it does not.
func searchedFor(t *testing.T, labels []string, want map[string]string) map[string]string {
	t.Helper()
	var typed []string
	for words := range want {
		typed = append(typed, words)
	}
	input, err := json.Marshal(map[string]any{"labels": labels, "typed": typed})
	must(t, err)
	module, err := filepath.Abs("static/js/search.js")
	must(t, err)
	node := exec.CommandContext(t.Context(), "node", "--input-type=module", "-e", searched, module)
	node.Stdin = bytes.NewReader(input)
	out, err := node.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	var got map[string][]string
	must(t, json.Unmarshal(out, &got))
	wrong := map[string]string{}
	for words, first := range want {
		if found := strings.Join(got[words], ", "); found != first && (first == "" || !strings.HasPrefix(found, first)) {
			wrong[words] = "found " + strings.Join(got[words], ", ") + "; want " + first + " first"
		}
	}
	return wrong
}

package workbook_test

import (
	"strings"
	"testing"

	"constat/analysis/internal/fixture"
	"constat/survey"
)

// TestAnalyser_dropDowns: seven lists, whose texts Excel does not cut.
func TestAnalyser_dropDowns(t *testing.T) {
	f := open(t, write(t, children(t, 30)))
	lists, err := f.GetDataValidations("Analyseur")
	if err != nil {
		t.Fatal(err)
	}
	if len(lists) != 7 {
		t.Errorf("%d drop-down lists, want 7", len(lists))
	}
	for _, list := range lists {
		if list.Type != "list" || list.Formula1 == "" || len(list.Formula1) > 255 {
			t.Errorf("%s is not a list that Excel takes: %s %q", list.Sqref, list.Type, list.Formula1)
		}
		if list.PromptTitle == nil || len([]rune(*list.PromptTitle)) > 32 || list.Prompt == nil || len([]rune(*list.Prompt)) > 255 {
			t.Errorf("%s: the help is too long or absent", list.Sqref)
		}
	}
}

// TestAnalyser_offers: each question once, under a label of its own; no free
// text, nothing that is asked several times per response.
func TestAnalyser_offers(t *testing.T) {
	b := fixture.NewForm("essai", "Essai")
	b.List("ouinon", "oui=Oui", "non=Non", "nc=Non concerné", "refus=Je préfère ne pas répondre")
	b.Ask("select_one ouinon", "a", "Combien ?")
	b.Ask("integer", "b", "combien ?")
	b.Ask("text", "c", "Un commentaire")
	b.Begin("begin_repeat", "enfant", "Enfant")
	b.Ask("integer", "age", "Son âge")
	b.End()
	form := b.Form()
	content := write(t, diagnose(t, form, []*survey.Response{
		fixture.Response(form, 0, map[string]string{"a": "oui", "b": "3", "c": "mots"}),
		fixture.Response(form, 0, map[string]string{"a": "refus", "b": "8", "c": ""}),
	}, meta()))
	cells := dump(t, open(t, content))
	for _, want := range []string{"\tCombien ?\n", "\tcombien ? [b]\n", "Listes!L", "\tJe préfère ne pas répondre\n"} {
		if !strings.Contains(cells, want) {
			t.Errorf("nowhere: %q", want)
		}
	}
	for line := range strings.Lines(cells) {
		if strings.HasPrefix(line, "Listes!") && (strings.Contains(line, "commentaire") || strings.Contains(line, "Son âge")) {
			t.Errorf("offered: %s", line)
		}
	}
}

// TestAnalyser_absentWithoutResponses: nothing to analyse.
func TestAnalyser_absentWithoutResponses(t *testing.T) {
	for _, sheet := range open(t, write(t, children(t, 0))).GetSheetList() {
		if sheet == "Analyseur" || sheet == "Listes" {
			t.Errorf("sheet %s without a response", sheet)
		}
	}
}

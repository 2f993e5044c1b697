package xlsform

import (
	"strings"
	"testing"
	"time"

	"constat/survey"
)

// actionsForm has the setvalue elements that no XLSForm makes, and choices
// that are the answers of a repeat.
const actionsForm = `<?xml version="1.0"?>
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml">
  <h:head>
    <h:title>Actions</h:title>
    <model>
      <instance>
        <data id="actions"><source/><echo/><visite><note/><nom/></visite><choix/></data>
      </instance>
    </model>
  </h:head>
  <h:body>
    <input ref="/data/source">
      <setvalue event="xforms-value-changed" ref="/data/visite[position() = 2]/note" value="/data/source"/>
      <setvalue event="odk-instance-first-load xforms-value-changed" ref="/data/echo" value="concat(/data/source, '!')"/>
    </input>
    <repeat nodeset="/data/visite"><input ref="/data/visite/note"/><input ref="/data/visite/nom"/></repeat>
    <select1 ref="/data/choix"><itemset nodeset="../visite"><value ref="nom"/><label ref="nom"/></itemset></select1>
  </h:body>
</h:html>`

func TestReadXForm_actions(t *testing.T) {
	form, err := ReadXForm(strings.NewReader(actionsForm))
	check(t, err)
	filling := form.Begin(survey.Occasion{Now: time.Date(2026, 6, 15, 14, 0, 0, 0, time.UTC)})
	expect := func(path, want string) {
		t.Helper()
		if state, ok := filling.State(path); !ok || state.Value != want {
			t.Errorf("%s is %q (%v), want %q", path, state.Value, ok, want)
		}
	}
	expect("/data/echo", "!")
	check(t, filling.AddInstance("/data/visite"))
	check(t, filling.Set("/data/source", "a"))
	expect("/data/echo", "a!")
	expect("/data/visite[1]/note", "")
	expect("/data/visite[2]/note", "a")

	// Two instances without a name are one blank choice, as the XForm says.
	check(t, filling.Set("/data/visite[2]/nom", "Marie"))
	if state, _ := filling.State("/data/choix"); strings.Join(state.Options, ",") != ",Marie" {
		t.Errorf("options %q", state.Options)
	}
}

// An XLSForm's select_one ${question} offers no blank choice, as pyxform writes it.
func TestRead_choicesFromAnswers(t *testing.T) {
	filling := begin(t, `
		| survey |
		|        | type              | name   | label  |
		|        | begin_repeat      | visite | Visite |
		|        | text              | nom    | Nom    |
		|        | end_repeat        |        |        |
		|        | select_one ${nom} | choix  | Choix  |
	`)
	check(t, filling.AddInstance("/data/visite"))
	check(t, filling.Set("/data/visite[2]/nom", "Marie"))
	if state, _ := filling.State("/data/choix"); strings.Join(state.Options, ",") != "Marie" {
		t.Errorf("options %q", state.Options)
	}
}

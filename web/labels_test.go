package web

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"constat/survey"
	"constat/survey/markup/markuptest"
	"constat/survey/xlsform"
)

// markedForm has what authors write in labels, everywhere they may.
const markedForm = `
| survey |
| | type | name | label | hint | guidance_hint | constraint | constraint_message | required | required_message | appearance | choice_filter |
| | note | accueil | # Bienvenue<br/>**Avant de commencer** :\n- lisez le [guide](https://exemple.fr/guide)\n- en cas de danger, appelez le [3919](tel:3919) ou [écrivez](mailto:aide@exemple.fr) | | | | | | | | |
| | text | nom | <b>Prénom</b> ou *surnom* (\*) | Pas votre <u>nom</u> &amp; adresse | m<sup>2</sup> et H<sub>2</sub>O | | | | | | |
| | integer | petits | Enfants de < 3 ans ou > 11 ans, chez **${nom}** | Chez <i>${nom}</i> seulement | | . < 9 | **Moins** de 9, ${nom} | | | | |
| | select_one liste | choix | <span style="color:red">Que préfère</span> **${nom}** ?<span style="display:none">caché</span> | | | | | yes | Répondez, <b>${nom}</b> | | |
| | select_one liste | menu | Dans la liste | | | | | | | minimal | |
| | select_one liste | filtre | Selon le nom | | | | | | | | name != 'b' or ${nom} != '' |
| | begin_group | table | Votre *avis* | | | | | | | table-list | |
| | select_one liste | ligne1 | Ligne <b>une</b> de ${nom} | | | | | | | | |
| | select_one liste | ligne2 | Ligne __deux__ | | | | | | | | |
| | end_group | | | | | | | | | | |
| | begin_repeat | enfants | **Enfant** | | | | | | | | |
| | integer | age | Âge de l’enfant de ${nom} (<18 ans) | | | | | | | | |
| | note | rappel | Il a *${age}* ans | | | | | | | | |
| | end_repeat | | | | | | | | | | |
| choices |
| | list_name | name | label |
| | liste | a | **Chez** <i>${nom}</i> |
| | liste | b | <b>Ailleurs</b> que chez ${nom} |
| | liste | c | 1. Nulle part |
`

// markedOf makes the form: a table in a test has no line breaks in its cells.
func markedOf(tb testing.TB) *survey.Form {
	tb.Helper()
	form, err := xlsform.Read(bytes.NewReader(workbookOf(tb, markedForm)))
	must(tb, err)
	for _, q := range form.Questions {
		for language, text := range q.Label {
			q.Label[language] = strings.ReplaceAll(text, `\n`, "\n")
		}
	}
	return form
}

// TestLabels_everyWord reads each label of real forms, and of ours, on the page
// that the server writes: no word lost, no tag shown. The page is a trial's:
// others leave out what the web does not ask (TestCaptured).
func TestLabels_everyWord(t *testing.T) {
	s := newStage(t)
	check := func(name string, form *survey.Form) int {
		s.form = form
		trial := s.answering()
		trial.trial = true
		doc, err := html.Parse(bytes.NewReader(s.page(trial, true)))
		must(t, err)
		text := markuptest.Shown(doc)
		if raw := markuptest.Raw.FindString(text); raw != "" {
			t.Errorf("%s shows %s", name, raw)
		}
		page, checked := " "+markuptest.Words(text)+" ", 0
		for _, label := range labelsOnPage(form) {
			for _, phrase := range markuptest.Phrases(label) {
				checked++
				if !strings.Contains(page, " "+phrase+" ") {
					t.Errorf("%s loses %q of %q", name, phrase, label)
				}
			}
		}
		return checked
	}
	if n := check("markedForm", markedOf(t)); n < 25 {
		t.Errorf("%d phrases of ours: this proves little", n)
	}
	forms, phrases := 0, 0
	for _, file := range outsideForms(t) {
		content, err := os.ReadFile(file)
		must(t, err)
		form, err := xlsform.Read(bytes.NewReader(content))
		if err != nil {
			continue
		}
		forms++
		phrases += check(filepath.Base(file), form)
	}
	t.Logf("%d forms of others, %d phrases", forms, phrases)
}

// labelsOnPage lists the texts that the page shows, in the form's language.
func labelsOnPage(form *survey.Form) []string {
	var texts []string
	add := func(t survey.Text) { texts = append(texts, t.In(form.DefaultLanguage)) }
	var walk func(questions []*survey.Question) bool
	walk = func(questions []*survey.Question) bool {
		shown := false
		for _, q := range questions {
			if !q.Shown() || (q.Type.Kind == survey.Group || q.Type.Kind == survey.Repeat) && !walk(q.Children) {
				continue
			}
			shown = true
			add(q.Label)
			if q.Type.Kind != survey.Captured {
				add(q.Hint)
			}
			if q.List != nil && q.ChoiceFilter == nil && q.Type.Kind == survey.Asked && !fixed(&survey.Item{Question: q}) {
				for _, c := range q.List.Choices {
					add(c.Label)
				}
			}
		}
		return shown
	}
	walk(form.Questions)
	return texts
}

// TestBrowser_labels follows what is typed in every text that names it, choices
// too: the markup stays, and the answer is text.
func TestBrowser_labels(t *testing.T) {
	s := newStage(t)
	b := s.tab(1280, 900)
	s.play(b, markedOf(t))
	const typed = `<b>Ana</b> *x*`
	b.js(`(() => { const e = document.querySelector('[name=nom]'); e.value = ` + "`" + typed + "`" + `; for (const k of ['input', 'change']) e.dispatchEvent(new Event(k, { bubbles: true })); return ''; })()`)
	at := func(field, inside string) string {
		return `document.querySelector('[data-field="` + field + `"] ` + inside + `')`
	}
	for what, want := range map[string]string{
		at("petits", "[data-label] strong") + ".textContent":                   typed,
		at("petits", "[data-label]") + ".textContent":                          "Enfants de < 3 ans ou > 11 ans, chez " + typed,
		at("petits", "[data-hint] em") + ".textContent":                        typed,
		at("choix", "[data-label] strong") + ".textContent":                    typed,
		at("choix", "[data-label]") + ".textContent":                           "Que préfère " + typed + "\u00a0?",
		at("choix", ".option label") + ".innerHTML":                            `<strong>Chez</strong> <em><span data-ref="nom">&lt;b&gt;Ana&lt;/b&gt; *x*</span></em>`,
		at("menu", "option[value=a]") + ".textContent":                         "Chez " + typed,
		at("filtre", "[data-options]") + ".querySelectorAll('.option').length": "3",
		at("filtre", ".option:nth-child(2) label") + ".innerHTML":              `<strong>Ailleurs</strong> que chez <span data-ref="nom">&lt;b&gt;Ana&lt;/b&gt; *x*</span>`,
		at("ligne1", "[data-label]") + ".textContent":                          "Ligne une de " + typed,
		at("table", "thead th em") + ".textContent":                            typed,
		at("accueil", "a[href^=tel]") + ".getAttribute('href')":                "tel:3919",
		at("accueil", "a[target]") + ".rel":                                    "noopener noreferrer",
	} {
		b.want(what, want)
	}
	b.js(`(() => { document.querySelector('[value^="ajouter"]').click(); const e = document.querySelector('[name="enfants[1]/age"]'); e.value = '7'; e.dispatchEvent(new Event('input', { bubbles: true })); return ''; })()`)
	b.want(at("enfants[1]/enfants/rappel", "[data-label]")+".textContent", "Il a 7 ans")
	b.want(at("enfants[1]/age", "[data-label]")+".textContent", "Âge de l’enfant de "+typed+" (<18 ans)")
	b.js(`(() => { const e = document.querySelector('[name=petits]'); e.value = '12'; for (const k of ['input', 'change']) e.dispatchEvent(new Event(k, { bubbles: true })); return ''; })()`)
	b.want(at("petits", ".error")+".textContent", "Moins de 9, "+typed)
}

// TestLabels_withoutScripts holds that the server fills the same places, and
// that what was typed is text on every page that repeats it.
func TestLabels_withoutScripts(t *testing.T) {
	s := newStage(t)
	s.form = markedOf(t)
	s.answer = survey.Answers{Values: map[string]string{"nom": "<i>Ana</i>", "choix": "a"}}
	page := string(s.page(s.answering(), false))
	for _, want := range []string{
		`chez <strong><span data-ref="nom">&lt;i&gt;Ana&lt;/i&gt;</span></strong></label>`,
		`<strong>Chez</strong> <em><span data-ref="nom">&lt;i&gt;Ana&lt;/i&gt;</span></em></label>`,
		`data-pattern="Chez ${nom}">Chez &lt;i&gt;Ana&lt;/i&gt;</option>`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page has no %s", want)
		}
	}
	laid, err := s.answering().layout(nil)
	must(t, err)
	parts, _ := answeredParts(laid)
	read := ""
	for _, part := range parts {
		for _, row := range part.Rows {
			read += plainWords(row.Label) + " → " + strings.Join(row.Words, ", ") + "\n"
		}
	}
	if !strings.Contains(read, "Que préfère <i>Ana</i>\u00a0? → Chez <i>Ana</i>\n") {
		t.Errorf("read back:\n%s", read)
	}
}

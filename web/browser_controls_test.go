package web

import (
	"bytes"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"constat/survey"
	"constat/survey/xlsform"
)

// everyControl has each control that the page knows.
const everyControl = `
| survey |  |  |  |  |  |  |  |  |  |  |  |
|  | type | name | label::Français (fr) | label::English (en) | hint::Français (fr) | guidance_hint::Français (fr) | relevant | constraint | appearance | calculation | parameters | choice_filter | repeat_count |
|  | note | accueil | **Bienvenue**, merci de votre temps. | **Welcome**, thank you. |  |  |  |  |  |  |  |  |  |
|  | begin_group | listes | Listes | Lists |  |  |  |  |  |  |  |  |  |
|  | select_one ouinon | simple | Connaissez-vous le réseau ? | Do you know the network? | Celui de votre territoire. | Le réseau se réunit tous les deux mois. |  |  |  |  |  |  |  |
|  | select_multiple freins | plusieurs | Quels freins ? | Which obstacles? |  |  |  |  |  |  |  |  |  |
|  | select_one accord | avis | Le réseau m’aide | The network helps me |  |  |  |  | likert |  |  |  |  |
|  | select_one commune | ville | Votre commune | Your town |  |  |  |  |  |  |  |  |  |
|  | rank freins | ordre | Classez les freins | Rank the obstacles |  |  |  |  |  |  |  |  |  |
|  | end_group |  |  |  |  |  |  |  |  |  |  |  |  |
|  | begin_group | nombres | Nombres | Numbers |  |  |  |  |  |  |  |  |  |
|  | integer | tous | Combien de personnes ? | How many people? |  |  |  |  |  |  |  |  |  |
|  | begin_group | ages | Répartition par âge | By age |  |  |  |  | table-list total |  |  |  |  |
|  | integer | petits | Moins de 10 ans | Under 10 |  |  |  |  |  |  |  |  |  |
|  | integer | moyens | De 10 à 17 ans | 10 to 17 | Au jour de la réponse. |  |  |  |  |  |  |  |  |
|  | integer | grands | Majeurs | Adults |  |  | ${petits} != '' |  |  |  |  |  |  |
|  | end_group |  |  |  |  |  |  |  |  |  |  |  |  |
|  | integer | femmes | Dont femmes | Women |  |  |  |  |  |  |  |  |  |
|  | integer | hommes | Dont hommes | Men |  |  |  | . >= 0 and (${tous} = '' or coalesce(${femmes}, 0) + . <= ${tous}) |  |  |  |  |  |
|  | calculate | total_genre |  |  |  |  |  |  |  | coalesce(${femmes}, 0) + coalesce(${hommes}, 0) |  |  |  |
|  | decimal | part | Part du temps (en %) | Share of time (%) |  |  |  | . <= 100 |  |  |  |  |  |
|  | range | note10 | Note de 0 à 10 | Score |  |  |  |  |  |  | start=0 end=10 step=1 |  |  |
|  | date | jour | Jour de la réunion | Day |  |  |  |  |  |  |  |  |  |
|  | time | heure | Heure | Time |  |  |  |  |  |  |  |  |  |
|  | dateTime | moment | Moment | Moment |  |  |  |  |  |  |  |  |  |
|  | end_group |  |  |  |  |  |  |  |  |  |  |  |  |
|  | begin_group | besoins | Votre avis sur l’offre | Your opinion |  |  |  |  | table-list |  |  |  |  |
|  | select_one accord | accueil_jour | L’accueil de jour suffit | Day care is enough |  |  |  |  |  |  |  |  |  |
|  | select_one accord | hebergement | L’hébergement suffit | Housing is enough |  |  |  |  |  |  |  |  |  |
|  | end_group |  |  |  |  |  |  |  |  |  |  |  |  |
|  | begin_group | usage | Fréquences | Frequencies |  |  |  |  | field-list |  |  |  |  |
|  | select_one accord | entete | Vous êtes d’accord : | Do you agree: |  |  |  |  | label |  |  |  |  |
|  | select_one accord | ligne1 | Les délais sont bons | Delays are fine |  |  |  |  | list-nolabel |  |  |  |  |
|  | select_one accord | ligne2 | Les lieux sont proches | Places are near |  |  |  |  | list-nolabel |  |  |  |  |
|  | end_group |  |  |  |  |  |  |  |  |  |  |  |  |
|  | begin_group | actions_menees | Vos actions | Your actions |  |  |  |  |  |  |  |  |  |
|  | begin_repeat | actions | Action | Action |  |  |  |  |  |  |  |  |  |
|  | text | titre | Titre | Title |  |  |  |  |  |  |  |  |  |
|  | select_one commune | lieu | Lieu | Place |  |  |  |  |  |  |  |  |  |
|  | begin_repeat | dates | Date | Date |  |  |  |  |  |  |  |  |  |
|  | date | le | Le | On |  |  |  |  |  |  |  |  |  |
|  | end_repeat |  |  |  |  |  |  |  |  |  |  |  |  |
|  | end_repeat |  |  |  |  |  |  |  |  |  |  |  |  |
|  | select_one ${titre} | preferee | Laquelle préférez-vous ? | Which one do you prefer? |  |  |  |  |  |  |  |  |  |
|  | integer | equipes | Combien d’équipes ? | How many teams? |  |  |  |  |  |  |  |  |  |
|  | begin_repeat | equipe | Équipe | Team |  |  |  |  |  |  |  |  | ${equipes} |
|  | text | nom_equipe | Nom de l’équipe | Name of the team |  |  |  |  |  |  |  |  |  |
|  | end_repeat |  |  |  |  |  |  |  |  |  |  |  |  |
|  | acknowledge | charte | J’ai lu la charte | I have read the charter |  |  |  |  |  |  |  |  |  |
|  | geopoint | position | Position | Position |  |  |  |  |  |  |  |  |  |
|  | text | libre | Un besoin | A need |  |  |  | string-length(.) <= 200 | multiline |  |  |  |  |
|  | end_group |  |  |  |  |  |  |  |  |  |  |  |  |
| choices |
|  | list_name | name | label::Français (fr) | label::English (en) |
|  | ouinon | oui | Oui | Yes |
|  | ouinon | non | Non | No |
|  | freins | temps | Le temps | Time |
|  | freins | cout | Le coût | Cost |
|  | freins | distance | La distance | Distance |
|  | accord | pas | Pas d’accord | Disagree |
|  | accord | peu | Plutôt pas d’accord | Rather disagree |
|  | accord | plutot | Plutôt d’accord | Rather agree |
|  | accord | tout | Tout à fait d’accord | Agree |
`

// controls reads everyControl, its communes added, as a draft is read:
// what is not asked here is a warning then.
func controlsForm(tb testing.TB) *survey.Form {
	tb.Helper()
	table := everyControl
	for _, e := range testGeography() {
		for _, c := range e.Communes {
			table += "|  | commune | c" + c.Code + " | " + c.Name + " | " + c.Name + " |\n"
		}
	}
	table += "| settings |\n|  | form_id | version | default_language |\n|  | tout | 1 | Français (fr) |\n"
	form, err := xlsform.Read(bytes.NewReader(workbookOf(tb, table)))
	must(tb, err)
	return form
}

// typeIn fills a field as a person does: the old text goes first.
func (b *tab) typeIn(name, text string) {
	b.Helper()
	b.js(`document.querySelector('[name="` + name + `"]').select()`)
	b.do(chromedp.SendKeys(`[name="`+name+`"]`, text))
}

func TestBrowser_totals(t *testing.T) {
	s := newStage(t)
	b := s.tab(1280, 900)
	s.play(b, controlsForm(t))
	b.want(`[...document.querySelectorAll('[data-total]')].map((o) => o.textContent).join('|')`, "Total\u00a0: 0|Total\u00a0: 0")
	b.typeIn("petits", "4")
	b.typeIn("moyens", "3")
	b.until(visible("grands"))
	b.typeIn("grands", "2")
	b.want(`document.querySelector('.tabled [data-total]').textContent`, "Total\u00a0: 9")
	b.typeIn("petits", "\b")
	b.want(`document.querySelector('.tabled [data-total]').textContent`, "Total\u00a0: 3")
	b.typeIn("tous", "20")
	b.typeIn("femmes", "15")
	b.typeIn("hommes", "6")
	b.want(`document.querySelector('[data-of=tous]').textContent + document.querySelector('[data-of=tous]').classList`, "Total\u00a0: 21 sur 20over-limit")
	b.calm()
}

func TestTotals_withoutJavaScript(t *testing.T) {
	s := newStage(t)
	s.form = controlsForm(t)
	s.answer = survey.Answers{Values: map[string]string{"petits": "4", "moyens": "3", "tous": "20", "femmes": "5", "hommes": "6"}}
	page := string(s.page(s.answering(), true))
	for _, want := range []string{">Total\u00a0: 7<", ">Total\u00a0: 11 sur 20<"} {
		if !bytes.Contains([]byte(page), []byte(want)) {
			t.Errorf("the page does not say %q", want)
		}
	}
}

func TestAddends(t *testing.T) {
	for calculation, want := range map[string]int{
		"${a} + ${b}": 2, "coalesce(${a}, 0)+coalesce(${b},0) + ${c}": 3, "${a}": 1, "${a} - ${b}": 0, "${a} + 1": 0, "${a} * ${b}": 0, "sum(${a})": 0, "": 0,
	} {
		if got := len(addends(calculation)); got != want {
			t.Errorf("%q adds up %d questions, want %d", calculation, got, want)
		}
	}
}

func TestBrowser_combobox(t *testing.T) {
	s := newStage(t)
	b := s.tab(1280, 900)
	s.play(b, controlsForm(t))
	box := `document.getElementById('q-ville')`
	b.want(box+`.getAttribute('role') + document.querySelector('label[for=q-ville]').textContent`, "comboboxVotre commune")
	b.do(chromedp.SendKeys(`#q-ville`, "beziers"))
	b.want(`document.querySelectorAll('#q-ville-list [role=option]').length + document.querySelector('#q-ville-list [role=option]').textContent + `+box+`.getAttribute('aria-expanded')`, "6Bézierstrue")
	b.do(chromedp.KeyEvent(kb.ArrowDown))
	b.want(`document.getElementById(`+box+`.getAttribute('aria-activedescendant')).textContent`, "Béziers")
	b.do(chromedp.KeyEvent(kb.Enter))
	b.want(`document.querySelector('[name=ville]').value + `+box+`.value + `+box+`.getAttribute('aria-expanded')`, "c34032Béziersfalse")
	// Words that match nothing stay, visibly no choice; no words are no answer.
	b.js(box + `.select()`)
	b.do(chromedp.SendKeys(`#q-ville`, "zzz"))
	b.want(`document.querySelector('#q-ville-list').innerText + document.querySelector('.combobox [role=status]').textContent`, "Aucune commune ne correspond.Aucune commune ne correspond.")
	b.do(chromedp.KeyEvent(kb.Tab))
	b.want(`document.querySelector('[name=ville]').value + `+box+`.value + document.querySelector('[data-field=ville] .condition:not([hidden])').innerText`, "zzzAucune commune ne correspond.")
	b.js(box + `.select()`)
	b.do(chromedp.SendKeys(`#q-ville`, "st pons"), chromedp.KeyEvent(kb.Tab))
	b.want(`document.querySelector('[name=ville]').value + `+box+`.value + document.querySelector('[data-field=ville] .condition:not([hidden])').innerText`, "st ponsRien n’est encore choisi\u00a0: choisissez dans la liste.")
	b.js(box + `.select()`)
	b.do(chromedp.SendKeys(`#q-ville`, "st pons de thomieres"), chromedp.KeyEvent(kb.Tab))
	b.want(`document.querySelector('[name=ville]').value + `+box+`.value + document.querySelectorAll('[data-field=ville] .condition:not([hidden])').length`, "c34284Saint-Pons-de-Thomières0")
	b.js(box + `.select()`)
	b.do(chromedp.SendKeys(`#q-ville`, "\b"), chromedp.KeyEvent(kb.Tab))
	b.want(`document.querySelector('[name=ville]').value + `+box+`.value`, "")
	b.js(box + `.focus()`)
	b.do(chromedp.SendKeys(`#q-ville`, "lun"), chromedp.KeyEvent(kb.Escape))
	b.want(box+`.value + `+box+`.getAttribute('aria-expanded')`, "lunfalse")
	b.js(box + `.select()`)
	b.do(chromedp.SendKeys(`#q-ville`, "lunel"))
	b.until(`document.querySelector('.combobox [role=status]').textContent.startsWith('Choix possibles')`)
	b.do(chromedp.Click(`#q-ville-list [role=option]:nth-child(1)`))
	b.want(box+`.value`, "Lunel")
	b.calm()
}

func TestBrowser_rowsWithoutTheServer(t *testing.T) {
	s := newStage(t)
	b := s.tab(1280, 900)
	s.play(b, controlsForm(t))
	b.js(`globalThis.same = true`) // lost if the page is loaded again
	b.do(chromedp.SendKeys(`[name="actions[1]/titre"]`, "Former"), chromedp.Click(`[value="ajouter actions"]`))
	b.until(`document.activeElement.name === 'actions[2]/titre'`)
	b.do(chromedp.SendKeys(`[name="actions[2]/titre"]`, "Loger"), chromedp.SendKeys(`[id="q-actions[2]/lieu"]`, "sete"), chromedp.KeyEvent(kb.Enter))
	b.do(chromedp.Click(`[value="ajouter actions[2]/dates"]`))
	b.do(chromedp.Click(`[value="ajouter actions"]`), chromedp.SendKeys(`[name="actions[3]/titre"]`, "Ouvrir"))
	b.want(`[...document.querySelectorAll('#q-preferee, [name=preferee]')].map((e) => e.value || e.textContent).join() + document.querySelector('[data-field=preferee]').innerText.includes('Loger')`, "Former,Loger,Ouvrirtrue")
	b.do(chromedp.Click(`[value="retirer actions[1]"]`))
	b.until(`document.querySelectorAll('#q-actions > .instance').length === 2`)
	b.want(`[...document.querySelectorAll('[name]')].filter((e) => /^actions/.test(e.name)).map((e) => e.name + '=' + e.value).join(' ')`,
		"actions#=2 actions[1]/titre=Loger actions[1]/lieu=c34301 actions[1]/dates#=2 actions[1]/dates[1]/le= actions[1]/dates[2]/le= "+
			"actions[2]/titre=Ouvrir actions[2]/lieu= actions[2]/dates#=1 actions[2]/dates[1]/le=")
	b.want(`[...document.querySelectorAll('#q-actions > .instance > legend')].map((l) => l.textContent).join()`, "Action 1,Action 2")
	b.want(`[...document.querySelectorAll('[id]')].map((e) => e.id).filter((id, i, all) => all.indexOf(id) !== i).join()`, "")
	b.want(`[...document.querySelectorAll('label[for]')].filter((l) => !document.getElementById(l.htmlFor)).length`, "0")

	// A computed number of rows, from none: the page holds what a row is.
	b.typeIn("equipes", "1\t")
	b.until(`document.querySelector('[name="equipe[1]/nom_equipe"]') !== null`)
	b.want(`document.querySelector('[name="actions[2]/titre"]').value`, "Ouvrir")
	b.typeIn("equipes", "3\t")
	b.until(`document.querySelector('[name="equipe[3]/nom_equipe"]') !== null`)
	b.want(`String(globalThis.same)`, "true")
	b.calm()
}

func TestBrowser_rangeAndRank(t *testing.T) {
	s := newStage(t)
	b := s.tab(1280, 900)
	s.play(b, controlsForm(t))
	b.want(`document.querySelector('[name=note10]').value + document.querySelector('.scale input').className`, "untouched")
	b.js(`Object.assign(document.querySelector('.scale input'), { value: 7 }).dispatchEvent(new Event('input', { bubbles: true }))`)
	b.want(`document.querySelector('[name=note10]').value + document.querySelector('.scale input').className`, "7")

	order := `[...document.querySelectorAll('[data-rank] select')].map((s) => s.name + '=' + s.value).join(' ')`
	b.do(chromedp.Click(up("distance")), chromedp.Click(up("cout")))
	b.want(order, "ordre#distance=1 ordre#cout=2 ordre#temps=")
	// Dragged above the first line, by pointer events as a finger makes them.
	b.js(`(() => {
		const row = document.querySelector('[data-choice=temps]'), handle = row.querySelector('.place');
		const first = document.querySelector('[data-choice=distance]').getBoundingClientRect();
		handle.setPointerCapture = () => {};
		for (const [kind, y] of [['pointerdown', 0], ['pointermove', first.top + 2], ['pointerup', first.top + 2]])
			handle.dispatchEvent(new PointerEvent(kind, { pointerId: 1, clientX: first.left, clientY: y, bubbles: true }));
	})()`)
	b.want(order, "ordre#temps=1 ordre#distance=2 ordre#cout=3")
	b.calm()
}

func TestBrowser_tables(t *testing.T) {
	s := newStage(t)
	wide := s.tab(1280, 900)
	s.play(wide, controlsForm(t))
	wide.want(`[...document.querySelectorAll('#s-besoins th[scope=col]')].map((e) => getComputedStyle(e).display).join()`, "table-cell,table-cell,table-cell,table-cell")
	wide.want(`document.querySelectorAll('[name="entete"]').length`, "0")
	wide.want(`document.querySelectorAll('[name=ligne1]').length`, "4")
	wide.do(chromedp.Click(`[name=accueil_jour][value=tout]`))
	wide.calm()

	narrow := s.tab(360, 740)
	s.play(narrow, controlsForm(t))
	narrow.js(`document.querySelector('[data-show-all]').click()`)
	narrow.want(`getComputedStyle(document.querySelector('#s-besoins tr.field')).display + document.querySelector('#s-besoins .cell span').checkVisibility()`, "blocktrue")
	narrow.want(`document.documentElement.scrollWidth <= 360`, "true")
	narrow.calm()
}

func TestBrowser_languages(t *testing.T) {
	s := newStage(t)
	b := s.tab(1280, 900)
	s.play(b, controlsForm(t))
	b.do(chromedp.Click(`[name=simple][value=oui]`), chromedp.SendKeys(`[name=libre]`, "Un lieu"))
	b.do(chromedp.Click(`.languages [lang=en]`), chromedp.WaitReady(`[data-field=simple] [lang=en]`))
	b.ready()
	b.want(`document.querySelector('[data-field=simple] legend [data-label]').textContent`, "Do you know the network?")
	b.want(`document.querySelector('[name=simple][value=oui]').checked + document.querySelector('[name=libre]').value`, "trueUn lieu")
	b.want(`new URL(document.getElementById('questionnaire').action).search`, "?langue=English+%28en%29")
	b.want(`document.querySelector('.languages [aria-current]').textContent`, "English")
	b.calm()
}

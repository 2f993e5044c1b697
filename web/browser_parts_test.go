package web

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"

	"constat/survey/catalogue"
)

// agesForm spreads children over ages, with constraints that look at one
// another in three ways: written out, through a calculation, and by row.
const agesForm = `
| survey |
|  | type | name | label | required | relevant | constraint | constraint_message | calculation |
|  | begin_group | p1 | Nombres | | | | | |
|  | integer | tous | Combien d’enfants ? | yes | | . >= 1 | Au moins un. | |
|  | integer | a | De 0 à 2 ans | | | . >= 0 and . <= ${tous} | Le total dépasse ${tous}. | |
|  | integer | b | De 3 à 5 ans | | | . >= 0 and coalesce(${a}, 0) + . <= ${tous} | Le total dépasse ${tous}. | |
|  | integer | c | De 6 à 10 ans | | | . >= 0 and coalesce(${a}, 0) + coalesce(${b}, 0) + . <= ${tous} | Le total dépasse ${tous}. | |
|  | integer | suivis | Combien sont suivis ? | | | . <= ${tous} | Plus que ${tous}. | |
|  | calculate | somme | | | | | | coalesce(${d}, 0) + coalesce(${e}, 0) |
|  | integer | d | Filles | | | ${somme} <= ${tous} | Trop. | |
|  | integer | e | Garçons | | | ${somme} <= ${tous} | Trop. | |
|  | end_group | | | | | | | |
|  | begin_group | p2 | Lignes | | | | | |
|  | begin_repeat | groupe | Groupe | | | | | |
|  | integer | effectif | Effectif | | | sum(${effectif}) <= ${tous} | Trop en tout. | |
|  | end_repeat | | | | | | | |
|  | end_group | | | | | | | |
|  | begin_group | p3 | Suite | | ${tous} > 5 | | | |
|  | text | suite | Pourquoi ? | | | | | |
|  | end_group | | | | | | | |
|  | begin_group | p4 | Fin | | | | | |
|  | text | fin | Autre chose ? | | | | | |
|  | end_group | | | | | | | |
| settings |
|  | form_id | version |
|  | ages | 1 |
`

// wrongOnes lists the fields that say something is wrong.
const wrongOnes = `[...document.querySelectorAll('.error')].map((e) => e.id.slice(2, -6) + ': ' + e.textContent).join(' | ')`

// TestBrowser_dependentAnswers: what depends on a number is judged again with
// it, and one mistake is said once.
func TestBrowser_dependentAnswers(t *testing.T) {
	h := newHouseWith(t, workbookOf(t, agesForm), nil)
	b := h.tab(1280, 900)
	b.open(q(h.lunel))
	b.ready()
	for name, value := range map[string]string{"tous": "10", "a": "2", "b": "3", "c": "5"} {
		b.typeIn(name, value)
	}
	b.typeIn("suivis", "8\t")
	b.want(wrongOnes, "")
	b.typeIn("tous", "4\t")
	b.until(`document.querySelectorAll('.error').length > 0`)
	b.want(wrongOnes, "b: Le total dépasse 4. | suivis: Plus que 4.")
	b.typeIn("tous", "1\t")
	b.until(wrongOnes + ` === 'a: Le total dépasse 1. | suivis: Plus que 1.'`)
	b.typeIn("a", "x\t") // unreadable: what depends on it waits
	b.until(wrongOnes + `.startsWith('a: Indiquez') || ` + wrongOnes + `.includes('a: ')`)
	b.want(wrongOnes+`.split(' | ').length`, "2")
	b.typeIn("a", "2\t")
	b.typeIn("tous", "10\t")
	b.until(wrongOnes + ` === ''`)
	b.typeIn("d", "7")
	b.typeIn("e", "7\t")
	b.until(wrongOnes + ` === 'd: Trop.'`)
	b.calm()
}

// TestBrowser_partChecked: « Continuer » says what is wrong, moves the focus to
// it, and lets go on.
func TestBrowser_partChecked(t *testing.T) {
	h := newHouseWith(t, workbookOf(t, agesForm), nil)
	b := h.tab(360, 740)
	b.open(q(h.lunel))
	b.ready()
	next := `#s-p1 [data-next]`
	b.do(chromedp.SendKeys(`[name=suivis]`, "x"), chromedp.Click(next))
	b.want(`document.activeElement.className + document.activeElement.querySelector('h2').textContent`, "summaryIl y a 2 problèmes")
	b.want(`[...document.querySelectorAll('.summary a')].map((a) => a.getAttribute('href')).join()`, "#q-tous,#q-suivis")
	b.want(`document.querySelector('.summary').getBoundingClientRect().top >= document.querySelector('.top').getBoundingClientRect().bottom`, "true")
	b.do(chromedp.Click(`.summary li:last-child a`))
	b.want(`document.activeElement.name + ' ' + (document.querySelector('[data-field=suivis]').getBoundingClientRect().top >= document.querySelector('.top').getBoundingClientRect().bottom)`, "suivis true")
	b.want(`document.querySelector('`+next+`').textContent`, "Continuer sans corriger")
	b.typeIn("suivis", "2\t")
	b.typeIn("tous", "3\t")
	b.until(`document.querySelector('.summary') === null`)
	b.want(`document.querySelector('`+next+`').textContent`, "Continuer")
	b.do(chromedp.Click(next))
	b.until(visible("groupe"))
	b.want(`document.activeElement.id`, "s-p2-titre")
	b.js(`document.querySelector('.skip').click()`) // no Back, for a link within the page
	b.want(`document.activeElement.id + ' ' + location.hash + `+visible("groupe"), "contenu true")
	b.calm()
}

// TestBrowser_partsSaid: a total that changes says why.
func TestBrowser_partsSaid(t *testing.T) {
	h := newHouseWith(t, workbookOf(t, agesForm), nil)
	b := h.tab(360, 740)
	b.open(q(h.lunel))
	b.ready()
	progress := `document.querySelector('#s-p1 [data-progress]').textContent`
	b.want(progress, "Partie 1 sur 3")
	b.typeIn("tous", "6")
	b.until(progress + ` === 'Partie 1 sur 4\u00a0– une partie s’est ajoutée d’après vos réponses'`)
	b.want(`[...document.querySelectorAll('#questionnaire > [role=status]')].map((e) => e.textContent).join('')`, "une partie s’est ajoutée d’après vos réponses")
	b.typeIn("tous", "5")
	b.until(progress + ` === 'Partie 1 sur 3\u00a0– une partie ne s’applique plus d’après vos réponses'`)
	b.do(chromedp.Click(`#s-p1 [data-next]`))
	b.want(`document.querySelector('#s-p2 [data-progress]').textContent`, "Partie 2 sur 3")
	b.do(chromedp.Reload())
	b.ready()
	b.until(visible("groupe"))
	b.want(`document.querySelector('#s-p2 [data-progress]').textContent`, "Partie 2 sur 3") // what was known is no news
}

// TestBrowser_firstQuestion: the first question is answered within the first
// screen and a half of a phone, and the next parts begin near their top.
func TestBrowser_firstQuestion(t *testing.T) {
	for _, entry := range catalogue.Entries() {
		h := newHouseWith(t, entry.Bytes(), nil)
		b := h.tab(360, 740)
		b.open(q(h.lunel))
		b.ready()
		place := func(of string) (y int) {
			b.Helper()
			_, err := fmt.Sscan(b.js(`Math.round(scrollY + [...document.querySelectorAll('#questionnaire .field')].find((e) => e.checkVisibility())`+of+`.getBoundingClientRect().bottom)`), &y)
			must(t, err)
			return y
		}
		label, choice := place(`.querySelector('legend, label')`), place(`.querySelector('.option, input, select, textarea')`)
		b.want(`document.querySelector('.folded .lines').getBoundingClientRect().height <= 52`, "true") // two lines
		b.do(chromedp.Click(`.folded summary`))
		b.want(`document.querySelector('.folded [data-field] [data-label]').checkVisibility()`, "true")
		b.do(chromedp.Click(`.folded summary`))
		b.js(`[1, 2].forEach(() => document.querySelector('[data-next]').click())`)
		second := place(`.querySelector('legend, label')`)
		t.Logf("%s: the first question ends at %d px and its first choice at %d; the second part's question at %d", entry.ID, label, choice, second)
		if choice > 740*3/2 || second > 450 {
			t.Errorf("%s: %d and %d px are too far down", entry.ID, choice, second)
		}
		b.want(`document.querySelector('[data-draft-shared]').checkVisibility() && document.querySelector('[data-draft-erase]').checkVisibility()`, "true")
		b.calm()
	}
}

// unseenForm computes, hides and takes note in every way that XLSForm has;
// two questions only are asked.
const unseenForm = `
| survey |
|  | type | name | label | calculation | readonly | default | appearance |
|  | start | debut | | | | | |
|  | end | fin | | | | | |
|  | today | jour | | | | | |
|  | hidden | cache | Caché | | | x | |
|  | begin_group | g | Nombres | | | | |
|  | integer | n | Combien ? | | | | |
|  | calculate | double | Le double | ${n} * 2 | | | |
|  | integer | triple | Le triple | ${n} * 3 | | | |
|  | text | lu | À lire | concat('n = ', ${n}) | yes | | |
|  | select_one taille | taille | Taille | if(${n} > 3, 'plus_3', 'moins_3') | | | |
|  | select_multiple taille | tailles | Tailles | 'moins_3 plus_3' | | | |
|  | integer | muet | | ${n} + 1 | | | |
|  | note | rien | ${vide} | | | | |
|  | hidden | vide | | | | | |
|  | note | dit | Vous dites ${n}. | | | | |
|  | begin_group | t | Table | | | | table-list |
|  | integer | t1 | Un | | | | |
|  | integer | t2 | Deux fois | ${t1} * 2 | | | |
|  | end_group | | | | | | |
|  | end_group | | | | | | |
| choices |
|  | list_name | name | label |
|  | taille | moins_3 | Trois au plus |
|  | taille | plus_3 | Plus de trois |
| settings |
|  | form_id | version |
|  | unseen | 1 |
`

// TestBrowser_calculationsAreText: what is computed is read, never typed.
func TestBrowser_calculationsAreText(t *testing.T) {
	h := newHouseWith(t, workbookOf(t, unseenForm), nil)
	b := h.tab(1280, 900)
	b.open(q(h.lunel))
	b.ready()
	b.want(`[...document.querySelectorAll('#questionnaire :is(input, select, textarea)')].map((e) => e.name).filter((n) => n[0] !== ':').join()`, "n,t1")
	b.want(`[...document.querySelectorAll('#questionnaire div.field, #questionnaire fieldset.field')].map((e) => e.dataset.field).join()`, "n")
	b.want(`document.querySelectorAll('[data-field=double], [data-field=cache], [data-field=muet]').length`, "0")
	b.want(visible("g/rien"), "false")
	b.typeIn("n", "4")
	b.typeIn("t1", "3")
	b.want(`[...document.querySelectorAll('.computed p')].map((e) => e.innerText).join(' | ')`, "Le triple\u00a0: 12 | À lire\u00a0: n = 4 | Taille\u00a0: Plus de trois | Tailles\u00a0: Trois au plus, Plus de trois")
	b.want(`document.querySelector('[data-field=t2] output').textContent + document.querySelector('[data-field="g/dit"]').innerText`, "6Vous dites 4.")
	b.calm()
}

// TestBrowser_summaryLinks: without JavaScript too, a line of the summary
// leads to its question, label included, under the page's head.
func TestBrowser_summaryLinks(t *testing.T) {
	h := newHouse(t)
	b := h.tab(360, 740)
	b.scripts(false)
	b.open(q(h.lunel))
	b.do(chromedp.Click(`[data-finish] button`), chromedp.WaitVisible(`#erreurs`))
	for _, name := range []string{"structure", "repere"} {
		b.do(chromedp.Click(`#erreurs a[href="#q-` + name + `"]`))
		b.until(`location.hash === '#q-` + name + `'`)
		b.want(`document.querySelector('[data-field=`+name+`] legend').getBoundingClientRect().top >= document.querySelector('.top').getBoundingClientRect().bottom`, "true")
	}
}

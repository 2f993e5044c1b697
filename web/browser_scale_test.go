package web

import (
	"bytes"
	"testing"

	"github.com/chromedp/chromedp"

	"constat/survey/xlsform"
)

const scaleForm = `
| survey |
|  | type    | name  | label                 | appearance | parameters | trigger | calculation |
|  | range   | r     | De 1 à 5              |            | start=1 end=5 tick_labelset=avis placeholder=3 | | |
|  | range   | bas   | À rebours             |            | start=0.3 end=0 step=0.1 | | |
|  | range   | n     | Une note              | rating     | start=1 end=5 | | |
|  | range   | v     | Debout                | vertical   | start=1 end=5 tick_labelset=avis | | |
|  | range   | p     | Dans une liste        | picker     | start=0 end=100 step=5 | | |
|  | range   | bouts | Les bouts             | no-ticks   | start=1 end=5 tick_labelset=bouts | | |
|  | date    | mois  | Quel mois ?           | month-year | | | |
|  | date    | an    | Quelle année ?        | year       | | | |
|  | text    | long  | Un récit              |            | rows=6 | | |
|  | select_one avis | s | Repris          |            | | ${p} | 5 |
|  | calculate | calc |                      |            | | | concat(${mois}, ' ', ${an}, ' ', ${n}, ' ', ${v}) |
|  | note    | lu    | Lu : ${calc}          |            | | | |
| choices |
|  | list_name | name | label     |
|  | avis      | 1    | Jamais    |
|  | avis      | 3    | Parfois   |
|  | avis      | 5    | Toujours  |
|  | bouts     | 1    | Peu       |
|  | bouts     | 5    | Beaucoup  |
`

// TestBrowser_scales answers the ranges and the parts of days with the
// keyboard, and with and without modules.
func TestBrowser_scales(t *testing.T) {
	form, err := xlsform.Read(bytes.NewReader(workbookOf(t, scaleForm)))
	must(t, err)
	s := newStage(t)
	b := s.tab(360, 900)
	s.play(b, form)
	b.want(`[...document.querySelectorAll('[name=r] option')].map((o) => o.textContent).join()`, "–,1\u00a0: Jamais,2,3\u00a0: Parfois,4,5\u00a0: Toujours")
	b.want(`[...document.querySelectorAll('[name=bas] option')].map((o) => o.textContent).join(' ')`, "– 0,3 0,2 0,1 0")
	b.want(`[...document.querySelectorAll('[name=n]')].map((o) => o.type + o.value).join()`, "radio1,radio2,radio3,radio4,radio5")
	b.want(`document.querySelector('[name=v]').closest('fieldset').innerText.replace(/\s+/g, ' ').trim()`, "Debout (facultatif) 1 : Jamais 2 3 : Parfois 4 5 : Toujours")
	b.want(`document.querySelector('[data-field=p] input[type=range]') === null && document.querySelector('[data-field=r] input[type=range]').value`, "2")
	b.want(`document.querySelector('[name=mois]').type + document.querySelector('[name=long]').rows`, "month6")
	b.do(chromedp.Focus(`[name=n]`), chromedp.KeyEvent(" "), chromedp.KeyEvent("\u0303")) // arrow right
	b.js(`document.querySelector('[name=mois]').value = '2026-11', document.querySelector('[name=mois]').dispatchEvent(new Event('input', { bubbles: true }))`)
	b.typeIn("an", "2024")
	b.js(`document.querySelector('[name=v][value="5"]').click()`)
	b.until(`document.querySelector('[data-field=lu]').innerText.trim() === 'Lu\u00a0: 2026-11-01 2024-01-01 ' + document.querySelector('[name=n]:checked').value + ' 5'`)
	b.js(`document.querySelector('[name=p]').value = '10', document.querySelector('[name=p]').dispatchEvent(new Event('input', { bubbles: true }))`)
	b.want(`document.querySelector('[name=s]:checked').value`, "5")
	b.judged("scales", axe(t))
	b.calm()
}

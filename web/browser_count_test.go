package web

import (
	"bytes"
	"testing"

	"constat/survey/xlsform"
)

// TestBrowser_lowerCount: rows that a lower number takes away come back as they
// were, and are neither sent nor left for whoever answers next.
func TestBrowser_lowerCount(t *testing.T) {
	s := newStage(t)
	b := s.tab(360, 800)
	form, err := xlsform.Read(bytes.NewReader(workbookOf(t, `
| survey |
|  | type         | name   | label    | repeat_count |
|  | integer      | n      | Combien  |              |
|  | begin_repeat | enfant | Enfant   | ${n}         |
|  | text         | nom    | Prénom   |              |
|  | end_repeat   |        |          |              |
`)))
	must(t, err)
	s.play(b, form)
	const names = `[...document.querySelectorAll('[name$="/nom"]')].map((e) => e.name + '=' + e.value).join('|')`
	b.typeIn("n", "3\t")
	b.until(`document.querySelectorAll('[name$="/nom"]').length === 3`)
	for _, row := range []string{"1", "2", "3"} {
		b.typeIn("enfant["+row+"]/nom", "x"+row)
	}
	b.typeIn("n", "1\t")
	b.want(names, "enfant[1]/nom=x1")
	b.typeIn("n", "2\t")
	b.want(names, "enfant[1]/nom=x1|enfant[2]/nom=x2")
	b.typeIn("n", "4\t")
	b.want(names, "enfant[1]/nom=x1|enfant[2]/nom=x2|enfant[3]/nom=x3|enfant[4]/nom=")
	b.calm()
}

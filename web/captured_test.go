package web

import (
	"bytes"
	"net/http"
	"strings"
	"testing"

	"constat/survey"
	"constat/survey/xlsform"
)

const capturedForm = `
| survey |
|  | type         | name   | label          |
|  | text         | nom    | Votre service  |
|  | begin_group  | lieu   | Votre lieu     |
|  | geopoint     | point  | Où êtes-vous ? |
|  | image        | photo  | Une photo      |
|  | end_group    |        |                |
|  | begin_repeat | pieces | Pièces         |
|  | file         | piece  | Une pièce      |
|  | end_repeat   |        |                |
|  | begin_group  | suite  | Suite          |
|  | barcode      | code   | Un code-barres |
|  | text         | avis   | Votre avis     |
|  | end_group    |        |                |
`

// TestCaptured: who answers reads nothing of what the web does not ask, nor a
// part that holds nothing else; a trial says it to the form's author.
func TestCaptured(t *testing.T) {
	h := newHouseWith(t, workbookOf(t, capturedForm), nil)
	body := h.browser().get(q(h.lunel)).want(http.StatusOK).body
	for _, gone := range []string{"Votre lieu", "Où êtes-vous", "Une photo", "Pièces", "code-barres", "pas posée"} {
		if strings.Contains(strings.SplitN(body, `id="logique"`, 2)[0], gone) {
			t.Errorf("the page says %q", gone)
		}
	}
	for _, stays := range []string{"Votre service", "Suite", "Votre avis"} {
		if !strings.Contains(body, stays) {
			t.Errorf("the page does not say %q", stays)
		}
	}
	form, err := xlsform.Read(bytes.NewReader(workbookOf(t, capturedForm)))
	must(t, err)
	page := form.Page(survey.Answers{}, survey.Occasion{}, nil)
	withoutCaptured(page)
	if len(page.Sections) != 2 {
		t.Errorf("%d sections", len(page.Sections))
	}
}

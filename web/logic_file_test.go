package web

import (
	"bytes"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"constat/survey"
	"constat/survey/xlsform"
)

// calculated prints the calculations of the form on its standard input.
const calculated = `
const { Logic } = await import(process.argv[1]);
let text = '';
for await (const chunk of process.stdin) text += chunk;
const nodes = new Logic(JSON.parse(text)).settle(new Map());
console.log(['combien', 'rue', 'nom'].map((name) => nodes.get(name).value).join('|'));`

// TestLogic_fileWithNameColumn looks into a file whose codes and labels are in
// other columns than name and label, which it has too: there is one of each,
// with what the file says, for the server and for the browser.
func TestLogic_fileWithNameColumn(t *testing.T) {
	form, problems, err := xlsform.ReadWith(bytes.NewReader(workbookOf(t, `
| survey |
|        | type                           | name    | label | parameters            | calculation |
|        | select_one_from_file lieux.csv | lieu    | Lieu  | value=code, label=nom |             |
|        | calculate                      | combien |       |                       | count(instance('lieux')/root/item[code='m']/name) + count(instance('lieux')/root/item/label) |
|        | calculate                      | rue     |       |                       | instance('lieux')/root/item[code='g']/name |
|        | calculate                      | nom     |       |                       | instance('lieux')/root/item[label='B']/nom |
`)), survey.Files{"lieux.csv": []byte("code,nom,name,label\nm,Mairie,rue Haute,A\ng,Gué,rue Basse,B\n")})
	must(t, err)
	if form == nil {
		t.Fatal(problems)
	}
	occasion := survey.Occasion{Now: time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC), Zone: time.UTC}
	response, _ := form.Judge(survey.Submission{}, occasion)
	values := response.Answers().Values
	const want = "3|rue Basse|Gué"
	if got := values["combien"] + "|" + values["rue"] + "|" + values["nom"]; got != want {
		t.Errorf("the server computes %q, want %q", got, want)
	}
	logic, err := form.Logic(occasion)
	must(t, err)
	module, err := filepath.Abs("static/js/logic.js")
	must(t, err)
	node := exec.CommandContext(t.Context(), "node", "--input-type=module", "-e", calculated, module)
	node.Stdin = bytes.NewReader(logic)
	if got, err := node.CombinedOutput(); err != nil || string(got) != want+"\n" {
		t.Errorf("the browser computes %q, want %q (%v)", got, want, err)
	}
}

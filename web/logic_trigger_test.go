package web

import (
	"bytes"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"constat/survey"
	"constat/survey/xlsform"
)

const triggerForm = `
| survey |
|  | type        | name  | label | calculation        | trigger       | relevant      |
|  | text        | a     | A     |                    |               |               |
|  | text        | b     | B     |                    |               |               |
|  | text        | plus  | Plus  |                    |               |               |
|  | text        | copie | Copie | concat(${a}, ${b}) | ${a}, , ${b}, | ${plus} = 'x' |
|  | begin_group | g     | G     |                    |               | ${plus} = 'x' |
|  | text        | seule | Seule | ${a}               | ${a}          |               |
|  | text        | vide  | Vide  |                    | ${b}          |               |
|  | end_group   |       |       |                    |               |               |
`

// walked plays the same answers as the test does, one after the other, and
// prints what the triggered questions hold.
const walked = `
const { Logic } = await import(process.argv[1]);
let text = '';
for await (const chunk of process.stdin) text += chunk;
const logic = new Logic(JSON.parse(text)), fields = new Map();
const nodes = logic.settle(fields);
for (const act of process.argv[2].split(' ')) {
  const [name, value] = act.split('=');
  fields.set(name, [value]);
  logic.update(name);
  for (const node of nodes.values()) if (node.written) fields.set(node.path, [node.value]);
}
console.log(['copie', 'seule', 'vide'].map((name) => nodes.get(name).value).join('|'));`

// TestLogic_trigger: a trigger sets what does not apply yet, and clears what
// has no formula, for the server and for the browser.
func TestLogic_trigger(t *testing.T) {
	form, problems, err := xlsform.ReadAll(bytes.NewReader(workbookOf(t, triggerForm)))
	must(t, err)
	if form == nil {
		t.Fatal(problems)
	}
	occasion := survey.Occasion{Now: time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC), Zone: time.UTC}
	logic, err := form.Logic(occasion)
	must(t, err)
	module, err := filepath.Abs("static/js/logic.js")
	must(t, err)
	for acts, want := range map[string]string{
		"a=1 b=2 plus=x": "12|1|",
		"a=1 b=2 plus=x vide=v plus=y b=3 plus=x": "13|1|",
		"a=1 b=2 plus=x vide=v a=4":               "42|4|v",
	} {
		filling := form.Begin(occasion)
		for _, act := range strings.Fields(acts) {
			name, value, _ := strings.Cut(act, "=")
			if name == "vide" {
				name = "g/vide"
			}
			must(t, filling.Set(name, value))
		}
		var got []string
		for _, path := range []string{"copie", "g/seule", "g/vide"} {
			state, _ := filling.State(path)
			got = append(got, state.Value)
		}
		if strings.Join(got, "|") != want {
			t.Errorf("%s: the server has %q, want %q", acts, got, want)
		}
		node := exec.CommandContext(t.Context(), "node", "--input-type=module", "-e", walked, module, acts)
		node.Stdin = bytes.NewReader(logic)
		if out, err := node.CombinedOutput(); err != nil || string(out) != want+"\n" {
			t.Errorf("%s: the browser has %q, want %q (%v)", acts, out, want, err)
		}
	}
}

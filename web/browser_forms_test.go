package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"constat/survey"
	"constat/survey/xlsform"
)

// outsideForms are real forms, written by others: CONSTAT_FORMS, or
// ../shared/forms beside the repository. Without them, the catalogue's own
// prove the same.
func outsideForms(tb testing.TB) []string {
	tb.Helper()
	folder := os.Getenv("CONSTAT_FORMS")
	if folder == "" {
		folder = filepath.Join("..", "..", "shared", "forms")
	}
	files, err := filepath.Glob(filepath.Join(folder, "*.xlsx"))
	must(tb, err)
	if len(files) == 0 {
		tb.Logf("no form in %s", folder)
	}
	return files
}

// everyFormula evaluates each relevance, calculation, constraint, filter and
// count of the page's form once, in its own place, and tells those that have
// no value.
const everyFormula = `(await (async () => {
	const { Logic } = await import(MODULE + 'logic.js');
	const { evaluate, evaluateFilter } = await import(MODULE + 'expr.js');
	const logic = new Logic(JSON.parse(document.getElementById('logique').textContent));
	logic.settle(new Map([...document.querySelectorAll('#questionnaire [name]')].filter((e) => e.name.endsWith('#')).map((e) => [e.name, [e.value]])));
	const failed = [];
	let count = 0;
	for (const node of logic.nodes.values()) {
		const q = node.question;
		for (const column of ['relevant', 'calculation', 'constraint', 'required', 'readonly', 'repeatCount', 'dynamicDefault', 'choiceFilter']) {
			if (q[column] === undefined) continue;
			count++;
			try {
				if (column !== 'choiceFilter') evaluate(q[column], logic.context(node));
				else for (const item of logic.instance(q.list)?.children[0].children ?? []) evaluateFilter(q[column], logic.context(node), item);
			} catch (e) {
				failed.push(node.path + ' ' + column + ': ' + e.message);
			}
		}
	}
	return JSON.stringify({ count, failed, nodes: logic.nodes.size });
})())`

// typeOnce answers the first question of each kind that shows, as a
// respondent does, and waits for what follows.
const typeOnce = `(() => {
	const done = new Set();
	for (const e of document.querySelectorAll('#questionnaire input[name], #questionnaire select[name], #questionnaire textarea[name]')) {
		const kind = e.tagName + e.type;
		if (e.type === 'hidden' || e.name[0] === ':' || e.disabled || done.has(kind)) continue;
		done.add(kind);
		if (e.type === 'radio' || e.type === 'checkbox') e.click();
		else {
			e.value = e.tagName === 'SELECT' ? e.options[e.options.length - 1].value : { date: '2026-03-01', time: '10:00', 'datetime-local': '2026-03-01T10:00' }[e.type] ?? '3';
			for (const kind of ['input', 'change']) e.dispatchEvent(new Event(kind, { bubbles: true }));
		}
	}
	return done.size;
})()`

// TestBrowser_realForms opens each real form in Chromium: no error, nothing
// stopped by the policy, every formula has a value, answers can be typed.
func TestBrowser_realForms(t *testing.T) {
	files := outsideForms(t)
	if len(files) == 0 {
		return
	}
	s := newStage(t)
	b := s.tab(1280, 900)
	module, err := s.server.assets.address("js/logic.js")
	must(t, err)
	module = module[:len(module)-len("logic.js")]
	shown, refused, formulas, typed := 0, 0, 0, 0
	for _, file := range files {
		content, err := os.ReadFile(file)
		must(t, err)
		form, err := xlsform.Read(bytes.NewReader(content))
		if err != nil {
			refused++
			logReason(t, filepath.Base(file), err)
			continue
		}
		s.play(b, form)
		var said struct {
			Count, Nodes int
			Failed       []string
		}
		must(t, json.Unmarshal([]byte(b.js(`(globalThis.MODULE = '`+module+`') && `+everyFormula)), &said))
		for _, why := range said.Failed {
			if strings.Contains(why, "unknown-instance") {
				t.Logf("%s: %s (a file that is not beside the workbook)", filepath.Base(file), why)
				continue
			}
			t.Errorf("%s: %s", filepath.Base(file), why)
		}
		if n := b.js(typeOnce); n != "0" {
			typed++
		}
		b.ready()
		if troubles := b.js(`troubles.join("\n")`); troubles != "" {
			t.Errorf("%s: %s", filepath.Base(file), troubles)
		}
		shown++
		formulas += said.Count
	}
	t.Logf("%d forms: %d shown in Chromium, %d answered, %d refused; %d formulas evaluated", len(files), shown, typed, refused, formulas)
}

// logReason says why a form is refused: a documented code, or the test fails.
func logReason(t *testing.T, name string, err error) {
	t.Helper()
	var problems survey.Problems
	errors.As(err, &problems)
	for _, p := range problems {
		if p.Severity == survey.Fault {
			t.Logf("%s refused: %s %v", name, p.Code, p.Args)
			return
		}
	}
	t.Errorf("%s is refused without a documented reason: %v", name, err)
}

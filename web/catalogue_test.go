package web

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"constat/survey"
	"constat/survey/catalogue"
	"constat/survey/xlsform"
)

// respondents answer a form at random, some of them carelessly: a number too
// large, every box ticked, an earlier answer changed.
type respondents struct {
	form     *survey.Form
	occasion survey.Occasion
	chance   *rand.Rand
}

func (h *house) respondents(workbook []byte) *respondents {
	h.Helper()
	form, err := xlsform.Read(bytes.NewReader(workbook))
	must(h, err)
	network, err := h.store.Network(h.Context(), "lunel")
	must(h, err)
	return &respondents{form, survey.Occasion{
		Now: h.clock.Now(), Zone: h.server.Zone, Language: form.DefaultLanguage, Carried: carried(network),
	}, rand.New(rand.NewSource(7))}
}

func (r *respondents) next() survey.Answers {
	return r.form.Simulate(survey.Simulation{
		Rand: r.chance, Blank: 0.2, Words: func(*survey.Question) string { return "un lieu d’accueil" },
	}, r.occasion)
}

func (r *respondents) careless() survey.Answers {
	answers := r.next()
	for _, q := range r.form.Root.Questions {
		if q.Type.Kind != survey.Asked || r.chance.Float64() > 0.15 {
			continue
		}
		switch q.Type.Format {
		case survey.FormatInteger, survey.FormatDecimal:
			answers.Values[q.Key] = fmt.Sprint(r.chance.Intn(1200))
		case survey.FormatOne:
			answers.Values[q.Key] = q.List.Choices[r.chance.Intn(len(q.List.Choices))].Name
		case survey.FormatMultiple:
			var all []string
			for _, c := range q.List.Choices {
				all = append(all, c.Name)
			}
			answers.Values[q.Key] = strings.Join(all, " ")
		}
	}
	return answers
}

func TestCatalogue_answeredWithoutJavaScript(t *testing.T) {
	for _, entry := range catalogue.Entries() {
		t.Run(entry.ID, func(t *testing.T) {
			h := newHouseWith(t, entry.Bytes(), nil)
			b, r := h.browser(), h.respondents(entry.Bytes())
			b.get(q(h.lunel)).want(http.StatusOK).accessible(t, entry.ID)
			for range 3 {
				fields := b.get(q(h.lunel)).fields("questionnaire")
				answers := url.Values(r.next().Fields(r.form))
				answers.Set(fieldInstance, fields.Get(fieldInstance))
				answers.Set(fieldDo, "verifier")
				check := b.post(q(h.lunel), answers).want(http.StatusOK, "Vérifiez vos réponses")
				check.accessible(t, entry.ID)
				receipt := b.post(q(h.lunel), set(check.fields("verification"), fieldDo, "envoyer")).want(http.StatusSeeOther)
				b.get(receipt.header.Get("Location")).want(http.StatusOK, "Vos réponses sont enregistrées")
			}
			if n := h.responses(h.lunel); n != 3 {
				t.Errorf("%d responses, want 3", n)
			}
		})
	}
}

// verdict is what one side says of one question.
type verdict struct {
	Hidden, Required, Violated bool
	Value                      string
	Offered                    string // the choices that a filter admits, besides those made
}

// TestBrowser_agreesWithServer gives the same answers to the form's logic in
// Go and in the browser: what applies, what is required, what is refused and
// what is computed are the same.
func TestBrowser_agreesWithServer(t *testing.T) {
	workbooks := map[string][]byte{"small": workbookOf(t, smallForm)}
	for _, entry := range catalogue.Entries() {
		workbooks[entry.ID] = entry.Bytes()
	}
	for name, workbook := range workbooks {
		t.Run(name, func(t *testing.T) {
			h := newHouseWith(t, workbook, nil)
			b, r := h.tab(1280, 900), h.respondents(workbook)
			b.open(q(h.lunel))
			b.ready()
			if n := b.js("performance.getEntriesByType('resource').filter((e) => new URL(e.name).origin !== location.origin).length"); n != "0" {
				t.Errorf("%s requests left for another site", n)
			}
			for i := range 25 {
				answers := r.careless()
				if !r.compare(t, b, h, answers) {
					t.Fatalf("respondent %d: %v", i, answers)
				}
			}
		})
	}
}

func (r *respondents) compare(t *testing.T, b *tab, h *house, answers survey.Answers) bool {
	t.Helper()
	module, err := h.server.assets.address("js/logic.js")
	must(t, err)
	complaints, err := h.server.assets.address("js/complaints.js")
	must(t, err)
	fields, err := json.Marshal(answers.Fields(r.form))
	must(t, err)
	said := map[string]verdict{}
	must(t, json.Unmarshal([]byte(b.js(`(await (async () => {
		const { Logic, hidden } = await import('`+module+`');
		const { Complaints } = await import('`+complaints+`');
		const logic = new Logic(JSON.parse(document.getElementById('logique').textContent));
		const nodes = logic.settle(new Map(Object.entries(`+string(fields)+`)));
		const answers = [...nodes.values()].filter((node) => !node.children.length && !hidden(node)).map((node) => ({ node, typed: logic.fields.get(node.path)?.[0] ?? '' }));
		const broken = new Set(new Complaints(logic, () => nodes, { constraint: 'x', required: 'y', notInteger: 'z', whichInteger: 'z', notDecimal: 'z' }).wrong(answers, true).filter((w) => w.broken).map((w) => w.node));
		return JSON.stringify(Object.fromEntries([...nodes].map(([path, n]) => [path,
			{ Hidden: hidden(n), Required: logic.required(n), Violated: broken.has(n), Value: n.value,
			Offered: (logic.choices(n) ?? []).map((c) => c.name).sort().join(' ') }])));
	})())`)), &said))

	if differ := b.js(stepByStep(module, string(fields))); differ != "" {
		t.Errorf("answered one field at a time, the browser computes otherwise: %s", differ)
		return false
	}

	_, problems := r.form.Judge(survey.Submission{Answers: answers}, r.occasion)
	violated, refused := map[string]bool{}, map[string]bool{}
	for _, p := range problems {
		violated[p.Path] = violated[p.Path] || p.Code == survey.CodeConstraint
		refused[p.Path] = refused[p.Path] || p.Code == survey.CodeFilteredOut
	}
	agree := true
	page := r.form.Page(answers, r.occasion, nil)
	everyItem(page, func(item *survey.Item) {
		if item.Question.Type.Kind != survey.Asked {
			return
		}
		want := verdict{Hidden: !item.Relevant, Required: item.Required, Violated: violated[item.Path], Value: item.Value}
		if item.Question.ChoiceFilter != nil {
			want.Offered = offered(item)
		}
		got, found := said[item.Path]
		if item.Question.Type.Format == survey.FormatMultiple || !item.Relevant {
			got.Value = want.Value // order of ticks; what does not apply keeps its text
		}
		got.Offered = without(got.Offered, item.Value)
		if refused[item.Path] {
			got.Violated = want.Violated // the server says first that a choice is no longer offered
		}
		if !found || got != want {
			t.Errorf("%s: the browser says %+v, the server %+v", item.Path, got, want)
			agree = false
		}
	})
	return agree
}

// stepByStep answers one field after another, as a respondent does, and
// compares with all of them at once: what a keystroke does not compute again
// must not have changed.
func stepByStep(module, fields string) string {
	return `(await (async () => {
		const { Logic, hidden } = await import('` + module + `');
		const data = document.getElementById('logique').textContent, fields = Object.entries(` + fields + `);
		const once = new Logic(JSON.parse(data)).settle(new Map(fields));
		const slow = new Logic(JSON.parse(data));
		slow.settle(new Map(fields.filter(([name]) => name.endsWith('#'))));
		for (const [name, values] of fields) {
			slow.fields.set(name, values);
			const path = name.replace(/#[^/]*$/, '');
			if (slow.nodes.has(path)) slow.update(path);
		}
		return [...once].filter(([path, n]) => n.value !== slow.nodes.get(path).value || hidden(n) !== hidden(slow.nodes.get(path))).map(([path]) => path).join();
	})())`
}

// without leaves the choices made out of a list: one that the filter no
// longer admits stands on the page until it is changed.
func without(list, made string) string {
	return strings.Join(slices.DeleteFunc(strings.Fields(list), func(name string) bool { return slices.Contains(strings.Fields(made), name) }), " ")
}

// offered lists the choices not made.
func offered(item *survey.Item) string {
	var names []string
	for _, c := range item.Choices {
		if !c.Selected {
			names = append(names, c.Name)
		}
	}
	slices.Sort(names)
	return strings.Join(names, " ")
}

func everyItem(page *survey.Page, visit func(*survey.Item)) {
	var walk func([]survey.Item)
	walk = func(items []survey.Item) {
		for i := range items {
			visit(&items[i])
			walk(items[i].Items)
			for _, instance := range items[i].Instances {
				walk(instance)
			}
		}
	}
	for _, part := range page.Sections {
		walk(part.Items)
	}
}

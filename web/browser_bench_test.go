package web

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"constat/survey"
	"constat/survey/xlsform"
)

// longForm has 500 questions and a commune to choose among 341: each question
// applies, is bounded and is counted according to those before it.
func longForm(tb testing.TB) *survey.Form {
	tb.Helper()
	var rows strings.Builder
	rows.WriteString("| survey |\n|  | type | name | label | relevant | constraint | calculation | choice_filter |\n")
	row := func(cells ...string) { fmt.Fprintf(&rows, "|  | %s |\n", strings.Join(cells, " | ")) }
	row("select_one e", "epci", "Intercommunalité", "", "", "", "")
	row("select_one commune", "commune", "Commune", "", "", "", "epci = ${epci}")
	total := "0"
	for part := range 10 {
		row("begin_group", fmt.Sprintf("p%d", part), fmt.Sprintf("Partie %d", part+1), "", "", "", "")
		for n := range 50 {
			i := part*50 + n
			name, before := fmt.Sprintf("q%d", i), fmt.Sprintf("${q%d}", i-1)
			switch {
			case i == 0:
				row("integer", name, "Nombre", "", ". >= 0", "", "")
			case n%10 == 9:
				row("calculate", name, "", "", "", total+" + coalesce("+before+", 0)", "")
				total = "${" + name + "}"
			case n%5 == 4:
				row("select_one o", name, "Et "+before+" ?", before+" != ''", "", "", "")
			default:
				leader := i - 1 - (i-1)%10 // the tenth before decides
				row("integer", name, fmt.Sprintf("Nombre %d", i), fmt.Sprintf("${q%d} != '' or ${epci} = 'x'", leader), fmt.Sprintf(". <= ${q%d} + 1000", leader), "", "")
			}
		}
		row("end_group", "", "", "", "", "", "")
	}
	rows.WriteString("| choices |\n|  | list_name | name | label | epci |\n")
	row("o", "oui", "Oui", "")
	row("o", "non", "Non", "")
	for _, e := range testGeography() {
		row("e", "e"+e.Code, e.Name, "")
		for _, c := range e.Communes {
			row("commune", "c"+c.Code, c.Name, "e"+e.Code)
		}
	}
	rows.WriteString("| settings |\n|  | form_id | version |\n|  | long | 1 |\n")
	form, err := xlsform.Read(bytes.NewReader(workbookOf(tb, rows.String())))
	must(tb, err)
	return form
}

// strokes types one digit after another in three questions, the first of
// which decides the whole first part, and changes the commune's list; it
// gives the times in milliseconds: until everything is computed and written in the
// page, and until it is laid out too.
const strokes = `(await (async () => {
	const said = { computed: [], shown: [] };
	const stroke = (e, value) => {
		e.value = value;
		const start = performance.now();
		e.dispatchEvent(new Event('input', { bubbles: true }));
		said.computed.push(performance.now() - start);
		document.body.offsetHeight;
		said.shown.push(performance.now() - start);
	};
	const list = document.querySelector('[name=epci]');
	for (let i = 0; i < 40; i++) {
		for (const name of ['q0', 'q10', 'q491']) stroke(document.querySelector('[name=' + name + ']'), i % 4 === 3 ? '' : String(i));
		if (list.tagName === 'SELECT') stroke(list, list.options[1 + i % (list.options.length - 1)].value);
		else { const r = [...document.querySelectorAll('[name=epci]')][i % 17]; r.checked = true; stroke(r, r.value); }
		await new Promise(requestAnimationFrame);
	}
	return JSON.stringify(said);
})())`

// BenchmarkKeystroke measures what one keystroke costs in Chromium on a form
// of 500 questions: above 16 ms, a frame, typing would lag. It measures and does
// not judge: the machines are shared.
func BenchmarkKeystroke(b *testing.B) {
	s := newStage(b)
	tab := s.tab(1280, 900)
	s.play(tab, longForm(b))
	tab.calm()
	var computed, shown []float64
	for b.Loop() {
		var said struct{ Computed, Shown []float64 }
		must(b, json.Unmarshal([]byte(tab.js(strokes)), &said))
		computed, shown = append(computed, said.Computed...), append(shown, said.Shown...)
	}
	b.ReportMetric(0, "ns/op") // the time of a whole round says nothing
	b.ReportMetric(quantile(computed, 0.5), "p50-ms")
	b.ReportMetric(quantile(computed, 0.95), "p95-ms")
	b.ReportMetric(quantile(shown, 0.5), "p50-shown-ms")
	b.ReportMetric(quantile(shown, 0.95), "p95-shown-ms")
}

func quantile(values []float64, at float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[min(len(sorted)-1, int(at*float64(len(sorted))))]
}

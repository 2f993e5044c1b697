package web

import (
	"strconv"
	"strings"
	"testing"

	"constat/survey"
	"constat/survey/xlsform"
)

// TestBrowser_hostile types what makes a form cost too much: the page says so
// in the server's words, within seconds, and goes on taking what is typed.
func TestBrowser_hostile(t *testing.T) {
	s := newStage(t)
	b := s.tab(360, 740)
	const costly, crowded = "le calcul prévu par le questionnaire est trop long", "Il y a trop de lignes"
	for _, c := range []struct{ name, form, typed, words string }{
		{"a sum in each row", `
			type         | name | label | default | repeat_count | calculation
			integer      | n    | N     | 1       |              |
			begin_repeat | a    | A     |         | ${n}         |
			integer      | x    | X     |         |              |` + each(12, "calculate | f%d | | | | sum(/data/a/x) + count(/data/a/x) + sum(//x)") + `
			end_repeat   |      |       |         |              |
			text         | fin  | Fin   |         |              |`, "400", costly},
		{"a pattern that goes back", `
			type | name | label | constraint
			text | n    | N     | regex(., '(a+)+b')
			text | fin  | Fin   |`, strings.Repeat("a", 60) + "!", ""},
		{"texts that double", `
			type      | name | label | calculation
			text      | n    | N     |
			calculate | f0   |       | concat(${n}, ${n})` + each(40, "calculate | g%d | | concat(${f0}, ${f0})") + doubling(60) + `
			text      | fin  | Fin   |`, "abcdefgh", costly},
		{"too many rows", `
			type         | name | label | repeat_count
			integer      | n    | N     |
			begin_repeat | a    | A     | ${n}
			text         | x    | X     |
			end_repeat   |      |       |
			text         | fin  | Fin   |`, "100000", crowded},
	} {
		t.Run(c.name, func(t *testing.T) {
			form, err := xlsform.ReadVersion(survey.FormVersion{FormID: "hostile", Workbook: hostileCase{form: c.form}.workbook(t)})
			must(t, err)
			s.play(b, form)
			took, err := strconv.ParseFloat(b.js(typed("n", c.typed)), 64)
			must(t, err)
			t.Logf("typing took %.0f ms", took)
			if took > 10_000 {
				t.Errorf("the page was frozen for %.0f ms", took)
			}
			if c.words != "" {
				b.until(`(document.body?.innerText ?? "").includes("` + c.words + `")`)
			}
			b.ready()
			b.js(typed("fin", "vu"))
			b.want(`document.querySelector('[name=fin]').value`, "vu")
		})
	}
}

// typed changes a field as a keyboard does, and tells how long the page took.
func typed(name, text string) string {
	return `(() => {
		const e = document.querySelector('[name="` + name + `"]'), start = performance.now();
		e.value = "` + text + `";
		e.dispatchEvent(new Event('input', { bubbles: true }));
		e.dispatchEvent(new Event('change', { bubbles: true }));
		return performance.now() - start;
	})()`
}

func each(n int, row string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString("\n" + strings.Replace(row, "%d", strconv.Itoa(i), 1))
	}
	return b.String()
}

// doubling makes each text of the one before, twice.
func doubling(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString("\ncalculate | f" + strconv.Itoa(i+1) + " | | concat(${f" + strconv.Itoa(i) + "}, ${f" + strconv.Itoa(i) + "})")
	}
	return b.String()
}

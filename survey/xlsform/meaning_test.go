package xlsform

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"constat/survey"
)

// asked is a form in whose row 8 an expression is put, in any column.
func asked(column, text string) [][]any {
	return [][]any{
		{"type", "name", "label", "relevant", "constraint", "calculation", "required", "readonly", "choice_filter", "repeat_count", "default"},
		{"select_one ouinon", "q1", "Q1"},
		{"select_multiple besoins", "m", "M"},
		{"integer", "n", "N"},
		{"percentage", "p", "P"},
		{"text", "t", "T"},
		{"select_one communes", "c", "C"},
		row(column, text),
		{"end_group"},
	}
}

// row is what the expression belongs to.
func row(column, text string) []any {
	kinds := map[string]string{"constraint": "integer", "calculation": "calculate", "choice_filter": "select_one communes", "repeat_count": "begin_repeat", "readonly": "text", "required": "text", "default": "text", "group": "begin_group", "choice": "select_one ouinon"}
	columns := []string{"type", "name", "label", "relevant", "constraint", "calculation", "required", "readonly", "choice_filter", "repeat_count", "default"}
	cells := make([]any, len(columns))
	cells[0], cells[1], cells[2] = kinds[column], "e", "E"
	if cells[0] == "" {
		cells[0] = "text"
	}
	at := map[string]string{"group": "relevant", "choice": "constraint"}[column]
	if at == "" {
		at = column
	}
	cells[slices.Index(columns, at)] = text
	return cells
}

func saidOf(t *testing.T, column, text string) (meanings []survey.Problem, all string) {
	t.Helper()
	survey8 := asked(column, text)
	if cell := survey8[7][0]; cell == "begin_repeat" || cell == "begin_group" {
		survey8 = slices.Insert(survey8, 8, []any{"text", "dedans", "Dedans"})
		if cell == "begin_repeat" {
			survey8[9] = []any{"end_repeat"}
		}
	} else {
		survey8 = survey8[:8]
	}
	_, problems, err := ReadAll(bytes.NewReader(build(t, []string{"survey", "choices"}, map[string][][]any{"survey": survey8, "choices": {
		{"list_name", "name", "label", "epci"},
		{"ouinon", "oui", "Oui", nil}, {"ouinon", "non", "Non", nil}, {"ouinon", "nsp", "Je ne sais pas", nil},
		{"besoins", "logement", "Un logement", nil}, {"besoins", "écoute", "Être écouté", nil}, {"besoins", "1", "Autre", nil},
		{"communes", "lunel", "Lunel", "lunel_agglo"}, {"communes", "sete", "Sète", "thau"},
	}})))
	check(t, err)
	for _, p := range problems {
		for _, code := range []string{CodeNamesNothing, CodeNotAReference, CodeNotAChoice, CodeNumberAndWord, CodeNumberBeyond, CodeAsksNothing, CodeNeverBoth, CodeAlwaysOne} {
			if strings.TrimSuffix(p.Code, nearSuffix) == code {
				meanings = append(meanings, p)
			}
		}
	}
	return meanings, listing(problems)
}

// TestMeaning names, at its cell, what no answer can satisfy, with what was
// probably meant: the last argument.
func TestMeaning(t *testing.T) {
	for _, c := range []struct{ column, text, code, last string }{
		{"relevant", "field-list", CodeNamesNothing, ""},
		{"relevant", "oui", CodeNamesNothing, ""},
		{"relevant", "q1 = 'oui'", CodeNamesNothing, "${q1} = 'oui'"},
		{"relevant", "q1=oui", CodeNamesNothing, "${q1}='oui'"},
		{"relevant", "${q1} = oui", CodeNamesNothing, "${q1} = 'oui'"},
		{"relevant", "${q1} = Oui", CodeNamesNothing, "${q1} = 'oui'"},
		{"relevant", "'oui' = q1", CodeNamesNothing, "'oui' = ${q1}"},
		{"relevant", "selected(${m}, logement)", CodeNamesNothing, "selected(${m}, 'logement')"},
		{"relevant", "selected(m, 'logement')", CodeNamesNothing, "selected(${m}, 'logement')"},
		{"relevant", "$q1 = 'oui'", CodeNotAReference, "${q1} = 'oui'"},
		{"relevant", "q1", CodeNamesNothing, "${q1} = 'oui'"},
		{"relevant", "t", CodeNamesNothing, "${t} != ''"},
		{"relevant", "vrai", CodeNamesNothing, "true()"},
		{"relevant", "${q1} = ‘Oui’", CodeNotAChoice, "${q1} = 'oui'"},
		{"relevant", "${q1} != \"OUI\"", CodeNotAChoice, "${q1} != \"oui\""},
		{"relevant", "${q1} = 'Je ne sais pas'", CodeNotAChoice, "${q1} = 'nsp'"},
		{"relevant", "${q1} = 'peut-être'", CodeNotAChoice, ""},
		{"relevant", "${q1} = 1", CodeNotAChoice, ""},
		{"relevant", "${q1} > 3", CodeNotAChoice, ""},
		{"relevant", "'oui'", CodeAsksNothing, "'oui'"},
		{"constraint", "'[0-9]+'", CodeAsksNothing, "'[0-9]+'"},
		{"relevant", "selected(${m}, 'ecoute')", CodeNotAChoice, "selected(${m}, 'écoute')"},
		{"relevant", "not(selected(${m}, 'logment'))", CodeNotAChoice, "not(selected(${m}, 'logement'))"},
		{"relevant", "${n} = 'beaucoup'", CodeNumberAndWord, "${n} = 'beaucoup'"},
		{"relevant", "${n} > 'dix'", CodeNumberAndWord, "${n} > 'dix'"},
		{"relevant", "${p} = 120", CodeNumberBeyond, "100"},
		{"relevant", "${q1} = 'oui' and ${q1} = 'non'", CodeNeverBoth, "non"},
		{"relevant", "${n} > 10 and ${n} < 5", CodeNeverBoth, "< 5"},
		{"relevant", "${n} >= 5 and ${n} < 5", CodeNeverBoth, "< 5"},
		{"relevant", "${q1} != 'oui' or ${q1} != 'non'", CodeAlwaysOne, "non"},
		{"group", "q1 = 'oui'", CodeNamesNothing, "${q1} = 'oui'"},
		{"constraint", ". <= maxi", CodeNamesNothing, ". <= 'maxi'"},
		{"constraint", ". = 'dix'", CodeNumberAndWord, ". = 'dix'"},
		{"constraint", ". < 0 and . > 5", CodeNeverBoth, "< 0"},
		{"choice", ". != 'Non'", CodeNotAChoice, ". != 'non'"},
		{"calculation", "n * 2", CodeNamesNothing, "${n} * 2"},
		{"calculation", "if(${q1} = 'Oui', 1, 0)", CodeNotAChoice, "if(${q1} = 'oui', 1, 0)"},
		{"choice_filter", "epci = t", CodeNamesNothing, "epci = ${t}"},
		{"choice_filter", "epcy = ${t}", CodeNamesNothing, "epci = ${t}"},
		{"choice_filter", "epci = 'Thau'", CodeNotAChoice, "epci = 'thau'"},
		{"repeat_count", "n", CodeNamesNothing, "${n}"},
		{"required", "q1 = 'oui'", CodeNamesNothing, "${q1} = 'oui'"},
		{"required", "parfois", CodeNamesNothing, ""},
		{"readonly", "toujours", CodeNamesNothing, ""},
		{"default", "concat(t, 'x')", CodeNamesNothing, "concat(${t}, 'x')"},
	} {
		found, all := saidOf(t, c.column, c.text)
		if len(found) != 1 || strings.TrimSuffix(found[0].Code, nearSuffix) != c.code || found[0].Row != 8 || found[0].Severity != survey.Warning || found[0].Args[len(found[0].Args)-1] != c.last {
			t.Errorf("%s %s: want %s %q, said:\n%s", c.column, c.text, c.code, c.last, all)
		}
	}
}

// TestMeaning_silent says nothing of what is meant as it is written.
func TestMeaning_silent(t *testing.T) {
	for _, c := range []struct{ column, text string }{
		{"relevant", "${q1} = 'oui'"}, {"relevant", "${q1} = ''"}, {"relevant", "/data/q1 = 'oui'"}, {"relevant", "../q1 = 'oui'"},
		{"relevant", "selected(${m}, '1') or ${m} = 1"}, {"relevant", "${m} = 'logement écoute'"}, {"relevant", "${t} = 'Autre chose'"},
		{"relevant", "count(instance('communes')/root/item[epci = 'thau' and name != '']) > 1"}, {"relevant", "${n} = '12' or ${n} != ''"},
		{"relevant", "${n} >= 5 and ${n} <= 5"}, {"relevant", "${n} > 5 or ${n} < 3"}, {"relevant", "selected(${m}, 'logement') and selected(${m}, 'écoute')"},
		{"relevant", "yes"}, {"relevant", "true()"}, {"relevant", "${m} >= 1"}, {"relevant", "count-selected(${q1}) > 1"}, {"calculation", "'oui'"}, {"group", "dedans = ''"}, {"constraint", ". > 0 and . <= ${n}"}, {"constraint", "regex(., '^[0-9]+$')"},
		{"calculation", "jr:choice-name(${q1}, '${q1}')"}, {"calculation", "current()/../n + 1"}, {"calculation", "pulldata('communes', 'epci', 'name', ${c})"},
		{"choice_filter", "epci = ${t} or name = 'lunel'"}, {"choice_filter", "epci = 'thau'"}, {"required", "${q1} = 'oui'"}, {"default", "Nord - Sud"}, {"default", "oui"},
	} {
		if found, all := saidOf(t, c.column, c.text); len(found) > 0 {
			t.Errorf("%s %s: said:\n%s", c.column, c.text, all)
		}
	}
}

// TestYesNo reads required and readonly as people fill them.
func TestYesNo(t *testing.T) {
	for text, want := range map[string]bool{
		"oui": true, "Oui": true, "OUI ": true, "vrai": true, "VRAI": true, "x": true, "X": true, "yes": true, "Yes": true, "true": true, "TRUE": true, "true()": true,
		"non": false, "Non": false, "faux": false, "FAUX": false, "no": false, "FALSE": false, "": false,
	} {
		form, problems := readForm(t, "| survey |\n| | type | name | label | required | readonly | disabled |\n| | text | a | A | "+text+" | "+text+" | |\n| | text | b | B | | | "+text+" |\n| | text | c | C | | | |")
		q := question(t, form, "a")
		if got := q.Required != nil; got != want || (q.ReadOnly != nil) != want || (len(form.Questions) == 2) != want {
			t.Errorf("%q: required %v, read only %v, %d questions: %s", text, got, q.ReadOnly != nil, len(form.Questions), listing(problems))
		}
	}
}

// TestHeaders_misspelt: a column that is nearly a known one is named; another is
// the author's own.
func TestHeaders_misspelt(t *testing.T) {
	_, problems := readForm(t, "| survey |\n| | type | name | label | relevent | constrain_message | notes | hint2 |\n| | text | a | A | | | memo | x |")
	var said []string
	for _, p := range problems {
		if p.Code == CodeHeaderMisspelt {
			said = append(said, p.Column+" "+p.Args[0])
		}
	}
	if got := strings.Join(said, ", "); got != "relevent relevant, constrain_message constraint_message, hint2 hint" {
		t.Errorf("named: %s", got)
	}
}

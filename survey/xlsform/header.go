package xlsform

import (
	"strings"

	"constat/survey"
)

// table is a sheet under known columns.
type table struct {
	sheet   string // canonical name
	columns []column
	byName  map[string][]int // canonical name → places in columns
	rows    []sheetRow
}

// column is a header understood: "Constraint Message::French (fr)" is the
// column constraint_message in the language "French (fr)".
type column struct {
	name     string // canonical, or the header as written when it is not known
	language string
	header   string // as written
	index    int
	known    bool
}

// vocabulary is the columns of one kind of sheet.
type vocabulary struct {
	aliases    map[string]string // normalised header → canonical name
	translated map[string]bool   // canonical names that may carry a language
}

// surveyColumns are pyxform's survey headers and their aliases (aliases.py).
var surveyColumns = vocabulary{
	aliases: merge(
		same("type", "name", "label", "hint", "guidance_hint", "required", "required_message", "relevant",
			"constraint", "constraint_message", "calculation", "default", "readonly", "appearance", "choice_filter",
			"repeat_count", "trigger", "parameters", "save_to", "disabled"),
		media,
		map[string]string{
			"command": "type", "tag": "name", "value": "name", "caption": "label",
			"relevance": "relevant", "bind::relevant": "relevant", "bind::required": "required",
			"requiredmsg": "required_message", "jr:requiredmsg": "required_message", "bind::jr:requiredmsg": "required_message",
			"constraining_message": "constraint_message", "jr:constraintmsg": "constraint_message",
			"bind::jr:constraintmsg": "constraint_message", "bind::constraint": "constraint",
			"calculate": "calculation", "bind::calculate": "calculation",
			"read_only": "readonly", "bind::readonly": "readonly",
			"count": "repeat_count", "jr:count": "repeat_count", "body::jr:count": "repeat_count", "control::jr:count": "repeat_count",
			"body::appearance": "appearance", "control::appearance": "appearance", "rows": "rows", "body::rows": "rows",
			"parameter": "parameters",
		},
		kobo("kobo--matrix_list"), kobo("kobo--score-choices"), kobo("kobo--rank-items"), kobo("kobo--rank-constraint-message")),
	translated: set("label", "hint", "guidance_hint", "required_message", "constraint_message",
		"image", "big-image", "audio", "video", "kobo--rank-constraint-message"),
}

var choiceColumns = vocabulary{
	aliases: merge(same("list_name", "name", "label"), media,
		map[string]string{"value": "name", "caption": "label"}),
	translated: set("label", "image", "big-image", "audio", "video"),
}

var settingColumns = vocabulary{
	aliases: merge(
		same("form_title", "form_id", "id_string", "version", "default_language", "instance_name", "style", "name",
			"submission_url", "public_key", "auto_send", "auto_delete", "client_editable", "allow_choice_duplicates",
			"clean_text_values", "namespaces", "instance_id"),
		map[string]string{
			"title": "form_title", "set_form_title": "form_title", "set_form_id": "form_id",
			"default_lang": "default_language",
		}),
	translated: set("form_title"),
}

var diagnosticColumns = vocabulary{
	aliases: merge(
		same("type", "name", "question", "by", "label", "unit", "denominator", "chart",
			"sensitive", "value", "year", "source", "parameters"),
		map[string]string{"questions": "question"}),
	translated: set("label"),
}

// media are the columns of what is shown with a label.
var media = map[string]string{
	"image": "image", "media::image": "image",
	"big-image": "big-image", "media::big-image": "big-image",
	"audio": "audio", "media::audio": "audio",
	"video": "video", "media::video": "video",
}

// kobo is a column of KoboToolbox's own, also as Excel writes it, which makes
// one dash of two.
func kobo(name string) map[string]string {
	return map[string]string{name: name, strings.Replace(name, "--", "—", 1): name, strings.Replace(name, "--", "–", 1): name}
}

func same(names ...string) map[string]string {
	m := make(map[string]string, len(names))
	for _, n := range names {
		m[n] = n
	}
	return m
}

func set(names ...string) map[string]bool {
	m := make(map[string]bool, len(names))
	for _, n := range names {
		m[n] = true
	}
	return m
}

func merge(maps ...map[string]string) map[string]string {
	all := map[string]string{}
	for _, m := range maps {
		for k, v := range m {
			all[k] = v
		}
	}
	return all
}

// head understands a sheet's header row, and reports columns that are twice
// the same.
func (r *reporter) head(s *sheet, words vocabulary) *table {
	t := &table{sheet: s.key, rows: s.rows, byName: map[string][]int{}}
	separator := ":"
	for _, h := range s.header {
		if strings.Contains(h, "::") {
			separator = "::" // single colons are then part of names, as in jr:count
		}
	}
	first := map[string]string{}
	for i, h := range s.header {
		if h == "" {
			continue
		}
		c := words.column(h, separator)
		c.index = i
		key := c.name + "\x00" + c.language
		if before, twice := first[key]; twice {
			r.fault(place{s.key, 1, h}, CodeTwinColumns, before, h)
			continue
		}
		first[key] = h
		t.byName[c.name] = append(t.byName[c.name], len(t.columns))
		t.columns = append(t.columns, c)
	}
	return t
}

// column understands one header.
func (words vocabulary) column(header, separator string) column {
	c := column{name: header, header: header}
	if name, ok := words.aliases[normalHeader(header)]; ok {
		c.name, c.known = name, true
		return c
	}
	parts := strings.Split(header, separator)
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	// "label::fr", then "media::image::fr", whose name has two parts.
	for n := min(2, len(parts)-1); n >= 1; n-- {
		name, ok := words.aliases[normalHeader(strings.Join(parts[:n], "::"))]
		if ok && words.translated[name] {
			c.name, c.known, c.language = name, true, strings.Join(parts[n:], separator)
			return c
		}
	}
	// "bind:relevant" of old forms.
	if name, ok := words.aliases[normalHeader(strings.Join(parts, "::"))]; ok {
		c.name, c.known = name, true
	}
	return c
}

func normalHeader(h string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(strings.ToLower(h), "_", " ")), "_")
}

func (t *table) has(name string) bool { return t != nil && len(t.byName[name]) > 0 }

// require adds a column that the author has not, for rows that stand for hers.
func (t *table) require(name string) {
	if t.has(name) {
		return
	}
	index := 0
	for _, c := range t.columns {
		index = max(index, c.index+1)
	}
	t.byName[name] = []int{len(t.columns)}
	t.columns = append(t.columns, column{name: name, header: name, index: index, known: true})
}

// cell gives a row's text in a column without language, "" if there is none.
func (t *table) cell(row sheetRow, name string) string {
	for _, i := range t.byName[name] {
		if c := t.columns[i]; c.language == "" {
			return row.at(c.index)
		}
	}
	return ""
}

// text gives a row's text in every language of a column.
func (t *table) text(row sheetRow, name string) survey.Text {
	var text survey.Text
	for _, i := range t.byName[name] {
		c := t.columns[i]
		if s := row.at(c.index); s != "" {
			if text == nil {
				text = survey.Text{}
			}
			text[c.language] = s
		}
	}
	return text
}

// settled is text with what is shown where a translation is missing: the
// default language, else the first column that has one.
func (t *table) settled(row sheetRow, name, fallback string) survey.Text {
	text := t.text(row, name)
	var languages []string
	for _, i := range t.byName[name] {
		languages = append(languages, t.columns[i].language)
	}
	text.Settle(fallback, languages)
	return text
}

// at is the address of a row's cell, with the header that the author wrote.
func (t *table) at(row sheetRow, name string) place {
	header := name
	if places := t.byName[name]; len(places) > 0 {
		header = t.columns[places[0]].header
	}
	return place{t.sheet, row.number, header}
}

func (row sheetRow) at(index int) string {
	if index < len(row.cells) {
		return row.cells[index]
	}
	return ""
}

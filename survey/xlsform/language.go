package xlsform

import (
	"fmt"
	"slices"
	"strings"

	"constat/survey"
)

// languages lists the languages of the form's columns, in their order, survey
// sheet first.
func (rd *reading) languages() []string {
	var languages []string
	for _, t := range []*table{rd.survey, rd.choices} {
		if t == nil {
			continue
		}
		for _, c := range t.columns {
			if c.known && c.language != "" && !slices.Contains(languages, c.language) {
				languages = append(languages, c.language)
			}
		}
	}
	return languages
}

// unnamed is the language of a column without one, next to columns that name
// theirs, when the settings do not say which it is (pyxform's word for it).
const unnamed = "default"

// readLanguages gives the form its languages, and lists to the author what
// is not translated.
func (rd *reading) readLanguages() {
	f := rd.form
	f.Languages = rd.languages()
	if len(f.Languages) > 0 && rd.hasPlainLabels() {
		plain := f.DefaultLanguage
		if plain == "" {
			plain = unnamed
		}
		if !slices.Contains(f.Languages, plain) {
			f.Languages = append([]string{plain}, f.Languages...)
		}
	}
	if f.DefaultLanguage == "" && len(f.Languages) > 0 {
		f.DefaultLanguage = f.Languages[0]
	}
	if len(f.Languages) > 0 && !slices.Contains(f.Languages, f.DefaultLanguage) {
		rd.warn(rd.settings.at.at(rd.settings.row, "default_language"), CodeUnknownLanguage,
			f.DefaultLanguage, strings.Join(f.Languages, ", "))
		f.DefaultLanguage = f.Languages[0]
	}
	rd.checkTranslations(rd.survey, f.Languages)
	rd.checkTranslations(rd.choices, f.Languages)
}

func (rd *reading) hasPlainLabels() bool {
	for _, t := range []*table{rd.survey, rd.choices} {
		if t == nil {
			continue
		}
		for _, i := range t.byName["label"] {
			if t.columns[i].language == "" {
				return true
			}
		}
	}
	return false
}

// checkTranslations reports, once per language and column, the column that is
// missing, or how many of its cells are blank where another language is not.
func (rd *reading) checkTranslations(t *table, languages []string) {
	if t == nil || len(languages) < 2 {
		return
	}
	for _, name := range []string{"label", "hint", "constraint_message", "required_message"} {
		if !t.translates(name) {
			continue
		}
		for _, language := range languages {
			places := t.byName[name]
			at := slices.IndexFunc(places, func(i int) bool { return t.columns[i].speaks(language, rd.form.DefaultLanguage) })
			if at < 0 {
				rd.warn(place{t.sheet, 1, fmt.Sprintf("%s::%s", name, language)}, CodeUntranslatedColumn, name, language)
				continue
			}
			rd.checkTranslation(t, name, t.columns[places[at]], language)
		}
	}
}

// translates tells whether a column exists in a named language.
func (t *table) translates(name string) bool {
	return slices.ContainsFunc(t.byName[name], func(i int) bool { return t.columns[i].language != "" })
}

// speaks tells whether a column is in a language; one without a language is
// in the default one.
func (c column) speaks(language, fallback string) bool {
	return c.language == language || c.language == "" && (language == fallback || language == unnamed)
}

func (rd *reading) checkTranslation(t *table, name string, c column, language string) {
	blank, first := 0, sheetRow{}
	for _, row := range t.rows {
		if row.at(c.index) == "" && !t.text(row, name).Empty() && !disabled(t, row) {
			if blank++; blank == 1 {
				first = row
			}
		}
	}
	if blank > 0 {
		rd.warn(place{t.sheet, first.number, c.header}, CodeUntranslatedCells, language, itoa(blank))
	}
}

func disabled(t *table, row sheetRow) bool {
	return agrees(t.cell(row, "disabled")) || survey.Plain(t.cell(row, "type")).Empty() && t.has("type")
}

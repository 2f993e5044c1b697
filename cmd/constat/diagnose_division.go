package main

import (
	"cmp"
	"slices"
	"strings"

	"constat/analysis"
	"constat/analysis/disclosure"
	"constat/survey"
	"constat/survey/territory"
)

// divider tells answers apart a second time, as by EPCI where --territory gives
// the networks: by a question, or by a column of its list of choices.
type divider struct {
	question *survey.Question
	column   string
}

// divide reads --division: QUESTION, or QUESTION:COLONNE.
func (c *diagnoseCmd) divide(form *survey.Form) (*divider, error) {
	if c.Division == "" {
		return nil, nil
	}
	name, column, _ := strings.Cut(c.Division, ":")
	q, err := questionNamed(form, "--division", name)
	if err != nil {
		return nil, err
	}
	if !parts(q) {
		return nil, inputErrorf("La question «\u00a0%s\u00a0» ne peut pas diviser les réponses\u00a0: il faut une question à choix unique, ou une valeur que porte le lien, hors répétition.", name)
	}
	d := &divider{q, strings.TrimSpace(column)}
	if d.column != "" && !d.hasColumn() {
		return nil, inputErrorf("--division\u00a0: la liste de la question «\u00a0%s\u00a0» n’a pas de colonne «\u00a0%s\u00a0» (feuille choices).", name, d.column)
	}
	return d, nil
}

func (d *divider) hasColumn() bool {
	return d.question.List != nil && slices.ContainsFunc(d.question.List.Choices, func(c survey.Choice) bool { return c.Columns[d.column] != "" })
}

// value is where a response lies; "" when it does not say.
func (d *divider) value(r *survey.Response) string {
	text := strings.TrimSpace(r.Values[d.question.Index].Text)
	if d.question.List == nil {
		return text
	}
	choice, ok := d.question.List.Choice(text)
	switch {
	case !ok:
		return ""
	case d.column != "":
		return choice.Columns[d.column]
	}
	return text
}

// values are those of the form, in its order: the next edition has the same.
func (d *divider) values(form *survey.Form) []*group {
	if d.question.List == nil {
		return nil
	}
	var all []*group
	for _, c := range d.question.List.Choices {
		g := &group{code: c.Name, label: cmp.Or(analysis.Plain(c.Label.In(form.DefaultLanguage)), c.Name)}
		if d.column != "" {
			code := c.Columns[d.column]
			g = &group{code: code, label: epciName(code)}
		}
		if g.code != "" && !slices.ContainsFunc(all, func(other *group) bool { return other.code == g.code }) {
			all = append(all, g)
		}
	}
	return all
}

// epciName names an EPCI by its SIREN code; any other value names itself.
func epciName(code string) string {
	if epci, ok := territory.Herault().EPCI(code); ok {
		return epci.Name
	}
	return code
}

// divided is the answers of a batch by territory and by value of --division.
type divided struct {
	by     *divider
	values []*group                     // without answers of their own: how many there are
	parts  map[*group]map[string]*group // territory → value → answers
}

func newDivided(form *survey.Form, by *divider) *divided {
	if by == nil {
		return nil
	}
	return &divided{by: by, values: by.values(form), parts: make(map[*group]map[string]*group)}
}

// add counts a response of a territory.
func (d *divided) add(form *survey.Form, in *group, r *survey.Response) {
	value := d.by.value(r)
	if value != "" {
		d.group(value).rows++
	}
	if d.parts[in] == nil {
		d.parts[in] = make(map[string]*group)
	}
	part := d.parts[in][value]
	if part == nil {
		part = &group{code: value, label: in.label, builder: analysis.NewBuilder(form)}
		d.parts[in][value] = part
	}
	part.add(r)
}

func (d *divided) group(value string) *group {
	for _, g := range d.values {
		if g.code == value {
			return g
		}
	}
	met := &group{code: value, label: epciName(value)}
	d.values = append(d.values, met)
	return met
}

// partKey names a part; the space keeps it apart from every key that is a
// file's name.
func partKey(territory, value string) string { return territory + " " + value }

// addParts adds the parts of a territory, which nobody sees, and lists them.
func (w *publicWave) addParts(b *batch, g *group, holder string, meta analysis.Meta) []string {
	var keys []string
	values := append([]*group{{}}, b.divided.values...) // also whoever does not say where
	for _, value := range values {
		part := b.divided.parts[g][value.code]
		if part == nil {
			continue
		}
		each := w.area(b, part, partKey(holder, value.code), cmp.Or(g.label, textNoTerritory), meta)
		each.Unprinted, each.Holder = true, holder
		keys = append(keys, each.Key)
		w.batch.Areas = append(w.batch.Areas, each)
	}
	return keys
}

// addDivision adds what --division puts together across the territories.
func (w *publicWave) addDivision(b *batch, meta func(*group) analysis.Meta, names fileNames) {
	if b.divided == nil {
		return
	}
	if b.divided.by.question.List == nil {
		slices.SortFunc(b.divided.values, func(x, y *group) int { return cmp.Compare(x.code, y.code) })
	}
	parts := slices.Clone(w.batch.Areas)
	for _, value := range b.divided.values {
		key := names.of(value)
		if value.rows == 0 {
			continue
		}
		var of []string
		for _, a := range parts {
			if a.Unprinted && w.groups[a.Key].code == value.code {
				of = append(of, a.Key)
			}
		}
		w.addTogether(value, key, value.label, of, meta(value))
		w.divisions = append(w.divisions, key)
	}
}

// divides tells an area that --division makes.
func (w *publicWave) divides(a disclosure.Area) bool { return slices.Contains(w.divisions, a.Key) }

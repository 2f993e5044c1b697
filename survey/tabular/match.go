package tabular

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"constat/survey"
)

// matcher finds the questions of one level of the form behind the headers of
// a table.
type matcher struct {
	scope   *survey.Scope
	form    *survey.Form
	paths   map[string][]*survey.Question // full path, and key: they name one question
	names   map[string][]*survey.Question // every end of the path: "age", "foyer/age"
	loose   map[string][]*survey.Question // the same, whatever the separators and the case
	labels  map[string][]*survey.Question // folded label, any language
	repeats map[string][]*matcher         // the repeats of this level, for "enfants[2]/age"
	lists   map[*survey.List]*choices
	former  []*matcher // of the versions before, the newest first
}

func newMatcher(form *survey.Form, scope *survey.Scope, lists map[*survey.List]*choices) *matcher {
	m := &matcher{
		scope: scope, form: form, lists: lists,
		paths: make(map[string][]*survey.Question), names: make(map[string][]*survey.Question),
		loose: make(map[string][]*survey.Question), labels: make(map[string][]*survey.Question),
		repeats: make(map[string][]*matcher),
	}
	for _, q := range scope.Questions {
		steps := pathOf(q)
		add(m.paths, strings.Join(steps, "/"), q)
		add(m.paths, q.Key, q)
		for i := range steps {
			end := strings.Join(steps[i:], "/")
			add(m.names, end, q)
			add(m.loose, loosen(end), q)
		}
		for _, label := range q.Label {
			if folded := fold(label); folded != "" {
				add(m.labels, folded, q)
			}
		}
	}
	for _, inner := range scope.Repeats {
		repeat := newMatcher(form, inner, lists)
		steps := pathOf(inner.Repeat)
		for i := range steps {
			end := loosen(strings.Join(steps[i:], "/"))
			m.repeats[end] = append(m.repeats[end], repeat)
		}
		for _, label := range inner.Repeat.Label {
			if name := fold(label); name != "" && !slices.Contains(m.repeats[name], repeat) {
				m.repeats[name] = append(m.repeats[name], repeat)
			}
		}
	}
	return m
}

func add(index map[string][]*survey.Question, key string, q *survey.Question) {
	for _, known := range index[key] {
		if known == q {
			return
		}
	}
	index[key] = append(index[key], q)
}

// pathOf is a question's name and those of the groups and repeats around it,
// from the top.
func pathOf(q *survey.Question) []string {
	var steps []string
	for ; q != nil; q = q.Parent {
		steps = append(steps, q.Name)
	}
	for i, j := 0, len(steps)-1; i < j; i, j = i+1, j-1 {
		steps[i], steps[j] = steps[j], steps[i]
	}
	return steps
}

var separators = strings.NewReplacer(".", "/", ":", "/", "-", "/")

// loosen makes one of "foyer/age", "foyer.age", "foyer:age" and "foyer-age".
func loosen(header string) string { return separators.Replace(strings.ToLower(header)) }

// columns recognises every column of a header.
func (m *matcher) columns(t *table) []Column {
	columns := make([]Column, len(t.header))
	times := make(map[string]int)
	for _, header := range t.header {
		times[trim(header)]++
	}
	taken := make(map[*survey.Question]bool)
	spread := make(map[spreadPlace]bool)
	for place, header := range t.header {
		columns[place] = m.column(trim(header), times, taken)
		if at := placeInSpread(columns[place]); len(columns[place].Instances) > 0 {
			if spread[at] {
				columns[place] = Column{Code: CodeRepeatedColumn, args: []string{at.question.Name}}
			}
			spread[at] = true
		}
		columns[place].Table, columns[place].Header, columns[place].place = t.name, header, place
	}
	m.rename(columns)
	m.unlisted(columns)
	return columns
}

// spreadPlace is one question, or choice, of one instance.
type spreadPlace struct {
	question  *survey.Question
	choice    string
	instances [mostNumbers]int
}

func placeInSpread(c Column) spreadPlace {
	at := spreadPlace{question: c.Question, choice: c.Choice}
	copy(at.instances[:], c.Instances)
	return at
}

// longestHeader bounds the work on a hostile header; labels are far shorter.
const longestHeader = 4000

// column recognises one header: the more exact ways come first.
func (m *matcher) column(header string, times map[string]int, taken map[*survey.Question]bool) Column {
	if header == "" {
		return Column{Use: Metadata} // a column of row numbers, or nothing
	}
	if len(header) > longestHeader {
		return Column{Code: CodeUnknownColumn}
	}
	for _, found := range [][]*survey.Question{m.paths[header], m.names[header]} {
		if len(found) > 0 {
			return pick(found, times[header], taken)
		}
	}
	if isMetadata(header) {
		return Column{Use: Metadata}
	}
	if found := m.loose[loosen(header)]; len(found) > 0 {
		return pick(found, times[header], taken)
	}
	if column, ok := m.spread(header); ok {
		return column
	}
	if found := m.labels[fold(header)]; len(found) > 0 {
		return pick(found, times[header], taken)
	}
	if column, ok := m.tick(header); ok {
		return column
	}
	if found := m.labelled(header); len(found) > 0 {
		return pick(found, times[header], taken)
	}
	return Column{Code: CodeUnknownColumn}
}

// pick chooses among the questions that a header may mean: several questions
// with one label and as many columns with it go together in order.
func pick(found []*survey.Question, times int, taken map[*survey.Question]bool) Column {
	if len(found) > 1 && times != len(found) {
		names := make([]string, len(found))
		for i, q := range found {
			names[i] = strings.Join(pathOf(q), "/")
		}
		return Column{Code: CodeAmbiguousColumn, args: []string{strings.Join(names, ", ")}}
	}
	for _, q := range found {
		if !taken[q] {
			taken[q] = true
			return Column{Use: Answer, Question: q}
		}
	}
	return Column{Code: CodeRepeatedColumn, args: []string{found[0].Name}}
}

// labelled finds a label behind those of its groups: « Vous/Votre territoire ».
func (m *matcher) labelled(header string) []*survey.Question {
	for {
		if found := m.labels[fold(header)]; len(found) > 0 {
			return found
		}
		_, rest, cut := strings.Cut(header, "/")
		if !cut {
			return nil
		}
		header = rest
	}
}

// tick recognises one choice of a select_multiple: "besoins/logement" in any
// separator, by names or labels, and "Vos besoins [Logement]".
func (m *matcher) tick(header string) (Column, bool) {
	for i := len(header) - 1; i > 0; i-- {
		var choice string
		switch header[i] {
		case '/', '.', ':', '-':
			choice = header[i+1:]
		case '[':
			choice = strings.TrimSuffix(header[i+1:], "]")
		default:
			continue
		}
		q := m.multiple(trim(header[:i]))
		if q == nil {
			continue
		}
		if name, found := m.choices(q).find(trim(choice)); found && name != ambiguous {
			return Column{Use: Tick, Question: q, Choice: name}, true
		}
	}
	return Column{}, false
}

func (m *matcher) multiple(header string) *survey.Question {
	for _, found := range [][]*survey.Question{m.paths[header], m.names[header], m.loose[loosen(header)], m.labelled(header)} {
		var only *survey.Question
		for _, q := range found {
			if q.Type.Format == survey.FormatMultiple && q.List != nil {
				if only != nil {
					return nil
				}
				only = q
			}
		}
		if only != nil {
			return only
		}
	}
	return nil
}

func (m *matcher) choices(q *survey.Question) *choices {
	if m.lists[q.List] == nil {
		m.lists[q.List] = newChoices(q.List)
	}
	return m.lists[q.List]
}

// numbered finds the instance of a repeat in a header: "[2]/"; "_2_/" or
// another separator, as Ona writes for other software; "(2)/"; and what R makes
// of the first, "..2..".
var numbered = regexp.MustCompile(`(?:\[(\d{1,4})\]|\((\d{1,4})\)|_(\d{1,4})_)[/.:\-]|\.(\d{1,4})\.\.`)

// mostNumbers bounds the work on a hostile header: the levels of a repeat are
// far fewer.
const mostNumbers = 8

// repeatsNamed finds repeats by any end of their path, or by their label behind
// those of their groups.
func (m *matcher) repeatsNamed(name string) []*matcher {
	if found := m.repeats[loosen(name)]; len(found) > 0 {
		return found
	}
	for {
		if found := m.repeats[fold(name)]; len(found) > 0 {
			return found
		}
		_, rest, cut := strings.Cut(name, "/")
		if !cut {
			return nil
		}
		name = rest
	}
}

// spread recognises a question of a repeat whose instances are laid out in
// columns: "enfants[2]/age", "foyer/enfants[2]/foyer/enfants/age", and at every
// level "enfants[2]/visites[1]/duree".
func (m *matcher) spread(header string) (Column, bool) {
	for _, at := range numbered.FindAllStringSubmatchIndex(header, mostNumbers) {
		number := ""
		for group := 2; group < len(at); group += 2 {
			if at[group] >= 0 {
				number = header[at[group]:at[group+1]]
			}
		}
		repeats := m.repeatsNamed(header[:at[0]])
		if len(repeats) == 0 {
			continue
		}
		if len(repeats) > 1 {
			scopes := make([]*survey.Scope, len(repeats))
			for i, repeat := range repeats {
				scopes[i] = repeat.scope
			}
			return Column{Code: CodeAmbiguousColumn, args: []string{strings.Join(namesOf(scopes), ", ")}}, true
		}
		instance, err := strconv.Atoi(number)
		if err != nil || instance < 1 {
			return Column{}, false
		}
		if instance > survey.MaxInstances {
			return Column{Code: CodeFarInstance, args: []string{strconv.Itoa(survey.MaxInstances)}}, true
		}
		rest := header[at[1]:]
		found := repeats[0].column(rest, map[string]int{rest: 1}, make(map[*survey.Question]bool))
		if found.Use != Answer && found.Use != Tick {
			return found, found.Code != CodeUnknownColumn && found.Use != Metadata
		}
		found.Instances = append([]int{instance}, found.Instances...)
		return found, true
	}
	return Column{}, false
}

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
	scope        *survey.Scope
	form         *survey.Form
	paths        map[string][]*survey.Question // full path, and key: they name one question
	names        map[string][]*survey.Question // every end of the path: "age", "foyer/age"
	loose        map[string][]*survey.Question // the same, whatever the separators and the case
	labels       *labelIndex[*survey.Question] // with those of the groups around or without, any language
	groups       map[string][]*survey.Question // groups, and what bears a grid's label, by the loose ends of their paths
	titles       *labelIndex[*survey.Question] // the same by label
	repeats      map[string][]*matcher         // the repeats of this level, for "enfants[2]/age"
	lists        map[*survey.List]*choices
	choiceLabels map[*survey.List]*labelIndex[string]
	known        map[string]bases   // what was asked of bases before, for it is asked again
	asked        []*survey.Question // in the order of the form
	former       []*matcher         // of the versions before, the newest first
}

func newMatcher(form *survey.Form, scope *survey.Scope, lists map[*survey.List]*choices) *matcher {
	m := &matcher{
		scope: scope, form: form, lists: lists,
		paths: make(map[string][]*survey.Question), names: make(map[string][]*survey.Question),
		loose: make(map[string][]*survey.Question), labels: newLabelIndex[*survey.Question](),
		groups: make(map[string][]*survey.Question), titles: newLabelIndex[*survey.Question](),
		repeats: make(map[string][]*matcher), choiceLabels: make(map[*survey.List]*labelIndex[string]), known: make(map[string]bases),
	}
	for _, q := range scope.Questions {
		m.addQuestion(q)
	}
	m.addTitles()
	m.labels.sort()
	m.titles.sort()
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

func (m *matcher) addQuestion(q *survey.Question) {
	steps := pathOf(q)
	add(m.paths, strings.Join(steps, "/"), q)
	add(m.paths, q.Key, q)
	for i := range steps {
		end := strings.Join(steps[i:], "/")
		add(m.names, end, q)
		add(m.loose, loosen(end), q)
	}
	if q.Type.Kind == survey.Asked {
		m.asked = append(m.asked, q)
	}
	for language := range q.Label {
		for _, path := range labelPaths(q, language) {
			m.labels.add(path, q)
		}
	}
	if q.Relevant != nil && strings.HasPrefix(q.Relevant.String(), "selected(../"+strings.TrimSuffix(q.Name, "_other")+",") {
		m.labels.add("Specify other.", q) // pyxform's own words for or_other, whatever the form's language
	}
}

// labelPaths are a question's label, and the same behind those of the groups
// around it: « Vous/Votre territoire ».
func labelPaths(q *survey.Question, language string) []string {
	paths := []string{q.Label[language]}
	for around := q.Parent; around != nil && paths[0] != ""; around = around.Parent {
		label := around.Label[language]
		if label == "" {
			label = around.Label.In("")
		}
		if label != "" {
			paths = append(paths, label+"/"+paths[len(paths)-1])
		}
	}
	return paths
}

// addTitles names the grids of the level: a group, or what says a grid's label
// inside it: a note, or a select that shows its choices only.
func (m *matcher) addTitles() {
	m.form.Walk(func(q *survey.Question) {
		if q.Scope != m.scope || q.Type.Kind == survey.Repeat {
			return
		}
		grid := q
		if q.Type.Kind != survey.Group {
			if q.Parent == nil || q.Type.Kind != survey.Note && !slices.Contains(q.Appearance, "label") {
				return
			}
			grid = q.Parent
		}
		steps := pathOf(grid)
		for i := range steps {
			add(m.groups, loosen(strings.Join(steps[i:], "/")), grid)
		}
		for language := range q.Label {
			for _, path := range labelPaths(q, language) {
				m.titles.add(path, grid)
			}
		}
	})
}

func add(index map[string][]*survey.Question, key string, q *survey.Question) {
	index[key] = with(index[key], q)
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

// longestHeader bounds the work on a hostile header; labels are far shorter.
const longestHeader = 4000

// claim is what a header may mean: several columns when it does not say which.
type claim struct {
	columns []Column
	near    bool // by what a tool may have made of a label
}

func (c claim) found() bool { return len(c.columns) > 0 }

func answers(questions []*survey.Question) []Column {
	columns := make([]Column, len(questions))
	for i, q := range questions {
		columns[i] = Column{Use: Answer, Question: q}
	}
	return columns
}

// claim recognises one header among those of its table: the more exact ways
// come first, and the form's own words before those of the tools.
func (m *matcher) claim(header string, all map[string]int) claim {
	if header == "" {
		return claim{columns: []Column{{Use: Metadata}}} // a column of row numbers, or nothing
	}
	if len(header) > longestHeader {
		return claim{}
	}
	for _, found := range [][]*survey.Question{m.paths[header], m.names[header]} {
		if len(found) > 0 {
			return claim{columns: answers(found)}
		}
	}
	if hasMetadataMark(header) {
		return claim{columns: []Column{{Use: Metadata}}}
	}
	for _, found := range [][]*survey.Question{m.loose[loosen(header)], m.labels.sure(header)} {
		if len(found) > 0 {
			return claim{columns: answers(found)}
		}
	}
	if parts := codeAndText.FindStringSubmatch(header); isMetadata(header) || parts != nil && isMetadata(parts[1]) && isMetadata(parts[2]) {
		return claim{columns: []Column{{Use: Metadata}}}
	}
	if column, ok := m.spread(header); ok {
		return claim{columns: []Column{column}}
	}
	if len(header) > longestParts {
		return claim{}
	}
	if found := m.inParts(header, all, false); len(found) > 0 {
		return claim{columns: found}
	}
	if found := m.moved(header, all); len(found) > 0 {
		return claim{columns: answers(found)}
	}
	return m.coded(header, all)
}

// nearly recognises a header by what a tool may have made of a label.
func (m *matcher) nearly(header string, all map[string]int) claim {
	if header == "" || len(header) > longestHeader {
		return claim{}
	}
	if found := m.labels.near(header); len(found) > 0 {
		return claim{answers(found), true}
	}
	if len(header) > longestParts {
		return claim{}
	}
	if found := m.inParts(header, all, true); len(found) > 0 {
		return claim{found, true}
	}
	return claim{}
}

// moved finds a question behind groups that the form does not have, or has
// elsewhere: other versions had them.
func (m *matcher) moved(header string, all map[string]int) []*survey.Question {
	cuts := 0
	for i, r := range header {
		if r != '/' && !strings.ContainsRune(".:-", r) {
			continue
		}
		if cuts++; cuts > mostCuts {
			break
		}
		before, after := trim(header[:i]), trim(header[i+1:])
		if before == "" || after == "" || all[before] > 0 || len(m.bases(before, false).questions) > 0 {
			continue // a choice, or a line, of another question
		}
		if r != '/' && len(m.groups[loosen(before)]) == 0 || instanceMark.MatchString(before) {
			continue
		}
		if found := m.loose[loosen(after)]; len(found) > 0 {
			return found
		}
		if r == '/' {
			if found := m.labels.sure(after); len(found) > 0 {
				return found
			}
		}
	}
	return nil
}

// codeAndText cuts « q1[SQ001]. Votre structure » and « structure : Votre structure ».
var codeAndText = regexp.MustCompile(`^(\S{1,60}?)(?:[.:]|\s[-–—:|])\s+(.+)$`)

// coded reads a header that gives a question's code before its label. They must
// agree, where both are known.
func (m *matcher) coded(header string, all map[string]int) claim {
	parts := codeAndText.FindStringSubmatch(header)
	if parts == nil {
		return claim{}
	}
	code, text := parts[1], trim(parts[2])
	found := m.loose[loosen(code)]
	columns := answers(found)
	if len(found) == 0 {
		columns = m.inParts(code, all, false)
	}
	byText := answers(m.labels.sure(text))
	if len(byText) == 0 {
		byText = m.inParts(text, all, false)
	}
	if len(byText) == 0 {
		return claim{columns: columns}
	}
	if both := common(columns, byText); len(both) > 0 {
		return claim{columns: both}
	}
	return claim{columns: append(columns, byText...)} // the code names one question, and the label another
}

func common(a, b []Column) (both []Column) {
	for _, x := range a {
		for _, y := range b {
			if x.same(y) {
				both = append(both, x)
			}
		}
	}
	return both
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

// instanceMark ends a header that names an instance of a repeat.
var instanceMark = regexp.MustCompile(`\[\d{1,4}\]$`)

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
		found := repeats[0].only(rest)
		if found.Use != Answer && found.Use != Tick {
			return found, found.Code != CodeUnknownColumn && found.Use != Metadata
		}
		found.Instances = append([]int{instance}, found.Instances...)
		return found, true
	}
	return Column{}, false
}

// multiple is the only question with several choices that a header may name.
func (m *matcher) multiple(header string) (only *survey.Question) {
	for _, q := range m.bases(header, false).questions {
		if q.Type.Format != survey.FormatMultiple || q.List == nil {
			continue
		}
		if only != nil {
			return nil
		}
		only = q
	}
	return only
}

// only recognises a header that has no other of its level beside it.
func (m *matcher) only(header string) Column {
	all := map[string]int{header: 1}
	c := m.claim(header, all)
	if !c.found() {
		c = m.nearly(header, all)
	}
	switch {
	case !c.found():
		return Column{Code: CodeUnknownColumn}
	case len(c.columns) > 1:
		return Column{Code: CodeAmbiguousColumn, args: []string{questionNames(c.columns)}}
	case c.near:
		c.columns[0].Code, c.columns[0].args = CodeNearColumn, []string{c.columns[0].Question.Key}
	}
	return c.columns[0]
}

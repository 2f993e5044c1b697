package tabular

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"constat/survey"
)

// A header in two parts is a question with one of its choices, its rank or its
// « autre », or a grid with one of its lines: "besoins/logement", « Vos besoins
// [Logement] », "structure[other]", "priorites[1]", « À quelle fréquence ?
// [Violences physiques] », "freq_phys".

// What bounds the work on a header with many separators: a label with its group's
// is shorter.
const (
	mostCuts     = 24
	mostAround   = 8 // groups taken off a label
	longestParts = 1000
)

type parts struct {
	base, part string
	mark       byte
}

// cutsOf lists the ways to see a header as two parts, the last separator first.
func cutsOf(header string) (cuts []parts) {
	if base, part, ok := bracketed(header, '[', ']'); ok {
		cuts = append(cuts, parts{base, part, '['})
		if outer, first, ok := bracketed(base, '[', ']'); ok { // q[SQ001][1]
			cuts = append(cuts, parts{outer, first + "/" + part, '['})
		}
	}
	if base, part, ok := bracketed(header, '(', ')'); ok {
		cuts = append(cuts, parts{base, part, '('})
	}
	for i := len(header) - 1; i > 0 && len(cuts) < mostCuts; i-- {
		switch header[i] {
		case '/', '.', ':', '-', '_', '>', '|':
			if base, part := trim(header[:i]), trim(header[i+1:]); base != "" && part != "" {
				cuts = append(cuts, parts{base, part, header[i]})
			}
		}
	}
	return cuts
}

// bracketed cuts what the last brackets of a header hold; they may hold others.
func bracketed(header string, open, end byte) (base, part string, ok bool) {
	if header == "" || header[len(header)-1] != end {
		return "", "", false
	}
	depth := 0
	for i := len(header) - 1; i > 0; i-- {
		switch header[i] {
		case end:
			depth++
		case open:
			if depth--; depth == 0 {
				base, part = trim(header[:i]), trim(header[i+1:len(header)-1])
				return base, part, base != "" && part != ""
			}
		}
	}
	return "", "", false
}

// inParts lists what a header in two parts may mean. Near, the parts are what a
// tool may have made of labels.
func (m *matcher) inParts(header string, all map[string]int, near bool) []Column {
	var found, lax []Column
	for _, cut := range cutsOf(header) {
		b := m.bases(cut.base, near)
		if cut.mark == '_' {
			b = m.codes(cut.base)
		}
		columns := m.part(b, cut.part, near)
		switch {
		case cut.mark == '_':
			if all[cut.base] == 0 || len(columns) == 1 && columns[0].fills != nil {
				lax = merged(lax, columns) // beside "besoins", "besoins_formation" may be any question
			}
		default:
			found = merged(found, columns)
		}
		if near && cut.mark == '[' && len(b.questions) == 0 && len(b.grids) == 0 {
			lax = merged(lax, answers(m.labels.sure(cut.part))) // the line of a grid whose title is unknown
		}
	}
	if len(found) > 0 {
		return found
	}
	return lax
}

func merged(columns, more []Column) []Column {
	for _, c := range more {
		if len(common([]Column{c}, columns)) == 0 {
			columns = append(columns, c)
		}
	}
	return columns
}

// bases are the questions and the grids that the first part may name.
type bases struct{ questions, grids []*survey.Question }

func (m *matcher) bases(text string, near bool) bases {
	if near { // after the sure ways: asked once
		return m.findBases(text, near)
	}
	b, known := m.known[text]
	if !known {
		b = m.findBases(text, near)
		if len(m.known) < maxKnown && len(text) <= longScored {
			m.known[strings.Clone(text)] = b
		}
	}
	return b
}

func (m *matcher) findBases(text string, near bool) (b bases) {
	loose := loosen(text)
	if b = m.codes(text); len(b.questions) > 0 || len(b.grids) > 0 {
		return b
	}
	if i := strings.LastIndexByte(loose, '/'); i >= 0 && strings.ContainsRune(text, '/') {
		if b = m.codes(loose[i+1:]); len(b.questions) > 0 { // moved into another group
			return b
		}
	}
	b = bases{m.labels.sure(text), m.titles.sure(text)}
	rest := text
	for range mostAround {
		if len(b.questions)+len(b.grids) > 0 {
			break
		}
		var cut bool
		if _, rest, cut = strings.Cut(rest, "/"); !cut {
			break
		}
		b = bases{m.labels.sure(rest), m.titles.sure(rest)}
	}
	if near && len(b.questions)+len(b.grids) == 0 {
		b = bases{m.labels.near(text), m.titles.near(text)}
	}
	return b
}

// codes are those that a name names.
func (m *matcher) codes(name string) bases {
	if found := m.paths[name]; len(found) > 0 {
		return bases{found, m.groups[loosen(name)]}
	}
	if found := m.names[name]; len(found) > 0 {
		return bases{found, m.groups[loosen(name)]}
	}
	loose := loosen(name)
	return bases{m.loose[loose], m.groups[loose]}
}

// part lists what a part says of the questions and grids.
func (m *matcher) part(b bases, part string, near bool) (found []Column) {
	for _, q := range b.questions {
		if c, ok := m.ofQuestion(q, part, near); ok {
			found = append(found, c)
		}
	}
	for _, grid := range b.grids {
		found = merged(found, answers(m.linesOf(grid, part, near)))
	}
	return found
}

var (
	// wholeAnswer is what tools write in the second line of a question's header, or
	// after it, where others have a choice.
	wholeAnswer = regexp.MustCompile(`^(?i:response|responses|réponse|réponses|answer|open-ended response|réponse ouverte|réponse libre|selected choice|choix sélectionné|valeur|value|score)$`)
	freeText    = regexp.MustCompile(`(?i)\s[-–]\stexte?$`) // Qualtrics: « Autre - Text »
	comment     = regexp.MustCompile(`^(?i:comments?|commentaires?)$`)
	rankWord    = regexp.MustCompile(`^(?i:(?:rang|rank|ranking|classement|choix|choice|priorité|position|n°|#)?\s*(\d{1,3})(?:er|e|ème|st|nd|rd|th)?)$`)
)

// ofQuestion is what a part says of a question: a choice, a rank, a free answer.
func (m *matcher) ofQuestion(q *survey.Question, part string, near bool) (Column, bool) {
	part = freeText.ReplaceAllString(part, "")
	several := q.Type.Format == survey.FormatMultiple || q.Type.Format == survey.FormatRank
	if several && q.List != nil && len(q.List.Choices) > 0 {
		choice, isChoice := m.choiceIn(q, part, near)
		rank := 0
		if p := rankWord.FindStringSubmatch(part); p != nil && q.Type.Format == survey.FormatRank {
			rank = atoi(p[1])
		}
		switch {
		case isChoice && choice == m.choices(q).others:
			return m.other(q), true
		case isChoice && rank == 0:
			return Column{Use: Tick, Question: q, Choice: choice}, true
		case rank > 0 && rank <= len(q.List.Choices) && (!isChoice || len(part) > len(strconv.Itoa(rank))):
			return Column{Use: Answer, Question: q, rank: rank}, true
		}
	}
	switch {
	case isOther(part):
		if c := m.other(q); c.Question != nil {
			return c, true
		}
	case wholeAnswer.MatchString(part):
		return Column{Use: Answer, Question: q}, true
	case comment.MatchString(part):
		for _, text := range m.scope.Questions {
			if text.Type.Format == survey.FormatText && comment.MatchString(strings.Trim(strings.Replace(text.Name, q.Name, "", 1), "_-.")) && text.Name != q.Name && strings.Contains(text.Name, q.Name) {
				return Column{Use: Answer, Question: text}, true
			}
		}
	}
	return Column{}, false
}

func (m *matcher) choiceIn(q *survey.Question, part string, near bool) (string, bool) {
	if name, found := m.choices(q).find(part, serialDates{}); found {
		return name, name != ambiguous
	}
	if !near {
		return "", false
	}
	h := m.choiceLabels[q.List]
	if h == nil {
		h = newLabelIndex[string]()
		for i := range q.List.Choices {
			for _, label := range q.List.Choices[i].Label {
				h.add(label, q.List.Choices[i].Name)
			}
		}
		h.sort()
		m.choiceLabels[q.List] = h
	}
	for _, found := range [][]string{h.sure(part), h.near(part)} {
		if len(found) > 0 {
			return found[0], len(found) == 1
		}
	}
	return "", false
}

// other is the column of the free answers to a question: they tick the choice
// « autre » and go to the question that asks which.
func (m *matcher) other(q *survey.Question) Column {
	text, choice := m.otherText(q), ""
	if q.List != nil {
		choice = m.choices(q).others
	}
	switch {
	case choice != "":
		return Column{Use: Tick, Question: q, Choice: choice, fills: text}
	case text != nil:
		return Column{Use: Answer, Question: text}
	}
	return Column{}
}

var specifyNames = regexp.MustCompile(`^(?i:others?|autres?|pr[ée]cise[rz]?|pr[ée]cisions?|specify|texte?|txt|lequel|laquelle|lesquels|lesquelles|p|a|o)+$`)

// otherText is the text question that asks which « autre » a question's answer
// is: by its name, or by the condition that the question has that answer.
func (m *matcher) otherText(q *survey.Question) *survey.Question {
	var byName, byCondition []*survey.Question
	for _, text := range m.scope.Questions {
		if text.Type.Format != survey.FormatText || text.Type.Kind != survey.Asked {
			continue
		}
		for _, cut := range [...]string{strings.TrimPrefix(text.Name, q.Name), strings.TrimSuffix(text.Name, q.Name)} {
			if cut != text.Name && specifyNames.MatchString(strings.NewReplacer("_", "", "-", "", ".", "").Replace(cut)) {
				byName = with(byName, text)
			}
		}
		if text.Relevant != nil && q.List != nil && m.choices(q).others != "" &&
			slices.Contains(text.Relevant.Refs(), q.Name) && slices.Contains(text.Relevant.Literals(), m.choices(q).others) {
			byCondition = append(byCondition, text)
		}
	}
	for _, found := range [][]*survey.Question{byName, byCondition} {
		if len(found) == 1 {
			return found[0]
		}
	}
	return nil
}

// linesOf are the questions of a grid that a part names.
func (m *matcher) linesOf(grid *survey.Question, part string, near bool) []*survey.Question {
	name := loosen(part)
	for _, found := range [][]*survey.Question{
		m.loose[name], m.loose[loosen(grid.Name+"_"+part)], m.loose[strings.ReplaceAll(name, "/", "_")], m.labels.sure(part),
	} {
		if inside := inGrid(found, grid); len(inside) > 0 {
			return inside
		}
	}
	if near {
		return inGrid(m.labels.near(part), grid)
	}
	return nil
}

func inGrid(questions []*survey.Question, grid *survey.Question) (inside []*survey.Question) {
	for _, q := range questions {
		for around := q.Parent; around != nil; around = around.Parent {
			if around == grid {
				inside = append(inside, q)
				break
			}
		}
	}
	return inside
}

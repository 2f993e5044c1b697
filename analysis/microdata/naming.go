package microdata

import "constat/survey"

// Naming is the names of an export's variables. They follow from the form
// alone, so that the files can be read back: what was answered changes none.
type Naming struct {
	Keys       map[*survey.Scope]string // the number of a level's rows
	Day        string
	Fictitious string
	Absences   string // see layout.absences
	Questions  map[*survey.Question]string
	Choices    map[*survey.Question]map[string]string // of a question with several answers: code → name
	used       names
}

// NamesOf gives the variables of a form their names.
func NamesOf(form *survey.Form) *Naming {
	n := &Naming{
		Keys: make(map[*survey.Scope]string), Questions: make(map[*survey.Question]string),
		Choices: make(map[*survey.Question]map[string]string), used: make(names),
	}
	n.keys(form.Root)
	n.Fictitious, n.Day, n.Absences = n.used.unique(nameFictitious), n.used.unique(nameDay), n.used.unique(nameAbsences)
	n.level(form.Root)
	n.unlisted(form.Root)
	return n
}

// unlisted names what is outside the lists, after everything that the form names.
func (n *Naming) unlisted(scope *survey.Scope) {
	for _, q := range scope.Questions {
		if n.Choices[q] != nil {
			n.choice(q, q.List.UnlistedCode())
		}
	}
	for _, inner := range scope.Repeats {
		n.unlisted(inner)
	}
}

func (n *Naming) keys(scope *survey.Scope) {
	key := nameResponse
	if scope.Repeat != nil {
		key = "n_" + scope.Repeat.Key
	}
	n.Keys[scope] = n.used.unique(key)
	for _, inner := range scope.Repeats {
		n.keys(inner)
	}
}

func (n *Naming) level(scope *survey.Scope) {
	for _, q := range scope.Questions {
		n.Questions[q] = n.used.unique(q.Key)
		if q.Type.Format != survey.FormatMultiple && q.Type.Format != survey.FormatRank || q.List == nil {
			continue
		}
		n.Choices[q] = make(map[string]string)
		for _, choice := range q.List.Choices {
			n.choice(q, choice.Name)
		}
	}
	for _, inner := range scope.Repeats {
		n.level(inner)
	}
}

// choice names one choice of a question with several answers, met or listed.
func (n *Naming) choice(q *survey.Question, code string) string {
	if name, known := n.Choices[q][code]; known {
		return name
	}
	if n.Choices[q] == nil {
		n.Choices[q] = make(map[string]string)
	}
	n.Choices[q][code] = n.used.unique(n.Questions[q] + "_" + code)
	return n.Choices[q][code]
}

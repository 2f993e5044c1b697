package xlsform

import (
	"slices"
	"strings"

	"constat/survey"
)

// meanings are the words of a missing row's label: what the code says instead
// of an answer. The short ones are those of the choices sheet.
var meanings = map[string]survey.State{
	"nsp": survey.AnsweredDontKnow, "ne sait pas": survey.AnsweredDontKnow,
	"refus": survey.AnsweredRefused,
	"nc":    survey.AnsweredNotApplies, "non concerné": survey.AnsweredNotApplies,
	"non posée": survey.NotAsked, "non posee": survey.NotAsked,
	"sans réponse": survey.NoAnswer, "sans reponse": survey.NoAnswer,
	"vrai nombre": survey.Answered, "vraie date": survey.Answered,
}

// Meanings lists the words that a missing row takes, the plainest of each.
var Meanings = []string{"ne sait pas", "refus", "non concerné", "non posée", "sans réponse", "vrai nombre"}

// Meaning reads what a missing code says.
func Meaning(word string) (survey.State, bool) {
	word = strings.Trim(strings.ToLower(strings.Join(strings.Fields(straight(word)), " ")), "«» .")
	meaning, known := meanings[word]
	return meaning, known
}

// everyQuestion is the missing row's question when the codes are those of all.
const everyQuestion = "*"

// missing reads the codes that stand for the absence of an answer, such as 99
// for « ne sait pas »: of the questions named, or of every number, day, choice
// and calculation.
func (p *planner) missing() {
	words := p.table.settled(p.row, "label", p.form.DefaultLanguage).In(p.form.DefaultLanguage)
	meaning, known := Meaning(words)
	if !known {
		p.fault(p.at("label"), CodeMissingWithoutMeaning, words, strings.Join(Meanings, ", "))
	}
	codes := strings.FieldsFunc(p.cell("value"), func(r rune) bool { return strings.ContainsRune(" |;,\u00a0", r) })
	if len(codes) == 0 {
		p.fault(p.at("value"), CodeMissingWithoutCode)
	}
	questions := p.missingQuestions()
	if !known {
		return
	}
	for _, q := range questions {
		for _, code := range codes {
			if !p.form.DeclareMissing(q, code, meaning) {
				p.fault(p.at("value"), CodeMissingTwice, code, q.Name)
			}
		}
	}
}

func (p *planner) missingQuestions() []*survey.Question {
	switch p.cell("question") {
	case "":
		p.fault(p.at("question"), CodeMissingWithoutQuestion)
		return nil
	case everyQuestion:
		var all []*survey.Question
		p.form.Walk(func(q *survey.Question) {
			if q.MayMiss() {
				all = append(all, q)
			}
		})
		return slices.Clip(all)
	}
	return p.questions("question", (*survey.Question).MayMiss)
}

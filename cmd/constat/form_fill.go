package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"time"

	"constat/survey"
	"constat/web/french"
)

type formFillCmd struct {
	File    string            `arg:"" help:"Questionnaire XLSForm (.xlsx), ou XForm (.xml)."`
	Answers string            `arg:"" optional:"" default:"-" help:"Réponses en JSON ; « - » ou rien : l’entrée standard."`
	Now     string            `help:"Moment de la réponse (RFC 3339), au lieu de maintenant."`
	Carry   map[string]string `help:"Valeurs portées par le lien, par exemple territoire=lunel." placeholder:"NOM=VALEUR"`
	attachFlag
}

// fillReport is what form fill prints.
type fillReport struct {
	Accepted bool                `json:"accepted"`
	Answers  json.RawMessage     `json:"answers"`
	Problems []answerProblemView `json:"problems"`
}

type answerProblemView struct {
	Question string `json:"question"`
	Code     string `json:"code"`
	Message  string `json:"message"`
}

// fillInstance is the identifier of answers that nobody keeps: always the
// same, so that the same answers give the same report.
const fillInstance = "00000000-0000-4000-8000-000000000000"

func (c *formFillCmd) Run(p *program) error {
	form, err := c.valid(p, c.File)
	if err != nil {
		return err
	}
	answers, err := c.readAnswers(p.stdin)
	if err != nil {
		return err
	}
	now := p.clock()
	if c.Now != "" {
		if now, err = time.ParseInLocation(time.RFC3339, c.Now, time.Local); err != nil {
			return inputErrorf("«\u00a0%s\u00a0» n’est pas un moment au format 2026-06-15T14:00:00Z.", c.Now)
		}
	}
	// Dates are those of the machine's zone (TZ), as for a person at her desk;
	// the service itself counts in Paris time.
	occasion := survey.Occasion{Now: now, Zone: time.Local, Language: form.DefaultLanguage, Carried: c.Carry, Done: p.ctx.Done()}
	response, problems := form.Judge(survey.Submission{
		InstanceID: fillInstance, FormID: form.ID, FormVersion: form.Version, Answers: answers,
	}, occasion)
	report, err := newFillReport(response, problems)
	if err != nil {
		return err
	}
	if err := writeJSON(p.stdout, report); err != nil {
		return err
	}
	if !report.Accepted {
		return inputErrorf("")
	}
	return nil
}

func newFillReport(response *survey.Response, problems []survey.Problem) (fillReport, error) {
	report := fillReport{Accepted: !survey.Blocking(problems), Problems: []answerProblemView{}}
	var err error
	if report.Answers, err = response.MarshalAnswers(); err != nil {
		return report, fmt.Errorf("write the answers: %w", err)
	}
	for _, problem := range problems {
		report.Problems = append(report.Problems, answerProblemView{problem.Path, problem.Code, french.Problem(problem)})
	}
	return report, nil
}

// maxAnswers is the most bytes of answers that are read.
const maxAnswers = 2 << 20

// readAnswers reads the JSON answers; nothing at all is a form left blank.
func (c *formFillCmd) readAnswers(stdin io.Reader) (survey.Answers, error) {
	var answers survey.Answers
	from := stdin
	if c.Answers != "-" {
		file, err := os.Open(c.Answers)
		if err != nil {
			return answers, inputErrorf("Le fichier %s ne peut pas être ouvert\u00a0: vérifiez son nom et vos droits.", c.Answers)
		}
		defer file.Close()
		from = file
	}
	data, err := io.ReadAll(io.LimitReader(from, maxAnswers+1))
	if err != nil {
		return answers, fmt.Errorf("read the answers: %w", err)
	}
	if len(data) > maxAnswers {
		return answers, inputErrorf("Les réponses pèsent plus de %d\u00a0Mo.", maxAnswers>>20)
	}
	if len(bytes.TrimSpace(data)) == 0 {
		return answers, nil
	}
	if err := json.Unmarshal(data, &answers); err != nil {
		return answers, inputErrorf("Les réponses ne sont pas un objet JSON de la forme {\"question\": \"réponse\"}.")
	}
	return answers, nil
}

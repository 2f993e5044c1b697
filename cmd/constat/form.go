package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"constat/survey"
	"constat/survey/markup"
	"constat/survey/xlsform"
)

// formCmd works on a questionnaire file, without server or database.
type formCmd struct {
	Check    formCheckCmd    `cmd:"" help:"Vérifie un questionnaire et dit quoi corriger, feuille, ligne et colonne."`
	Show     formShowCmd     `cmd:"" help:"Montre le questionnaire tel qu’il a été lu, en JSON."`
	Fill     formFillCmd     `cmd:"" help:"Juge des réponses comme le fait le service, en JSON."`
	Diff     formDiffCmd     `cmd:"" help:"Dit ce qui change d’une version d’un questionnaire à la suivante."`
	XForm    formXFormCmd    `cmd:"" name:"xform" help:"Écrit le questionnaire en XForm, le format d’ODK Collect, de KoboCollect et d’Enketo."`
	Template formTemplateCmd `cmd:"" help:"Écrit le modèle de la feuille diagnostic, avec son mode d’emploi."`
}

type formCheckCmd struct {
	File string `arg:"" help:"Questionnaire XLSForm (.xlsx), ou XForm (.xml)."`
	JSON bool   `name:"json" help:"Écrit un document JSON sur la sortie standard."`
	attachFlag
}

// checkReport is what form check --json prints.
type checkReport struct {
	Valid    bool          `json:"valid"`
	Errors   []problemView `json:"errors"`
	Warnings []problemView `json:"warnings"`
}

// problemView is a problem of a workbook, with its sentence.
type problemView struct {
	Sheet   string `json:"sheet"`
	Row     int    `json:"row"`
	Column  string `json:"column"`
	Code    string `json:"code"`
	Message string `json:"message"`
}

func (c *formCheckCmd) Run(p *program) error {
	form, problems, err := c.read(c.File)
	if err != nil {
		return err
	}
	report := checkReport{Valid: form != nil, Errors: []problemView{}, Warnings: []problemView{}}
	for _, problem := range problems {
		view := problemView{problem.Sheet, problem.Row, problem.Column, problem.Code, workbookSentence(problem)}
		if problem.Severity == survey.Fault {
			report.Errors = append(report.Errors, view)
		} else {
			report.Warnings = append(report.Warnings, view)
		}
	}
	if c.JSON {
		if err := writeJSON(p.stdout, report); err != nil {
			return err
		}
	} else {
		report.print(p, form)
	}
	if !report.Valid {
		return inputErrorf("")
	}
	return nil
}

// print writes the problems for people, faults first, and a verdict.
func (r checkReport) print(p *program, form *survey.Form) {
	for _, e := range r.Errors {
		fmt.Fprintf(p.stderr, "Erreur. %s\n", e.Message)
	}
	for _, w := range r.Warnings {
		fmt.Fprintf(p.stderr, "Remarque. %s\n", w.Message)
	}
	errorCount, warningCount := count(len(r.Errors), "erreur"), count(len(r.Warnings), "remarque")
	if form == nil {
		fmt.Fprintf(p.stdout, "Questionnaire refusé\u00a0: %s, %s.\n", errorCount, warningCount)
		return
	}
	asked := 0
	form.Walk(func(q *survey.Question) {
		if q.Type.Kind == survey.Asked && q.Shown() {
			asked++
		}
	})
	fmt.Fprintf(p.stdout, "Questionnaire valable\u00a0: «\u00a0%s\u00a0», %s, %s.\n",
		cmp.Or(markup.Parse(form.Title.In(form.DefaultLanguage)).String(), form.ID), count(asked, "question"), warningCount)
}

// count writes a number and its noun: « aucune erreur », « 1 erreur », « 2 erreurs ».
func count(n int, noun string) string {
	if n == 0 {
		return "aucune " + noun
	}
	return agreed(n, noun, noun+"s")
}

// agreed writes a number with the noun that agrees with it: in French, zero and
// one are singular.
func agreed(n int, one, many string) string {
	if n < 2 {
		many = one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// readFormWith reads a questionnaire file with what was attached; what is wrong in
// it is among the problems, even when nothing could be read.
func readFormWith(path string, files survey.Files) (*survey.Form, []survey.Problem, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, nil, inputErrorf("Le fichier %s ne peut pas être ouvert\u00a0: vérifiez son nom et vos droits.", path)
	}
	defer file.Close()
	form, problems, err := readQuestionnaire(file, files)
	var unreadable survey.Problems
	if errors.As(err, &unreadable) {
		return nil, unreadable, nil
	}
	if err != nil {
		return nil, nil, inputErrorf("Le fichier %s ne peut pas être lu\u00a0: vérifiez que c’est bien un classeur.", path)
	}
	return form, problems, nil
}

// readQuestionnaire reads a workbook, or the XForm of a file called .xml.
func readQuestionnaire(file *os.File, files survey.Files) (*survey.Form, []survey.Problem, error) {
	if strings.EqualFold(filepath.Ext(file.Name()), ".xml") {
		return xlsform.ReadAllXForm(file)
	}
	return xlsform.ReadWith(file, files)
}

func writeJSON(w io.Writer, document any) error {
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	if err := out.Encode(document); err != nil {
		return fmt.Errorf("write JSON: %w", err)
	}
	return nil
}

package main

import (
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"constat/survey"
	"constat/survey/tabular"
	"constat/survey/xlsform"
)

// formToDiagnose reads the form that answers were given to. It cannot be refused
// any more for its logic, nor for names used twice: what is not read of it is
// told, among the problems. Only a broken structure refuses it.
func formToDiagnose(path string, files survey.Files) (*survey.Form, []survey.Problem, error) {
	if strings.EqualFold(filepath.Ext(path), ".xml") {
		form, problems, err := readFormWith(path, files)
		if err == nil && form == nil {
			err = survey.Problems(problems)
		}
		return form, nil, err
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, nil, inputErrorf("Le fichier %s ne peut pas être ouvert\u00a0: vérifiez son nom et vos droits.", path)
	}
	defer file.Close()
	form, problems, err := xlsform.ReadAnswered(file, files)
	var unreadable survey.Problems
	if err != nil && !errors.As(err, &unreadable) {
		return nil, nil, inputErrorf("Le fichier %s ne peut pas être lu\u00a0: vérifiez que c’est bien un classeur.", path)
	}
	if err == nil && form == nil {
		err = survey.Problems(problems)
	}
	if err != nil {
		return nil, nil, err
	}
	return form, mended(problems), nil
}

// mended keeps what of the form is not read as its author wrote it, and the
// files that were not given.
func mended(problems []survey.Problem) []survey.Problem {
	var found []survey.Problem
	logic := 0
	for _, p := range problems {
		if p.Severity == survey.Fault && p.Code != survey.CodeDuplicateSibling && p.Code != xlsform.CodeDuplicateChoice {
			logic++
		}
		if p.Severity == survey.Fault || missingFile(p) != "" && p.Code != xlsform.CodePictureNeeded {
			found = append(found, p)
		}
	}
	if logic > 0 {
		lead := survey.Problem{Code: tabular.CodeBrokenLogic, Severity: survey.Warning, Args: []string{strconv.Itoa(logic)}}
		found = append([]survey.Problem{lead}, found...)
	}
	return found
}

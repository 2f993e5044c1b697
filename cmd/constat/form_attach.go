package main

import (
	"os"
	"path/filepath"

	"constat/survey"
)

// attachFlag is the files that come with a questionnaire. Without any, those
// that it names are said to be needed, which is a remark; with some, what is
// missing is an error, as it is for the service.
type attachFlag struct {
	Attach []string `help:"Fichier que le questionnaire nomme : CSV ou image. Peut être répété." placeholder:"FICHIER"`
}

func (a attachFlag) files() (survey.Files, error) {
	if len(a.Attach) == 0 {
		return nil, nil
	}
	files := survey.Files{}
	for _, path := range a.Attach {
		content, err := os.ReadFile(path)
		if err != nil {
			return nil, inputErrorf("Le fichier %s ne peut pas être lu\u00a0: vérifiez son nom et vos droits.", path)
		}
		files[filepath.Base(path)] = content
	}
	return files, nil
}

package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"constat/survey"
	"constat/survey/xlsform"
	"constat/web/french"
)

// attachFlag is the files that come with a questionnaire. Without any, those
// that it names are said to be needed, which is a remark; with some, what is
// missing is an error, as it is for the service.
//
// No file is taken because it happens to lie next to the questionnaire: what
// is read is what the command names, as the service reads what was sent to
// it, so that the same command says the same on every machine.
type attachFlag struct {
	Attach []string `help:"Fichier que le questionnaire nomme : CSV, XML, GeoJSON ou image ; ou dossier qui n’en contient que de tels. Peut être répété. Rien n’est lu à côté du questionnaire sans cette option." placeholder:"FICHIER" sep:"none"`
}

// files reads what was attached, nil when nothing was.
func (a attachFlag) files() (survey.Files, error) {
	if len(a.Attach) == 0 {
		return nil, nil
	}
	files := survey.Files{}
	for _, path := range a.Attach {
		paths, err := inside(path)
		if err != nil {
			return nil, err
		}
		for _, path := range paths {
			if files[filepath.Base(path)], err = readUpTo(path, xlsform.MaxFileBytes); err != nil {
				return nil, unreadableFile(path)
			}
			if len(files) > xlsform.MaxFiles {
				return nil, inputErrorf("Plus de %d\u00a0fichiers sont joints\u00a0: ne joignez que ceux que le questionnaire nomme.", xlsform.MaxFiles)
			}
		}
	}
	return files, nil
}

// readUpTo reads a file, and one byte more than the rule that judges it takes:
// a device or a film is refused for its size, not held in memory.
func readUpTo(path string, most int64) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, most+1))
}

// inside lists the files of a folder, hidden ones and folders left out; of a
// file, the file itself.
func inside(path string) ([]string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, unreadableFile(path)
	}
	if !info.IsDir() {
		return []string{path}, nil
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		return nil, unreadableFile(path)
	}
	var paths []string
	for _, e := range entries {
		if e.Type().IsRegular() && e.Name()[0] != '.' {
			paths = append(paths, filepath.Join(path, e.Name()))
		}
	}
	return paths, nil
}

func unreadableFile(path string) error {
	return inputErrorf("Le fichier %s ne peut pas être lu\u00a0: vérifiez son nom et vos droits.", path)
}

// read reads a questionnaire with what was attached.
func (a attachFlag) read(path string) (*survey.Form, []survey.Problem, error) {
	files, err := a.files()
	if err != nil {
		return nil, nil, err
	}
	return readFormWith(path, files)
}

// valid is read for commands that need a form free of faults. Files that the
// form names and that were not attached are told: the command then works
// without them, which is not what the service does.
func (a attachFlag) valid(p *program, path string) (*survey.Form, error) {
	form, problems, err := a.read(path)
	if err != nil {
		return nil, err
	}
	if form == nil {
		return nil, survey.Problems(problems)
	}
	for _, problem := range problems {
		if missingFile(problem) != "" {
			fmt.Fprintf(p.stderr, "Remarque. %s\n", workbookSentence(problem))
		}
	}
	return form, nil
}

// missingFile is the file that a problem says is needed, "" for another
// problem; a search() may compute which file it needs.
func missingFile(problem survey.Problem) string {
	switch problem.Code {
	case xlsform.CodeFileNeeded, xlsform.CodePictureNeeded:
		return problem.Args[0]
	case xlsform.CodeSearch:
		return "FICHIER.csv"
	}
	return ""
}

// workbookSentence is a problem's sentence, and how this program is given the
// file when one is missing.
func workbookSentence(problem survey.Problem) string {
	sentence := french.Problem(problem)
	if file := missingFile(problem); file != "" {
		sentence += fmt.Sprintf(" Option\u00a0: --attach %s", file)
	}
	return sentence
}

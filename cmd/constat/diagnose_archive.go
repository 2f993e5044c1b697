package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"constat/analysis/disclosure"
)

// archiveFile is what the next edition of a wave is judged beside. It holds
// true counts: the notice at its head is for whoever opens it.
type archiveFile struct {
	Notice  string              `json:"avertissement"`
	Wave    string              `json:"wave"`
	Form    archivedForm        `json:"form"`
	Archive *disclosure.Archive `json:"archive"`
}

type archivedForm struct {
	ID      string `json:"id"`
	Version string `json:"version"`
}

func (w *publicWave) archive(r *disclosure.Release) archiveFile {
	return archiveFile{Notice: textArchiveNotice, Wave: w.batch.Wave, Form: w.form, Archive: r.Archive()}
}

// remember takes the edition before this one into account (R14).
func (w *publicWave) remember(path string) error {
	if path == "" {
		return nil
	}
	earlier, err := readArchive(path)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return inputErrorf("L’archive %s ne peut pas être ouverte\u00a0: vérifiez son nom et vos droits.", path)
		}
		return err
	}
	if earlier.Form.ID != w.form.ID {
		return inputErrorf("L’archive %s est celle d’un autre questionnaire («\u00a0%s\u00a0»)\u00a0: donnez celle de la même vague, du même questionnaire.", path, earlier.Form.ID)
	}
	if earlier.Wave != w.batch.Wave {
		return inputErrorf("L’archive %s est celle de la vague «\u00a0%s\u00a0», et non «\u00a0%s\u00a0»\u00a0: deux vagues sont publiées séparément. Pour une nouvelle édition de la même vague, nommez-la avec --wave.", path, earlier.Wave, w.batch.Wave)
	}
	w.batch.Earlier = earlier.Archive
	return nil
}

// readArchive reads an archive. An absent file is fs.ErrNotExist; one that is
// no archive is the input's fault.
func readArchive(path string) (archiveFile, error) {
	var a archiveFile
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return a, fmt.Errorf("read the archive %s: %w", path, err)
	}
	if err != nil {
		return a, inputErrorf("L’archive %s ne peut pas être ouverte\u00a0: vérifiez son nom et vos droits.", path)
	}
	if json.Unmarshal(text, &a) != nil || a.Archive == nil || a.Archive.Edition < 1 || len(a.Archive.Family.Cells) == 0 {
		return a, inputErrorf("%s n’est pas l’archive interne d’une édition publique\u00a0: donnez le fichier en «\u00a0%s\u00a0» qu’elle a écrit.", path, archiveSuffix)
	}
	return a, nil
}

// stirredArea is a territory that changed too little to be published again.
type stirredArea struct {
	name  string
	moved int
}

// stirred lists the territories that a refused edition changed by fewer
// respondents than the floor.
func (w *publicWave) stirred() []stirredArea {
	before := make(map[string]int64)
	for _, c := range w.batch.Earlier.Family.Cells {
		before[c.Key] = c.True
	}
	var found []stirredArea
	for _, area := range w.batch.Areas {
		if area.Unprinted || area.Key == wholeArea && w.territories > 0 {
			continue
		}
		was, known := before[area.Key]
		moved := int(int64(w.groups[area.Key].rows) - was)
		if known && max(moved, -moved) < disclosure.FloorPersons {
			found = append(found, stirredArea{area.Name, moved})
		}
	}
	return found
}

func jsonWriter(value any) func(io.Writer) error {
	return func(w io.Writer) error { return writeJSON(w, value) }
}

// writeInternalJSON writes a file that only its owner may read.
func writeInternalJSON(path string, value any) error {
	return writeAs(path, 0o600, jsonWriter(value))
}

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"constat/analysis/disclosure"
)

// The register of what was printed may travel with the workbooks. The archive
// holds true counts: it is put beside the folder of what is published, never
// in it, so that the folder can be passed on whole.
const (
	registerName  = "registre.json"
	archiveSuffix = "-archive-interne.json"
)

// publicFiles is everything that one public edition writes.
type publicFiles struct {
	workbooks []publicWorkbook
	register  disclosure.Ledger
	archive   archiveFile
	places    publicPlaces
}

type publicWorkbook struct {
	path   string
	report disclosure.Report
}

// publicPlaces says where the files of an edition go.
type publicPlaces struct {
	folder            string // of the workbooks
	register, archive string
}

// places are, with --territory, a folder and the archive beside it; else the
// register and the archive are named after the workbook.
func (c *diagnoseCmd) places() publicPlaces {
	if c.Territory != "" {
		folder := filepath.Clean(c.Output)
		return publicPlaces{folder, filepath.Join(folder, registerName), folder + archiveSuffix}
	}
	stem := strings.TrimSuffix(c.Output, filepath.Ext(c.Output))
	return publicPlaces{filepath.Dir(c.Output), stem + "-" + registerName, stem + archiveSuffix}
}

// publicFiles prepares the files, and refuses to write over an edition that
// was not taken into account.
func (c *diagnoseCmd) publicFiles(w *publicWave, r *disclosure.Release) (*publicFiles, error) {
	if c.Output == "" {
		return nil, nil
	}
	files := &publicFiles{register: r.Ledger(), archive: w.archive(r), places: c.places()}
	for _, report := range r.Reports() {
		path := c.Output
		if c.Territory != "" {
			path = filepath.Join(files.places.folder, report.Publication().Area.Key+workbookExtension)
		}
		files.workbooks = append(files.workbooks, publicWorkbook{path, report})
	}
	if err := files.checkEdition(c.Earlier != ""); err != nil {
		return nil, err
	}
	if c.Territory != "" {
		return files, files.checkFolder()
	}
	return files, nil
}

// checkEdition refuses to put another edition of the wave where one stands
// that the new one was not judged beside (R14).
func (f *publicFiles) checkEdition(besideEarlier bool) error {
	standing, err := readArchive(f.places.archive)
	if errors.Is(err, fs.ErrNotExist) || besideEarlier {
		return nil
	}
	if err != nil {
		return err
	}
	if standing.Wave != f.archive.Wave || standing.Form.ID != f.archive.Form.ID {
		return nil
	}
	old, errOld := json.Marshal(standing)
	made, errMade := json.Marshal(f.archive)
	if err := errors.Join(errOld, errMade); err != nil {
		return fmt.Errorf("compare with %s: %w", f.places.archive, err)
	}
	if !bytes.Equal(old, made) {
		return inputErrorf("%s", standingSentence(f.archive.Wave, f.places.archive))
	}
	return nil
}

// checkFolder refuses a folder with workbooks that no public edition put
// there: an internal one could be passed on with the others.
func (f *publicFiles) checkFolder() error {
	known := f.listed()
	for _, path := range f.standing() {
		if !slices.Contains(known, filepath.Base(path)) {
			return inputErrorf("%s", foreignSentence(f.places.folder, filepath.Base(path)))
		}
	}
	return nil
}

// standing are the workbooks that are in the folder already.
func (f *publicFiles) standing() []string {
	entries, err := os.ReadDir(f.places.folder)
	if err != nil {
		return nil // it will be made, or its writing will say what is wrong
	}
	var found []string
	for _, entry := range entries {
		if strings.EqualFold(filepath.Ext(entry.Name()), workbookExtension) {
			found = append(found, filepath.Join(f.places.folder, entry.Name()))
		}
	}
	return found
}

// listed are the workbooks that the register in the folder speaks of.
func (f *publicFiles) listed() []string {
	text, err := os.ReadFile(f.places.register)
	if err != nil {
		return nil
	}
	register, err := disclosure.ReadLedger(text)
	if err != nil {
		return nil
	}
	var names []string
	for _, entry := range register {
		if name := entry.Area + workbookExtension; !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// write makes every file apart, then puts them in their places: either all of
// them are there or none (R1). The archive comes first: an edition without it
// could have no successor.
func (f *publicFiles) write(p *program, c *diagnoseCmd) error {
	if f == nil {
		return nil
	}
	if c.Territory != "" {
		if err := makeFolder(f.places.folder); err != nil {
			return err
		}
	}
	var s staging
	defer s.discard()
	bar := p.progress(len(f.workbooks), "Écriture des classeurs")
	for _, each := range f.workbooks {
		if err := errors.Join(p.ctx.Err(), s.add(each.path, 0o644, workbookWriter(each.report))); err != nil {
			return err
		}
		_ = bar.Add(1)
	}
	_ = bar.Finish()
	if err := s.add(f.places.register, 0o644, jsonWriter(f.register)); err != nil {
		return err
	}
	if err := s.add(f.places.archive, 0o600, jsonWriter(f.archive)); err != nil {
		return err
	}
	if err := s.place(); err != nil {
		return err
	}
	if err := f.sweep(); err != nil {
		return err
	}
	f.tell(p, c)
	return nil
}

// sweep removes the workbooks of an earlier edition that this one does not
// print any more.
func (f *publicFiles) sweep() error {
	if filepath.Base(f.places.register) != registerName {
		return nil
	}
	for _, path := range f.standing() {
		if !slices.ContainsFunc(f.workbooks, func(w publicWorkbook) bool { return w.path == path }) {
			if err := os.Remove(path); err != nil {
				return fmt.Errorf("remove the workbook of an earlier edition: %w", err)
			}
		}
	}
	return nil
}

func (f *publicFiles) tell(p *program, c *diagnoseCmd) {
	if !c.JSON {
		for _, each := range f.workbooks {
			fmt.Fprintf(p.stdout, "%s\u00a0: %s.\n", each.path, respondentsWords(each.report.Publication()))
		}
		fmt.Fprintf(p.stdout, "%s\u00a0: registre de ce qui est publié.\n", f.places.register)
	}
	fmt.Fprintln(p.stderr, archiveSentence(f.places.archive))
}

// staging is files written apart, until all of them are.
type staging struct{ files []stagedFile }

type stagedFile struct{ from, to string }

// add writes a file beside its place, under another name.
func (s *staging) add(path string, mode fs.FileMode, write func(io.Writer) error) error {
	file, err := os.CreateTemp(filepath.Dir(path), ".constat-*")
	if err != nil {
		return inputErrorf("Impossible d’écrire dans le dossier %s\u00a0: vérifiez qu’il existe et vos droits.", filepath.Dir(path))
	}
	s.files = append(s.files, stagedFile{file.Name(), path})
	err = errors.Join(write(file), file.Chmod(mode), file.Close())
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}

// place gives the files their names, the last written first.
func (s *staging) place() error {
	for len(s.files) > 0 {
		last := s.files[len(s.files)-1]
		if err := os.Rename(last.from, last.to); err != nil {
			return fmt.Errorf("write %s: %w", last.to, err)
		}
		s.files = s.files[:len(s.files)-1]
	}
	return nil
}

// discard removes what was not placed.
func (s *staging) discard() {
	for _, f := range s.files {
		_ = os.Remove(f.from)
	}
}

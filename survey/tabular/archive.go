package tabular

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"

	"constat/survey"
	"constat/survey/xlsform"
)

// archiveTables are the endings of the files of answers that an archive may
// hold: ODK Central's and Ona's are of CSV files, people zip workbooks too.
var archiveTables = []string{".csv", ".tsv", ".txt", ".json", ".xlsx"}

// unpack puts the files of answers that an archive holds in its place. What it
// holds besides, such as ODK Central's photos, is left aside and named.
func unpack(files []File) (all []File, closers []io.Closer, left []survey.Problem, err error) {
	for _, f := range files {
		archive, err := archiveOf(f)
		if err != nil {
			return nil, closers, nil, err
		}
		if archive == nil {
			all = append(all, f)
			continue
		}
		entries, others, err := entriesOf(f.Name, archive)
		if err != nil {
			return nil, closers, nil, err
		}
		if len(others) > 0 {
			left = append(left, warning(CodeEntriesLeft, f.Name, strings.Join(others, ", ")))
		}
		for _, entry := range entries {
			content, closer, err := extract(f.Name, entry)
			if closer != nil {
				closers = append(closers, closer)
			}
			if err != nil {
				return nil, closers, nil, err
			}
			all = append(all, File{Name: entryName(entry, entries), Content: content})
		}
	}
	return all, closers, left, nil
}

// archiveOf opens a zip file that is no office document; nil for any other.
func archiveOf(f File) (*zip.Reader, error) {
	size, err := sizeOf(f)
	if err != nil {
		return nil, err
	}
	head := make([]byte, len(zipMagic))
	n, err := io.ReadFull(f.Content, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("read %s: %w", f.Name, err)
	}
	if err := rewind(f); err != nil {
		return nil, err
	}
	if !bytes.HasPrefix(head[:n], zipMagic) {
		return nil, nil
	}
	if size > maxBytes {
		return nil, tooLarge(f.Name)
	}
	at, is := f.Content.(io.ReaderAt)
	if !is {
		return nil, fmt.Errorf("read %s: not a file", f.Name)
	}
	archive, err := zip.NewReader(at, size)
	if err != nil {
		return nil, fault(CodeUnreadable, f.Name)
	}
	for _, part := range archive.File {
		if part.Name == "mimetype" || strings.EqualFold(part.Name, "[Content_Types].xml") || strings.HasPrefix(part.Name, "xl/") {
			return nil, nil // openExcel says what is wrong with it
		}
	}
	return archive, nil
}

// entriesOf tells the files of answers of an archive from all others, which it
// counts by folder. Sizes are those that the directory gives; extract reads no
// further.
func entriesOf(name string, archive *zip.Reader) (entries []*zip.File, others []string, err error) {
	var folders []string
	counts := make(map[string]int)
	var total uint64
	for _, part := range archive.File {
		if strings.HasSuffix(part.Name, "/") {
			continue
		}
		if !holdsTable(part.Name) {
			folder := path.Dir(slashed(part.Name))
			if folder == "." {
				folder = path.Base(slashed(part.Name))
			} else {
				folder += "/"
			}
			if counts[folder] == 0 {
				folders = append(folders, folder)
			}
			counts[folder]++
			continue
		}
		const encrypted = 1
		if part.Flags&encrypted != 0 {
			return nil, nil, fault(CodeArchiveLocked, name)
		}
		total += part.UncompressedSize64
		if entries = append(entries, part); total > maxBytes || len(entries) > maxParts || xlsform.Bomb(part) {
			return nil, nil, tooLarge(name)
		}
	}
	if len(entries) == 0 {
		return nil, nil, fault(CodeArchiveEmpty, name)
	}
	const enough = 8
	for _, folder := range folders[:min(enough, len(folders))] {
		others = append(others, folder+" ("+strconv.Itoa(counts[folder])+")")
	}
	if len(folders) > enough {
		others = append(others, "…")
	}
	return entries, others, nil
}

func slashed(name string) string { return strings.ReplaceAll(name, `\`, "/") }

// holdsTable tells a file of answers by its name. Answers are in no folder of
// photos, and macOS writes a shadow of each file.
func holdsTable(name string) bool {
	name = strings.ToLower(slashed(name))
	for _, step := range strings.Split(path.Dir(name), "/") {
		if step == "media" || step == "__macosx" {
			return false
		}
	}
	return !strings.HasPrefix(path.Base(name), ".") && slices.Contains(archiveTables, path.Ext(name))
}

// entryName is an entry's name without its folders, unless another has it too.
func entryName(entry *zip.File, entries []*zip.File) string {
	name := path.Base(slashed(entry.Name))
	for _, other := range entries {
		if other != entry && path.Base(slashed(other.Name)) == name {
			return slashed(entry.Name)
		}
	}
	return name
}

// extract reads an entry, in memory when it is small, else in a temporary file
// that goes with its closer.
func extract(archive string, entry *zip.File) (io.ReadSeeker, io.Closer, error) {
	r, err := entry.Open()
	if err != nil {
		return nil, nil, fault(CodeUnreadable, archive)
	}
	defer func() { _ = r.Close() }()
	limited := io.LimitReader(r, int64(entry.UncompressedSize64)+1)
	if entry.UncompressedSize64 <= maxInMemory {
		content, err := io.ReadAll(limited)
		if err != nil || uint64(len(content)) != entry.UncompressedSize64 {
			return nil, nil, fault(CodeUnreadable, archive)
		}
		return bytes.NewReader(content), nil, nil
	}
	file, err := os.CreateTemp("", "constat-*")
	if err != nil {
		return nil, nil, fmt.Errorf("unpack %s: %w", archive, err)
	}
	n, err := io.Copy(file, limited)
	if err != nil || uint64(n) != entry.UncompressedSize64 {
		return nil, temporary{file}, fault(CodeUnreadable, archive)
	}
	return file, temporary{file}, nil
}

type temporary struct{ *os.File }

func (t temporary) Close() error { return errors.Join(t.File.Close(), os.Remove(t.Name())) }

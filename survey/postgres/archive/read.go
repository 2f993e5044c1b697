package archive

import (
	"archive/tar"
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"slices"
	"strings"

	"filippo.io/age"
	"github.com/klauspost/compress/zstd"
)

// Visitor is given what a backup holds, in its order. An error of it ends the
// reading and is returned as it is.
type Visitor interface {
	Begin(Header) error
	// Rows gives some rows of a table; a table may come in several parts, one
	// without a row in none.
	Rows(table string, rows []string) error
}

// Read goes through a backup and checks all of it. What the visitor was given is
// worth something only once Read has returned nil: a fault may come last.
func Read(r io.Reader, identities []Identity, v Visitor) (Manifest, error) {
	plain, err := open(r, identities)
	if err != nil {
		return Manifest{}, err
	}
	body := &summed{in: bufio.NewReaderSize(plain, 64<<10), sum: sha256.New()}
	decoder, err := zstd.NewReader(body, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(8<<20), zstd.WithDecoderLowmem(true))
	if err != nil {
		return Manifest{}, fmt.Errorf("begin the decompression: %w", err)
	}
	defer decoder.Close()
	m, err := readEntries(tar.NewReader(decoder), v)
	if err != nil {
		return Manifest{}, err
	}
	if _, err := io.Copy(io.Discard, decoder); err != nil {
		return Manifest{}, damaged(err)
	}
	return m, body.check()
}

func damaged(err error) error { return fmt.Errorf("%w: %w", ErrDamaged, err) }

const (
	ageMagic  = "age-encryption.org/v1\n"
	zstdMagic = "\x28\xb5\x2f\xfd"
)

// open gives the compressed archive, decrypted if need be.
func open(r io.Reader, identities []Identity) (io.Reader, error) {
	in := bufio.NewReader(r)
	start, _ := in.Peek(len(ageMagic)) // a shorter file is recognised below
	if string(start) == ageMagic {
		if len(identities) == 0 {
			return nil, ErrNeedsIdentity
		}
		decrypted, err := age.Decrypt(in, identities...)
		var nobody *age.NoIdentityMatchError
		if errors.As(err, &nobody) {
			return nil, ErrWrongIdentity
		}
		if err != nil {
			return nil, damaged(err)
		}
		in = bufio.NewReader(decrypted)
		if start, err = in.Peek(len(zstdMagic)); err != nil {
			return nil, damaged(err)
		}
	}
	if !bytes.HasPrefix(start, []byte(zstdMagic)) {
		return nil, ErrNotBackup
	}
	return in, nil
}

func readEntries(in *tar.Reader, v Visitor) (Manifest, error) {
	e := &entries{in: in, visitor: v}
	if err := e.header(); err != nil {
		return Manifest{}, err
	}
	for {
		name, content, err := e.next()
		if err != nil {
			return Manifest{}, err
		}
		if name == manifestName {
			return e.end(content)
		}
		if err := e.rows(name, content); err != nil {
			return Manifest{}, err
		}
	}
}

// entries reads the archive and keeps count.
type entries struct {
	in      *tar.Reader
	visitor Visitor
	tables  []Table
	tallies []*Tally
	current int // table whose rows come
}

func (e *entries) next() (name string, content []byte, err error) {
	head, err := e.in.Next()
	if err != nil {
		return "", nil, damaged(err) // its end too: the manifest has not come
	}
	if head.Typeflag != tar.TypeReg || head.Size > longestEntry {
		return "", nil, damaged(fmt.Errorf("entry %q of %d bytes", head.Name, head.Size))
	}
	// Not allocated at the size that the entry claims.
	content, err = io.ReadAll(e.in)
	if err != nil {
		return "", nil, damaged(err)
	}
	return head.Name, content, nil
}

func (e *entries) header() error {
	name, content, err := e.next()
	if err != nil {
		return err
	}
	if name != headerName {
		return ErrNotBackup
	}
	var h Header
	if err := json.Unmarshal(content, &h); err != nil {
		return damaged(err)
	}
	if h.Format != Format {
		return fmt.Errorf("%w: format %d, this program reads %d", ErrFormat, h.Format, Format)
	}
	e.tables = h.Tables
	for range h.Tables {
		e.tallies = append(e.tallies, NewTally())
	}
	return e.visitor.Begin(h)
}

func (e *entries) rows(name string, content []byte) error {
	table, _, found := strings.Cut(strings.TrimPrefix(name, rowsFolder), "/")
	at := slices.IndexFunc(e.tables, func(t Table) bool { return t.Name == table })
	if !strings.HasPrefix(name, rowsFolder) || !found || at < e.current || !bytes.HasSuffix(content, []byte("\n")) {
		return damaged(fmt.Errorf("entry %q", name))
	}
	e.current = at
	var rows []string
	for line := range bytes.Lines(content) {
		row := lineText.Replace(string(bytes.TrimSuffix(line, []byte("\n"))))
		e.tallies[at].Add(row)
		rows = append(rows, row)
	}
	return e.visitor.Rows(table, rows)
}

// end compares the manifest with what was read.
func (e *entries) end(content []byte) (Manifest, error) {
	var m Manifest
	if err := json.Unmarshal(content, &m); err != nil {
		return Manifest{}, damaged(err)
	}
	if _, err := e.in.Next(); err != io.EOF {
		return Manifest{}, damaged(fmt.Errorf("something after the manifest: %w", err))
	}
	var read []Sum
	for i, t := range e.tables {
		read = append(read, e.tallies[i].Sum(t.Name))
	}
	if !slices.Equal(read, m.Tables) {
		return Manifest{}, damaged(errors.New("the tables are not what the manifest says"))
	}
	return m, nil
}

// summed keeps the trailer back and sums up what it gives.
type summed struct {
	in  *bufio.Reader
	sum hash.Hash
}

func (s *summed) Read(p []byte) (int, error) {
	ahead, err := s.in.Peek(min(len(p)+trailerSize, s.in.Size()))
	n := min(len(ahead)-trailerSize, len(p))
	if n <= 0 {
		if err == nil {
			err = io.ErrNoProgress // an empty p: nobody asks so
		}
		return 0, err
	}
	copy(p, ahead[:n])
	s.sum.Write(ahead[:n])
	_, _ = s.in.Discard(n) // they are in the buffer
	return n, nil
}

// check compares the trailer with what was read, and wants nothing after it.
func (s *summed) check() error {
	if _, err := io.Copy(io.Discard, s); err != nil {
		return damaged(err)
	}
	trailer, err := io.ReadAll(s.in)
	if err != nil {
		return damaged(err)
	}
	if want := append([]byte(trailerHead), s.sum.Sum(nil)...); !bytes.Equal(trailer, want) {
		return damaged(errors.New("the checksum is not that of the file"))
	}
	return nil
}

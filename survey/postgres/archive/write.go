package archive

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"hash"
	"io"
	"time"

	"filippo.io/age"
	"github.com/klauspost/compress/zstd"
)

// Writer writes a backup: New, then Table and Row for each table of the header
// in its order, then Close. Its memory does not grow with the data.
type Writer struct {
	out    io.Writer // under the compression, counted by sum
	sum    hash.Hash
	sealed io.Closer // ends the encryption; nil in clear
	zstd   *zstd.Encoder
	tar    *tar.Writer
	made   time.Time

	table    string
	tally    *Tally
	chunk    bytes.Buffer
	chunks   int
	manifest Manifest
}

// New begins a backup, encrypted to the recipients if there are any.
func New(w io.Writer, h Header, recipients []Recipient) (*Writer, error) {
	b := &Writer{sum: sha256.New(), made: h.Made}
	if len(recipients) > 0 {
		sealed, err := age.Encrypt(w, recipients...)
		if err != nil {
			return nil, fmt.Errorf("begin the encryption: %w", err)
		}
		w, b.sealed = sealed, sealed
	}
	b.out = io.MultiWriter(w, b.sum)
	var err error
	if b.zstd, err = zstd.NewWriter(b.out, zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(1<<20)); err != nil {
		return nil, fmt.Errorf("begin the compression: %w", err)
	}
	b.tar = tar.NewWriter(b.zstd)
	h.Format = Format
	return b, b.document(headerName, h)
}

// Table begins the rows of a table.
func (b *Writer) Table(name string) error {
	if err := b.endTable(); err != nil {
		return err
	}
	b.table, b.tally, b.chunks = name, NewTally(), 0
	return nil
}

// Row adds a row of the table, as PostgreSQL casts one to text.
func (b *Writer) Row(row string) error {
	b.chunk.WriteString(b.tally.Add(row))
	if b.chunk.Len() < chunkSize {
		return nil
	}
	return b.flush()
}

// Close ends the backup with its manifest. Before it has returned nil, what was
// written is no backup. It does not close the underlying writer.
func (b *Writer) Close(sequences []Sequence) (Manifest, error) {
	if err := b.endTable(); err != nil {
		return Manifest{}, err
	}
	b.manifest.Sequences = sequences
	if err := b.document(manifestName, b.manifest); err != nil {
		return Manifest{}, err
	}
	if err := b.tar.Close(); err != nil {
		return Manifest{}, fmt.Errorf("end the archive: %w", err)
	}
	if err := b.zstd.Close(); err != nil {
		return Manifest{}, fmt.Errorf("end the compression: %w", err)
	}
	if _, err := b.out.Write(append([]byte(trailerHead), b.sum.Sum(nil)...)); err != nil {
		return Manifest{}, fmt.Errorf("write the checksum: %w", err)
	}
	if b.sealed != nil {
		if err := b.sealed.Close(); err != nil {
			return Manifest{}, fmt.Errorf("end the encryption: %w", err)
		}
	}
	return b.manifest, nil
}

func (b *Writer) endTable() error {
	if b.tally == nil {
		return nil
	}
	if err := b.flush(); err != nil {
		return err
	}
	b.manifest.Tables = append(b.manifest.Tables, b.tally.Sum(b.table))
	b.tally = nil
	return nil
}

func (b *Writer) flush() error {
	if b.chunk.Len() == 0 {
		return nil
	}
	b.chunks++
	err := b.entry(fmt.Sprintf("%s%s/%06d", rowsFolder, b.table, b.chunks), b.chunk.Bytes())
	b.chunk.Reset()
	return err
}

func (b *Writer) document(name string, value any) error {
	text, err := json.MarshalIndent(value, "", "  ")
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return b.entry(name, append(text, '\n'))
}

func (b *Writer) entry(name string, content []byte) error {
	head := &tar.Header{Name: name, Mode: 0o600, Size: int64(len(content)), ModTime: b.made, Format: tar.FormatPAX}
	if err := b.tar.WriteHeader(head); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	if _, err := b.tar.Write(content); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return nil
}

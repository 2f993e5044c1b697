package web

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/klauspost/compress/gzhttp"
)

// Bounds of the files that are kept for the next who asks.
const (
	keptLife  = time.Hour
	mostKept  = 32
	keptBytes = 256 << 20
	// sendLimit bounds the sending of a file, counted from its first byte.
	sendLimit = 2 * time.Minute
)

// file is a file on disk without a name: it goes when the last who holds it lets
// go, or when the process ends, however it ends. Answers are never left behind.
// How many hold it is under heavyActs.mu.
type file struct {
	content *os.File
	size    int64
	holders int
}

// newFile writes a file whole. The one holder is the caller.
func newFile(folder string, write func(io.Writer) error) (*file, error) {
	content, err := os.CreateTemp(folder, "constat-")
	if err != nil {
		return nil, fmt.Errorf("begin a file: %w", err)
	}
	f := &file{content: content, holders: 1}
	if err := os.Remove(content.Name()); err != nil {
		f.release()
		return nil, fmt.Errorf("unname a file: %w", err)
	}
	if err := write(content); err != nil {
		f.release()
		return nil, err
	}
	if f.size, err = content.Seek(0, io.SeekEnd); err != nil {
		f.release()
		return nil, fmt.Errorf("measure a file: %w", err)
	}
	return f, nil
}

func (f *file) share() *file {
	f.holders++
	return f
}

func (f *file) release() {
	if f == nil {
		return
	}
	if f.holders--; f.holders == 0 {
		_ = f.content.Close() // it was only read since it was written
	}
}

// reader reads the file from its beginning, beside others who do.
func (f *file) reader() *io.SectionReader { return io.NewSectionReader(f.content, 0, f.size) }

// keptFile is a file that may be given again.
type keptFile struct {
	order order
	state string
	file  *file
	since time.Time
}

// old tells the end of a file's life; a clock that went back ends it too.
func (k *keptFile) old(now time.Time) bool {
	return now.Before(k.since) || now.Sub(k.since) >= keptLife
}

// keptFiles holds the last file of each key.
type keptFiles map[fileKey]*keptFile

// find gives the file of a key in a state. One of another state is let go: it
// may hold what has been withdrawn.
func (k keptFiles) find(key fileKey, state string, now time.Time) *file {
	kept := k[key]
	if kept == nil {
		return nil
	}
	if kept.state != state || kept.old(now) {
		k.drop(func(other *keptFile) bool { return other == kept })
		return nil
	}
	return kept.file
}

// keep holds a file in place of the last of its key, and lets the oldest go
// while there are too many.
func (k keptFiles) keep(fresh *keptFile) {
	k.drop(func(other *keptFile) bool { return other.order.key == fresh.order.key })
	if fresh.file.size > keptBytes {
		return
	}
	fresh.file.share()
	k[fresh.order.key] = fresh
	for len(k) > mostKept || k.bytes() > keptBytes {
		oldest := fresh
		for _, other := range k {
			if other.since.Before(oldest.since) {
				oldest = other
			}
		}
		k.drop(func(other *keptFile) bool { return other == oldest })
	}
}

func (k keptFiles) bytes() (sum int64) {
	for _, kept := range k {
		sum += kept.file.size
	}
	return sum
}

// all lists the files that are kept.
func (k keptFiles) all() []*keptFile {
	list := make([]*keptFile, 0, len(k))
	for _, kept := range k {
		list = append(list, kept)
	}
	return list
}

// drop lets go of the files that match.
func (k keptFiles) drop(match func(*keptFile) bool) {
	for key, kept := range k {
		if match(kept) {
			delete(k, key)
			kept.file.release()
		}
	}
}

// sendKept streams a file from disk, with its length, uncompressed: workbooks and
// archives are compressed already. The time to make it does not count against
// whoever takes long to receive it.
func sendKept(c *gin.Context, name, media string, f *file) error {
	_ = http.NewResponseController(c.Writer).SetWriteDeadline(time.Now().Add(sendLimit)) // test servers have none
	c.Header("Content-Disposition", `attachment; filename="`+plainFileName(name)+`"`)
	c.Header("Content-Type", media)
	c.Header(gzhttp.HeaderNoCompression, "yes")
	http.ServeContent(c.Writer, c.Request, "", time.Time{}, f.reader())
	return nil
}

package web

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"regexp"
	"strings"

	"github.com/gin-gonic/gin"

	"constat/survey"
)

//go:embed static
var staticFiles embed.FS

// assets are the static files. Their address holds one hash of all of them,
// so that a module finds the next by a relative path, and so that a browser
// may keep them for a year.
type assets struct {
	version string
	files   map[string][]byte
}

// commentLine is a comment on a line of its own: a quarter of what a phone
// would fetch. Our modules have no text of several lines that one could stand in.
var commentLine = regexp.MustCompile(`(?m)^[ \t]*//.*\n`)

func newAssets(files fs.FS) (*assets, error) {
	a := &assets{files: map[string][]byte{}}
	sum := sha256.New()
	err := fs.WalkDir(files, "static", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		sum.Write([]byte(name))
		sum.Write(content)
		if path.Ext(name) == ".js" {
			content = commentLine.ReplaceAll(content, nil)
		}
		a.files[strings.TrimPrefix(name, "static/")] = content
		return nil
	})
	a.version = hex.EncodeToString(sum.Sum(nil))[:16]
	return a, err
}

// address is where a browser finds a static file; a template that names a
// file that does not exist fails.
func (a *assets) address(name string) (string, error) {
	if _, found := a.files[name]; !found {
		return "", &fs.PathError{Op: "static", Path: name, Err: fs.ErrNotExist}
	}
	return "/static/" + a.version + "/" + name, nil
}

// mediaTypes does not depend on the machine's own table.
var mediaTypes = map[string]string{
	".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml",
}

func (s *Server) static(c *gin.Context) error {
	content, found := s.assets.files[strings.TrimPrefix(c.Param("file"), "/")]
	if !found || c.Param("version") != s.assets.version {
		return survey.ErrNotFound
	}
	extension := path.Ext(c.Param("file"))
	media, known := mediaTypes[extension]
	if !known {
		media = mime.TypeByExtension(extension)
	}
	c.Header("Cache-Control", "public, max-age=31536000, immutable")
	c.Data(http.StatusOK, media, content)
	return nil
}

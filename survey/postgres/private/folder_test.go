package private

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// write makes files, each with its folders, below dir.
func write(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, content := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// picture describes everything below dir: names, modes, times of change, bytes.
func picture(t *testing.T, dir string) string {
	t.Helper()
	var b strings.Builder
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		fmt.Fprintln(&b, path, info.Mode(), info.ModTime())
		if !entry.Type().IsRegular() {
			return nil
		}
		content, err := os.ReadFile(path)
		fmt.Fprintf(&b, "%x\n", sha256.Sum256(content))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestStart_folderLeftUntouched(t *testing.T) {
	other := map[string]string{"pg-99/data/PG_VERSION": "99\n", "pg-99/data/base/1/1259": "rows", "pg-99/postgres.password": "x"}
	for name, c := range map[string]struct {
		files   map[string]string
		watched string // below the data folder
		code    string
		args    func(dir string) []string
	}{
		"another major version": {other, "pg-99", CodeWrongMajor,
			func(dir string) []string { return []string{dir + "/pg-99/data", "99", "…"} }},
		"another major version under our name": {
			map[string]string{"pg-15/data/PG_VERSION": "98\n", lockName: ""}, "pg-15", CodeWrongMajor,
			func(dir string) []string { return []string{dir + "/pg-15/data", "98", "…"} }},
		"somebody's documents": {map[string]string{"these.odt": "chapitre 1"}, "", CodeForeignFolder,
			func(dir string) []string { return []string{dir} }},
		"a cluster of the system": {map[string]string{"PG_VERSION": "15\n", "base/1/1259": "rows"}, "", CodeForeignFolder,
			func(dir string) []string { return []string{dir} }},
		"a folder of ours that is not a cluster": {map[string]string{lockName: "", "pg-15/photo.jpg": "x"}, "pg-15", CodeForeignFolder,
			func(dir string) []string { return []string{dir + "/pg-15"} }},
		"a version that is no number": {map[string]string{"pg-15/data/PG_VERSION": "9.6\n"}, "", CodeForeignFolder,
			func(dir string) []string { return []string{dir + "/pg-15"} }},
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(passableFolder(t), "constat")
			write(t, dir, c.files)
			before := picture(t, filepath.Join(dir, c.watched))
			_, err := Start(t.Context(), Config{Dir: dir, Log: quiet()})
			wantRefusal(t, err, c.code, c.args(dir)...)
			if after := picture(t, filepath.Join(dir, c.watched)); after != before {
				t.Errorf("the folder changed:\n%s\n%s", before, after)
			}
		})
	}
}

func TestCurrentCluster(t *testing.T) {
	dir := t.TempDir()
	for _, c := range []struct {
		add   map[string]string
		major int
	}{
		{map[string]string{".snapshot/x": "", "lost+found/x": ""}, 0}, // a fresh volume
		{map[string]string{"pg-15.init123/data/PG_VERSION": "15\n"}, 0},
		{map[string]string{"pg-15/data/PG_VERSION": "15\n"}, 15},
		{map[string]string{"pg-9/data/PG_VERSION": "9\n"}, 15},
		{map[string]string{"pg-18/data/PG_VERSION": "18\n"}, 18},
		{map[string]string{"pg-old/notes.txt": "x"}, 18},
	} {
		write(t, dir, c.add)
		got, err := currentCluster(dir)
		if err != nil {
			t.Fatal(err)
		}
		if got.major != c.major {
			t.Errorf("with %v: major %d, want %d", c.add, got.major, c.major)
		}
	}
}

func TestSweepStaging(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{"pg-15.init42/data/PG_VERSION": "15\n", "pg-15/data/PG_VERSION": "15\n", lockName: ""})
	if err := sweepStaging(dir); err != nil {
		t.Fatal(err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*")); len(left) != 2 {
		t.Errorf("left: %q; want the lock and the finished cluster", left)
	}
}

func TestStart_longPath(t *testing.T) {
	dir := filepath.Join(passableFolder(t), strings.Repeat("dossier-au-nom-long/", 6), "constat")
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		t.Fatal(err)
	}
	short := func(key string) string { // TMPDIR may be as long
		if key == "TMPDIR" {
			return ""
		}
		return os.Getenv(key)
	}
	cl, err := Start(t.Context(), Config{Dir: dir, Log: quiet(), Getenv: short})
	if err != nil {
		t.Fatal(err)
	}
	must(t, connect(t, cl.AppDSN()), `select 1`)
	if !socketFits(cl.socket) || strings.HasPrefix(cl.socket, dir) {
		t.Errorf("the socket is in %s", cl.socket)
	}
	joined, err := Join(t.Context(), Config{Dir: dir, Log: quiet()})
	if err != nil {
		t.Fatal(err)
	}
	stop(t, joined)
	stop(t, cl)
	if _, err := os.Stat(cl.socket); err == nil {
		t.Errorf("the temporary folder %s stays", cl.socket)
	}
}

func TestSocketFits(t *testing.T) {
	longest := longestSocketPath - len("/.s.PGSQL.5432")
	if !socketFits("/" + strings.Repeat("a", longest-1)) {
		t.Error("the longest path is refused")
	}
	if socketFits("/" + strings.Repeat("a", longest)) {
		t.Error("a path one byte too long is accepted")
	}
}

func TestSocketFolder_noneFits(t *testing.T) {
	at := cluster{dir: "/" + strings.Repeat("long/", 30) + "pg-15", major: 15}
	// Programs that cannot run make every temporary folder unusable.
	_, _, err := socketFolder(t.Context(), Binaries{Dir: t.TempDir()}, identity{}, at, func(string) string { return t.TempDir() })
	wantRefusal(t, err, CodeSocketPathTooLong, at.socketFolder(), fmt.Sprint(longestSocketPath))
}

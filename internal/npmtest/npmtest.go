// Package npmtest fetches what npm packages hold, for tests that have other
// programs judge ours: nothing of it is built in nor served.
package npmtest

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// Folder gives a folder of the user's cache that holds what a package.json asks
// for, in node_modules. npm fills it the first time; the name must change with
// what is asked for. With a package-lock.json, each archive is held against the
// checksum that it gives; nil has none. No script of a package is run. What npm
// cannot fetch is a failure: a test that then passed would have judged nothing.
func Folder(t testing.TB, name string, manifest, lock []byte) string {
	t.Helper()
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join(cache, "constat", name)
	if _, err := os.Stat(folder); errors.Is(err, fs.ErrNotExist) {
		install(t, folder, manifest, lock)
	} else if err != nil {
		t.Fatal(err)
	}
	return folder
}

// install fills a folder beside and renames it: an installation that was
// interrupted is never taken for one that ended, and of two at once one wins.
func install(t testing.TB, folder string, manifest, lock []byte) {
	t.Helper()
	if _, err := exec.LookPath("npm"); err != nil {
		t.Fatal("npm is not installed: this test fetches packages with it (sh .ci/need node)")
	}
	if err := os.MkdirAll(filepath.Dir(folder), 0o700); err != nil {
		t.Fatal(err)
	}
	staging, err := os.MkdirTemp(filepath.Dir(folder), ".npm-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(staging); err != nil {
			t.Error(err)
		}
	})
	write(t, staging, "package.json", manifest)
	args := []string{"install", "--no-audit", "--no-fund", "--ignore-scripts"}
	if lock == nil {
		args = append(args, "--no-package-lock")
	} else {
		write(t, staging, "package-lock.json", lock)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "npm", args...)
	cmd.Dir = staging
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("npm could not install %s: %v\n%s", filepath.Base(folder), err, out)
	}
	if err := os.Rename(staging, folder); err != nil && !errors.Is(err, fs.ErrExist) {
		t.Fatal(err)
	}
}

func write(t testing.TB, folder, name string, content []byte) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(folder, name), content, 0o600); err != nil {
		t.Fatal(err)
	}
}

package private

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// programs makes a folder with an initdb and a postgres that tells its version.
func programs(t *testing.T, dir, version string) string {
	t.Helper()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	script := fmt.Sprintf("#!/bin/sh\necho 'postgres (PostgreSQL) %s (Debian %s-0+deb12u1)'\n", version, version)
	for _, name := range []string{"initdb", "postgres"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(script), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestPick(t *testing.T) {
	root := t.TempDir()
	for _, version := range []string{"9.6", "13.22", "15.18", "18.4"} {
		programs(t, filepath.Join(root, "lib", version, "bin"), version)
	}
	system := func(patterns ...string) search {
		var s search
		for _, p := range patterns {
			s.add("system", filepath.Join(root, p))
		}
		return s
	}
	all := system("lib/*/bin")
	of := func(major int) cluster { return cluster{dir: "/d", major: major} }
	for name, c := range map[string]struct {
		search  search
		at      cluster
		version string
		code    string
		args    []string
	}{
		"highest first":             {all, cluster{}, "18.4", "", nil},
		"order of the places":       {system("lib/15*/bin", "lib/18*/bin"), cluster{}, "15.18", "", nil},
		"the cluster decides":       {all, of(15), "15.18", "", nil},
		"the cluster's are missing": {all, of(16), "", CodeWrongMajor, []string{"/d/data", "16", "18, 15, 13, 9"}},
		"too old":                   {system("lib/13*/bin"), cluster{}, "", CodeTooOld, []string{filepath.Join(root, "lib/13.22/bin"), "13.22", "14"}},
		"none":                      {system("nothing"), cluster{}, "", CodeNotFound, []string{"…"}},
		"configured":                {search{configured: filepath.Join(root, "lib/15.18/bin"), folders: all.folders}, cluster{}, "15.18", "", nil},
		"configured, wrong":         {search{configured: root, folders: all.folders}, cluster{}, "", CodeBadBinaries, []string{root}},
		"configured, other major":   {search{configured: filepath.Join(root, "lib/15.18/bin")}, of(18), "", CodeWrongMajor, []string{"/d/data", "18", "15"}},
	} {
		t.Run(name, func(t *testing.T) {
			b, err := pick(c.search, c.at)
			if c.code != "" {
				wantRefusal(t, err, c.code, c.args...)
				return
			}
			if err != nil || b.Version != c.version {
				t.Fatalf("got version %q, %v; want %q", b.Version, err, c.version)
			}
		})
	}
}

func TestFind(t *testing.T) {
	b, err := Find(Config{Dir: filepath.Join(t.TempDir(), "none")})
	if err != nil {
		t.Fatal(err)
	}
	if b.Major < lowestMajor || b.Program("initdb") == "" || b.Program("no such program") != "" {
		t.Errorf("found %+v", b)
	}
}

func TestCompareNumbers(t *testing.T) {
	ordered := []string{"/lib/9.6/bin", "/lib/15/bin", "/lib/18.3.0/bin", "/lib/18.10.0/bin"}
	for i := 1; i < len(ordered); i++ {
		if compareNumbers(ordered[i-1], ordered[i]) >= 0 {
			t.Errorf("%s is not before %s", ordered[i-1], ordered[i])
		}
	}
}

func TestDefaultDir(t *testing.T) {
	env := func(values map[string]string) func(string) string {
		return func(key string) string { return values[key] }
	}
	state := DefaultDir(env(map[string]string{"XDG_STATE_HOME": "/s", "HOME": "/h"}))
	home := DefaultDir(env(map[string]string{"XDG_STATE_HOME": "relative", "HOME": "/h"}))
	none := DefaultDir(env(nil))
	want := []string{"/s/constat", "/h/.local/state/constat", systemDir}
	if os.Geteuid() == 0 {
		want = []string{systemDir, systemDir, systemDir}
	}
	if got := []string{state, home, none}; strings.Join(got, " ") != strings.Join(want, " ") {
		t.Errorf("got %q, want %q", got, want)
	}
}

// Every code has its English text, with a place for each argument that its
// comment announces.
func TestError(t *testing.T) {
	for _, code := range Codes {
		text, ok := texts[code]
		if !ok {
			t.Errorf("%s has no text", code)
		}
		args := make([]string, strings.Count(text, "%s"))
		for i := range args {
			args[i] = fmt.Sprintf("argument-%d", i)
		}
		message := refuse(os.ErrPermission, code, args...).Error()
		for _, arg := range append(args, os.ErrPermission.Error()) {
			if !strings.Contains(message, arg) {
				t.Errorf("%s: %q lacks %q", code, message, arg)
			}
		}
	}
	if len(texts) != len(Codes) {
		t.Errorf("%d texts for %d codes", len(texts), len(Codes))
	}
}

package private

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// lowestMajor is the oldest PostgreSQL that lib/pq 1.12 supports.
const lowestMajor = 14

// Binaries is one set of PostgreSQL programs.
type Binaries struct {
	Dir     string
	Version string // "15.18"
	Major   int
	Source  string // "configured", "pg_config", "path", "system" or "cache"
}

// Program is the path of one of the programs, or "" when this set lacks it (the
// npm archive holds neither pg_dump nor psql).
func (b Binaries) Program(name string) string {
	path := filepath.Join(b.Dir, name)
	if !executable(path) {
		return ""
	}
	return path
}

// Find gives the programs that Start would use on this machine: those of the
// major version that the data folder asks for, else the first found.
func Find(c Config) (Binaries, error) {
	c = c.withDefaults()
	cluster, err := currentCluster(c.Dir)
	if err != nil {
		return Binaries{}, err
	}
	return pick(newSearch(c), cluster)
}

// search says where to look, so that a test can look elsewhere.
type search struct {
	configured string
	folders    []place // in order of preference
}

type place struct {
	source, dir string
}

// systemPlaces are where distributions keep the server programs.
var systemPlaces = []string{
	"/usr/lib/postgresql/*/bin",                           // Debian, Ubuntu
	"/usr/pgsql-*/bin",                                    // the PostgreSQL project's RPMs
	"/usr/lib/postgresql*/bin",                            // openSUSE
	"/usr/libexec/postgresql*",                            // Alpine
	"/usr/bin",                                            // Fedora, Red Hat, Arch
	"/usr/local/pgsql/bin",                                // built from source
	"/opt/homebrew/opt/postgresql*/bin",                   // Homebrew, Apple silicon
	"/usr/local/opt/postgresql*/bin",                      // Homebrew, Intel
	"/Applications/Postgres.app/Contents/Versions/*/bin/", // Postgres.app
}

func newSearch(c Config) search {
	s := search{configured: c.Binaries}
	if out, err := exec.Command("pg_config", "--bindir").Output(); err == nil {
		s.folders = append(s.folders, place{"pg_config", strings.TrimSpace(string(out))})
	}
	if path, err := exec.LookPath("postgres"); err == nil {
		if real, err := filepath.EvalSymlinks(path); err == nil {
			s.folders = append(s.folders, place{"path", filepath.Dir(real)})
		}
	}
	s.add("system", systemPlaces...)
	// Where .ci/need unpacks, for a user and for root.
	const unpacked = "constat/postgresql/*/bin"
	s.add("cache", filepath.Join("/", xdg(c.Getenv, "XDG_CACHE_HOME", ".cache"), unpacked), filepath.Join("/var/cache", unpacked))
	return s
}

// add looks at every folder that a pattern matches, highest version first.
func (s *search) add(source string, patterns ...string) {
	for _, pattern := range patterns {
		dirs, _ := filepath.Glob(pattern) // the only error is a malformed pattern
		slices.SortFunc(dirs, func(a, b string) int { return compareNumbers(b, a) })
		for _, dir := range dirs {
			s.folders = append(s.folders, place{source, dir})
		}
	}
}

var numbers = regexp.MustCompile(`\d+`)

// compareNumbers orders paths by the numbers in them: 9.6 before 15, 18.3 before 18.10.
func compareNumbers(a, b string) int {
	number := func(s string) int { n, _ := strconv.Atoi(s); return n }
	return slices.CompareFunc(numbers.FindAllString(a, -1), numbers.FindAllString(b, -1),
		func(x, y string) int { return number(x) - number(y) })
}

// pick chooses the programs for a cluster; major 0 means that there is none yet.
func pick(s search, at cluster) (Binaries, error) {
	found, err := s.all()
	if err != nil {
		return Binaries{}, err
	}
	var majors []string
	var old *Error
	for _, b := range found {
		switch {
		case b.Major < lowestMajor:
			old = refuse(nil, CodeTooOld, b.Dir, b.Version, strconv.Itoa(lowestMajor))
		case at.major == 0 || at.major == b.Major:
			return b, nil
		}
		majors = append(majors, strconv.Itoa(b.Major))
	}
	if at.major != 0 {
		return Binaries{}, refuse(nil, CodeWrongMajor, at.data(), strconv.Itoa(at.major),
			strings.Join(slices.Compact(majors), ", "))
	}
	if old != nil {
		return Binaries{}, old
	}
	return Binaries{}, refuse(nil, CodeNotFound, installCommand())
}

// all gives every usable set of programs. A configured folder stands alone: who
// names one does not want another.
func (s search) all() ([]Binaries, error) {
	if s.configured != "" {
		b, err := inspect(place{"configured", s.configured})
		if err != nil {
			return nil, refuse(err, CodeBadBinaries, s.configured)
		}
		return []Binaries{b}, nil
	}
	var found []Binaries
	seen := map[string]bool{}
	for _, p := range s.folders {
		if seen[p.dir] {
			continue
		}
		seen[p.dir] = true
		if b, err := inspect(p); err == nil {
			found = append(found, b)
		}
	}
	return found, nil
}

var versionLine = regexp.MustCompile(`^postgres \(PostgreSQL\) ((\d+)\S*)`)

// inspect asks the programs of a folder for their version.
func inspect(p place) (Binaries, error) {
	dir, err := filepath.Abs(p.dir)
	if err != nil {
		return Binaries{}, err
	}
	for _, name := range []string{"initdb", "postgres"} {
		if !executable(filepath.Join(dir, name)) {
			return Binaries{}, fmt.Errorf("%s is not there", filepath.Join(dir, name))
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), stopLimit)
	defer cancel()
	out, err := exec.CommandContext(ctx, filepath.Join(dir, "postgres"), "--version").Output()
	if err != nil {
		return Binaries{}, fmt.Errorf("ask %s for its version: %w", dir, err)
	}
	m := versionLine.FindStringSubmatch(string(out))
	if m == nil {
		return Binaries{}, fmt.Errorf("%s is not PostgreSQL: it answers %q", dir, out)
	}
	major, err := strconv.Atoi(m[2])
	if err != nil {
		return Binaries{}, fmt.Errorf("version of %s: %w", dir, err)
	}
	return Binaries{Dir: dir, Version: m[1], Major: major, Source: p.source}, nil
}

func executable(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular() && info.Mode()&0o111 != 0
}

// installCommands: the file that tells the system, and what to type there.
var installCommands = []struct{ sign, command string }{
	{"/etc/debian_version", "sudo apt-get install postgresql"},
	{"/etc/redhat-release", "sudo dnf install postgresql-server"},
	{"/etc/alpine-release", "sudo apk add postgresql"},
	{"/etc/arch-release", "sudo pacman -S postgresql"},
	{"/opt/homebrew", "brew install postgresql@17"},
	{"/usr/local/Homebrew", "brew install postgresql@17"},
}

func installCommand() string {
	for _, c := range installCommands {
		if _, err := os.Stat(c.sign); err == nil {
			return c.command
		}
	}
	return "sh .ci/need postgres"
}

package main

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"constat/survey/postgres"
	"constat/survey/postgres/private"
)

// constat runs a command in no data folder but the one it is given.
func constat(t *testing.T, args ...string) (code int, printed string) {
	t.Helper()
	var out syncBuffer
	code = run(context.Background(), args, noEnvironment, strings.NewReader(""), &out, &out)
	return code, out.String()
}

func mustConstat(t *testing.T, args ...string) string {
	t.Helper()
	code, printed := constat(t, args...)
	if code != exitDone {
		t.Fatalf("constat %s ended with %d: %s", strings.Join(args, " "), code, printed)
	}
	return printed
}

// tables is every row of every table of a data folder, as a superuser sees them.
func tables(t *testing.T, dataDir string) map[string][]string {
	t.Helper()
	cluster, err := private.Join(context.Background(), private.Config{Dir: dataDir, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	db, err := postgres.Connect(cluster.DSN(private.Admin, private.Database))
	if err != nil {
		t.Fatal(err)
	}
	defer closeAll(t, db, cluster)
	texts := func(query string) (list []string) {
		rows, err := db.Query(query)
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		for rows.Next() {
			var text string
			if err := rows.Scan(&text); err != nil {
				t.Fatal(err)
			}
			list = append(list, text)
		}
		return list
	}
	all := map[string][]string{}
	for _, table := range texts(`SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace AND relname NOT LIKE 'goose%'`) {
		all[table] = texts(`SELECT t.*::text FROM "` + table + `" t ORDER BY t.*::text COLLATE "C"`)
	}
	return all
}

// bodyOf is an imaginary answer with an instance of its own.
func bodyOf(body url.Values) url.Values {
	own := url.Values{}
	for k, v := range body {
		own[k] = v
	}
	own.Set(":instance", uuid.NewString())
	own.Set(":do", "envoyer")
	own.Set(":confirme", "oui")
	return own
}

var noRedirect = &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}

func postStatus(t testing.TB, address string, body url.Values) int {
	t.Helper()
	response, err := noRedirect.PostForm(address, body)
	if err != nil {
		t.Error(err)
		return 0
	}
	_ = response.Body.Close()
	return response.StatusCode
}

// A backup is made while 32 respondents answer: it holds what was acknowledged
// before it began, whole submissions only. A second one, when all is quiet, is
// restored to the same rows; its accounts sign in and its answers are known.
func TestBackup_underLoadThenRestored(t *testing.T) {
	source := start(t, dataFolder(t), "serve")
	id, path := source.openCampaign("lunel", "lunel-sante")
	password := source.addLead("animatrice", "lunel")
	folder := dataFolder(t)
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	underLoad, quiet := filepath.Join(folder, "charge.tar.zst"), filepath.Join(folder, "calme.tar.zst")

	bodies := imaginaryPosts(t, 20)
	var mu sync.Mutex
	var sent []url.Values
	stop := make(chan struct{})
	var writers sync.WaitGroup
	for n := range 32 {
		writers.Go(func() {
			for turn := n; ; turn++ {
				body := bodyOf(bodies[turn%len(bodies)])
				if postStatus(t, source.url+path, body) == http.StatusSeeOther {
					mu.Lock()
					sent = append(sent, body)
					mu.Unlock()
				}
				select {
				case <-stop:
					return
				default:
				}
			}
		})
	}
	for enough := false; !enough; time.Sleep(10 * time.Millisecond) {
		mu.Lock()
		enough = len(sent) >= 64
		mu.Unlock()
	}
	mu.Lock()
	before := slices.Clone(sent)
	mu.Unlock()
	source.command("backup", underLoad)
	close(stop)
	writers.Wait()
	source.command("backup", quiet)
	if len(sent) == len(before) {
		t.Fatal("nobody answered while the backup was made: this test proves nothing")
	}

	half := dataFolder(t)
	mustConstat(t, "restore", underLoad, "--data-dir", half)
	kept := keptInstances(t, half, id)
	for _, body := range before {
		if !kept[body.Get(":instance")] {
			t.Errorf("acknowledged before the backup and not in it: %s", body.Get(":instance"))
		}
	}
	part, whole := tables(t, half), tables(t, source.dataDir)
	if len(part["submissions"]) != len(part["responses"]) {
		t.Errorf("%d submissions and %d responses: half of one is there", len(part["submissions"]), len(part["responses"]))
	}

	again := dataFolder(t)
	printed := mustConstat(t, "restore", quiet, "--data-dir", again)
	if !strings.Contains(printed, fmt.Sprintf("responses\t%d", len(sent))) || !strings.Contains(printed, "les réponses retirées ou effacées") {
		t.Errorf("restore says:\n%s", printed)
	}
	restored := tables(t, again)
	if len(restored) < 20 || len(restored["responses"]) != len(sent) {
		t.Fatalf("%d tables, %d responses restored of %d", len(restored), len(restored["responses"]), len(sent))
	}
	for table, rows := range whole {
		if !slices.Equal(rows, restored[table]) {
			t.Errorf("%s: %d rows restored, %d before, or other ones", table, len(restored[table]), len(rows))
		}
	}

	service := start(t, again, "serve")
	if status := postStatus(t, service.url+"/connexion", url.Values{"login": {"animatrice"}, "mot-de-passe": {password}}); status != http.StatusSeeOther {
		t.Errorf("signing in answers %d", status)
	}
	if status := postStatus(t, service.url+path, before[0]); status != http.StatusSeeOther {
		t.Errorf("an answer sent again answers %d", status)
	}
	if kept := keptInstances(t, again, id); len(kept) != len(sent) {
		t.Errorf("%d answers after one was sent again, want %d", len(kept), len(sent))
	}
	t.Logf("%d acknowledged before the backup, %d in it, %d in all", len(before), len(kept), len(sent))
}

// Whatever is wrong with a file or its destination is said in words, and nothing
// is touched.
func TestRestore_refusedInWords(t *testing.T) {
	source := start(t, dataFolder(t), "serve")
	source.openCampaign("lunel", "lunel-sante")
	folder := dataFolder(t)
	if err := os.Mkdir(folder, 0o711); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(folder, "sauvegarde.tar.zst")
	source.command("backup", file)
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the backup has mode %v, %v", info.Mode(), err)
	}
	if left, _ := filepath.Glob(filepath.Join(folder, "*.partial")); len(left) > 0 {
		t.Errorf("left behind: %q", left)
	}
	if code, printed := constat(t, "backup", file, "--data-dir", source.dataDir); code != exitInput || !strings.Contains(printed, "existe déjà") {
		t.Errorf("over an existing file: %d, %s", code, printed)
	}
	if code, printed := constat(t, "backup", folder, "--force", "--data-dir", source.dataDir); code != exitInput || !strings.Contains(printed, "est un dossier") {
		t.Errorf("over a folder: %d, %s", code, printed)
	}
	source.command("backup", file, "--force")

	broken := func(name string, content []byte) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	files := map[string]string{
		broken("texte", []byte("bonjour")): "n’est pas une sauvegarde",
		broken("vide", nil):                "n’est pas une sauvegarde",
	}
	for i := range 12 {
		cut := len(whole) * i / 12
		files[broken(fmt.Sprintf("coupee-%d", i), whole[:cut])] = "Rien n’a été modifié"
		changed := bytes.Clone(whole)
		changed[cut] ^= 0x10
		files[broken(fmt.Sprintf("changee-%d", i), changed)] = "Rien n’a été modifié"
	}
	for path, want := range files {
		target := filepath.Join(folder, "neuf")
		code, printed := constat(t, "restore", path, "--data-dir", target)
		if code != exitInput || !strings.Contains(printed, want) {
			t.Errorf("%s: %d, %s", filepath.Base(path), code, printed)
		}
		if _, err := os.Stat(target); err == nil {
			t.Fatalf("%s: the refused file left a folder", filepath.Base(path))
		}
	}
	if printed := mustConstat(t, "restore", file, "--check"); !strings.Contains(printed, "Sauvegarde intacte") {
		t.Errorf("check says %s", printed)
	}
	if code, printed := constat(t, "restore", file, "--data-dir", source.dataDir); code != exitService || !strings.Contains(printed, "un autre service utilise déjà") {
		t.Errorf("into a running service: %d, %s", code, printed)
	}
	source.stop()
	if code, printed := constat(t, "restore", file, "--data-dir", source.dataDir); code != exitInput || !strings.Contains(printed, "contient déjà des données") {
		t.Errorf("into a folder with data: %d, %s", code, printed)
	}
	stranger := filepath.Join(folder, "documents")
	if err := os.MkdirAll(stranger, 0o711); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(stranger, "these.odt"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, printed := constat(t, "restore", file, "--data-dir", stranger); code != exitService || !strings.Contains(printed, "autre chose que les données") {
		t.Errorf("into somebody's documents: %d, %s", code, printed)
	}
}

// testKey is a pair made for this test by age-keygen; it protects nothing.
const (
	testRecipient = "age1a7phmr0glmtsksghvdlprznyl4upprp7xj7c23e2jdnav2hrw44qkuhnle"
	testIdentity  = "AGE-SECRET-KEY-1TQCGTTUD6SR5HQZNKGEMRF58YUZN8GT259HA8A3UQ3WXZ62F8FFQGSGV9Q"
)

func TestBackup_encrypted(t *testing.T) {
	source := start(t, dataFolder(t), "serve")
	folder := dataFolder(t)
	if err := os.Mkdir(folder, 0o711); err != nil {
		t.Fatal(err)
	}
	file, key := filepath.Join(folder, "s.tar.zst.age"), filepath.Join(folder, "cle.txt")
	if err := os.WriteFile(key, []byte("# une clé\n"+testIdentity+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, printed := constat(t, "backup", file, "--to", testIdentity, "--data-dir", source.dataDir); code != exitInput || strings.Contains(printed, testIdentity) {
		t.Errorf("a secret key given to encrypt: %d, %s", code, printed)
	}
	if printed := source.command("backup", file, "--to", testRecipient); strings.Contains(printed, "pas chiffrée") {
		t.Errorf("backup says %s", printed)
	}
	target := filepath.Join(folder, "neuf")
	if code, printed := constat(t, "restore", file, "--data-dir", target); code != exitInput || !strings.Contains(printed, "--identity") {
		t.Errorf("without the key: %d, %s", code, printed)
	}
	mustConstat(t, "restore", file, "--identity", key, "--data-dir", target)
	if got := tables(t, target); len(got["networks"]) != 10 {
		t.Errorf("%d networks restored", len(got["networks"]))
	}
}

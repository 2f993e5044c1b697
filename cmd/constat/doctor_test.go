package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestDoctor(t *testing.T) {
	backups := dataFolder(t)
	service := start(t, dataFolder(t), "serve", "--backup-dir", backups)
	for limit := time.Now().Add(30 * time.Second); time.Now().Before(limit); time.Sleep(20 * time.Millisecond) {
		if found, _ := filepath.Glob(filepath.Join(backups, "constat-*.tar.zst")); len(found) > 0 {
			break
		}
	}
	printed := service.command("doctor", "--backup-dir", backups)
	for _, want := range []string{"✓ PostgreSQL : ", "✓ Schéma : à jour", "✓ Effacement : ", "✓ Sauvegardes : 1, la dernière : constat-", service.url} {
		if !strings.Contains(printed, want) {
			t.Errorf("doctor says:\n%s\nwant %q", printed, want)
		}
	}
	found, err := filepath.Glob(filepath.Join(backups, "constat-*"))
	if err != nil || len(found) != 1 {
		t.Fatal(found, err)
	}
	if err := os.Rename(found[0], filepath.Join(backups, "constat-2020-01-01.tar.zst")); err != nil {
		t.Fatal(err)
	}
	if code, printed := constat(t, "doctor", "--backup-dir", backups, "--data-dir", service.dataDir); code != exitInput || !strings.Contains(printed, "✗ Sauvegardes") {
		t.Errorf("with an old backup only: %d\n%s", code, printed)
	}
}

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"constat/survey/postgres"
	"constat/survey/postgres/archive"
)

// backupCmd writes all that the service holds to one file, beside a service that
// runs or not.
type backupCmd struct {
	File  string   `arg:"" name:"fichier" help:"Fichier à écrire, par exemple constat.tar.zst.age."`
	To    []string `placeholder:"CLÉ" help:"Chiffre la sauvegarde pour cette clé publique (age1…, faite par age-keygen) ; peut être répété."`
	Force bool     `help:"Remplace le fichier s’il existe."`
	storage
}

func (c *backupCmd) Run(p *program) error {
	to, err := recipients(c.To)
	if err != nil {
		return err
	}
	if err := p.checkStarted(c.storage); err != nil {
		return err
	}
	return p.withDatabase(c.storage, func(d *database) error {
		bar := p.progress(-1, "Sauvegarde")
		made, err := d.backup(p.ctx, backupFile{path: c.File, replace: c.Force}, postgres.BackupPlan{
			Service: version, Made: p.clock(), To: to,
			Progress: func(done, all int64) {
				bar.ChangeMax64(all)
				_ = bar.Set64(done)
			},
		})
		_ = bar.Finish()
		if err != nil {
			return explainBackup(err, c.File)
		}
		fmt.Fprintf(p.stdout, "Sauvegarde faite : %s (%s, %d tables, %s).\n", c.File, sizeInWords(made.size), len(made.header.Tables), rowsInWords(made.manifest.Rows()))
		if len(to) == 0 {
			fmt.Fprintln(p.stdout, "Elle n’est pas chiffrée : elle contient les réponses, et les clés dont les codes de reçu sont tirés. Gardez-la en lieu sûr, ou donnez une clé publique avec --to.")
		}
		return nil
	})
}

func recipients(keys []string) ([]archive.Recipient, error) {
	to, err := archive.ParseRecipients(keys)
	if err != nil {
		return nil, inputErrorf("Une clé donnée pour chiffrer n’est pas une clé publique age : elle commence par « age1 » (age-keygen -y en montre une). Ne donnez jamais la clé secrète ici.")
	}
	return to, nil
}

// backupFile is where a backup goes.
type backupFile struct {
	path    string
	replace bool
}

type madeBackup struct {
	header   archive.Header
	manifest archive.Manifest
	size     int64
}

// Why a backup is not begun: nothing is overwritten without being asked to, nor
// while another writes it.
var (
	errExists = errors.New("the file exists")
	errFolder = errors.New("the file's name is that of a folder")
	errBusy   = errors.New("another backup writes this file")
)

// backup writes beside the final place and renames: a file of that name is a
// whole backup, on disk.
func (d *database) backup(ctx context.Context, f backupFile, plan postgres.BackupPlan) (made madeBackup, err error) {
	if there, err := os.Stat(f.path); err == nil && there.IsDir() {
		return made, errFolder
	}
	if _, err := os.Lstat(f.path); err == nil && !f.replace {
		return made, errExists
	}
	db, err := postgres.Connect(d.ownerDSN)
	if err != nil {
		return made, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	partial, err := openPartial(f.path + ".partial")
	if err != nil {
		return made, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(partial.Name()))
		}
	}()
	defer partial.Close() // before the removal; after its own Close it does nothing
	if made.header, made.manifest, err = postgres.Backup(ctx, db, partial, plan); err != nil {
		return made, err
	}
	if made.size, err = partial.Seek(0, io.SeekEnd); err != nil {
		return made, fmt.Errorf("measure the backup: %w", err)
	}
	if err := errors.Join(partial.Sync(), partial.Close()); err != nil {
		return made, fmt.Errorf("write the backup to disk: %w", err)
	}
	if err := os.Rename(partial.Name(), f.path); err != nil {
		return made, fmt.Errorf("name the backup: %w", err)
	}
	return made, syncFolder(filepath.Dir(f.path))
}

// openPartial takes over what an interrupted backup left, never one at work.
func openPartial(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return nil, errors.Join(errBusy, f.Close())
	}
	if err := errors.Join(f.Chmod(0o600), f.Truncate(0)); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

func syncFolder(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("write the backup's name to disk: %w", err)
	}
	return errors.Join(f.Sync(), f.Close())
}

func explainBackup(err error, path string) error {
	var file *os.PathError
	switch {
	case errors.Is(err, errExists):
		return inputErrorf("Le fichier %s existe déjà : choisissez un autre nom, ou ajoutez --force pour le remplacer.", path)
	case errors.Is(err, errFolder):
		return inputErrorf("%s est un dossier : donnez le nom du fichier à y écrire, par exemple %s.", path, filepath.Join(path, "constat.tar.zst"))
	case errors.Is(err, errBusy):
		return inputErrorf("Une autre sauvegarde écrit déjà %s.", path)
	case errors.Is(err, syscall.ENOSPC):
		return inputErrorf("Il n’y a plus de place pour écrire %s. Rien n’a été gardé de cette sauvegarde.", path)
	case errors.Is(err, postgres.ErrNotOwner):
		return inputErrorf("Cette base ne peut pas être sauvegardée telle quelle : son schéma doit être à jour (« constat migrate »), et, avec DATABASE_URL, le compte doit être celui qui l’a mis à jour, propriétaire des tables.")
	case errors.As(err, &file):
		return inputErrorf("Impossible d’écrire la sauvegarde : %s.", file)
	}
	return err
}

func rowsInWords(n int64) string { return agreed(int(n), "ligne", "lignes") }

func sizeInWords(bytes int64) string {
	switch {
	case bytes < 10<<10:
		return fmt.Sprintf("%d octets", bytes)
	case bytes < 10<<20:
		return fmt.Sprintf("%d ko", bytes>>10)
	}
	return fmt.Sprintf("%d Mo", bytes>>20)
}

// backupDay is when a backup was made, in words.
func backupDay(made time.Time, zone *time.Location) string {
	return made.In(zone).Format(frenchDay + " à 15 h 04")
}

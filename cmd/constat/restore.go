package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"

	"constat/migrations"
	"constat/survey"
	"constat/survey/postgres"
	"constat/survey/postgres/archive"
	"constat/survey/postgres/private"
)

// restoreCmd makes a service of a backup, in an empty folder or database.
type restoreCmd struct {
	File     string   `arg:"" name:"fichier" type:"existingfile" help:"Sauvegarde faite par « constat backup »."`
	Identity []string `type:"existingfile" placeholder:"FICHIER" help:"Clé secrète qui ouvre une sauvegarde chiffrée, dans le fichier fait par age-keygen ; peut être répété."`
	Check    bool     `help:"Vérifie seulement la sauvegarde, sans rien restaurer."`
	storage
}

// Run reads the file whole before it touches anything, and a second time to
// restore it: a damaged one leaves not even a folder behind.
func (c *restoreCmd) Run(p *program) error {
	identities, err := c.identities()
	if err != nil {
		return err
	}
	seen := &checked{}
	manifest, err := c.read(p, identities, "Vérification", seen)
	if err != nil {
		return c.explain(err)
	}
	if c.Check {
		return c.say(p, seen.header, manifest, "Sauvegarde intacte")
	}
	restored, err := c.restore(p, identities, seen.header)
	if err != nil {
		return c.explain(err)
	}
	if err := c.say(p, seen.header, restored, "Sauvegarde restaurée"); err != nil {
		return err
	}
	return c.sayWhatNext(p, seen.header)
}

func (c *restoreCmd) identities() ([]archive.Identity, error) {
	var list []archive.Identity
	for _, path := range c.Identity {
		file, err := os.Open(path)
		if err != nil {
			return nil, inputErrorf("Impossible de lire la clé : %s.", err)
		}
		found, err := archive.ParseIdentities(file)
		if err := errors.Join(err, file.Close()); err != nil {
			return nil, inputErrorf("Le fichier %s ne contient pas de clé secrète age (une ligne qui commence par AGE-SECRET-KEY-).", path)
		}
		list = append(list, found...)
	}
	return list, nil
}

// read goes through the file once, with a bar on a terminal.
func (c *restoreCmd) read(p *program, identities []archive.Identity, what string, v archive.Visitor) (m archive.Manifest, err error) {
	file, err := os.Open(c.File)
	if err != nil {
		return m, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return m, err
	}
	bar := p.progress(int(info.Size()), what)
	defer bar.Finish()
	return archive.Read(io.TeeReader(file, barWriter{bar}), identities, v)
}

// barWriter counts bytes on a bar and never fails for it.
type barWriter struct{ bar *progressbar.ProgressBar }

func (b barWriter) Write(p []byte) (int, error) {
	_ = b.bar.Add(len(p))
	return len(p), nil
}

// checked is the visitor of the first reading: it keeps the header, and refuses a
// schema that this program does not know.
type checked struct{ header archive.Header }

func (c *checked) Begin(h archive.Header) error { c.header = h; return c.known() }

func (c *checked) Rows(string, []string) error { return nil }

// known refuses a schema that this program has no migration for.
func (c *checked) known() error {
	latest, err := migrations.Latest()
	if err != nil {
		return err
	}
	if c.header.Schema > latest {
		return fmt.Errorf("%w: schema %d, service %d", migrations.ErrNewer, c.header.Schema, latest)
	}
	return nil
}

func (c *restoreCmd) restore(p *program, identities []archive.Identity, h archive.Header) (m archive.Manifest, err error) {
	// Start, not Join: a service that runs on the folder is not restored into.
	d, err := findDatabase(p, c.DataDir, p.commandLog(), private.Start)
	if err != nil {
		return m, err
	}
	defer func() { err = errors.Join(err, d.stop()) }()
	db, err := postgres.Connect(d.ownerDSN)
	if err != nil {
		return m, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	err = postgres.Restore(p.ctx, db, h.Schema, func(v archive.Visitor) (archive.Manifest, error) {
		m, err = c.read(p, identities, "Restauration", v)
		return m, err
	})
	return m, err
}

func (c *restoreCmd) say(p *program, h archive.Header, m archive.Manifest, what string) error {
	zone, err := parisTime()
	if err != nil {
		return err
	}
	fmt.Fprintf(p.stdout, "%s : %s, faite le %s par %s, %d tables, %s.\n", what, c.File, backupDay(h.Made, zone), h.Service, len(m.Tables), rowsInWords(m.Rows()))
	for _, t := range m.Tables {
		if t.Rows > 0 {
			fmt.Fprintf(p.stdout, "  %s\t%d\n", t.Name, t.Rows)
		}
	}
	return nil
}

// sayWhatNext tells what a backup cannot know.
func (c *restoreCmd) sayWhatNext(p *program, h archive.Header) error {
	zone, err := parisTime()
	if err != nil {
		return err
	}
	day := h.Made.In(zone).Format(frenchDay)
	fmt.Fprintf(p.stdout, `
Ce qui s’est passé depuis le %[1]s n’y est pas. En particulier, les réponses retirées ou effacées
depuis sont revenues, et les comptes fermés depuis sont de nouveau ouverts : retirez-les et fermez-les encore.
Ensuite : « constat serve », puis « constat retention », qui dit si l’effacement des réponses attend que vous confirmiez la date.
`, day)
	if p.clock().Sub(h.Made) > survey.BackupDays*24*time.Hour {
		fmt.Fprintf(p.stdout, "Cette sauvegarde a plus de %d jours : elle aurait dû être détruite. Lancez « constat retention run --today AAAA-MM-JJ » avant de rouvrir le service.\n", survey.BackupDays)
	}
	return nil
}

func (c *restoreCmd) explain(err error) error {
	switch {
	case errors.Is(err, archive.ErrNotBackup):
		return inputErrorf("%s n’est pas une sauvegarde de constat. Rien n’a été modifié.", c.File)
	case errors.Is(err, archive.ErrDamaged):
		return inputErrorf("La sauvegarde %s est abîmée ou incomplète. Rien n’a été modifié ; prenez-en une autre.", c.File)
	case errors.Is(err, archive.ErrNeedsIdentity):
		return inputErrorf("La sauvegarde %s est chiffrée : donnez la clé secrète avec --identity FICHIER.", c.File)
	case errors.Is(err, archive.ErrWrongIdentity):
		return inputErrorf("La clé donnée n’ouvre pas %s : elle est chiffrée pour une autre, ou le fichier est abîmé. Rien n’a été modifié.", c.File)
	case errors.Is(err, archive.ErrFormat), errors.Is(err, migrations.ErrNewer):
		return inputErrorf("La sauvegarde %s vient d’une version plus récente de constat : installez celle-ci ou une suivante. Rien n’a été modifié.", c.File)
	case errors.Is(err, postgres.ErrOtherForm):
		return inputErrorf("La sauvegarde %s n’a pas les tables de sa version. Rien n’a été modifié.", c.File)
	case errors.Is(err, postgres.ErrNotEmpty):
		return inputErrorf("La base contient déjà des données : une sauvegarde ne se restaure que dans un dossier neuf (--data-dir) ou une base vide. Rien n’a été modifié.")
	case errors.Is(err, postgres.ErrRestoring):
		return inputErrorf("Une autre restauration est en cours dans cette base. Rien n’a été modifié.")
	}
	return err
}

package main

import (
	"encoding/json"
	"fmt"
	"os"

	"constat/analysis/disclosure/audit"
	"constat/survey"
)

// editionCheckCmd adds up what proves an edition's small counts safe: that of a
// control file, or that which the service kept with its last edition of a wave.
type editionCheckCmd struct {
	Form string `arg:"" optional:"" name:"questionnaire" help:"Identifiant du questionnaire, pour la dernière édition que le service a faite."`
	Wave string `placeholder:"ANNÉE" help:"Vague de ce questionnaire."`
	File string `placeholder:"CONTROLE.json" help:"Fichier de contrôle écrit par « constat diagnose --audit »."`
	storage
}

func (c *editionCheckCmd) Run(p *program) error {
	switch {
	case c.File != "" && c.Form == "":
		return c.checkFile(p)
	case c.File == "" && c.Form != "" && c.Wave != "":
		return p.withStore(c.storage, func(store survey.Store) error { return c.checkKept(p, store) })
	}
	return inputErrorf("Donnez --file CONTROLE.json, ou un questionnaire et --wave ANNÉE.")
}

func (c *editionCheckCmd) checkFile(p *program) error {
	text, err := os.ReadFile(c.File)
	if err != nil {
		return inputErrorf("Le fichier %s ne peut pas être ouvert\u00a0: vérifiez son nom et vos droits.", c.File)
	}
	var d audit.Document
	if json.Unmarshal(text, &d) != nil || len(d.Cells) == 0 {
		return inputErrorf("%s n’est pas un fichier de contrôle\u00a0: « constat diagnose --audit » en écrit.", c.File)
	}
	return p.tellProven(c.File, &d)
}

func (c *editionCheckCmd) checkKept(p *program, store survey.Store) error {
	zone, err := parisTime()
	if err != nil {
		return err
	}
	w, err := p.wave(store, zone, c.Form, c.Wave)
	if err != nil {
		return err
	}
	edition, before, err := diagnostics{store: store}.latest(p.ctx, w)
	if err != nil {
		return err
	}
	if edition.Number == 0 || before.Proof == nil {
		return inputErrorf("Cette vague n’a pas d’édition publique dont les preuves soient gardées.")
	}
	return p.tellProven(fmt.Sprintf("%s, vague %s, édition %d", w.FormID, w.Name, edition.Number), before.Proof)
}

// tellProven checks a document and says what was checked.
func (p *program) tellProven(name string, d *audit.Document) error {
	r, err := d.Read("")
	if err == nil {
		if err = r.Family.Holds(); err == nil {
			err = r.Family.Certified(r.Certificates)
		}
	}
	if err != nil {
		return inputErrorf("%s\u00a0: les preuves ne tiennent pas (%v). Ne diffusez pas cette édition.", name, err)
	}
	sensitive := 0
	for _, cell := range r.Family.Cells {
		if cell.Sensitive() {
			sensitive++
		}
	}
	fmt.Fprintf(p.stdout, "%s\u00a0: %s, dont %s, et %s.\n", name, count(len(d.Cells), "effectif"), count(sensitive, "sensible"), count(len(d.Constraints), "relation"))
	fmt.Fprintf(p.stdout, "%s, par additions seulement\u00a0: aucun effectif sensible ne se déduit de ce qui est publié, même par qui détient l’édition interne d’un territoire.\n", proofs(len(d.Certificates)))
	return nil
}

func proofs(n int) string { return agreed(n, "preuve vérifiée", "preuves vérifiées") }

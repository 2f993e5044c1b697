package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"constat/survey/catalogue"
)

type formTemplateCmd struct {
	Output string `short:"o" required:"" help:"Classeur à écrire ; un fichier qui existe n’est pas remplacé." placeholder:"MODELE.xlsx"`
}

// Run writes the template with the guide of the diagnostic sheet. It replaces
// no file: the one of that name may be what a lead has made of it.
func (c *formTemplateCmd) Run(p *program) error {
	file, err := os.OpenFile(c.Output, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return inputErrorf("Le fichier %s existe déjà\u00a0: choisissez un autre nom.", c.Output)
	}
	if err != nil {
		return inputErrorf("Le fichier %s ne peut pas être écrit\u00a0: choisissez un autre emplacement.", c.Output)
	}
	_, err = file.Write(catalogue.Template())
	if err := errors.Join(err, file.Close()); err != nil {
		return fmt.Errorf("write the template %s: %w", c.Output, err)
	}
	fmt.Fprintf(p.stdout, "Modèle écrit\u00a0: %s. Ouvrez-le dans Excel ou LibreOffice\u00a0; la première feuille est le mode d’emploi.\n", c.Output)
	return nil
}

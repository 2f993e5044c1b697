package main

import (
	"fmt"
	"path/filepath"

	"constat/analysis"
	"constat/analysis/disclosure"
	"constat/analysis/microdata"
)

// export writes the answers one by one, everybody's in the same files, and the
// tables of everybody and of each territory in one list.
func (c *diagnoseCmd) export(p *program, b *batch) error {
	if c.Export == "" {
		return nil
	}
	var reports []disclosure.Report // everybody's first
	err := c.diagnostics(p, b, func(_ *group, d *analysis.Diagnostic) error {
		reports = append(reports, disclosure.Internal("constat diagnose", d.Meta.GeneratedOn, d))
		return nil
	})
	if err != nil {
		return err
	}
	files, err := microdata.Files(reports[0], reports[1:]...)
	if err != nil {
		return fmt.Errorf("export the answers: %w", err)
	}
	if err := makeFolder(c.Export); err != nil {
		return err
	}
	for _, f := range files {
		if err := writeWhole(filepath.Join(c.Export, f.Name), f.Write); err != nil {
			return err
		}
	}
	if !c.JSON {
		fmt.Fprintf(p.stdout, "%s\u00a0: %s, %s. Réponses individuelles, à ne pas diffuser.\n", c.Export, count(b.all.rows, "réponse"), count(len(files), "fichier"))
	}
	return nil
}

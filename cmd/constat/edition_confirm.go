package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"

	"constat/analysis/workbook"
	"constat/survey"
	"constat/web"
	"constat/web/french"
)

// confirmEdition says what an edition would hold and has the wave's name typed,
// as the page does; a script says so beforehand. A wave that cannot be published
// is refused first.
func (p *program) confirmEdition(d diagnostics, w survey.Wave, confirmed bool) error {
	foreseen, err := d.Foresee(p.ctx, w)
	if err != nil {
		return err
	}
	if code := web.EditionProblem(foreseen.Err); code != "" {
		return inputErrorf("%s", french.Sentence(code))
	}
	if confirmed {
		return nil
	}
	fmt.Fprintf(p.stderr, "Édition publique %d de la vague %s. Elle contiendra :\n", foreseen.Number, w.Name)
	for _, a := range foreseen.Areas {
		little := ""
		if foreseen.SizeOnly(a) {
			little = " (trop peu pour un tableau : leur nombre seulement)"
		}
		fmt.Fprintf(p.stderr, "  %s : %s%s\n", a.Name, workbook.SizeWords(a.Size, a.Unit), little)
	}
	if foreseen.Whole {
		fmt.Fprintf(p.stderr, "  %s : ces réseaux, ensemble\n", departmentName)
	}
	fmt.Fprintf(p.stderr, "Une édition faite ne se retire plus ; les suivantes gardent ses lignes et impriment moins.\nÉcrivez le nom de la vague, « %s », pour confirmer : ", w.Name)
	typed, err := bufio.NewReader(p.stdin).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("read the confirmation: %w", err)
	}
	if !web.Confirms(typed, w) {
		fmt.Fprintln(p.stderr)
		return inputErrorf("Rien n’a été publié : le nom de la vague n’a pas été recopié. Dans un script, ajoutez --yes.")
	}
	return nil
}

package main

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"constat/analysis"
	"constat/analysis/disclosure"
	"constat/analysis/workbook"
	"constat/survey"
	"constat/survey/tabular"
)

// diagnoseCmd makes a diagnostic from files alone: a questionnaire, and
// answers that any software collected.
type diagnoseCmd struct {
	Form      []string `required:"" sep:"none" help:"Questionnaire XLSForm (.xlsx). Répété, ses versions précédentes, la plus récente d’abord : leurs libellés servent à lire les réponses d’alors." placeholder:"QUESTIONNAIRE.xlsx"`
	Answers   []string `required:"" sep:"none" help:"Réponses : export Kobo, ODK ou autre, en .csv, .xlsx, .json, ou un .zip qui les contient. Peut être répété, pour les répétitions en fichiers séparés." placeholder:"RÉPONSES"`
	Sheet     []string `sep:"none" help:"Dit de quelle répétition est une feuille ou un fichier que rien ne distingue, par exemple \"Feuille3=garcons\" ; aussi principale (les réponses elles-mêmes) ou aucune (laissée de côté). Peut être répété." placeholder:"FEUILLE=RÉPÉTITION"`
	Encoding  string   `help:"Encodage des fichiers de réponses en texte (utf-8, windows-1252, macintosh…) ; reconnu par défaut." placeholder:"ENCODAGE"`
	Edition   string   `help:"Édition : interne (tout, pour l’animation du réseau) ou publique (nombres protégés, à montrer à tous)." default:"interne" placeholder:"ÉDITION"`
	By        []string `help:"Croise chaque question avec celle-ci ; peut être répété." placeholder:"QUESTION"`
	Territory string   `help:"Fait un classeur par valeur de cette question, et un pour l’ensemble ; -o est alors un dossier." placeholder:"QUESTION"`
	Division  string   `help:"Fait aussi un classeur public par valeur de cette question, ou d’une colonne de sa liste (commune:epci) : les EPCI, par exemple, protégés avec les territoires." placeholder:"QUESTION[:COLONNE]"`
	Only      []string `sep:"none" help:"Ne garde que les réponses qui ont cette valeur (code ou libellé) ; peut être répété." placeholder:"QUESTION=VALEUR"`
	Missing   []string `sep:"none" help:"Code de valeur manquante d’une question (* : toutes), laissé hors des calculs, avec son sens au besoin : ne sait pas, refus, non concerné, non posée, sans réponse (par défaut), vrai nombre. Peut être répété." placeholder:"QUESTION=CODE[:SENS]"`
	Decimal   []string `sep:"none" help:"Signe décimal des nombres d’une question (* : toutes), quand le fichier ne le dit pas : virgule (1.000 est mille) ou point (1.000 est un). Peut être répété." placeholder:"QUESTION=SIGNE"`
	JSON      bool     `name:"json" help:"Écrit les tableaux en JSON sur la sortie standard."`
	Export    string   `help:"Écrit aussi dans ce dossier les réponses une par une (CSV, syntaxe SPSS, dictionnaire DDI) et les tableaux, pour l’analyse statistique ; édition interne seulement." placeholder:"DOSSIER"`
	Wave      string   `help:"Nom de la vague, écrit dans l’édition publique ; l’année des réponses par défaut." placeholder:"NOM"`
	Earlier   string   `help:"Archive interne de l’édition publique précédente de la même vague : la nouvelle est protégée avec elle." placeholder:"ARCHIVE.json"`
	Audit     string   `help:"Écrit ce fichier pour un contrôle indépendant de l’édition publique : chaque nombre publié, chaque somme et les vrais effectifs. Interne, à ne pas diffuser." placeholder:"CONTROLE.json"`
	Output    string   `short:"o" help:"Classeur à écrire, ou dossier avec --territory." placeholder:"DIAGNOSTIC.xlsx"`
	attachFlag
}

func (c *diagnoseCmd) Run(p *program) error {
	if err := c.check(); err != nil {
		return err
	}
	files, err := c.files()
	if err != nil {
		return err
	}
	form, mended, err := formToDiagnose(c.Form[0], files)
	if err != nil {
		return err
	}
	if err := c.declareMissing(form); err != nil {
		return err
	}
	choice, err := c.choose(form)
	if err != nil {
		return err
	}
	for _, path := range c.Form[1:] {
		earlier, _, err := formToDiagnose(path, files)
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		choice.earlier = append(choice.earlier, earlier)
	}
	batch, err := c.collect(p, form, choice, mended)
	if err != nil {
		return err
	}
	batch.report.tell(p.stderr)
	if batch.all.rows == 0 {
		return inputErrorf("Aucune réponse à compter\u00a0: vérifiez le fichier de réponses et les options --only.")
	}
	if c.Edition == editionPublic {
		return c.publish(p, batch)
	}
	if c.JSON {
		document, err := c.document(p, batch)
		if err != nil {
			return err
		}
		if err := writeJSON(p.stdout, document); err != nil {
			return err
		}
	}
	if err := c.export(p, batch); err != nil {
		return err
	}
	return c.write(p, batch)
}

// check refuses what cannot be done before anything is read.
func (c *diagnoseCmd) check() error {
	if _, known := tabular.Encoding(c.Encoding); c.Encoding != "" && !known {
		return inputErrorf("L’encodage «\u00a0%s\u00a0» n’est pas connu\u00a0: indiquez utf-8, windows-1252, macintosh, iso-8859-15, utf-16le…", c.Encoding)
	}
	switch {
	case c.Edition == editionPublic && c.Export != "":
		return inputErrorf("--export écrit les réponses une par une\u00a0: seule l’édition interne en contient (--edition interne).")
	case c.Edition != "interne" && c.Edition != editionPublic:
		return inputErrorf("L’édition «\u00a0%s\u00a0» n’existe pas\u00a0: choisissez interne ou publique.", c.Edition)
	case c.Edition != editionPublic && (c.Wave != "" || c.Earlier != "" || c.Audit != ""):
		return inputErrorf("--wave, --earlier et --audit ne servent qu’à l’édition publique (--edition publique).")
	case c.Division != "" && (c.Edition != editionPublic || c.Territory == ""):
		return inputErrorf("--division divise autrement les territoires d’une édition publique\u00a0: donnez aussi --territory et --edition publique.")
	case c.Output == "" && !c.JSON && c.Export == "" && c.Audit == "":
		return inputErrorf("Indiquez où écrire le diagnostic avec -o, ou --json pour les tableaux seuls.")
	}
	return nil
}

// batch is the diagnostics made together: one for everybody, and one for each
// territory when they are told apart.
type batch struct {
	form        *survey.Form
	all         *group
	territories []*group
	elsewhere   *group // answers without a territory, when they are told apart
	divided     *divided
	report      readingReport
	fictitious  bool // the service's own export says so
	by          []*survey.Question
}

// answered lists the territories that have answers.
func (b *batch) answered() []*group {
	var found []*group
	for _, g := range b.territories {
		if g.rows > 0 {
			found = append(found, g)
		}
	}
	return found
}

// group is the answers of one diagnostic.
type group struct {
	code, label string // of the territory; both "" for everybody
	builder     *analysis.Builder
	rows        int
}

func (g *group) add(r *survey.Response) {
	g.builder.Add(r)
	g.rows++
}

// diagnostics visits the groups that have answers with their diagnostic.
func (c *diagnoseCmd) diagnostics(p *program, b *batch, visit func(*group, *analysis.Diagnostic) error) error {
	tabulate := func(g *group) *analysis.Diagnostic {
		meta := c.meta(p, b, g)
		meta.Source, meta.Reading, meta.Fictitious = c.source(), b.report.problems, b.fictitious
		meta.Lines = b.report.lines
		return analysis.Tabulate(g.builder.Dataset(), analysis.Plan{By: b.by, Meta: meta})
	}
	whole := tabulate(b.all)
	if err := visit(b.all, whole); err != nil {
		return err
	}
	answered := b.answered()
	for _, g := range answered {
		d := tabulate(g)
		if len(answered) >= fewestCompared {
			rest, err := analysis.Compare(d, whole, analysis.Containing)
			if err != nil {
				return fmt.Errorf("compare %s with the rest: %w", g.code, err)
			}
			rest.Reference.Territory.Name = textAllTerritories
			d.Compared = []*analysis.Compared{rest}
		}
		if err := visit(g, d); err != nil {
			return err
		}
	}
	return nil
}

// fewestCompared is how many territories must have answered before each is set
// beside the rest: of two, the rest is the other, whose exact figures would
// stand in a file that is not its own.
const fewestCompared = 3

// textAllTerritories names everybody where a territory is set beside them.
const textAllTerritories = "Ensemble des territoires"

// meta heads a group's diagnostic with the day, not the moment: the same
// answers make the same file, byte for byte, within one day.
func (c *diagnoseCmd) meta(p *program, b *batch, g *group) analysis.Meta {
	return analysis.Meta{
		Campaign: analysis.Plain(b.form.Title.In(b.form.DefaultLanguage)), Territory: analysis.Territory{Name: g.label},
		GeneratedOn: p.clock().UTC().Truncate(24 * time.Hour),
	}
}

// source names the files, without their folders.
func (c *diagnoseCmd) source() string {
	names := make([]string, len(c.Answers))
	for i, path := range c.Answers {
		names[i] = filepath.Base(path)
	}
	return strings.Join(names, ", ")
}

// write makes the workbooks.
func (c *diagnoseCmd) write(p *program, b *batch) error {
	if c.Output == "" {
		return nil
	}
	if c.Territory != "" {
		if err := makeFolder(c.Output); err != nil {
			return err
		}
	}
	names := newFileNames()
	return c.diagnostics(p, b, func(g *group, d *analysis.Diagnostic) error {
		path := c.Output
		if c.Territory != "" {
			path = filepath.Join(c.Output, names.of(g)+workbookExtension)
		}
		if err := writeWorkbook(path, disclosure.Internal("constat diagnose", d.Meta.GeneratedOn, d)); err != nil {
			return err
		}
		if !c.JSON {
			fmt.Fprintf(p.stdout, "%s\u00a0: %s.\n", path, count(g.rows, "réponse"))
		}
		return nil
	})
}

func writeWorkbook(path string, report disclosure.Report) error {
	return writeWhole(path, workbookWriter(report))
}

func workbookWriter(report disclosure.Report) func(io.Writer) error {
	return func(w io.Writer) error { return workbook.Write(w, report) }
}

func makeFolder(path string) error {
	if err := os.MkdirAll(path, 0o755); err != nil {
		return inputErrorf("Le dossier %s ne peut pas être créé\u00a0: choisissez un autre emplacement.", path)
	}
	return nil
}

// writeWhole writes beside the file and renames, so that a file is there whole
// or not at all.
func writeWhole(path string, write func(io.Writer) error) error {
	return writeAs(path, 0o644, write)
}

func writeAs(path string, mode fs.FileMode, write func(io.Writer) error) error {
	var s staging
	defer s.discard()
	if err := s.add(path, mode, write); err != nil {
		return err
	}
	return s.place()
}

// fileNames gives each territory a file name of its own: the code of the
// form's choice, in characters that every system takes.
type fileNames map[string]bool

func newFileNames() fileNames { return fileNames{} }

func (n fileNames) of(g *group) string {
	name := "ensemble"
	if g.code != "" {
		name = strings.Trim(strings.Map(func(r rune) rune {
			switch {
			case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-', r == '_':
				return r
			}
			return '-'
		}, g.code), "-")
	}
	unique := name
	for i := 2; unique == "" || n[strings.ToLower(unique)]; i++ {
		unique = fmt.Sprintf("%s-%d", name, i)
	}
	n[strings.ToLower(unique)] = true
	return unique
}

const workbookExtension = ".xlsx"

package workbook

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/xuri/excelize/v2"

	"constat/analysis"
	"constat/analysis/disclosure"
	"constat/analysis/stats"
)

// ErrNoReport is returned for a Report that disclosure did not fill.
var ErrNoReport = errors.New("no report to print")

// book is a workbook being written.
type book struct {
	ended    func() error // of the internal edition: why to go no further, nil while it is wanted
	file     *excelize.File
	report   disclosure.Report
	diag     *analysis.Diagnostic
	paper    paper
	style    styles
	pages    []page
	printed  map[*analysis.Table]printedTable
	tables   []*dataTable
	analyser *analyser                 // nil without rows
	given    map[string]map[string]any // values of formulas, by sheet and cell
	spots    spots
	drawn    []string        // references that charts draw
	streamed []string        // sheets
	named    map[string]bool // indicators' names, in lower case, as Excel compares them
}

// page is one sheet of the workbook.
type page struct {
	name  string
	about string // one line for the contents
	tab   string // colour of the tab
	write func(*book, *sheet) error
}

// Write prints a Report in its edition. The same Report gives the same bytes.
func Write(w io.Writer, r disclosure.Report) error {
	return WriteIn(context.Background(), w, r, "")
}

// WriteIn is Write for whom nobody may wait any more: it ends with the context,
// between two sheets or within a long one. A sheet of many answers waits in a
// file of folder while the rest is written, and goes at the end; a process that
// is killed meanwhile leaves it there. "" is the system's folder.
func WriteIn(ctx context.Context, w io.Writer, r disclosure.Report, folder string) error {
	switch {
	case r.Edition() == disclosure.EditionPublic && r.Publication() != nil:
		return writePublication(w, r.Publication())
	case r.Edition() == disclosure.EditionInternal && r.Diagnostic() != nil:
		return writeInternal(ctx, w, r, folder)
	}
	return ErrNoReport
}

func writeInternal(ctx context.Context, w io.Writer, r disclosure.Report, folder string) error {
	f := excelize.NewFile(excelize.Options{TmpDir: folder})
	defer f.Close()
	b := &book{ended: ctx.Err, file: f, report: r, diag: r.Diagnostic(), printed: make(map[*analysis.Table]printedTable), named: make(map[string]bool), given: make(map[string]map[string]any), spots: newSpots()}
	b.paper = paper{header: pageHeader(b.diag.Meta), footer: pageFooter(b.diag.Meta), fictitious: b.diag.Meta.Fictitious}
	if err := b.fill(); err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	if err := b.deliver(w, b.diag.Meta.GeneratedOn, nil); err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	return nil
}

// deliver hands the parts over, finished.
func (b *book) deliver(w io.Writer, at time.Time, bands map[string]bandChart) error {
	finishing, err := b.finishing()
	if err != nil {
		return err
	}
	finishing.bands = bands
	b.file.SetZipWriter(func(io.Writer) excelize.ZipWriter {
		p := newParcel(w, at)
		p.mend = finishing.part
		return p
	})
	return b.file.Write(io.Discard)
}

// sheets lists the workbook's sheets, in order. A sheet without content is
// left out.
func (b *book) sheets() []page {
	pages := []page{
		{nameReadme, aboutReadme, colourInk, (*book).writeReadme},
		{nameSynthesis, aboutSynthesis, colourAccent, nil},
	}
	if len(b.diag.Figures) > 0 {
		pages = append(pages, page{nameFigures, aboutFigures, colourAccent, (*book).writeFigures})
	}
	pages = append(pages, page{nameParticipation, aboutParticipation, colourAccent, (*book).writeParticipation})
	for i := range b.diag.Sections {
		pages = append(pages, b.sectionPage(i))
	}
	if len(b.diag.Crosses) > 0 {
		pages = append(pages, page{nameCrosses, aboutCrosses, colourScale, (*book).writeCrosses})
	}
	if len(b.diag.Compared) > 0 {
		pages = append(pages, page{nameComparison, aboutComparison, colourScale, (*book).writeComparison})
	}
	if len(b.diag.Estimates) > 0 {
		pages = append(pages, page{nameEstimate, aboutEstimate, colourScale, (*book).writeEstimates})
	}
	if b.analyser != nil {
		pages = append(pages, page{nameAnalyser, aboutAnalyser, colourAccent, (*book).writeAnalyser})
	}
	if len(b.diag.Verbatims) > 0 {
		pages = append(pages, page{nameVerbatims, aboutVerbatims, colourScale, (*book).writeVerbatims})
	}
	pages = append(pages, b.dataPages()...)
	pages = append(pages, page{nameDictionary, aboutDictionary, colourGrey, (*book).writeDictionary})
	if b.analyser != nil {
		pages = append(pages, page{nameLists, aboutLists, colourGrey, (*book).writeLists})
	}
	if len(b.diag.Meta.Reading) > fewReadingProblems {
		pages = append(pages, page{nameReading, aboutReading, colourGrey, (*book).writeReading})
	}
	return uniqueNames(pages)
}

func (b *book) fill() error {
	if err := b.makeStyles(); err != nil {
		return err
	}
	b.layTables()
	b.analyser = b.layAnalyser()
	b.pages = b.sheets()
	if b.analyser != nil {
		b.analyser.name(b.pages)
		b.analyser.place(b.headRows() + 1)
	}
	for i, p := range b.pages {
		if err := b.addSheet(i, p.name); err != nil {
			return fmt.Errorf("sheet %s: %w", p.name, err)
		}
	}
	b.file.SetActiveSheet(0) // while sheets are empty: excelize reads each whole
	for _, p := range b.pages {
		if p.write == nil {
			continue // the synthesis, below
		}
		if err := b.writePage(p); err != nil {
			return err
		}
	}
	synthesis := b.pages[1]
	synthesis.write = (*book).writeSynthesis
	if err := b.writePage(synthesis); err != nil {
		return err
	}
	if err := b.file.SetDefinedName(&excelize.DefinedName{
		Name: nameNormal, RefersTo: strconv.FormatFloat(stats.Z95, 'f', -1, 64), Comment: commentNormal,
	}); err != nil {
		return err
	}
	return b.properties()
}

func (b *book) addSheet(i int, name string) error {
	if i == 0 {
		return b.file.SetSheetName("Sheet1", name)
	}
	_, err := b.file.NewSheet(name)
	return err
}

func (b *book) writePage(p page) error {
	if b.ended != nil {
		if err := b.ended(); err != nil {
			return err
		}
	}
	s := newSheet(b, p.name)
	// Eight digits, opacity first: excelize adds it to every colour but this one.
	if err := b.file.SetSheetProps(p.name, &excelize.SheetPropsOptions{TabColorRGB: ptr("FF" + p.tab)}); err != nil {
		return fmt.Errorf("sheet %s: %w", p.name, err)
	}
	if err := p.write(b, s); err != nil {
		return fmt.Errorf("sheet %s: %w", p.name, err)
	}
	if s.err != nil {
		return fmt.Errorf("sheet %s: %w", p.name, s.err)
	}
	return nil
}

// properties are the document's: dated by the diagnostic, not by the clock.
func (b *book) properties() error {
	at := b.diag.Meta.GeneratedOn.UTC().Format(time.RFC3339)
	if err := b.file.SetDocProps(&excelize.DocProperties{
		Title: documentTitle(b.diag), Subject: documentSubject(b.diag.Meta), Creator: "constat", LastModifiedBy: "constat",
		Created: at, Modified: at, Language: "fr-FR", Category: textCategory, Keywords: documentKeywords(b.diag.Meta),
	}); err != nil {
		return err
	}
	return b.file.SetAppProps(&excelize.AppProperties{Application: "Microsoft Excel", Company: b.diag.Meta.Network, AppVersion: "16.0300"})
}

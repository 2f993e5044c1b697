package workbook

import (
	"fmt"
	"io"
	"time"

	"github.com/xuri/excelize/v2"

	"constat/analysis"
	"constat/analysis/disclosure"
)

// edition is a public workbook being written: frozen values, all of them
// printed by package disclosure or worked out from what it printed (R16).
type edition struct {
	*book
	pub    *disclosure.Publication
	tables map[string]place // by the table's key: where it stands
	places []place          // by index in pub.Figures

	bands map[string]bandChart // by the chart's part of the file
}

// place is where a table or a figure stands, for those who are sent to it.
type place struct {
	sheet string
	row   int
}

func writePublication(w io.Writer, p *disclosure.Publication) error {
	f := excelize.NewFile()
	defer f.Close()
	x := &edition{
		book:   &book{file: f, paper: publicPaper(p)},
		pub:    p,
		tables: make(map[string]place),
		places: make([]place, len(p.Figures)),

		bands: make(map[string]bandChart),
	}
	if err := x.fill(); err != nil {
		return fmt.Errorf("write public workbook: %w", err)
	}
	if err := x.deliver(w, p.GeneratedOn, x.bands); err != nil {
		return fmt.Errorf("write public workbook: %w", err)
	}
	return nil
}

func publicPaper(p *disclosure.Publication) paper {
	return paper{
		header:     pageHeader(analysis.Meta{Network: p.Network, Campaign: p.Title, Fictitious: p.Fictitious, Territory: analysis.Territory{Name: p.Area.Name}}),
		footer:     publicFooter(p),
		fictitious: p.Fictitious,
		unnamed:    true,
	}
}

// sheets lists the public workbook's sheets, in order; one without content is
// left out.
func (x *edition) sheets() []page {
	pages := []page{{nameReadme, aboutReadme, colourInk, x.page((*edition).writeReadme)}}
	if x.pub.Refused != "" {
		return pages
	}
	pages = append(pages, page{nameSynthesis, aboutPublicSynthesis, colourAccent, x.page((*edition).writeSynthesis)})
	if len(x.pub.Figures) > 0 {
		pages = append(pages, page{nameFigures, aboutPublicFigures, colourAccent, x.page((*edition).writeFigures)})
	}
	for i := range x.pub.Sections {
		if len(x.pub.Sections[i].Tables) > 0 {
			pages = append(pages, x.sectionPage(&x.pub.Sections[i]))
		}
	}
	if len(x.pub.Crosses) > 0 {
		pages = append(pages, page{nameCrosses, aboutPublicCrosses, colourScale, x.page((*edition).writeCrosses)})
	}
	if len(x.pub.Comparisons) > 0 {
		pages = append(pages, page{nameComparison, aboutPublicComparison, colourScale, x.page((*edition).writeComparisons)})
	}
	return uniqueNames(pages)
}

func (x *edition) page(write func(*edition, *sheet) error) func(*book, *sheet) error {
	return func(_ *book, s *sheet) error { return write(x, s) }
}

// fill writes the synthesis last: it says where the others' figures stand.
func (x *edition) fill() error {
	if err := x.makeStyles(); err != nil {
		return err
	}
	x.pages = x.sheets()
	for i, p := range x.pages {
		if err := x.addSheet(i, p.name); err != nil {
			return fmt.Errorf("sheet %s: %w", p.name, err)
		}
	}
	for i, p := range x.pages {
		if p.name == nameSynthesis && i == 1 {
			continue
		}
		if err := x.writePage(p); err != nil {
			return err
		}
	}
	if len(x.pages) > 1 {
		if err := x.writePage(x.pages[1]); err != nil {
			return err
		}
	}
	x.file.SetActiveSheet(0)
	return x.properties()
}

// properties name nobody: neither author, nor company, nor program's user.
func (x *edition) properties() error {
	at := x.pub.GeneratedOn.UTC().Format(time.RFC3339)
	if err := x.file.SetDocProps(&excelize.DocProperties{
		Title: textPublicSubject + " — " + x.pub.Area.Name, Subject: x.pub.Title, Created: at, Modified: at,
		Language: "fr-FR", Category: textCategory, Keywords: textPublicKeyword,
	}); err != nil {
		return err
	}
	return x.file.SetAppProps(&excelize.AppProperties{Application: "Microsoft Excel", AppVersion: "16.0300"})
}

// head opens a sheet with the legend that each must carry (R17).
func (x *edition) head(s *sheet, title string) {
	s.headed(title, say(publicContext(x.pub)))
	s.across(1, len(s.widths), legendLine(x.pub), x.style.small, 9)
	s.opened()
}

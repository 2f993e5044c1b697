package markup

import (
	"html/template"
	"strings"
)

// HTML writes the text for the page. It holds phrasing elements only, since it
// stands in labels, legends and paragraphs, and a heading in a label is no
// heading of the page. An answer stands in an element of its own, marked
// data-ref, where the browser follows what is typed.
func (t Text) HTML() template.HTML {
	var b strings.Builder
	if len(t) == 1 && t[0].Kind == Plain {
		t[0].html(&b, len(t[0].Runs) == 1)
		return template.HTML(b.String())
	}
	listed := false
	for i := range t {
		line := &t[i]
		if i > 0 {
			b.WriteByte('\n') // for what reads the words without their elements
		}
		if item := line.Kind == Item; item != listed {
			listed = item
			if item {
				b.WriteString(`<span class="list" role="list">`)
			} else {
				b.WriteString("</span>")
			}
		}
		line.block(&b)
	}
	if listed {
		b.WriteString("</span>")
	}
	return template.HTML(b.String())
}

func (l *Line) block(b *strings.Builder) {
	switch {
	case l.Kind == Item && l.ordered():
		b.WriteString(`<span class="item numbered" role="listitem">` + template.HTMLEscapeString(l.Mark) + " ")
	case l.Kind == Item:
		b.WriteString(`<span class="item" role="listitem">`)
	case l.Apart:
		b.WriteString(`<span class="line apart">`)
	default:
		b.WriteString(`<span class="line">`)
	}
	if l.Kind == Heading {
		b.WriteString("<strong>")
	}
	l.html(b, false)
	if l.Kind == Heading {
		b.WriteString("</strong>")
	}
	b.WriteString("</span>")
}

// html writes the runs of a line; those of one link are one. An answer that is
// alone in its text is marked: where it is blank, there is nothing to show.
func (l *Line) html(b *strings.Builder, alone bool) {
	link := ""
	for _, run := range l.Runs {
		if run.Link != link {
			if link != "" {
				b.WriteString("</a>")
			}
			if link = run.Link; link != "" {
				b.WriteString(`<a href="` + template.HTMLEscapeString(link) + `"`)
				if away(link) {
					b.WriteString(` target="_blank" rel="noopener noreferrer"`)
				}
				b.WriteByte('>')
			}
		}
		run.html(b, alone)
	}
	if link != "" {
		b.WriteString("</a>")
	}
}

// away tells that a link leaves the page: what was typed stays in its tab.
func away(link string) bool { return strings.HasPrefix(link, "http") }

func (r *Run) html(b *strings.Builder, alone bool) {
	for _, each := range styles {
		if r.Style&each.style != 0 {
			b.WriteString("<" + each.tag + ">")
		}
	}
	if r.Ref != "" {
		b.WriteString(`<span data-ref="` + template.HTMLEscapeString(r.Ref) + `"`)
		if alone {
			b.WriteString(` class="alone"`)
		}
		b.WriteByte('>')
	}
	words := r.Words
	if r.Ref == "" {
		words = noBreak.Replace(words)
	}
	b.WriteString(strings.ReplaceAll(template.HTMLEscapeString(words), "\n", "<br>"))
	if r.Ref != "" {
		b.WriteString("</span>")
	}
	for i := len(styles) - 1; i >= 0; i-- {
		if r.Style&styles[i].style != 0 {
			b.WriteString("</" + styles[i].tag + ">")
		}
	}
}

// noBreak gives an author's text the no-break spaces of French typography,
// which spreadsheets seldom have.
var noBreak = strings.NewReplacer(" :", "\u00a0:", " ;", "\u00a0;", " ?", "\u00a0?", " !", "\u00a0!", "« ", "«\u00a0", " »", "\u00a0»")

// NoBreak does the same for words that hold no markup.
func NoBreak(words string) string { return noBreak.Replace(words) }

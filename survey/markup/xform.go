package markup

import (
	"regexp"
	"strings"
)

// ForClients writes a label as both Collect and Enketo show it. They have
// XLSForm's Markdown in common; Enketo shows most HTML as text, and Collect takes
// "<b" in "a<b" for a tag and hides what follows. What holds neither goes as
// its author wrote it, ${references} included.
func ForClients(source string) string {
	if !strings.ContainsAny(source, "<&") || !clientMarkup.MatchString(source) {
		return source
	}
	var b strings.Builder
	for i, line := range Parse(source) {
		if i > 0 {
			b.WriteByte('\n')
			if line.Apart {
				b.WriteByte('\n')
			}
		}
		switch line.Kind {
		case Heading:
			b.WriteString("### ")
		case Item:
			b.WriteString(line.Mark + " ")
		}
		line.forClients(&b)
	}
	return b.String()
}

// clientMarkup finds what may be HTML.
var clientMarkup = regexp.MustCompile(`</?[A-Za-z!]|&#?\w+;`)

func (l *Line) forClients(b *strings.Builder) {
	for _, run := range l.Runs {
		words := clientEscapes.Replace(run.Words)
		if run.Ref != "" {
			words = "${" + run.Ref + "}"
		}
		bare := strings.Trim(words, " \u00a0")
		if bare == "" || run.Style == 0 && run.Link == "" {
			b.WriteString(words)
			continue
		}
		before, after, _ := strings.Cut(words, bare)
		b.WriteString(before + run.dressed(bare) + after)
	}
}

// dressed writes a run's styles. Neither client underlines by Markdown.
func (r *Run) dressed(words string) string {
	for _, each := range []struct {
		style      Style
		start, end string
	}{{Subscript, "<sub>", "</sub>"}, {Superscript, "<sup>", "</sup>"}, {Emphasis, "_", "_"}, {Strong, "**", "**"}} {
		if r.Style&each.style != 0 {
			words = each.start + words + each.end
		}
	}
	if r.Link != "" {
		words = "[" + words + "](" + r.Link + ")"
	}
	return words
}

// clientEscapes keeps text text: an entity is read by both.
var clientEscapes = strings.NewReplacer("<", "&lt;", "&", "&amp;", "*", `\*`, "_", `\_`, "#", `\#`, `\`, `\\`)

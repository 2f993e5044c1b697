package web

import (
	"html/template"
	"regexp"
	"strings"
)

// The part of Markdown that XLSForm authors use in labels and notes.
var (
	richLink   = regexp.MustCompile(`\[([^\]\n]+)\]\((https?://[^\s)&"'<>]+)\)`)
	richStrong = regexp.MustCompile(`\*\*([^*\n]+)\*\*|__([^_\n]+)__`)
	richEm     = regexp.MustCompile(`(^|[\s(])\*([^*\s](?:[^*\n]*[^*\s])?)\*|(^|[\s(])_([^_\s](?:[^_\n]*[^_\s])?)_`)
	richTitle  = regexp.MustCompile(`^#{1,6}\s+(.*)$`)
)

// noBreak gives an author's text the no-break spaces of French typography,
// which spreadsheets seldom have.
var noBreak = strings.NewReplacer(" :", "\u00a0:", " ;", "\u00a0;", " ?", "\u00a0?", " !", "\u00a0!", "« ", "«\u00a0", " »", "\u00a0»")

// rich writes an author's text: emphasis, links and lines. Everything is
// escaped first, so that only the tags written here exist; a font or span tag,
// which XLSForm allows, is shown as text.
func rich(text string) template.HTML {
	lines := strings.Split(template.HTMLEscapeString(noBreak.Replace(strings.TrimSpace(text))), "\n")
	for i, line := range lines {
		line = strings.TrimSpace(line)
		if m := richTitle.FindStringSubmatch(line); m != nil {
			line = "<strong>" + m[1] + "</strong>"
		}
		line = richLink.ReplaceAllString(line, `<a href="$2" rel="noreferrer noopener">$1</a>`)
		line = richStrong.ReplaceAllString(line, "<strong>$1$2</strong>")
		lines[i] = richEm.ReplaceAllString(line, "$1$3<em>$2$4</em>")
	}
	if len(lines) == 1 {
		return template.HTML(lines[0])
	}
	return template.HTML(`<span class="line">` + strings.Join(lines, `</span><span class="line">`) + `</span>`)
}

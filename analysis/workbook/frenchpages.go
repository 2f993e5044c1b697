package workbook

import (
	"strings"
	"unicode/utf8"

	"constat/analysis"
)

// pageHeader and pageFooter are what every printed page carries. An ampersand
// starts a command there, so that one in a name is doubled.
func pageHeader(m analysis.Meta) string {
	middle, room := "", widestHeader
	if m.Fictitious {
		middle, room = `&C&"Arial,Bold"&9DONNÉES FICTIVES`, markedHeader
	}
	left := cutHeader(joinNonEmpty(m.Network, m.Territory.Name), room/2)
	right := cutHeader(m.Campaign, room-max(utf8.RuneCountInString(left), fictitiousRoom(m)))
	return `&L&"Arial,Regular"&8` + doubled(left) + middle + `&R&"Arial,Regular"&8` + doubled(right)
}

func pageFooter(m analysis.Meta) string {
	return `&L&"Arial,Regular"&8Édition interne — ` + frenchDate(m.GeneratedOn) + `&C&"Arial,Regular"&8&A&R&"Arial,Regular"&8Page &P / &N`
}

// How many letters fit beside each other in a header of a page held upright,
// and, with the commands, in Excel's 255 characters.
const (
	widestHeader  = 116
	markedHeader  = 104
	longestFooter = 70
)

// fictitiousRoom keeps the right of a header out of what stands in its middle.
func fictitiousRoom(m analysis.Meta) int {
	if m.Fictitious {
		return markedHeader / 2
	}
	return 0
}

// cutHeader cuts between words.
func cutHeader(s string, longest int) string {
	r := []rune(s)
	if len(r) <= longest {
		return s
	}
	cut := string(r[:longest-1])
	if space := strings.LastIndexAny(cut, " "+nbsp); space > longest/2 {
		cut = cut[:space]
	}
	return strings.TrimRight(cut, " "+nbsp) + ellipsis
}

func escapeHeader(s string) string { return doubled(cutHeader(s, longestFooter)) }

func doubled(s string) string { return strings.ReplaceAll(s, "&", "&&") }

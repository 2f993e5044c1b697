// Package markuptest reads labels by other means than package markup, for tests
// that hold that no word of a label is lost: a browser's HTML parser, and no
// notion of Markdown beyond its signs.
package markuptest

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

var (
	references = regexp.MustCompile(`\$\{[^}]*\}`)
	addresses  = regexp.MustCompile(`\]\([^)\n]*\)`)
)

// Phrases gives what a reader of a label must find, between its references:
// the letters and digits of its words, one space apart.
func Phrases(label string) []string {
	var phrases []string
	for _, part := range strings.Split(references.ReplaceAllString(shown(addresses.ReplaceAllString(label, "]")), "\x00"), "\x00") {
		if words := Words(strings.ReplaceAll(part, "*", "")); words != "" {
			phrases = append(phrases, words)
		}
	}
	return phrases
}

// shown is the text that a browser shows of a label taken for HTML.
func shown(label string) string {
	nodes, err := html.ParseFragment(strings.NewReader(label), &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body})
	if err != nil {
		return label
	}
	var b strings.Builder
	for _, n := range nodes {
		write(&b, n)
	}
	return b.String()
}

// Shown is the text of a page, words of different blocks apart.
func Shown(n *html.Node) string {
	var b strings.Builder
	write(&b, n)
	return b.String()
}

var inline = regexp.MustCompile(`^(a|b|i|u|strong|em|span|sup|sub|font|small)$`)

func write(b *strings.Builder, n *html.Node) {
	switch {
	case n.Type == html.TextNode:
		b.WriteString(n.Data)
	case n.Type == html.CommentNode, n.Data == "script", n.Data == "style", n.Data == "noscript":
		return
	case n.Type == html.ElementNode:
		for _, a := range n.Attr {
			if a.Key == "style" && strings.Contains(strings.ReplaceAll(strings.ToLower(a.Val), " ", ""), "display:none") {
				return
			}
		}
	}
	apart := n.Type == html.ElementNode && !inline.MatchString(n.Data)
	if apart {
		b.WriteByte(' ')
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		write(b, c)
	}
	if apart {
		b.WriteByte(' ')
	}
}

// Words are the letters and digits of a text, one space between words.
func Words(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
	}), " ")
}

// Raw finds a tag that is shown as text.
var Raw = regexp.MustCompile(`(?i)</?(b|i|em|strong|u|s|sup|sub|br|span|p|font|div|a|h[1-6]|ul|ol|li)(\s[^<>]*)?/?>`)

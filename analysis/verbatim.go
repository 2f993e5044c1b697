package analysis

import (
	"cmp"
	"slices"
	"strings"

	"constat/survey"
)

// Verbatims are the words given to one question, sorted by themselves: their
// order tells nothing of who wrote them.
type Verbatims struct {
	Title    string
	Question *survey.Question
	Texts    []string
}

func collectVerbatims(d *Dataset, c *Column) Verbatims {
	v := Verbatims{Title: LabelOf(d.Form, c.Question), Question: c.Question}
	for row := range d.rows {
		if text := strings.TrimSpace(c.Text(row)); text != "" {
			v.Texts = append(v.Texts, text)
		}
	}
	slices.SortFunc(v.Texts, func(a, b string) int {
		return cmp.Or(cmp.Compare(sortKey(a), sortKey(b)), cmp.Compare(a, b))
	})
	return v
}

// alphabetical puts French accented letters where a reader looks for them.
var alphabetical = strings.NewReplacer(
	"à", "a", "â", "a", "ä", "a", "ç", "c", "é", "e", "è", "e", "ê", "e", "ë", "e", "î", "i", "ï", "i",
	"ô", "o", "ö", "o", "ù", "u", "û", "u", "ü", "u", "œ", "oe", "æ", "ae", "«\u00a0", "", "\"", "")

func sortKey(s string) string { return alphabetical.Replace(strings.ToLower(s)) }

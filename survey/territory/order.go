package territory

import (
	"cmp"
	"strings"
)

// plain drops what French alphabetical order does not look at first: accents,
// ligatures, hyphens and apostrophes.
var plain = strings.NewReplacer(
	"à", "a", "â", "a", "ä", "a", "ç", "c", "é", "e", "è", "e", "ê", "e", "ë", "e", "î", "i", "ï", "i",
	"ô", "o", "ö", "o", "ù", "u", "û", "u", "ü", "u", "ÿ", "y", "œ", "oe", "æ", "ae",
	"-", " ", "'", " ", "’", " ",
)

// inFrenchOrder compares names as a French list does: « Le Bosc » before
// « Lodève », « Hérépian » between « Graissessac » and « Joncels ». Accents
// only separate names that are otherwise the same.
func inFrenchOrder(a, b string) int {
	return cmp.Or(
		cmp.Compare(plain.Replace(strings.ToLower(a)), plain.Replace(strings.ToLower(b))),
		cmp.Compare(a, b),
	)
}

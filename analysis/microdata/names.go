package microdata

import (
	"strconv"
	"strings"
	"unicode"
)

// longestName is how many bytes SPSS takes in a variable's name.
const longestName = 64

// reservedNames are words of the SPSS syntax, which name no variable.
var reservedNames = map[string]bool{
	"all": true, "and": true, "by": true, "eq": true, "ge": true, "gt": true, "le": true, "lt": true,
	"ne": true, "not": true, "or": true, "to": true, "with": true,
}

// names gives each variable of an export a name of its own, that SPSS, R and a
// DDI codebook take: letters, digits and underscores, a letter first, at most
// 64 bytes, no reserved word, and never two that differ by case alone. Stata
// cuts names to 32 characters itself.
type names map[string]bool

func (n names) unique(wanted string) string {
	base := plainName(wanted)
	name := base
	for i := 2; n[strings.ToLower(name)]; i++ {
		suffix := "_" + strconv.Itoa(i)
		name = cut(base, longestName-len(suffix)) + suffix
	}
	n[strings.ToLower(name)] = true
	return name
}

func plainName(wanted string) string {
	name := strings.Map(func(r rune) rune {
		if r <= unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			return r
		}
		return '_'
	}, unaccented.Replace(wanted))
	name = strings.Trim(name, "_")
	if name == "" || !unicode.IsLetter(rune(name[0])) || reservedNames[strings.ToLower(name)] {
		name = "v_" + name
	}
	return strings.TrimRight(cut(name, longestName), "_")
}

// unaccented keeps French names readable in software that only takes ASCII.
var unaccented = strings.NewReplacer(
	"à", "a", "â", "a", "ä", "a", "ç", "c", "é", "e", "è", "e", "ê", "e", "ë", "e", "î", "i", "ï", "i",
	"ô", "o", "ö", "o", "ù", "u", "û", "u", "ü", "u", "ÿ", "y", "œ", "oe", "æ", "ae",
	"À", "A", "Â", "A", "Ç", "C", "É", "E", "È", "E", "Ê", "E", "Ë", "E", "Î", "I", "Ï", "I", "Ô", "O", "Ù", "U", "Û", "U", "Œ", "OE",
)

// cut shortens to a number of bytes, between characters.
func cut(s string, most int) string {
	if len(s) <= most {
		return s
	}
	for most > 0 && s[most]&0xC0 == 0x80 {
		most--
	}
	return s[:most]
}

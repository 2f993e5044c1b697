package survey

import (
	"math/big"
	"regexp"
	"strings"
)

// A personalRule recognises one kind of personal data in French free text.
type personalRule struct {
	kind    string
	pattern *regexp.Regexp
	check   func(match string) bool // nil when the pattern is enough
}

// personalRules are ours: no maintained Go library for French was found.
// They warn, they never block, so a false alarm costs one
// more look; RE2 has no look-around, hence the \b and the checks.
var personalRules = []personalRule{
	{"email", regexp.MustCompile(`(?i)\b[a-z0-9._%+-]+@[a-z0-9.-]+\.[a-z]{2,}\b`), nil},
	{"phone", regexp.MustCompile(`(?:\+33|\b0)[ .\-]?[1-9](?:[ .\-]?\d{2}){4}\b`), nil},
	{"nir", regexp.MustCompile(`\b[12][ .]?\d{2}[ .]?\d{2}[ .]?(?:\d{2}|2[ABab])[ .]?\d{3}[ .]?\d{3}[ .]?\d{2}\b`), validNIR},
	{"iban", regexp.MustCompile(`(?i)\bFR\d{2}(?:[ ]?[0-9A-Z]{4}){5}[ ]?[0-9A-Z]{1,3}\b`), nil},
	{"name", regexp.MustCompile(`\b(?:Mme|M\.|Mr|Mlle|Madame|Monsieur|Mademoiselle|Dr|Docteur|Maître)\s+\p{Lu}\p{L}*`), nil},
	{"date", regexp.MustCompile(`\b\d{1,2}[/.\-]\d{1,2}[/.\-](?:\d{4}|\d{2})\b`), nil},
	{"date", regexp.MustCompile(`(?i)\b\d{1,2}(?:er)?\s+(?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)\b`), nil},
	{"address", regexp.MustCompile(`(?i)\b\d{1,4}(?:\s?(?:bis|ter))?,?\s+(?:rue|avenue|boulevard|chemin|impasse|allée|place|route|lotissement)\s+\p{L}+`), nil},
}

// PersonalDataKinds lists what PersonalData can recognise.
var PersonalDataKinds = []string{"email", "phone", "nir", "iban", "name", "date", "address"}

// PersonalData tells which kinds of personal data a free text seems to hold,
// so that its author can look again before sending it.
func PersonalData(text string) []string {
	var kinds []string
	for _, rule := range personalRules {
		match := rule.pattern.FindString(text)
		if match == "" || rule.check != nil && !rule.check(match) {
			continue
		}
		if len(kinds) == 0 || kinds[len(kinds)-1] != rule.kind {
			kinds = append(kinds, rule.kind)
		}
	}
	return kinds
}

// validNIR checks the key of a social-security number: 97 minus the number
// modulo 97, Corsica's 2A and 2B counted as 19 and 18 (INSEE's rule).
func validNIR(match string) bool {
	digits := strings.ToUpper(strings.NewReplacer(" ", "", ".", "").Replace(match))
	digits = strings.NewReplacer("2A", "19", "2B", "18").Replace(digits)
	if len(digits) != 15 {
		return false
	}
	number, ok := new(big.Int).SetString(digits[:13], 10)
	if !ok {
		return false
	}
	key, ok := new(big.Int).SetString(digits[13:], 10)
	if !ok {
		return false
	}
	rest := new(big.Int).Mod(number, big.NewInt(97))
	return key.Cmp(new(big.Int).Sub(big.NewInt(97), rest)) == 0
}

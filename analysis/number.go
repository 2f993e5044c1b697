package analysis

import "strings"

// french writes a number as a French reader expects it: decimal comma,
// thousands set apart by a no-break space.
func french(x float64) string {
	digits, fraction, _ := strings.Cut(formatNumber(x), ".")
	sign := ""
	if strings.HasPrefix(digits, "-") {
		sign, digits = "-", digits[1:]
	}
	var out strings.Builder
	out.WriteString(sign)
	for i, r := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			out.WriteRune('\u00a0')
		}
		out.WriteRune(r)
	}
	if fraction != "" {
		out.WriteString("," + fraction)
	}
	return out.String()
}

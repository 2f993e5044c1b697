package markup

import (
	"net/url"
	"strings"
)

// finder remembers where a sign stands next, so that a source full of opened
// brackets is searched once.
type finder struct {
	sign byte
	from int
	at   int // -1: nowhere
}

func (f *finder) find(s string, from int) int {
	if f.from <= from && (from <= f.at || f.at < 0) && f.from > 0 {
		return f.at
	}
	f.from, f.at = from, -1
	if n := strings.IndexByte(s[from:], f.sign); n >= 0 {
		f.at = from + n
	}
	return f.at
}

// longestLink bounds a link's text and its address.
const longestLink = 2000

// openLink reads [words](address): the words come next, as any others. What
// leads nowhere is text.
func (s *scanner) openLink() bool {
	if s.end >= 0 {
		return false
	}
	end := s.bracket.find(s.src, s.at+1)
	if end < 0 || end-s.at > longestLink || !strings.HasPrefix(s.src[end+1:], "(") || strings.ContainsAny(s.src[s.at:end], "\n\r") {
		return false
	}
	if strings.TrimSpace(s.src[s.at+1:end]) == "" {
		return false
	}
	after := s.parenthesis.find(s.src, end+2)
	if after < 0 || after-end > longestLink {
		return false
	}
	if inner := strings.Count(s.src[end+2:after], "("); inner == 1 { // …/Rang_(liste), +33 (0)4
		if n := strings.IndexAny(s.src[after+1:min(len(s.src), after+longestLink)], "()\n"); n >= 0 && s.src[after+1+n] == ')' {
			after += 1 + n
		}
	}
	written := s.src[end+2 : after]
	to := address(written)
	if to == "" && !strings.Contains(written, "${") {
		return false
	}
	s.flush()
	s.link, s.end, s.after = to, end, after+1
	s.at++
	return true
}

// closeLink goes on after the address.
func (s *scanner) closeLink() {
	s.flush()
	s.at = s.after
	s.link, s.end = "", -1
}

// address gives where a link may lead, "" for anywhere else. An address made
// of an answer would tell it to another site.
func address(written string) string {
	written = strings.TrimSpace(written)
	if strings.Contains(written, "${") {
		return ""
	}
	if scheme, number, ok := strings.Cut(written, ":"); ok && strings.EqualFold(scheme, "tel") {
		return telephone(number)
	}
	written, _, _ = strings.Cut(written, " ") // a title may follow
	if strings.HasPrefix(strings.ToLower(written), "www.") {
		written = "https://" + written
	}
	to, err := url.Parse(written)
	if err != nil {
		return ""
	}
	switch {
	case (to.Scheme == "http" || to.Scheme == "https") && to.Host != "" && to.User == nil:
	case to.Scheme == "mailto" && strings.Contains(to.Opaque, "@"):
	default:
		return ""
	}
	return to.String()
}

// telephone gives the address that dials a number, however its digits are
// parted.
func telephone(number string) string {
	digits := strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", ".", "", "-", "", "(0)", "", "%20", "").Replace(strings.TrimPrefix(strings.TrimSpace(number), "//"))
	plus := strings.HasPrefix(digits, "+")
	bare := strings.TrimPrefix(digits, "+")
	if bare == "" || len(bare) > 20 || strings.Trim(bare, "0123456789*#") != "" {
		return ""
	}
	if plus {
		return "tel:+" + bare
	}
	return "tel:" + bare
}

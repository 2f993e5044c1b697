package web

import (
	"html/template"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"constat/survey"
)

// contact is whom a respondent asks. Address is where a tap leads, when the
// whole text is an e-mail address or a telephone number.
type contact struct {
	Text, Network string
	Address       template.URL
}

var (
	wholeMail  = regexp.MustCompile(`^[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$`)
	wholePhone = regexp.MustCompile(`^\+?[0-9][0-9 .\x{a0}]{8,18}[0-9]$`)
	digitsOnly = strings.NewReplacer(" ", "", ".", "", "\u00a0", "")
)

// longestContact is how many characters a campaign's contact may have: an
// address, a telephone and the name of a service.
const longestContact = 200

// ContactProblem tells what is wrong with a contact that somebody wrote: the
// code of a sentence in web/french, or "".
func ContactProblem(text string) string {
	switch {
	case utf8.RuneCountInString(text) > longestContact:
		return "contact_long"
	case !utf8.ValidString(text), strings.ContainsFunc(text, unicode.IsControl):
		return "contact_line"
	}
	return ""
}

func contactOf(c survey.Campaign, n survey.Network) contact {
	asked := contact{Text: survey.ContactOf(c, n), Network: n.Name}
	switch {
	case wholeMail.MatchString(asked.Text):
		asked.Address = template.URL("mailto:" + asked.Text)
	case wholePhone.MatchString(asked.Text):
		asked.Address = template.URL("tel:" + digitsOnly.Replace(asked.Text))
	}
	return asked
}

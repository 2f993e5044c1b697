package survey

import (
	"maps"
	"regexp"
	"slices"
	"strings"
)

// Other is the choice « autre » of a question and the text question beside it that
// asks which, as or_other makes them; nil when the form does not tell without
// guessing: exactly one text question of the same level has to be asked when that
// choice is given, and in no other case.
func (q *Question) Other() (*Choice, *Question) {
	if q.Scope == nil || !q.Unlists() {
		return nil, nil
	}
	var choice *Choice
	var asks *Question
	for _, text := range q.Scope.Questions {
		if text.Type.Kind != Asked || text.Type.Format != FormatText || text.Relevant == nil {
			continue
		}
		name, ok := givenWhen(text.Relevant.String(), q.Name)
		found, listed := q.List.Choice(name)
		if !ok || !listed || !found.other() {
			continue
		}
		if asks != nil {
			return nil, nil
		}
		choice, asks = found, text
	}
	return choice, asks
}

// other tells « autre » by its name, or by the first word of its label.
func (c *Choice) other() bool {
	for _, text := range slices.AppendSeq([]string{c.Name}, maps.Values(c.Label)) {
		word, _, _ := strings.Cut(strings.Map(func(r rune) rune {
			if strings.ContainsRune(" \u00a0,.:;_-()…/", r) {
				return ' '
			}
			return r
		}, strings.ToLower(strings.TrimSpace(text))), " ")
		switch word {
		case "autre", "autres", "other", "others":
			return true
		}
	}
	return false
}

// given matches the conditions that one choice alone fulfils: « ${q} = 'autre' »,
// « selected(${q}, 'autre') », with a path for the reference.
var given = regexp.MustCompile(`^\s*(?:selected\s*\(\s*([^\s,()=]+|\$\{\s*[^\s{}]+\s*\})\s*,\s*(?:'([^']*)'|"([^"]*)")\s*\)|([^\s,()=]+|\$\{\s*[^\s{}]+\s*\})\s*=\s*(?:'([^']*)'|"([^"]*)"))\s*$`)

// givenWhen is the choice of a question that a condition asks for.
func givenWhen(condition, question string) (choice string, ok bool) {
	parts := given.FindStringSubmatch(condition)
	if parts == nil {
		return "", false
	}
	cited := strings.TrimSpace(strings.Trim(parts[1]+parts[4], "${} "))
	cited = cited[strings.LastIndexByte(cited, '/')+1:]
	return parts[2] + parts[3] + parts[5] + parts[6], cited == question
}

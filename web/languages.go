package web

import (
	"regexp"
	"strings"
)

// language is one of those a form is written in.
type language struct {
	Name   string // as people say it: "English", for XLSForm's "English (en)"
	Tag    string // BCP 47
	Action string // where to ask for it
	Chosen bool
}

// languages lists those of a form that has several.
func languages(a *answering) []language {
	var all []language
	for _, name := range a.form.Languages {
		if name == "" {
			continue // texts of no declared language are the fallback of all
		}
		tag := languageTag(name)
		if tag == "" {
			tag = "fr"
		}
		all = append(all, language{
			Name: languageName(name), Tag: tag, Action: a.inLanguage(name), Chosen: name == a.occasion.Language,
		})
	}
	if len(all) < 2 {
		return nil
	}
	return all
}

var declaredTag = regexp.MustCompile(`^(.*?)\s*\(([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\)$`)

// languageTag is the code that XLSForm writes behind a language's name, or
// the name itself when it is a code; "" for French, which is the page's own,
// and when there is none.
func languageTag(name string) string {
	tag := name
	if m := declaredTag.FindStringSubmatch(name); m != nil {
		tag = m[2]
	} else if len(name) != 2 {
		return ""
	}
	if tag = strings.ToLower(tag); tag == "fr" || strings.HasPrefix(tag, "fr-") {
		return ""
	}
	return tag
}

func languageName(name string) string {
	if m := declaredTag.FindStringSubmatch(name); m != nil && m[1] != "" {
		return m[1]
	}
	return name
}

// written marks fields with the language of their author's texts.
func written(fields []field, lang string) {
	for i := range fields {
		fields[i].Lang = lang
		written(fields[i].Children, lang)
		if fields[i].Blank != nil {
			written(fields[i].Blank.Fields, lang)
		}
		for _, instance := range fields[i].Instances {
			written(instance.Fields, lang)
		}
	}
}

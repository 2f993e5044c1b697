package xlsform

import (
	"regexp"
	"strings"

	"constat/survey"
	"constat/survey/expr"
)

// attributeColumn is a column of the survey sheet that adds an attribute to
// the XForm: bind::x to the question's bind, body::x to its control,
// instance::x to its node.
type attributeColumn struct {
	column
	place     string // bind, control or instance
	attribute string
}

// attributeWords are the columns that pyxform takes for an attribute under
// another name (aliases.py).
var attributeWords = map[string]string{
	"intent": "control::intent", "autoplay": "control::autoplay", "compact_tag": "instance::odk:tag",
	"noapperrorstring": "bind::jr:noAppErrorString", "no_app_error_string": "bind::jr:noAppErrorString",
}

// attributePlaces are where attributes go, by the column's first word.
var attributePlaces = map[string]string{"bind": "bind", "body": "control", "control": "control", "instance": "instance"}

// reservedAttributes say what an element is about: no author changes them.
var reservedAttributes = set("nodeset", "ref", "id", "version", "xmlns")

// xformPrefixes are the namespaces that every XForm declares.
var xformPrefixes = set("h", "ev", "xsd", "jr", "orx", "odk")

// readAttributeColumns finds the columns that add attributes, and warns of
// those that an XForm could not hold.
func (rd *reading) readAttributeColumns() {
	for _, c := range rd.survey.columns {
		if c.known {
			continue
		}
		header := c.header
		if word, ok := attributeWords[normalHeader(header)]; ok {
			header = word
		}
		first, name, ok := cutHeader(header)
		if place := attributePlaces[strings.ToLower(first)]; ok && place != "" && rd.takesAttribute("survey", c.header, name) {
			rd.attributes = append(rd.attributes, attributeColumn{c, place, name})
		}
	}
}

// cutHeader splits "bind::odk:x", or "bind:x" as old forms have it.
func cutHeader(header string) (first, name string, ok bool) {
	separator := ":"
	if strings.Contains(header, "::") {
		separator = "::"
	}
	first, name, ok = strings.Cut(header, separator)
	return strings.TrimSpace(first), strings.TrimSpace(name), ok
}

// takesAttribute tells whether an attribute can be written, and says why not.
func (rd *reading) takesAttribute(sheet, header, name string) bool {
	prefix, local, prefixed := strings.Cut(name, ":")
	if !prefixed {
		prefix, local = "", name
	}
	switch {
	case !xmlName.MatchString(local) || prefixed && !xmlName.MatchString(prefix) || reservedAttributes[name]:
		rd.warn(place{sheet, 1, header}, CodeAttributeName, name)
		return false
	case prefixed && !xformPrefixes[prefix] && !rd.declares(prefix):
		rd.warn(place{sheet, 1, header}, CodeAttributePrefix, name, prefix)
		return false
	}
	return true
}

func (rd *reading) declares(prefix string) bool {
	for _, n := range rd.form.Namespaces {
		if n.Name == prefix {
			return true
		}
	}
	return false
}

// rowAttributes gives a row's attributes, in the order of the columns.
func (rd *reading) rowAttributes(row sheetRow) survey.Attributes {
	var all survey.Attributes
	for _, c := range rd.attributes {
		value := straight(row.at(c.index))
		if value == "" {
			continue
		}
		into := map[string]*[]survey.Attribute{"bind": &all.Bind, "control": &all.Control, "instance": &all.Instance}[c.place]
		*into = append(*into, survey.Attribute{Name: c.attribute, Value: value})
		rd.named = append(rd.named, attributeText{place{"survey", row.number, c.header}, value})
	}
	return all
}

// attributeText is an attribute's value, to check once all names are known.
type attributeText struct {
	at   place
	text string
}

// checkAttributes makes sure that attributes are about questions that exist.
func (rd *reading) checkAttributes() {
	names := rd.names()
	for _, a := range rd.named {
		if template, err := expr.ParseTemplate(a.text); err == nil {
			names.check(a.at, template.Refs())
		}
	}
}

// namespace is one declaration of the setting namespaces: prefix="address".
var namespace = regexp.MustCompile(`^\s*([^\s=:]+)\s*=\s*"([^"<\s]+)"`)

// readNamespaces reads the namespaces of the attributes, and the attributes
// of the root element: attribute::x, and two of the old compact SMS format.
func (rd *reading) readNamespaces(t *table, row sheetRow) {
	text := straight(t.cell(row, "namespaces"))
	for text != "" {
		m := namespace.FindStringSubmatch(text)
		if m == nil || !xmlName.MatchString(m[1]) || strings.HasPrefix(strings.ToLower(m[1]), "xml") {
			rd.warn(t.at(row, "namespaces"), CodeBadNamespaces, text)
			break
		}
		if !xformPrefixes[m[1]] && !rd.declares(m[1]) {
			rd.form.Namespaces = append(rd.form.Namespaces, survey.Attribute{Name: m[1], Value: m[2]})
		}
		text = strings.TrimSpace(text[len(m[0]):])
	}
	for _, c := range t.columns {
		first, name, ok := cutHeader(c.header)
		if c.known || !ok && c.header != "prefix" && c.header != "delimiter" {
			continue
		}
		if !ok {
			first, name = "attribute", "odk:"+c.header
		}
		if value := row.at(c.index); value != "" && strings.EqualFold(first, "attribute") && rd.takesAttribute("settings", c.header, name) {
			rd.form.Attributes = append(rd.form.Attributes, survey.Attribute{Name: name, Value: value})
		}
	}
}

package xlsform

import (
	"regexp"
	"strings"

	"constat/survey"
)

// rowType is a type cell understood.
type rowType struct {
	asked  *survey.Type
	list   string // the list, ${reference} or file that follows a select
	other  bool   // … or_other
	extern bool   // the list is on the external_choices sheet
	begins string // group or repeat, for begin rows
	ends   string // group or repeat, for end rows
	loop   bool   // begin loop over LIST, and its end: see expandLoops
}

// control is a begin or end row: pyxform's aliases.control.
var control = regexp.MustCompile(`^(begin|end)[ _](group|repeat|lgroup|looped[ _]group|loop)(?: (?:over )?(\S+))?$`)

// controlWords says what each control is here.
var controlWords = map[string]string{
	"group": "group", "loop": "loop", "repeat": "repeat", "lgroup": "repeat", "looped group": "repeat", "looped_group": "repeat",
}

// osm is a capture of map objects, of OpenMapKit. It is not in the table of
// types because no other part of the service has to know it.
var osm = survey.Type{Name: "osm", Kind: survey.Captured, Format: survey.FormatText}

// parseType understands a type cell.
func parseType(word string) (rowType, bool) {
	if m := control.FindStringSubmatch(word); m != nil {
		return controlType(m[1], m[2], m[3])
	}
	if t, ok := survey.TypeNamed(word); ok && !t.List && !t.File {
		return rowType{asked: t}, t.Kind != survey.Group && t.Kind != survey.Repeat
	}
	if word == osm.Name || strings.HasPrefix(word, osm.Name+" ") {
		return rowType{asked: &osm}, true
	}
	return selectType(word)
}

func controlType(verb, word, list string) (rowType, bool) {
	kind := controlWords[word]
	if verb == "end" {
		return rowType{ends: kind, loop: word == "loop"}, true
	}
	if word == "loop" {
		return rowType{loop: true, list: list}, list != ""
	}
	t, ok := survey.TypeNamed("begin_" + kind)
	return rowType{asked: t, begins: kind}, ok
}

// afterSelect is what follows the name of a select: a list, and the legacy
// suffix that adds "other".
var afterSelect = regexp.MustCompile(`^ (\S+)( (?:or_other|or other|or specify other))?$`)

// externalSelects are the spellings that take their list from the
// external_choices sheet.
var externalSelects = set("select_one_external", "select one external")

// selectType understands "select_one LIST or_other" and its relatives. The
// longest spelling wins: "select one from LIST" is not the list "from".
func selectType(word string) (rowType, bool) {
	var found rowType
	longest := 0
	for i := range survey.Types {
		t := &survey.Types[i]
		if !t.List && !t.File {
			continue
		}
		for _, spelling := range append([]string{t.Name}, t.Aliases...) {
			if len(spelling) <= longest || !strings.HasPrefix(word, spelling) {
				continue
			}
			if m := afterSelect.FindStringSubmatch(word[len(spelling):]); m != nil {
				longest = len(spelling)
				found = rowType{asked: t, list: m[1], other: m[2] != "", extern: externalSelects[spelling]}
			}
		}
	}
	return found, longest > 0
}

func typeNames() []string {
	names := make([]string, len(survey.Types))
	for i := range survey.Types {
		names[i] = survey.Types[i].Name
	}
	return names
}

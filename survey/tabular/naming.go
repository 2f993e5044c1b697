package tabular

import (
	"regexp"
	"strings"

	"constat/survey"
)

// How surely a name is that of a part of the form. Between two names that end
// alike, the longer one is meant: fitEnd grows by its length.
const (
	fitCut   = 1     // what software keeps of a long name
	fitEnd   = 10    // "enquete-enfants", "foyer/enfants"
	fitLabel = 1_000 // its label
	fitWhole = 2_000 // its name, or its path in any separators
)

// nameFit tells how well the name of a sheet, a file or a JSON key, or what a
// column _parent_table_name holds, is that of a repeat, or of the form: 0 for
// not at all.
func nameFit(name string, scope *survey.Scope, form *survey.Form) int {
	if scope.Repeat == nil {
		return formFit(name, form)
	}
	bare := plainName(name)
	best := 0
	steps := pathOf(scope.Repeat)
	for i := range steps {
		end := plainName(strings.Join(steps[i:], "/"))
		switch {
		case bare == end:
			return fitWhole + len(end)
		case strings.HasSuffix(bare, "_"+end):
			best = max(best, fitEnd+min(len(end), fitLabel-fitEnd-1))
		case cutOf(name, strings.Join(steps[i:], "_")):
			best = max(best, fitCut)
		}
	}
	return max(best, labelFit(name, scope.Repeat.Label))
}

// formFit: exports name the main sheet as the form.
func formFit(name string, form *survey.Form) int {
	if form.ID != "" && plainName(name) == plainName(form.ID) {
		return fitWhole + len(form.ID)
	}
	return labelFit(name, form.Title)
}

func labelFit(name string, labels survey.Text) int {
	best := 0
	for _, label := range labels {
		switch {
		case fold(label) == "":
		case fold(label) == fold(withoutCSV(name)) || plainName(label) == plainName(name):
			best = max(best, fitLabel)
		case cutOf(name, label):
			best = max(best, fitCut)
		}
	}
	return best
}

func withoutCSV(name string) string {
	if len(name) > 4 && strings.EqualFold(name[len(name)-4:], ".csv") {
		return name[:len(name)-4]
	}
	return name
}

// numberedName is the end of a name that had to be told from others: ODK's
// "~2", Kobo's and Excel's " (2)".
var numberedName = regexp.MustCompile(`(?:~\d{1,2}| \(\d{1,2}\))$`)

var sheetSeparators = strings.NewReplacer(
	"/", "_", ".", "_", ":", "_", "-", "_", " ", "_", `\`, "_", "*", "_", "?", "_", "[", "_", "]", "_", "\u00a0", "_",
)

// plainName makes one of "Enfants.csv", "enfants~2", "enfants (2)", and of the
// separators that sheets and files may not have.
func plainName(name string) string {
	name = numberedName.ReplaceAllString(withoutCSV(strings.TrimSpace(name)), "")
	return sheetSeparators.Replace(strings.ToLower(name))
}

// shortened is Kobo's way of cutting a name ("enfants_repe...", "enfan... (2)").
var shortened = regexp.MustCompile(`^(.+?)(?:\.\.\.|…)(?: \(\d{1,2}\))?$`)

// cutOf tells whether a sheet's name is a longer one cut short: Kobo's dots, or
// the 31 characters that Excel keeps, whose last ones Ona makes a number.
func cutOf(name, whole string) bool {
	const excelKeeps, fewest = 31, 20
	name, whole = strings.TrimSpace(name), plainName(whole)
	if parts := shortened.FindStringSubmatch(name); parts != nil {
		head := sheetSeparators.Replace(strings.ToLower(parts[1]))
		return len(whole) > len(head) && strings.HasPrefix(whole, head)
	}
	head := sheetSeparators.Replace(strings.ToLower(name))
	if strings.HasPrefix(whole, head) {
		return len([]rune(head)) >= fewest
	}
	digitless := strings.TrimRight(head, "0123456789")
	return len([]rune(head)) == excelKeeps && len(head)-len(digitless) <= 2 && strings.HasPrefix(whole, digitless)
}

// partName is how a part of the form is named to people, and in --sheet.
func partName(scope *survey.Scope) string {
	if scope.Repeat == nil {
		return MainPart
	}
	return strings.Join(pathOf(scope.Repeat), "/")
}

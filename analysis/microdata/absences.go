package microdata

import (
	"sort"
	"strings"

	"constat/survey"
)

// absences adds a column where the codes of some other are not -98 and -99,
// which an answer there already is: « part=-998 -999 ». Without it, who reads the
// file back could not tell that answer from the absence of one.
func (l *layout) absences(each *level) {
	var shifted []string
	for _, c := range each.data.Columns {
		if !exported(c) || c.Measure == survey.MeasureMultiple {
			continue
		}
		if none := absenceOf(each.data, c); none.notAsked != "-98" {
			shifted = append(shifted, l.named.Questions[c.Question]+"="+none.notAsked+" "+none.noAnswer)
		}
	}
	if len(shifted) == 0 {
		return
	}
	sort.Strings(shifted)
	text := strings.Join(shifted, "; ")
	each.add(&variable{name: l.named.Absences, label: textAbsences, kind: kindText, cell: func(int) string { return text }})
}

package main

import (
	"strconv"

	"constat/survey"
	"constat/survey/tabular"
)

// outsideLists counts, by column, the answers that the lists do not have, and the
// texts that went from a cell to the form's own « autre ».
type outsideLists struct {
	columns []outsideList
	at      map[answersColumn]int
}

type outsideList struct {
	answersColumn
	unlisted, free int
}

// counted counts those among a row's problems, and gives the problems that are
// told one by one all the same: every one but the texts of an « autre ».
func (o *outsideLists) counted(problems []survey.Problem) []survey.Problem {
	kept := problems[:0:0]
	for _, p := range problems {
		if p.Code != tabular.CodeFreeOther {
			kept = append(kept, p)
		}
		if p.Code != tabular.CodeFreeOther && p.Code != tabular.CodeUnknownChoice {
			continue
		}
		column := answersColumn{p.Sheet, p.Column}
		i, known := o.at[column]
		if !known {
			if o.at == nil {
				o.at = make(map[answersColumn]int)
			}
			i = len(o.columns)
			o.at[column], o.columns = i, append(o.columns, outsideList{answersColumn: column})
		}
		if p.Code == tabular.CodeFreeOther {
			o.columns[i].free++
		} else {
			o.columns[i].unlisted++
		}
	}
	return kept
}

// free tells how many texts of each column are in the form's own « autre ».
func (o *outsideLists) free() []survey.Problem {
	return o.each(tabular.CodeFreeOthers, func(c outsideList) int { return c.free })
}

// lists tells how many answers of each column its list does not have.
func (o *outsideLists) lists() []survey.Problem {
	return o.each(tabular.CodeUnlisted, func(c outsideList) int { return c.unlisted })
}

func (o *outsideLists) each(code string, count func(outsideList) int) []survey.Problem {
	var told []survey.Problem
	for _, c := range o.columns {
		if n := count(c); n > 0 {
			told = append(told, survey.Problem{
				Code: code, Severity: survey.Warning, Sheet: c.sheet, Column: c.column, Args: []string{strconv.Itoa(n)},
			})
		}
	}
	return told
}

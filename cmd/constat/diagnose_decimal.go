package main

import (
	"strings"

	"constat/survey"
	"constat/survey/tabular"
)

// decimalMarks are the words of --decimal.
var decimalMarks = map[string]tabular.Mark{
	"virgule": tabular.DecimalComma, ",": tabular.DecimalComma,
	"point": tabular.DecimalPoint, ".": tabular.DecimalPoint,
}

// settleMarks takes what --decimal says of numbers that read in two ways.
func (c *diagnoseCmd) settleMarks(form *survey.Form, reader *tabular.Reader) error {
	for _, text := range c.Decimal {
		name, word, ok := strings.Cut(text, "=")
		mark, known := decimalMarks[strings.ToLower(strings.TrimSpace(word))]
		if !ok || !known {
			return inputErrorf("--decimal\u00a0: écrivez QUESTION=virgule ou QUESTION=point, par exemple --decimal effectif=virgule.")
		}
		if strings.TrimSpace(name) == "*" {
			form.Walk(func(q *survey.Question) { reader.SettleMark(q, mark) })
			continue
		}
		q, err := questionNamed(form, "--decimal", name)
		if err != nil {
			return err
		}
		if q.Type.Format != survey.FormatInteger && q.Type.Format != survey.FormatDecimal {
			return inputErrorf("--decimal\u00a0: la question «\u00a0%s\u00a0» n’attend pas de nombre.", q.Name)
		}
		reader.SettleMark(q, mark)
	}
	return nil
}

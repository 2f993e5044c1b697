package tabular

import (
	"bytes"
	"errors"
	"testing"

	"constat/survey"
)

// Whatever a file holds, it is read or refused as the input's fault, and what
// is read can be judged.
func FuzzOpen(f *testing.F) {
	questionnaire := compiled(f, form)
	for _, seed := range []string{
		"territoire,effectif\nlunel,12\n", "\ufeffterritoire;besoins/soins\n\"lunel\";1\n", "territoire\tenfants[2]/age\nlunel\t4\n",
		`[{"territoire":"lunel","enfants":[{"age":4,"visites":[{"duree":1}]}]}]`, `{"results":[{"avis":{"besoins":["Soins"]}}]}`,
		"{\"territoire\":\"lunel\"}\n{\"territoire\":3}", "\xff\xfet\x00", "territoire\n\"lunel\n", "besoins,besoins.soins,_uuid\nSoins, santé;x,1,a\n",
	} {
		f.Add([]byte(seed))
	}
	f.Add(workbook(f, sheet{"a", [][]any{{"territoire", "creation"}, {"lunel", 45415.5}}}))
	f.Fuzz(func(t *testing.T, content []byte) {
		r, err := Open(questionnaire, File{"a", bytes.NewReader(content)})
		if err == nil {
			defer r.Close()
			err = r.Each(func(row *Row) error {
				response, problems := questionnaire.Judge(row.Submission, survey.Occasion{Now: row.Day, Recorded: true, Absent: row.Absent})
				if response == nil {
					t.Fatal("no response")
				}
				for _, p := range problems {
					row.Locate(p)
				}
				return nil
			})
		}
		var problems survey.Problems
		if err != nil && !errors.As(err, &problems) {
			t.Fatal(err)
		}
	})
}

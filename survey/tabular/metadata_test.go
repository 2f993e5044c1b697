package tabular

import (
	"strings"
	"testing"
	"time"
)

// A form's own question wins over a name that collecting software writes, by name
// or by label; what software added beside it stays what it is.
func TestMetadata_ownQuestions(t *testing.T) {
	f := compiled(t, `
| survey |
| | type    | name     | label       |
| | text    | courriel | Email       |
| | text    | key      | Clé         |
| | text    | statut   | Status      |
| | text    | q1       | Start       |
| | text    | id       | Numéro      |
| | integer | nb       | Combien     |
| | text    | username | Votre nom d’usage |
`)
	for name, c := range map[string]struct{ content, want string }{
		"labels":                {"Email,Status,Start,Combien\na@b.fr,actif,tôt,3\n", "courriel=a@b.fr statut=actif q1=tôt nb=3"},
		"names":                 {"key,id,username,nb\nA,7,lea,3\n", "key=A id=7 nb=3 username=lea"},
		"another case":          {"Key,ID,Username,nb\nA,7,lea,3\n", "key=A id=7 nb=3 username=lea"},
		"the tool's own beside": {"start,q1,Email,courriel,KEY,key\n2025-01-01,tôt,x@y.fr,a@b.fr,uuid:1,A\n", "courriel=a@b.fr key=A q1=tôt"},
		"the tool's own, first": {"KEY,key,Email,courriel\nuuid:1,A,x@y.fr,a@b.fr\n", "courriel=a@b.fr key=A"},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := Open(f, file("a.csv", c.content))
			must(t, err)
			defer r.Close()
			must(t, r.Each(func(row *Row) error {
				var got []string
				for _, q := range f.Root.Questions {
					if text := row.Submission.Answers.Values[q.Key]; text != "" {
						got = append(got, q.Key+"="+text)
					}
				}
				if strings.Join(got, " ") != c.want || len(row.Problems) > 0 {
					t.Errorf("got %q %v, want %q", strings.Join(got, " "), row.Problems, c.want)
				}
				return nil
			}))
			for _, p := range r.Problems() {
				if p.Code != CodeAbsentQuestion {
					t.Errorf("said: %v", p)
				}
			}
		})
	}
	// A question named as an identifier identifies no submission: the same answers
	// twice are two people's.
	r, err := Open(f, file("a.csv", "key,nb\nA,3\nA,3\n"))
	must(t, err)
	defer r.Close()
	rows := 0
	must(t, r.Each(func(*Row) error { rows++; return nil }))
	if rows != 2 {
		t.Errorf("%d rows of 2", rows)
	}
}

// What software writes for no date is no day of collection, nor is the future.
func TestDays_ofCollection(t *testing.T) {
	f := compiled(t, form)
	for cell, want := range map[string]string{
		"1980-01-01 00:00:00": "", "1899-12-30": "", "1900-01-01": "", "1904-01-01": "", "1970-01-01T00:00:00Z": "", "0001-01-01": "", "9999-12-31": "",
		"2026-06-17": "", "2026-06-16": "2026-06-16", "2026-06-15 10:00": "2026-06-15", "lundi 2 mars 2026 à 9 h": "2026-03-02", "": "",
	} {
		r, err := Open(f, file("a.csv", "submitdate;today;territoire\n"+cell+";;lunel\n"))
		must(t, err)
		r.SetToday(time.Date(2026, 6, 15, 14, 0, 0, 0, time.UTC))
		must(t, r.Each(func(row *Row) error {
			got := ""
			if !row.Day.IsZero() {
				got = row.Day.Format(time.DateOnly)
			}
			if got != want {
				t.Errorf("%q: %q, want %q", cell, got, want)
			}
			return nil
		}))
		said := false
		for _, p := range r.Problems() {
			said = said || p.Code == CodeNeverDays && p.Column == "submitdate" && p.Args[0] == "1"
		}
		if said != (cell != "" && want == "") {
			t.Errorf("%q: said %v", cell, said)
		}
		must(t, r.Close())
	}
	// Another column may know.
	equal(t, read(t, file("a.csv", "submitdate,startdate,territoire\n1980-01-01 00:00:00,2024-05-03 10:00:00,lunel\n")), `
		2 row-1-2 2024-05-03 | territoire=lunel
		!0 submitdate never_days 1`)
}

package postgres

import (
	"time"

	"constat/survey"
)

// editionRow has the fields of survey.Edition, in order.
type editionRow struct {
	ID      string    `db:"id"`
	FormID  string    `db:"form_id"`
	Title   string    `db:"title"`
	Wave    string    `db:"wave"`
	Number  int       `db:"number"`
	MadeAt  time.Time `db:"made_at"`
	Masked  int       `db:"masked"`
	Dropped int       `db:"dropped"`
}

func editionsOf(rows []editionRow) []survey.Edition {
	editions := make([]survey.Edition, 0, len(rows))
	for _, r := range rows {
		r.MadeAt = r.MadeAt.UTC()
		editions = append(editions, survey.Edition(r))
	}
	return editions
}

// areaRow has the fields of survey.EditionArea, in order.
type areaRow struct {
	Network     string   `db:"network_id"`
	Key         string   `db:"area"`
	Name        string   `db:"name"`
	Publication []byte   `db:"publication"`
	Ledger      []byte   `db:"ledger"`
	Workbook    []byte   `db:"workbook"`
	Campaigns   []string `db:"-"`
}

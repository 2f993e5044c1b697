package postgres

import (
	"database/sql"
	"time"

	"github.com/google/uuid"

	"constat/survey"
)

// day is a date as PostgreSQL takes it, in the zone of the given time; the zero
// time is no date.
func day(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.Format(time.DateOnly)
}

// today is the day of an instant in Paris.
func (s *Store) today(now time.Time) string { return now.In(s.paris).Format(time.DateOnly) }

// dayOf is a date read back: midnight UTC, which is the same day in Paris.
func dayOf(t sql.NullTime) time.Time {
	if !t.Valid {
		return time.Time{}
	}
	return time.Date(t.Time.Year(), t.Time.Month(), t.Time.Day(), 0, 0, 0, 0, time.UTC)
}

// known gives an identifier in its canonical form. What is not a UUID names
// nothing that is stored.
func known(id string) (string, error) {
	parsed, err := uuid.Parse(id)
	if err != nil {
		return "", survey.ErrNotFound
	}
	return parsed.String(), nil
}

// orNew is known for something to be stored: an empty identifier is made.
func orNew(id string) (string, error) {
	if id == "" {
		made, err := uuid.NewRandom()
		return made.String(), err
	}
	parsed, err := uuid.Parse(id)
	return parsed.String(), err
}

// orEmpty keeps an empty value from being taken for no value.
func orEmpty(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}

// found turns "no row was touched" into ErrNotFound.
func found(result sql.Result, err error) error {
	if err != nil {
		return err
	}
	n, err := result.RowsAffected()
	if err == nil && n == 0 {
		return survey.ErrNotFound
	}
	return err
}

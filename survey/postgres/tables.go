package postgres

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"constat/survey/postgres/archive"
)

// The tables of a backup come from the catalogue, so that none is forgotten; the
// migration library's own are made again by the migrations.

// backupTables lists the tables with their columns, each after those that it
// refers to.
func backupTables(ctx context.Context, tx *sqlx.Tx) ([]archive.Table, error) {
	var rows []struct {
		Table  string `db:"relname"`
		Column string `db:"attname"`
		Type   string `db:"type"`
	}
	const query = `
		SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod) AS type
		FROM pg_class c
		JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
		WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
		  AND c.relnamespace = CAST(current_schema() AS regnamespace) AND c.relname NOT LIKE 'goose%'
		ORDER BY c.relname, a.attnum`
	if err := tx.SelectContext(ctx, &rows, query); err != nil {
		return nil, err
	}
	var tables []archive.Table
	for _, r := range rows {
		if len(tables) == 0 || tables[len(tables)-1].Name != r.Table {
			tables = append(tables, archive.Table{Name: r.Table})
		}
		last := &tables[len(tables)-1]
		last.Columns = append(last.Columns, archive.Column{Name: r.Column, Type: r.Type})
	}
	references, err := tableReferences(ctx, tx)
	if err != nil {
		return nil, err
	}
	return inOrder(tables, references)
}

type reference struct {
	From string `db:"referring"`
	To   string `db:"referred"`
}

func tableReferences(ctx context.Context, tx *sqlx.Tx) ([]reference, error) {
	const query = `
		SELECT a.relname AS referring, b.relname AS referred
		FROM pg_constraint k
		JOIN pg_class a ON a.oid = k.conrelid
		JOIN pg_class b ON b.oid = k.confrelid
		WHERE k.contype = 'f' AND a.oid <> b.oid AND a.relnamespace = CAST(current_schema() AS regnamespace)`
	var list []reference
	err := tx.SelectContext(ctx, &list, query)
	return list, err
}

// inOrder puts a table after those that it refers to.
func inOrder(tables []archive.Table, references []reference) ([]archive.Table, error) {
	var ordered []archive.Table
	placed := map[string]bool{}
	for len(ordered) < len(tables) {
		before := len(ordered)
		for _, t := range tables {
			waits := slices.ContainsFunc(references, func(r reference) bool { return r.From == t.Name && !placed[r.To] })
			if placed[t.Name] || waits {
				continue
			}
			ordered, placed[t.Name] = append(ordered, t), true
		}
		if len(ordered) == before {
			return nil, errors.New("tables refer to each other in a circle")
		}
	}
	return ordered, nil
}

// rowOrder is the primary key as an ORDER BY, the same whatever the collation of
// the database is.
func rowOrder(ctx context.Context, tx *sqlx.Tx, table string) (string, error) {
	const query = `
		SELECT quote_ident(a.attname) || CASE WHEN a.attcollation <> 0 THEN ' COLLATE "C"' ELSE '' END
		FROM pg_index i
		CROSS JOIN LATERAL unnest(CAST(i.indkey AS smallint[])) WITH ORDINALITY AS k (attnum, place)
		JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
		WHERE i.indisprimary AND i.indrelid = CAST(quote_ident($1) AS regclass)
		ORDER BY k.place`
	var columns []string
	if err := tx.SelectContext(ctx, &columns, query, table); err != nil {
		return "", err
	}
	if len(columns) == 0 {
		return "", fmt.Errorf("table %s has no primary key", table)
	}
	return strings.Join(columns, ", "), nil
}

// eachRow gives the rows of a table as text, one by one: lib/pq reads them from
// the connection as they are asked for.
func eachRow(ctx context.Context, tx *sqlx.Tx, table string, use func(row string) error) error {
	order, err := rowOrder(ctx, tx, table)
	if err != nil {
		return err
	}
	// Names from the catalogue; the rows' own text needs no parameter.
	rows, err := tx.QueryContext(ctx, `SELECT CAST(t.* AS text) FROM `+pq.QuoteIdentifier(table)+` t ORDER BY `+order)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var row string
		if err := rows.Scan(&row); err != nil {
			return err
		}
		if err := use(row); err != nil {
			return err
		}
	}
	return rows.Err()
}

// exactText makes values read as text the very values again: times in full and
// in one zone, bytes in hexadecimal, numbers to their last digit.
const exactText = `
	SELECT set_config('TimeZone', 'UTC', true), set_config('DateStyle', 'ISO, YMD', true),
	       set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
	       set_config('extra_float_digits', '1', true), set_config('app.scope', 'backup', true)`

// sequences tells where the numbers of each table go on. It may be past what the
// rows hold, never before.
func sequences(ctx context.Context, tx *sqlx.Tx, tables []archive.Table) ([]archive.Sequence, error) {
	list := []archive.Sequence{}
	for _, t := range tables {
		for _, c := range t.Columns {
			var name *string
			if err := tx.GetContext(ctx, &name, `SELECT pg_get_serial_sequence(quote_ident($1), $2)`, t.Name, c.Name); err != nil {
				return nil, err
			}
			if name == nil {
				continue
			}
			s := archive.Sequence{Table: t.Name, Column: c.Name}
			if err := tx.QueryRowContext(ctx, `SELECT last_value, is_called FROM `+*name).Scan(&s.Last, &s.Called); err != nil {
				return nil, err
			}
			list = append(list, s)
		}
	}
	return list, nil
}

package postgres

import (
	"context"
	"database/sql"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"
)

// WallError says that row-level security would not bind the service: queries
// would work, and protect nothing. Its sentence is in web/french.
type WallError struct {
	Code string
	Args []string
}

// Codes of WallError.
const (
	CodeUserAboveWall   = "database_user_above_wall" // the user's name
	CodeAppAboveWall    = "database_app_above_wall"  // nothing
	CodeTableUnwalled   = "database_table_unwalled"  // the table's name
	CodeAppNotGrantedTo = "database_app_not_granted" // the user's name
)

// WallCodes lists them, for the test that walks all sentences.
var WallCodes = []string{CodeUserAboveWall, CodeAppAboveWall, CodeTableUnwalled, CodeAppNotGrantedTo}

func (e *WallError) Error() string { return e.Code }

// Problem gives web/french what it says.
func (e *WallError) Problem() (code string, args []string) { return e.Code, e.Args }

// CheckUser refuses a connection whose user row-level security does not bind.
// The service becomes constat_app in each transaction, so that it would hold
// all the same; but one statement outside of them, or one RESET ROLE, would
// see everything. It is asked before the schema is touched, whose tables such
// a user would own.
func CheckUser(ctx context.Context, db *sql.DB) error {
	// Both: a user may be made another one as it signs in (ALTER ROLE … SET ROLE).
	const query = `
		SELECT rolname FROM pg_roles
		WHERE rolname IN (session_user, current_user) AND (rolsuper OR rolbypassrls)
		LIMIT 1`
	var user string
	switch err := db.QueryRowContext(ctx, query).Scan(&user); err {
	case nil:
		return &WallError{CodeUserAboveWall, []string{pq.QuoteIdentifier(user)}}
	case sql.ErrNoRows:
		return nil
	default:
		return fault("look at the database user's rights", err)
	}
}

// checkRole tells an administrator what is missing, before the first
// transaction fails for it.
func (s *Store) checkRole(ctx context.Context) error {
	// From PostgreSQL 16 on, being a member of a role is not yet the right to become it.
	const query = `
		SELECT current_user,
		       pg_has_role('constat_app', CASE WHEN CAST(current_setting('server_version_num') AS integer) >= 160000
		                                       THEN 'SET' ELSE 'MEMBER' END)`
	var user string
	var may bool
	if err := s.db.QueryRowContext(ctx, query).Scan(&user, &may); err != nil {
		return fault("look for role constat_app", err)
	}
	if !may {
		return &WallError{CodeAppNotGrantedTo, []string{pq.QuoteIdentifier(user)}}
	}
	return nil
}

// checkWall refuses to serve when the role that the service works as sees
// through row-level security, or when a table that it may use has lost it.
// The user may own the tables: FORCE binds an owner too.
func (s *Store) checkWall(ctx context.Context) error {
	var above bool
	var open []string
	err := s.readService(ctx, "check row-level security", func(ctx context.Context, tx *sqlx.Tx) error {
		const role = `SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user`
		if err := tx.GetContext(ctx, &above, role); err != nil {
			return err
		}
		const unwalled = `
			SELECT c.relname FROM pg_class c
			WHERE c.relkind IN ('r', 'p') AND c.relnamespace = CAST(current_schema() AS regnamespace)
			  AND NOT (c.relrowsecurity AND c.relforcerowsecurity)
			  AND has_table_privilege(c.oid, 'SELECT, INSERT, UPDATE, DELETE')
			ORDER BY c.relname`
		open = nil
		return tx.SelectContext(ctx, &open, unwalled)
	})
	switch {
	case err != nil:
		return err
	case above:
		return &WallError{Code: CodeAppAboveWall}
	case len(open) > 0:
		return &WallError{CodeTableUnwalled, []string{pq.QuoteIdentifier(open[0])}}
	}
	return nil
}

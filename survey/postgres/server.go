package postgres

import (
	"context"
	"database/sql"
)

// Size is how many bytes the database takes on its disk.
func Size(ctx context.Context, db *sql.DB) (size int64, err error) {
	const query = `SELECT pg_database_size(current_database())`
	if err := db.QueryRowContext(ctx, query).Scan(&size); err != nil {
		return 0, fault("measure the database", err)
	}
	return size, nil
}

// ServerVersion is what the server calls itself: "15.18 (Debian 15.18-0+deb12u1)".
func ServerVersion(ctx context.Context, db *sql.DB) (version string, err error) {
	const query = `SELECT current_setting('server_version')`
	if err := db.QueryRowContext(ctx, query).Scan(&version); err != nil {
		return "", fault("ask for the server's version", err)
	}
	return version, nil
}

package private

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/lib/pq"
)

// Role is one of the cluster's SQL roles.
type Role string

const (
	Admin Role = "postgres"      // superuser: makes roles and databases, backs up
	Owner Role = "constat_owner" // owns the database and runs migrations
	App   Role = "constat_app"   // the service at work
)

var roles = []Role{Admin, Owner, App}

func readPasswords(at cluster) (map[Role]string, error) {
	passwords := map[Role]string{}
	for _, role := range roles {
		text, err := os.ReadFile(at.passwordFile(string(role)))
		if err != nil {
			return nil, refuse(err, CodeForeignFolder, at.dir)
		}
		passwords[role] = strings.TrimSpace(string(text))
	}
	return passwords, nil
}

// prepare creates the roles and the database. Each step may be done again: a
// start that was cut short leaves nothing to mend by hand.
func (c *Cluster) prepare(ctx context.Context) error {
	err := c.asAdmin(ctx, string(Admin), func(db *sql.DB) error {
		for _, role := range []Role{Owner, App} {
			if err := ensureRole(ctx, db, role, c.passwords[role]); err != nil {
				return err
			}
		}
		exists, err := has(ctx, db, "select exists (select from pg_database where datname = $1)", Database)
		if err != nil || exists {
			return err
		}
		return execute(ctx, db, "create database "+Database+" owner "+string(Owner))
	})
	if err != nil {
		return fmt.Errorf("prepare the private PostgreSQL: %w", err)
	}
	return c.grant(ctx, Database)
}

// ensureRole makes a role what it must be, whatever it has become.
func ensureRole(ctx context.Context, db *sql.DB, role Role, password string) error {
	exists, err := has(ctx, db, "select exists (select from pg_roles where rolname = $1)", string(role))
	if err != nil {
		return err
	}
	if !exists {
		if err := execute(ctx, db, "create role "+string(role)); err != nil {
			return err
		}
	}
	// The error of this statement is not wrapped with its text: it holds the password.
	_, err = db.ExecContext(ctx, "alter role "+string(role)+
		" login nosuperuser nocreatedb nocreaterole noreplication nobypassrls password "+pq.QuoteLiteral(password))
	if err != nil {
		return fmt.Errorf("set up role %s: %w", role, err)
	}
	return nil
}

// grant opens a database to the two roles only. Rights on tables are the
// migrations' to give, table by table: most are never updated or deleted from.
func (c *Cluster) grant(ctx context.Context, database string) error {
	err := c.asAdmin(ctx, database, func(db *sql.DB) error {
		name := pq.QuoteIdentifier(database)
		return execute(ctx, db,
			"revoke all on database "+name+" from public",
			"grant connect on database "+name+" to "+string(App),
			// Before 15, public belongs to the superuser and anyone creates there.
			"alter schema public owner to "+string(Owner),
			"revoke create on schema public from public",
			"grant usage on schema public to "+string(App))
	})
	if err != nil {
		return fmt.Errorf("open database %s to the service: %w", database, err)
	}
	return nil
}

// CreateDatabase makes another database for the two roles: a copy of template,
// which nobody may be connected to, or an empty one when template is "".
func (c *Cluster) CreateDatabase(ctx context.Context, name, template string) error {
	statement := "create database " + pq.QuoteIdentifier(name) + " owner " + string(Owner)
	if template != "" {
		statement += " template " + pq.QuoteIdentifier(template)
	}
	err := c.asAdmin(ctx, string(Admin), func(db *sql.DB) error { return execute(ctx, db, statement) })
	if err != nil {
		return fmt.Errorf("create database %s: %w", name, err)
	}
	return c.grant(ctx, name)
}

// DropDatabase removes a database made by CreateDatabase, and who is connected
// to it. The service's own database is refused.
func (c *Cluster) DropDatabase(ctx context.Context, name string) error {
	if name == Database {
		return errors.New("the service's database is never dropped")
	}
	err := c.asAdmin(ctx, string(Admin), func(db *sql.DB) error {
		return execute(ctx, db, "drop database "+pq.QuoteIdentifier(name)+" with (force)")
	})
	if err != nil {
		return fmt.Errorf("drop database %s: %w", name, err)
	}
	return nil
}

// answers tells whether the database can be reached.
func (c *Cluster) answers(ctx context.Context) error {
	db, err := open(c.OwnerDSN())
	if err != nil {
		return err
	}
	return errors.Join(db.PingContext(ctx), db.Close())
}

func (c *Cluster) asAdmin(ctx context.Context, database string, do func(*sql.DB) error) error {
	db, err := open(c.DSN(Admin, database))
	if err != nil {
		return err
	}
	db.SetMaxOpenConns(1)
	return errors.Join(do(db), db.Close())
}

func open(dsn string) (*sql.DB, error) {
	connector, err := pq.NewConnector(dsn)
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(connector), nil
}

func has(ctx context.Context, db *sql.DB, query, name string) (bool, error) {
	var found bool
	err := db.QueryRowContext(ctx, query, name).Scan(&found)
	return found, err
}

// execute runs statements one by one: CREATE DATABASE allows no transaction.
func execute(ctx context.Context, db *sql.DB, statements ...string) error {
	for _, s := range statements {
		if _, err := db.ExecContext(ctx, s); err != nil {
			return fmt.Errorf("%s: %w", s, err)
		}
	}
	return nil
}

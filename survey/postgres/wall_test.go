package postgres

import (
	"context"
	"encoding/hex"
	"errors"
	"testing"

	"github.com/google/uuid"
	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"
	"github.com/lib/pq/pqerror"

	"constat/survey"
	"constat/survey/postgres/private"
	"constat/survey/postgres/private/privatetest"
)

// The second wall: what the database does when the code forgets.

var tenantTables = []string{"territories", "form_versions", "campaigns", "submissions", "responses", "audit"}

func countRows(tb testing.TB, q sqlx.Queryer, table string) int {
	tb.Helper()
	var n int
	must(tb, sqlx.Get(q, &n, `SELECT count(*) FROM `+pq.QuoteIdentifier(table)))
	return n
}

func (f *fixture) superuser(tb testing.TB) *sqlx.DB {
	tb.Helper()
	c, err := pq.NewConfig(f.ownerDSN)
	must(tb, err)
	return connect(tb, privatetest.Cluster(tb).DSN(private.Admin, c.Database))
}

// scoped runs statements as the service would, in a scope.
func (f *fixture) scoped(tb testing.TB, network, name, receipt string, do func(tx *sqlx.Tx)) {
	tb.Helper()
	tx, err := f.app(tb).Beginx()
	must(tb, err)
	defer tx.Rollback()
	_, err = tx.Exec(setScope, network, name, receipt, "")
	must(tb, err)
	do(tx)
}

func TestWall_noScopeNoRow(t *testing.T) {
	f := newFixture(t)
	f.mustSubmit(t, f.lunel, submission("caché"))
	must(t, f.CreateAgent(context.Background(), survey.Agent{Login: "ines", Role: survey.RoleLead}, by("agent.create")))
	everything := append([]string{"agents", "agent_networks", "invitations", "sessions", "login_failures", "service_keys"}, tenantTables...)
	for who, db := range map[string]*sqlx.DB{"app": f.app(t), "owner": f.owner(t)} {
		for _, table := range everything {
			if table != "agent_networks" && table != "invitations" && table != "sessions" && table != "login_failures" {
				if n := countRows(t, f.superuser(t), table); n == 0 {
					t.Fatalf("%s is empty, so that this test proves nothing", table)
				}
			}
			if who == "owner" && hasNoRight(t, db, table) {
				continue
			}
			if n := countRows(t, db, table); n != 0 {
				t.Errorf("%s sees %d rows of %s without a scope", who, n, table)
			}
		}
	}
}

func hasNoRight(tb testing.TB, db *sqlx.DB, table string) bool {
	tb.Helper()
	var may bool
	must(tb, db.Get(&may, `SELECT has_table_privilege($1, 'SELECT')`, table))
	return !may
}

func TestWall_networkSeesItsOwn(t *testing.T) {
	f := newFixture(t)
	f.mustSubmit(t, f.lunel, submission("à Lunel"))
	f.mustSubmit(t, f.beziers, submission("à Béziers"))
	f.scoped(t, "lunel", "network", "", func(tx *sqlx.Tx) {
		for _, table := range tenantTables {
			var foreign int
			must(t, tx.Get(&foreign, `SELECT count(*) FROM `+table+` WHERE network_id <> 'lunel'`))
			if own := countRows(t, tx, table); own == 0 || foreign != 0 {
				t.Errorf("%s: %d rows of lunel, %d of others", table, own, foreign)
			}
		}
		if n := countRows(t, tx, "agents"); n != 0 {
			t.Errorf("%d agents seen from inside a network", n)
		}
	})
}

func TestWall_foreignInsertIsRefused(t *testing.T) {
	f := newFixture(t)
	for _, c := range []struct{ name, network, scope, statement string }{
		{"territory", "lunel", "network", `INSERT INTO territories (network_id, commune_code) VALUES ('beziers', '34032')`},
		{"network", "lunel", "network", `UPDATE networks SET slug = 'mien' WHERE slug = 'lunel'`},
		{"audit", "lunel", "network", `INSERT INTO audit (network_id, at, agent, action, object, reason) VALUES ('beziers', now(), '', '', '', '')`},
		{"audit of the service", "lunel", "network", `INSERT INTO audit (network_id, at, agent, action, object, reason) VALUES ('', now(), '', '', '', '')`},
		{"agent", "lunel", "network", `INSERT INTO agents (id, login, name, role, password, disabled) VALUES (gen_random_uuid(), 'x', '', 'admin', '', false)`},
		{"campaign by a respondent", "lunel", "respondent", `UPDATE campaigns SET state = 'closed' WHERE network_id = 'lunel'`},
		{"form by a respondent", "lunel", "respondent", `INSERT INTO form_versions (network_id, form_id, version, title, workbook, sha256) VALUES ('lunel', 'x', '1', '', '', sha256(''))`},
		{"empty network", "", "network", `INSERT INTO territories (network_id, commune_code) VALUES ('', '34032')`},
	} {
		t.Run(c.name, func(t *testing.T) {
			f.scoped(t, c.network, c.scope, "", func(tx *sqlx.Tx) {
				_, err := tx.Exec(c.statement)
				if pq.As(err, pqerror.InsufficientPrivilege) == nil {
					t.Errorf("error %v, want 42501", err)
				}
			})
		})
	}
}

func TestWall_respondentSeesHerReceiptOnly(t *testing.T) {
	f := newFixture(t)
	mine := f.mustSubmit(t, f.lunel, submission("à moi"))
	f.mustSubmit(t, f.lunel, submission("à une autre"))
	own := hex.EncodeToString(receiptHash(mine.Code))
	for receipt, want := range map[string]int{own: 1, "": 0, hex.EncodeToString(receiptHash("0")): 0} {
		f.scoped(t, "lunel", "respondent", receipt, func(tx *sqlx.Tx) {
			for _, table := range []string{"submissions", "responses"} {
				if n := countRows(t, tx, table); n != want {
					t.Errorf("receipt %q: %d rows of %s, want %d", receipt, n, table, want)
				}
			}
			if n := countRows(t, tx, "audit") + countRows(t, tx, "form_versions") + countRows(t, tx, "territories"); n != 0 {
				t.Errorf("a respondent reads %d rows that are not hers", n)
			}
		})
	}
	f.scoped(t, "beziers", "respondent", own, func(tx *sqlx.Tx) {
		if n := countRows(t, tx, "submissions"); n != 0 {
			t.Errorf("her receipt opens %d rows of another network", n)
		}
	})
}

func TestWall_senderSeesTheSubmissionSheNames(t *testing.T) {
	f := newFixture(t)
	mine := submission("à moi")
	f.mustSubmit(t, f.lunel, mine)
	f.mustSubmit(t, f.lunel, submission("à une autre"))
	for instance, want := range map[string]int{mine.InstanceID: 1, uuid.NewString(): 0, "": 0} {
		err := f.readSent(context.Background(), "look", "lunel", instance, func(_ context.Context, tx *sqlx.Tx) error {
			if n := countRows(t, tx, "submissions"); n != want {
				t.Errorf("instance %q: %d submissions, want %d", instance, n, want)
			}
			if n := countRows(t, tx, "responses"); n != 0 {
				t.Errorf("instance %q: %d responses", instance, n)
			}
			return nil
		})
		must(t, err)
	}
}

func TestWall_respondentCannotWriteUnderAnotherReceipt(t *testing.T) {
	f := newFixture(t)
	f.scoped(t, "lunel", "respondent", hex.EncodeToString(receiptHash("mine")), func(tx *sqlx.Tx) {
		const statement = `
			INSERT INTO submissions (network_id, campaign_id, instance_id, root_id, revision, receipt_hash,
			                         form_id, form_version, language, day, raw, sha256)
			VALUES ('lunel', $1, $2, $2, 1, $3, 'besoins', '1', 'fr', '2026-11-24', '', sha256(''))`
		_, err := tx.Exec(statement, f.lunel.ID, uuid.NewString(), receiptHash("another"))
		if pq.As(err, pqerror.InsufficientPrivilege) == nil {
			t.Errorf("error %v, want 42501", err)
		}
	})
}

func TestWall_auditIsAppendOnly(t *testing.T) {
	f := newFixture(t)
	for _, statement := range []string{
		`UPDATE audit SET reason = 'autre' WHERE network_id = 'lunel'`,
		`DELETE FROM audit WHERE network_id = 'lunel'`,
		`TRUNCATE audit`,
	} {
		f.scoped(t, "lunel", "network", "", func(tx *sqlx.Tx) {
			_, err := tx.Exec(statement)
			if pq.As(err, pqerror.InsufficientPrivilege) == nil {
				t.Errorf("%s: error %v, want 42501", statement, err)
			}
		})
	}
}

// The scope ends with the transaction, also for a setting that was set before.
func TestWall_nextBorrowerSeesNothing(t *testing.T) {
	f := newFixture(t)
	f.mustSubmit(t, f.lunel, submission("caché"))
	s := open(t, Config{DSN: f.appDSN, Connections: 1})
	must(t, s.SetCampaignState(context.Background(), "lunel", f.lunel.ID, survey.CampaignOpen, by("campaign.open")))
	for _, table := range tenantTables {
		if n := countRows(t, s.db, table); n != 0 {
			t.Errorf("the next borrower sees %d rows of %s", n, table)
		}
	}
	var settings string
	must(t, s.db.Get(&settings, `SELECT current_setting('app.network', true) || current_setting('app.scope', true) || current_setting('app.receipt', true) || current_setting('app.instance', true)`))
	if settings != "" {
		t.Errorf("settings left behind: %q", settings)
	}
}

// wantRefused opens a database that must not be served, for the reason named.
func wantRefused(t *testing.T, dsn, code string) {
	t.Helper()
	s, err := Open(context.Background(), Config{DSN: dsn})
	if err == nil {
		s.Close()
	}
	var refused *WallError
	if !errors.As(err, &refused) || refused.Code != code {
		t.Errorf("opened with %v, want %s", err, code)
	}
}

// wantUser judges a connection; "" when its user may serve.
func wantUser(t *testing.T, db *sqlx.DB, code string) {
	t.Helper()
	err := CheckUser(context.Background(), db.DB)
	var refused *WallError
	if code == "" && err != nil || code != "" && (!errors.As(err, &refused) || refused.Code != code) {
		t.Errorf("%v, want %q", err, code)
	}
}

// A superuser, a user with BYPASSRLS, and one who is made either by signing in.
func TestOpen_refusesAUserAboveTheWall(t *testing.T) {
	f := newFixture(t)
	c, err := pq.NewConfig(f.ownerDSN)
	must(t, err)
	wantRefused(t, privatetest.Cluster(t).DSN(private.Admin, c.Database), CodeUserAboveWall)

	dsn := hosted(t, "hosted_bypass", "BYPASSRLS")
	admin := connect(t, dsn)
	wantUser(t, admin, CodeUserAboveWall)
	alter := func(statement string) {
		t.Helper()
		_, err := f.superuser(t).Exec(statement)
		must(t, err)
	}
	alter(`ALTER ROLE hosted_bypass NOBYPASSRLS`)
	wantUser(t, connect(t, dsn), "")
	alter(`GRANT postgres TO hosted_bypass`)
	alter(`ALTER ROLE hosted_bypass SET role = 'postgres'`)
	wantUser(t, connect(t, dsn), CodeUserAboveWall)
	alter(`REVOKE postgres FROM hosted_bypass`)
}

func TestOpen_refusesARoleAboveTheWall(t *testing.T) {
	f := newFixture(t)
	db := f.superuser(t)
	hosted := hosted(t, "hosted_above", "CREATEROLE")
	must(t, migrate(context.Background(), hosted))
	_, err := db.Exec(`ALTER ROLE constat_app BYPASSRLS`)
	must(t, err)
	t.Cleanup(func() {
		_, err := db.Exec(`ALTER ROLE constat_app NOBYPASSRLS`)
		must(t, err)
	})
	wantRefused(t, hosted, CodeAppAboveWall)
	wantRefused(t, f.appDSN, CodeUserAboveWall)
}

// Owning the tables is no way around, as long as each has FORCE.
func TestOpen_refusesATableWithoutItsWall(t *testing.T) {
	f := newFixture(t)
	for _, statement := range []string{
		`ALTER TABLE responses NO FORCE ROW LEVEL SECURITY`,
		`ALTER TABLE responses FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY`,
	} {
		_, err := f.owner(t).Exec(statement)
		must(t, err)
		wantRefused(t, f.appDSN, CodeTableUnwalled)
	}
	_, err := f.owner(t).Exec(`ALTER TABLE responses ENABLE ROW LEVEL SECURITY`)
	must(t, err)
	// Another application's table beside ours is none of our business.
	_, err = f.owner(t).Exec(`CREATE TABLE voisine (id uuid PRIMARY KEY)`)
	must(t, err)
	open(t, Config{DSN: f.appDSN})
}

// wantNoTrace looks for a text in everything that is stored, as whoever stole
// the database would.
func (f *fixture) wantNoTrace(tb testing.TB, text string) {
	tb.Helper()
	db := f.superuser(tb)
	for _, query := range []string{
		`SELECT count(*) FROM submissions WHERE position(CAST($1 AS bytea) IN raw) > 0`,
		`SELECT count(*) FROM responses WHERE position($1 IN CAST(answers AS text)) > 0`,
		`SELECT count(*) FROM audit WHERE position($1 IN object || reason || action) > 0`,
	} {
		var n int
		must(tb, db.Get(&n, query, text))
		if n != 0 {
			tb.Errorf("%q is still there: %s", text, query)
		}
	}
}

package postgres

import (
	"context"
	"errors"
	"testing"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"constat/survey/postgres/private"
	"constat/survey/postgres/private/privatetest"
)

// hosted is a database of a provider: one user who owns it, is no superuser,
// and has the given rights.
func hosted(tb testing.TB, name, rights string) (dsn string) {
	tb.Helper()
	ctx := context.Background()
	cluster := privatetest.Cluster(tb)
	admin := connect(tb, cluster.DSN(private.Admin, "postgres"))
	user := pq.QuoteIdentifier(name)
	_, err := admin.Exec(`CREATE ROLE ` + user + ` LOGIN PASSWORD 'hosted' ` + rights)
	must(tb, err)
	must(tb, cluster.CreateDatabase(ctx, name, ""))
	_, err = admin.Exec(`ALTER DATABASE ` + user + ` OWNER TO ` + user)
	must(tb, err)
	inside := connect(tb, cluster.DSN(private.Admin, name))
	_, err = inside.Exec(`ALTER SCHEMA public OWNER TO ` + user)
	must(tb, err)
	tb.Cleanup(func() {
		inside.Close()
		must(tb, cluster.DropDatabase(ctx, name))
		_, err := admin.Exec(`DROP ROLE ` + user)
		must(tb, err)
	})
	c, err := pq.NewConfig(cluster.DSN(private.Owner, name))
	must(tb, err)
	return "host='" + c.Host + "' dbname=" + name + " user=" + name + " password=hosted"
}

// One user migrates and serves: DATABASE_URL.
func TestHosted_oneUserForEverything(t *testing.T) {
	dsn := hosted(t, "hosted_all", "CREATEROLE")
	must(t, migrate(context.Background(), dsn))
	s, err := OpenURL(context.Background(), dsn)
	must(t, err)
	defer s.Close()
	f := &fixture{Store: s, form: newForm(t, 2), ownerDSN: dsn, appDSN: dsn}
	lunel := f.addCampaign(t, "lunel")
	f.addCampaign(t, "beziers")
	f.mustSubmit(t, lunel, submission("chez un hébergeur"))
	wantCount(t, f, lunel, 1)
	f.scoped(t, "beziers", "network", "", func(tx *sqlx.Tx) {
		if n := countRows(t, tx, "submissions"); n != 0 {
			t.Errorf("%d rows of another network", n)
		}
	})
	for _, table := range tenantTables {
		if n := countRows(t, s.db, table); n != 0 {
			t.Errorf("the owner sees %d rows of %s without a scope", n, table)
		}
	}
}

// A user who may neither make the role nor become it is told so.
func TestHosted_missingRightIsNamed(t *testing.T) {
	dsn := hosted(t, "hosted_poor", "NOCREATEROLE")
	must(t, migrate(context.Background(), dsn)) // another database of the server has made the role
	s, err := OpenURL(context.Background(), dsn)
	if err == nil {
		s.Close()
		t.Fatal("opened without the right to become constat_app")
	}
	var refused *WallError
	if !errors.As(err, &refused) || refused.Code != CodeAppNotGrantedTo || refused.Args[0] != `"hosted_poor"` {
		t.Errorf("error %v does not say what to grant", err)
	}
}

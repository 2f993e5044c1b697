package postgres

import (
	"slices"
	"strings"
	"testing"

	"github.com/lib/pq"
)

// untenanted are the tables without network_id in front of their keys, each
// with the reason. Everything else belongs to one network (rule S1).
var untenanted = map[string]string{
	"networks":           "reference: the tenants themselves",
	"service_keys":       "reference: one row per database",
	"agents":             "service: an agent may serve several networks",
	"agent_networks":     "service: found by agent, at each sign-in",
	"invitations":        "service: found by token, before anything is known of the agent",
	"service_settings":   "service: one row per setting, of no network",
	"sessions":           "service: found by token, before anything is known of the agent",
	"login_failures":     "service: found by login, which may be nobody's",
	"editions":           "service: an edition holds all networks",
	"edition_aggregates": "service: networks added up",
	"edition_archives":   "service: the counts of all networks, as one system",
	"retention_runs":     "service: the erasure passes through all networks",
	"goose_db_version":   "the migration library's: the service has no right on it",
	"goose_lock":         "the migration library's: the service has no right on it",
}

// unscoped are the policies that let rows be seen without a scope.
var unscoped = map[string]string{
	"networks_read": "the networks are public, and on the first page",
}

// offenders runs a query that names what breaks a rule.
func offenders(t *testing.T, f *fixture, query string, args ...any) []string {
	t.Helper()
	names := []string{}
	must(t, f.owner(t).Select(&names, query, args...))
	return names
}

func tenantless(prefix string) []string {
	var names []string
	for name, reason := range untenanted {
		if strings.HasPrefix(reason, prefix) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

func TestCatalog_networkLeadsEveryKey(t *testing.T) {
	f := newFixture(t)
	const columnMissing = `
		SELECT c.relname FROM pg_class c
		WHERE c.relkind IN ('r', 'p') AND c.relnamespace = current_schema()::regnamespace
		  AND NOT c.relname = ANY ($1)
		  AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'network_id'
		                  AND a.attnotnull AND a.atttypid = 'text'::regtype)`
	const keyNotLed = `
		SELECT i.indexrelid::regclass::text FROM pg_index i
		JOIN pg_class c ON c.oid = i.indrelid
		JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
		WHERE c.relnamespace = current_schema()::regnamespace AND NOT c.relname = ANY ($1)
		  AND i.indisunique AND a.attname <> 'network_id'`
	const noPrimaryKey = `
		SELECT c.relname FROM pg_class c
		WHERE c.relkind IN ('r', 'p') AND c.relnamespace = current_schema()::regnamespace
		  AND NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary)`
	const foreignKeyNotLed = `
		SELECT k.conname FROM pg_constraint k
		JOIN pg_class c ON c.oid = k.conrelid
		JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.conkey[1]
		WHERE k.contype = 'f' AND c.relnamespace = current_schema()::regnamespace
		  AND NOT c.relname = ANY ($1) AND a.attname <> 'network_id'`
	var allowed []string
	for name := range untenanted {
		allowed = append(allowed, name)
	}
	for rule, query := range map[string]string{
		"no network_id text NOT NULL": columnMissing,
		"unique key not led by it":    keyNotLed,
		"foreign key not led by it":   foreignKeyNotLed,
	} {
		if found := offenders(t, f, query, pq.Array(allowed)); len(found) > 0 {
			t.Errorf("%s: %v", rule, found)
		}
	}
	if found := offenders(t, f, noPrimaryKey); len(found) > 0 {
		t.Errorf("no primary key: %v", found)
	}
}

func TestCatalog_allowListNamesRealTables(t *testing.T) {
	f := newFixture(t)
	const query = `SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = current_schema()::regnamespace`
	tables := offenders(t, f, query)
	for name := range untenanted {
		if !slices.Contains(tables, name) {
			t.Errorf("%s is in the allow-list and not in the schema", name)
		}
	}
	if len(tables) != len(untenanted)+12 {
		t.Errorf("%d tables besides the allow-list, want 12: say here that one was added", len(tables)-len(untenanted))
	}
}

// Rule S2: no identifier that runs out.
func TestCatalog_identifiers(t *testing.T) {
	f := newFixture(t)
	const sequences = `
		SELECT sequencename FROM pg_sequences
		WHERE schemaname = current_schema() AND data_type <> 'bigint'::regtype
		  AND sequencename NOT LIKE 'goose%'`
	if found := offenders(t, f, sequences); len(found) > 0 {
		t.Errorf("sequences that are not bigint: %v", found)
	}
	const keys = `
		SELECT c.relname || '.' || a.attname FROM pg_index i
		JOIN pg_class c ON c.oid = i.indrelid
		JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey)
		WHERE i.indisprimary AND c.relnamespace = current_schema()::regnamespace
		  AND c.relname NOT LIKE 'goose%'
		  AND a.atttypid NOT IN ('uuid'::regtype, 'bigint'::regtype, 'text'::regtype, 'bytea'::regtype)`
	if found := offenders(t, f, keys); len(found) > 0 {
		t.Errorf("keys of another type: %v", found)
	}
}

// Rule S3: reference and service tables say so.
func TestCatalog_commentsOfSharedTables(t *testing.T) {
	f := newFixture(t)
	for _, kind := range []string{"reference", "service"} {
		const query = `
			SELECT relname FROM pg_class
			WHERE relname = ANY ($1) AND relnamespace = current_schema()::regnamespace
			  AND coalesce(obj_description(oid, 'pg_class'), '') NOT LIKE $2 || ': %'`
		if found := offenders(t, f, query, pq.Array(tenantless(kind)), kind); len(found) > 0 {
			t.Errorf("no comment « %s: … » on %v", kind, found)
		}
	}
}

func TestCatalog_everyTableIsWalled(t *testing.T) {
	f := newFixture(t)
	const open = `
		SELECT c.relname FROM pg_class c
		WHERE c.relkind IN ('r', 'p') AND c.relnamespace = current_schema()::regnamespace
		  AND c.relname NOT LIKE 'goose%'
		  AND NOT (c.relrowsecurity AND c.relforcerowsecurity
		           AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid))`
	if found := offenders(t, f, open); len(found) > 0 {
		t.Errorf("without forced row-level security or without a policy: %v", found)
	}
	const forgotten = `
		SELECT c.relname FROM pg_class c
		WHERE c.relkind IN ('r', 'p') AND c.relnamespace = current_schema()::regnamespace
		  AND c.relname NOT LIKE 'goose%'
		  AND NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'backup')`
	if found := offenders(t, f, forgotten); len(found) > 0 {
		t.Errorf("not in a backup: %v; add the policy that migration 00015_backup.sql shows", found)
	}
	const blind = `
		SELECT p.polname FROM pg_policy p
		WHERE coalesce(pg_get_expr(p.polqual, p.polrelid), '') || coalesce(pg_get_expr(p.polwithcheck, p.polrelid), '')
		      NOT LIKE '%app.scope%'`
	for _, policy := range offenders(t, f, blind) {
		if unscoped[policy] == "" {
			t.Errorf("policy %s does not look at the scope", policy)
		}
	}
	const views = `
		SELECT relname FROM pg_class
		WHERE relkind IN ('v', 'm') AND relnamespace = current_schema()::regnamespace
		  AND NOT coalesce(reloptions, '{}') @> '{security_invoker=true}'`
	if found := offenders(t, f, views); len(found) > 0 {
		t.Errorf("views that see with their owner's eyes: %v", found)
	}
}

func TestCatalog_appRole(t *testing.T) {
	f := newFixture(t)
	const powers = `SELECT rolname FROM pg_roles WHERE rolname = 'constat_app' AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb)`
	if found := offenders(t, f, powers); len(found) > 0 {
		t.Error("constat_app has powers")
	}
	const owned = `SELECT c.relname FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner WHERE r.rolname = 'constat_app'`
	if found := offenders(t, f, owned); len(found) > 0 {
		t.Errorf("constat_app owns %v", found)
	}
	// Exactly these rights, and column by column where a row is not to be replaced.
	const granted = `
		SELECT c.relname || ' ' || p.privilege_type
		FROM pg_class c, aclexplode(c.relacl) p
		WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
		  AND p.grantee = 'constat_app'::regrole AND p.privilege_type NOT IN ('SELECT', 'INSERT')
		UNION ALL
		SELECT c.relname || '.' || a.attname || ' ' || p.privilege_type
		FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid, aclexplode(a.attacl) p
		WHERE c.relnamespace = current_schema()::regnamespace AND p.grantee = 'constat_app'::regrole
		ORDER BY 1`
	want := []string{
		"agent_networks DELETE",
		"agents.disabled UPDATE", "agents.login UPDATE", "agents.name UPDATE", "agents.password UPDATE", "agents.role UPDATE",
		"campaigns DELETE", "campaigns.closed_on UPDATE", "campaigns.closes_on UPDATE", "campaigns.contact UPDATE", "campaigns.erased_on UPDATE", "campaigns.form_version UPDATE", "campaigns.invited UPDATE",
		"campaigns.opens_on UPDATE", "campaigns.state UPDATE", "campaigns.title UPDATE",
		"draft_files DELETE", "edition_archives DELETE", "form_drafts DELETE", "form_drafts UPDATE",
		"invitations DELETE",
		"login_failures DELETE", "login_failures UPDATE",
		"networks UPDATE",
		"responses DELETE",
		"service_settings.value UPDATE",
		"sessions DELETE", "sessions.seen_at UPDATE",
		"submissions.raw UPDATE", "submissions.sha256 UPDATE", "submissions.withdrawn_on UPDATE",
		"territories DELETE",
	}
	got := offenders(t, f, granted)
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("rights beyond SELECT and INSERT:\n got %q\nwant %q", got, want)
	}
}

-- Row-level security, here and in every later migration, reads three settings
-- that a transaction makes for itself (postgres/scope.go). After it they may
-- be an empty string rather than unset, hence nullif: nothing set, no row.
--
--   app.network  the network that the transaction is about
--   app.scope    'network' (the service acting in a network), 'respondent'
--                (somebody who only has a link) or 'service' (accounts)
--   app.receipt  the hash of the respondent's receipt, in hexadecimal

-- +goose Up
CREATE TABLE networks (
    slug        text    NOT NULL PRIMARY KEY CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    name        text    NOT NULL,
    facilitator text    NOT NULL,
    since       integer NOT NULL,
    rhythm      text    NOT NULL,
    status      text    NOT NULL,
    contact     text    NOT NULL,
    source      text    NOT NULL,
    hypothesis  boolean NOT NULL
);
COMMENT ON TABLE networks IS 'reference: the tenants themselves; a handful of rows, public information';
ALTER TABLE networks ENABLE ROW LEVEL SECURITY;
ALTER TABLE networks FORCE ROW LEVEL SECURITY;
CREATE POLICY networks_read ON networks FOR SELECT USING (true);
CREATE POLICY networks_insert ON networks FOR INSERT
    WITH CHECK (slug = nullif(current_setting('app.network', true), '')
                AND current_setting('app.scope', true) = 'network');
CREATE POLICY networks_update ON networks FOR UPDATE
    USING (slug = nullif(current_setting('app.network', true), '')
           AND current_setting('app.scope', true) = 'network');
GRANT SELECT, INSERT, UPDATE ON networks TO constat_app;

CREATE TABLE territories (
    network_id   text NOT NULL REFERENCES networks (slug),
    commune_code text NOT NULL CHECK (commune_code ~ '^[0-9][0-9AB][0-9]{3}$'),
    PRIMARY KEY (network_id, commune_code)
);
COMMENT ON TABLE territories IS 'The communes of a network, by INSEE code; a commune may be in none or in several.';
ALTER TABLE territories ENABLE ROW LEVEL SECURITY;
ALTER TABLE territories FORCE ROW LEVEL SECURITY;
CREATE POLICY territories_network ON territories
    USING (network_id = nullif(current_setting('app.network', true), '')
           AND current_setting('app.scope', true) = 'network');
GRANT SELECT, INSERT, DELETE ON territories TO constat_app;

-- +goose Up
CREATE TABLE service_keys (
    name text  NOT NULL PRIMARY KEY,
    key  bytea NOT NULL CHECK (octet_length(key) >= 32)
);
COMMENT ON TABLE service_keys IS 'reference: random keys made once per database, such as the one that receipts are derived with';
ALTER TABLE service_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE service_keys FORCE ROW LEVEL SECURITY;
CREATE POLICY service_keys_service ON service_keys USING (current_setting('app.scope', true) = 'service');
GRANT SELECT, INSERT ON service_keys TO constat_app;

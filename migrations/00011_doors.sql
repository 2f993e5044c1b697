-- What the service knows of itself, and what becomes of accounts after they
-- were made.

-- +goose Up
CREATE TABLE service_settings (
    name  text NOT NULL PRIMARY KEY CHECK (name IN ('base_url')),
    value text NOT NULL
);
COMMENT ON TABLE service_settings IS 'service: one row per setting, such as the address of links, for the commands run beside the service';
ALTER TABLE service_settings ENABLE ROW LEVEL SECURITY;
ALTER TABLE service_settings FORCE ROW LEVEL SECURITY;
CREATE POLICY service_settings_service ON service_settings USING (current_setting('app.scope', true) = 'service');
GRANT SELECT, INSERT ON service_settings TO constat_app;
GRANT UPDATE (value) ON service_settings TO constat_app;

-- An account may be renamed, given another role or other networks.
GRANT UPDATE (login, name, role) ON agents TO constat_app;
GRANT DELETE ON agent_networks TO constat_app;

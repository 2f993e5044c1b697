-- Accounts belong to the service, not to one network: an agent may serve
-- several. They are reached in the scope 'service' only, so that nothing done
-- inside a network, or by a respondent, can read them.

-- +goose Up
CREATE TABLE agents (
    id       uuid    NOT NULL PRIMARY KEY,
    login    text    NOT NULL UNIQUE CHECK (login = lower(login) AND login <> ''),
    name     text    NOT NULL,
    role     text    NOT NULL CHECK (role IN ('lead', 'coordinator', 'admin')),
    password text    NOT NULL,
    disabled boolean NOT NULL
);
COMMENT ON TABLE agents IS 'service: people with an account; password is argon2id encoded, empty until chosen';
ALTER TABLE agents ENABLE ROW LEVEL SECURITY;
ALTER TABLE agents FORCE ROW LEVEL SECURITY;
CREATE POLICY agents_service ON agents USING (current_setting('app.scope', true) = 'service');
GRANT SELECT, INSERT ON agents TO constat_app;
GRANT UPDATE (password, disabled) ON agents TO constat_app;

CREATE TABLE agent_networks (
    agent_id   uuid NOT NULL REFERENCES agents (id),
    network_id text NOT NULL REFERENCES networks (slug),
    PRIMARY KEY (agent_id, network_id)
);
COMMENT ON TABLE agent_networks IS 'service: which networks a lead sees and steers';
ALTER TABLE agent_networks ENABLE ROW LEVEL SECURITY;
ALTER TABLE agent_networks FORCE ROW LEVEL SECURITY;
CREATE POLICY agent_networks_service ON agent_networks USING (current_setting('app.scope', true) = 'service');
GRANT SELECT, INSERT ON agent_networks TO constat_app;

CREATE TABLE invitations (
    token_hash bytea       NOT NULL PRIMARY KEY CHECK (octet_length(token_hash) = 32),
    agent_id   uuid        NOT NULL REFERENCES agents (id),
    expires_at timestamptz NOT NULL
);
CREATE INDEX invitations_agent ON invitations (agent_id);
COMMENT ON TABLE invitations IS 'service: one-time links to choose a password, deleted by their use; only the SHA-256 of the token';
ALTER TABLE invitations ENABLE ROW LEVEL SECURITY;
ALTER TABLE invitations FORCE ROW LEVEL SECURITY;
CREATE POLICY invitations_service ON invitations USING (current_setting('app.scope', true) = 'service');
GRANT SELECT, INSERT, DELETE ON invitations TO constat_app;

CREATE TABLE sessions (
    token_hash bytea       NOT NULL PRIMARY KEY CHECK (octet_length(token_hash) = 32),
    agent_id   uuid        NOT NULL REFERENCES agents (id),
    created_at timestamptz NOT NULL,
    seen_at    timestamptz NOT NULL
);
CREATE INDEX sessions_agent ON sessions (agent_id);
COMMENT ON TABLE sessions IS 'service: signed-in browsers; only the SHA-256 of the token';
ALTER TABLE sessions ENABLE ROW LEVEL SECURITY;
ALTER TABLE sessions FORCE ROW LEVEL SECURITY;
CREATE POLICY sessions_service ON sessions USING (current_setting('app.scope', true) = 'service');
GRANT SELECT, INSERT, DELETE ON sessions TO constat_app;
GRANT UPDATE (seen_at) ON sessions TO constat_app;

CREATE TABLE login_failures (
    key      text        NOT NULL PRIMARY KEY,
    failures integer     NOT NULL CHECK (failures > 0),
    last_at  timestamptz NOT NULL
);
CREATE INDEX login_failures_last ON login_failures (last_at);
COMMENT ON TABLE login_failures IS 'service: failed sign-ins by login or network prefix, forgotten after an hour';
ALTER TABLE login_failures ENABLE ROW LEVEL SECURITY;
ALTER TABLE login_failures FORCE ROW LEVEL SECURITY;
CREATE POLICY login_failures_service ON login_failures USING (current_setting('app.scope', true) = 'service');
GRANT SELECT, INSERT, UPDATE, DELETE ON login_failures TO constat_app;

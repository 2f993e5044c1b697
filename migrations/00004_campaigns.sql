-- +goose Up
CREATE TABLE form_versions (
    network_id text  NOT NULL REFERENCES networks (slug),
    form_id    text  NOT NULL,
    version    text  NOT NULL,
    title      text  NOT NULL,
    workbook   bytea NOT NULL,
    sha256     bytea NOT NULL CHECK (octet_length(sha256) = 32),
    PRIMARY KEY (network_id, form_id, version)
);
COMMENT ON TABLE form_versions IS 'Frozen forms, as uploaded. Never updated: a change is a new version.';
ALTER TABLE form_versions ENABLE ROW LEVEL SECURITY;
ALTER TABLE form_versions FORCE ROW LEVEL SECURITY;
CREATE POLICY form_versions_network ON form_versions
    USING (network_id = nullif(current_setting('app.network', true), '')
           AND current_setting('app.scope', true) = 'network');
GRANT SELECT, INSERT ON form_versions TO constat_app;

CREATE TABLE campaigns (
    network_id   text        NOT NULL REFERENCES networks (slug),
    id           uuid        NOT NULL,
    title        text        NOT NULL,
    form_id      text        NOT NULL,
    form_version text        NOT NULL,
    state        text        NOT NULL CHECK (state IN ('draft', 'open', 'closed')),
    -- The link names its network, so that it is found without looking into
    -- the others: "lunel-" and sixteen unguessable characters.
    link         text        NOT NULL CHECK (left(link, -16) = network_id || '-'),
    invited      integer     NOT NULL CHECK (invited >= 0),
    created_at   timestamptz NOT NULL,
    opens_on     date,
    closes_on    date,
    PRIMARY KEY (network_id, id),
    UNIQUE (network_id, link),
    FOREIGN KEY (network_id, form_id, form_version) REFERENCES form_versions (network_id, form_id, version)
);
COMMENT ON COLUMN campaigns.closes_on IS 'Last day on which answers are taken, Paris time.';
ALTER TABLE campaigns ENABLE ROW LEVEL SECURITY;
ALTER TABLE campaigns FORCE ROW LEVEL SECURITY;
CREATE POLICY campaigns_read ON campaigns FOR SELECT
    USING (network_id = nullif(current_setting('app.network', true), '')
           AND current_setting('app.scope', true) IN ('network', 'respondent'));
CREATE POLICY campaigns_insert ON campaigns FOR INSERT
    WITH CHECK (network_id = nullif(current_setting('app.network', true), '')
                AND current_setting('app.scope', true) = 'network');
-- A respondent may hold a campaign open while her answers are being kept (a
-- row lock asks for the right to update) and change nothing of it.
CREATE POLICY campaigns_update ON campaigns FOR UPDATE
    USING (network_id = nullif(current_setting('app.network', true), '')
           AND current_setting('app.scope', true) IN ('network', 'respondent'))
    WITH CHECK (network_id = nullif(current_setting('app.network', true), '')
                AND current_setting('app.scope', true) = 'network');
CREATE POLICY campaigns_delete ON campaigns FOR DELETE
    USING (network_id = nullif(current_setting('app.network', true), '')
           AND current_setting('app.scope', true) = 'network' AND state = 'draft');
GRANT SELECT, INSERT, DELETE ON campaigns TO constat_app;
GRANT UPDATE (title, state, invited, opens_on, closes_on) ON campaigns TO constat_app;

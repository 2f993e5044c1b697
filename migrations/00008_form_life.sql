-- The life of a form: drafts with their files, what is frozen with a version,
-- and when a campaign passed to another version.

-- +goose Up
ALTER TABLE form_versions ADD COLUMN frozen_at timestamptz;
COMMENT ON COLUMN form_versions.frozen_at IS 'Unknown for what was frozen before this column.';

CREATE TABLE form_files (
    network_id text  NOT NULL,
    form_id    text  NOT NULL,
    version    text  NOT NULL,
    name       text  NOT NULL CHECK (name <> ''),
    content    bytea NOT NULL,
    PRIMARY KEY (network_id, form_id, version, name),
    FOREIGN KEY (network_id, form_id, version) REFERENCES form_versions (network_id, form_id, version)
);
COMMENT ON TABLE form_files IS 'CSV files and pictures frozen with a form version.';
ALTER TABLE form_files ENABLE ROW LEVEL SECURITY;
ALTER TABLE form_files FORCE ROW LEVEL SECURITY;
CREATE POLICY form_files_network ON form_files
    USING (network_id = nullif(current_setting('app.network', true), '')
           AND current_setting('app.scope', true) = 'network');
GRANT SELECT, INSERT ON form_files TO constat_app;

CREATE TABLE form_drafts (
    network_id text        NOT NULL REFERENCES networks (slug),
    id         uuid        NOT NULL,
    -- Like a campaign's: it names its network, and nobody guesses the rest.
    link       text        NOT NULL CHECK (left(link, -16) = network_id || '-'),
    file_name  text        NOT NULL,
    workbook   bytea       NOT NULL,
    form_id    text        NOT NULL,
    version    text        NOT NULL,
    title      text        NOT NULL,
    faults     integer     NOT NULL CHECK (faults >= 0),
    remarks    integer     NOT NULL CHECK (remarks >= 0),
    saved_at   timestamptz NOT NULL,
    PRIMARY KEY (network_id, id),
    UNIQUE (network_id, link)
);
COMMENT ON TABLE form_drafts IS 'Uploaded forms, not yet published; replaced by a new upload, deleted by publication.';
ALTER TABLE form_drafts ENABLE ROW LEVEL SECURITY;
ALTER TABLE form_drafts FORCE ROW LEVEL SECURITY;
CREATE POLICY form_drafts_network ON form_drafts
    USING (network_id = nullif(current_setting('app.network', true), '')
           AND current_setting('app.scope', true) = 'network');
GRANT SELECT, INSERT, UPDATE, DELETE ON form_drafts TO constat_app;

CREATE TABLE draft_files (
    network_id text  NOT NULL,
    draft_id   uuid  NOT NULL,
    name       text  NOT NULL CHECK (name <> ''),
    content    bytea NOT NULL,
    PRIMARY KEY (network_id, draft_id, name),
    FOREIGN KEY (network_id, draft_id) REFERENCES form_drafts (network_id, id)
);
ALTER TABLE draft_files ENABLE ROW LEVEL SECURITY;
ALTER TABLE draft_files FORCE ROW LEVEL SECURITY;
CREATE POLICY draft_files_network ON draft_files
    USING (network_id = nullif(current_setting('app.network', true), '')
           AND current_setting('app.scope', true) = 'network');
GRANT SELECT, INSERT, DELETE ON draft_files TO constat_app;

CREATE TABLE form_changes (
    network_id   text        NOT NULL,
    id           bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
    campaign_id  uuid        NOT NULL,
    form_id      text        NOT NULL,
    from_version text        NOT NULL,
    to_version   text        NOT NULL,
    changed_at   timestamptz NOT NULL,
    PRIMARY KEY (network_id, id),
    FOREIGN KEY (network_id, campaign_id) REFERENCES campaigns (network_id, id) ON DELETE CASCADE,
    FOREIGN KEY (network_id, form_id, from_version) REFERENCES form_versions (network_id, form_id, version),
    FOREIGN KEY (network_id, form_id, to_version) REFERENCES form_versions (network_id, form_id, version)
);
CREATE INDEX form_changes_campaign ON form_changes (network_id, campaign_id);
COMMENT ON TABLE form_changes IS 'When a campaign passed from one version of its form to another.';
ALTER TABLE form_changes ENABLE ROW LEVEL SECURITY;
ALTER TABLE form_changes FORCE ROW LEVEL SECURITY;
CREATE POLICY form_changes_network ON form_changes
    USING (network_id = nullif(current_setting('app.network', true), '')
           AND current_setting('app.scope', true) = 'network');
GRANT SELECT, INSERT ON form_changes TO constat_app;

GRANT UPDATE (form_version) ON campaigns TO constat_app;

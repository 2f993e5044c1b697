-- Public editions: what was published of a wave's territories, together. What
-- is public outlives the answers; the true counts that the next edition is
-- judged beside do not. Nothing here is ever updated.

-- +goose Up
CREATE TABLE editions (
    id      uuid        NOT NULL PRIMARY KEY,
    form_id text        NOT NULL,
    title   text        NOT NULL,
    wave    text        NOT NULL CHECK (wave <> ''),
    number  integer     NOT NULL CHECK (number >= 1),
    made_at timestamptz NOT NULL,
    masked  integer     NOT NULL CHECK (masked >= 0),
    dropped integer     NOT NULL CHECK (dropped >= 0),
    UNIQUE (form_id, wave, number)
);
COMMENT ON TABLE editions IS 'service: the public editions of all networks; public information';
ALTER TABLE editions ENABLE ROW LEVEL SECURITY;
ALTER TABLE editions FORCE ROW LEVEL SECURITY;
CREATE POLICY editions_read ON editions FOR SELECT
    USING (current_setting('app.scope', true) IN ('network', 'service'));
CREATE POLICY editions_insert ON editions FOR INSERT
    WITH CHECK (current_setting('app.scope', true) = 'service');
GRANT SELECT, INSERT ON editions TO constat_app;

CREATE TABLE edition_aggregates (
    edition_id  uuid  NOT NULL REFERENCES editions (id),
    area        text  NOT NULL CHECK (area <> ''),
    name        text  NOT NULL,
    publication jsonb NOT NULL,
    ledger      jsonb NOT NULL,
    workbook    bytea NOT NULL,
    PRIMARY KEY (edition_id, area)
);
COMMENT ON TABLE edition_aggregates IS 'service: what an edition prints of several networks added up, such as the département; for coordinators';
ALTER TABLE edition_aggregates ENABLE ROW LEVEL SECURITY;
ALTER TABLE edition_aggregates FORCE ROW LEVEL SECURITY;
CREATE POLICY edition_aggregates_service ON edition_aggregates USING (current_setting('app.scope', true) = 'service');
GRANT SELECT, INSERT ON edition_aggregates TO constat_app;

-- A row of each network whose answers entered, also when too few entered for
-- anything to be printed. No foreign key to editions: it would not be led by
-- the network. Both rows are written in one transaction and neither is deleted.
CREATE TABLE edition_areas (
    network_id  text  NOT NULL REFERENCES networks (slug),
    edition_id  uuid  NOT NULL,
    area        text  NOT NULL CHECK (area <> ''),
    name        text  NOT NULL,
    publication jsonb,
    ledger      jsonb,
    workbook    bytea,
    PRIMARY KEY (network_id, edition_id),
    CHECK ((publication IS NULL) = (workbook IS NULL)),
    CHECK ((publication IS NULL) = (ledger IS NULL))
);
CREATE INDEX edition_areas_edition ON edition_areas (edition_id, area);
COMMENT ON COLUMN edition_areas.publication IS 'What the file shows, and nothing else: no true count.';
ALTER TABLE edition_areas ENABLE ROW LEVEL SECURITY;
ALTER TABLE edition_areas FORCE ROW LEVEL SECURITY;
CREATE POLICY edition_areas_read ON edition_areas FOR SELECT
    USING (network_id = nullif(current_setting('app.network', true), '')
               AND current_setting('app.scope', true) = 'network'
           OR current_setting('app.scope', true) = 'service');
CREATE POLICY edition_areas_insert ON edition_areas FOR INSERT
    WITH CHECK (current_setting('app.scope', true) = 'service');
GRANT SELECT, INSERT ON edition_areas TO constat_app;

CREATE TABLE edition_campaigns (
    network_id  text NOT NULL,
    campaign_id uuid NOT NULL,
    edition_id  uuid NOT NULL,
    PRIMARY KEY (network_id, campaign_id, edition_id),
    FOREIGN KEY (network_id, campaign_id) REFERENCES campaigns (network_id, id),
    FOREIGN KEY (network_id, edition_id) REFERENCES edition_areas (network_id, edition_id)
);
COMMENT ON TABLE edition_campaigns IS 'Whose answers entered which edition.';
ALTER TABLE edition_campaigns ENABLE ROW LEVEL SECURITY;
ALTER TABLE edition_campaigns FORCE ROW LEVEL SECURITY;
CREATE POLICY edition_campaigns_read ON edition_campaigns FOR SELECT
    USING (network_id = nullif(current_setting('app.network', true), '')
           AND current_setting('app.scope', true) = 'network');
CREATE POLICY edition_campaigns_insert ON edition_campaigns FOR INSERT
    WITH CHECK (current_setting('app.scope', true) = 'service');
GRANT SELECT, INSERT ON edition_campaigns TO constat_app;

CREATE TABLE edition_archives (
    edition_id uuid  NOT NULL PRIMARY KEY REFERENCES editions (id),
    archive    bytea NOT NULL
);
COMMENT ON TABLE edition_archives IS 'service: true counts of an edition and of those before it, for the one that comes next; never published, erased with the answers';
COMMENT ON COLUMN edition_archives.archive IS 'JSON, gzipped: it is read whole or not at all.';
ALTER TABLE edition_archives ENABLE ROW LEVEL SECURITY;
ALTER TABLE edition_archives FORCE ROW LEVEL SECURITY;
CREATE POLICY edition_archives_read ON edition_archives FOR SELECT
    USING (current_setting('app.scope', true) = 'service');
CREATE POLICY edition_archives_insert ON edition_archives FOR INSERT
    WITH CHECK (current_setting('app.scope', true) = 'service');
-- Inside a network nothing is read of an archive. One may be deleted there,
-- when answers of that network which it counts are marked erased: those that
-- entered the edition itself or an earlier one of the same wave.
CREATE POLICY edition_archives_expired ON edition_archives FOR DELETE
    USING (current_setting('app.scope', true) = 'network'
           AND edition_id IN (SELECT later.id FROM edition_campaigns e
                              JOIN campaigns c ON c.network_id = e.network_id AND c.id = e.campaign_id
                              JOIN editions entered ON entered.id = e.edition_id
                              JOIN editions later ON later.form_id = entered.form_id AND later.wave = entered.wave
                                                 AND later.number >= entered.number
                              WHERE e.network_id = nullif(current_setting('app.network', true), '')
                                AND c.erased_on IS NOT NULL));
GRANT SELECT, INSERT, DELETE ON edition_archives TO constat_app;

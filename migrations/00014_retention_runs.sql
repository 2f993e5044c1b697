-- The clock alone must not erase answers: retention compares the day with that
-- of its last run (survey.RetentionRun).

-- +goose Up
CREATE TABLE retention_runs (
    id        bigint  NOT NULL PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    today     date    NOT NULL,
    confirmed boolean NOT NULL,
    campaigns integer NOT NULL CHECK (campaigns >= 0)
);
COMMENT ON TABLE retention_runs IS 'service: the days on which retention ran, and how many campaigns it erased; proof of what was erased, never updated';
COMMENT ON COLUMN retention_runs.today IS 'Day on which it ran, Paris time, as the clock said.';
COMMENT ON COLUMN retention_runs.confirmed IS 'A person gave the day.';
ALTER TABLE retention_runs ENABLE ROW LEVEL SECURITY;
ALTER TABLE retention_runs FORCE ROW LEVEL SECURITY;
CREATE POLICY retention_runs_service ON retention_runs USING (current_setting('app.scope', true) = 'service');
GRANT SELECT, INSERT ON retention_runs TO constat_app;

-- A database from before this table: the newest day that it holds stands for
-- the last run. Read now, before a wrong clock has written anything.
ALTER TABLE submissions NO FORCE ROW LEVEL SECURITY;
ALTER TABLE campaigns NO FORCE ROW LEVEL SECURITY;
ALTER TABLE audit NO FORCE ROW LEVEL SECURITY;
ALTER TABLE retention_runs NO FORCE ROW LEVEL SECURITY;
INSERT INTO retention_runs (today, confirmed, campaigns)
SELECT newest, false, 0
FROM (SELECT greatest((SELECT max(day) FROM submissions),
                      (SELECT max(closed_on) FROM campaigns),
                      (SELECT CAST(max(at) AT TIME ZONE 'Europe/Paris' AS date) FROM audit)) AS newest) stored
WHERE newest IS NOT NULL;
ALTER TABLE submissions FORCE ROW LEVEL SECURITY;
ALTER TABLE campaigns FORCE ROW LEVEL SECURITY;
ALTER TABLE audit FORCE ROW LEVEL SECURITY;
ALTER TABLE retention_runs FORCE ROW LEVEL SECURITY;

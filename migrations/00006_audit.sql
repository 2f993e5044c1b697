-- Who did what, when, in which network and why. Nobody who serves pages can
-- change or delete an entry: the role has no such right.

-- +goose Up
CREATE TABLE audit (
    network_id text        NOT NULL, -- '' when the act concerns no network
    -- Random: a number that grows would place a respondent's act, dated to the
    -- day, between two acts of agents, dated to the second.
    id         uuid        NOT NULL DEFAULT gen_random_uuid(),
    at         timestamptz NOT NULL,
    agent      text        NOT NULL,
    action     text        NOT NULL,
    object     text        NOT NULL,
    reason     text        NOT NULL,
    PRIMARY KEY (network_id, id)
);
CREATE INDEX audit_at ON audit (network_id, at);
COMMENT ON COLUMN audit.at IS 'To the day only for what a respondent does.';
COMMENT ON COLUMN audit.object IS 'What it was done to; for what a respondent does, the campaign and never her submission.';
ALTER TABLE audit ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit FORCE ROW LEVEL SECURITY;
CREATE POLICY audit_read ON audit FOR SELECT
    USING (network_id = nullif(current_setting('app.network', true), '')
               AND current_setting('app.scope', true) = 'network'
           OR network_id = '' AND current_setting('app.scope', true) = 'service');
-- An act on an account may concern a network (access given), hence 'service'.
CREATE POLICY audit_append ON audit FOR INSERT
    WITH CHECK (network_id = nullif(current_setting('app.network', true), '')
                    AND current_setting('app.scope', true) IN ('network', 'respondent')
                OR current_setting('app.scope', true) = 'service');
GRANT SELECT, INSERT ON audit TO constat_app;

-- Answers are kept 24 months at most after their campaign closed
-- (survey.RetentionMonths), as respondents are told.

-- +goose Up
ALTER TABLE campaigns ADD COLUMN closed_on date, ADD COLUMN erased_on date;
COMMENT ON COLUMN campaigns.closed_on IS 'Day of the closing by hand, Paris time, or closes_on when that was earlier.';
COMMENT ON COLUMN campaigns.erased_on IS 'Day on which the content of all its answers was erased, Paris time.';

-- What is closed already was closed on the day that the audit says. The owner
-- is bound to row-level security too, and has no scope here.
ALTER TABLE campaigns NO FORCE ROW LEVEL SECURITY;
ALTER TABLE audit NO FORCE ROW LEVEL SECURITY;
UPDATE campaigns c
SET closed_on = least(c.closes_on, coalesce(
        (SELECT CAST(max(a.at) AT TIME ZONE 'Europe/Paris' AS date) FROM audit a
         WHERE a.network_id = c.network_id AND a.object = CAST(c.id AS text)
           AND a.action IN ('campaign.close', 'campaign.closed')),
        CAST(c.created_at AT TIME ZONE 'Europe/Paris' AS date)))
WHERE c.state = 'closed';
ALTER TABLE campaigns FORCE ROW LEVEL SECURITY;
ALTER TABLE audit FORCE ROW LEVEL SECURITY;

ALTER TABLE campaigns
    ADD CHECK ((state = 'closed') = (closed_on IS NOT NULL)),
    ADD CHECK (erased_on IS NULL OR state = 'closed');
GRANT UPDATE (closed_on, erased_on) ON campaigns TO constat_app;

-- Inside a network, content may be erased, and only that of a campaign which
-- is marked so. Nothing may be written in its place.
CREATE POLICY submissions_expired ON submissions FOR UPDATE
    USING (network_id = nullif(current_setting('app.network', true), '')
           AND current_setting('app.scope', true) = 'network'
           AND campaign_id IN (SELECT c.id FROM campaigns c
                               WHERE c.network_id = nullif(current_setting('app.network', true), '')
                                 AND c.erased_on IS NOT NULL))
    WITH CHECK (network_id = nullif(current_setting('app.network', true), '')
                AND current_setting('app.scope', true) = 'network'
                AND raw IS NULL AND sha256 IS NULL);
CREATE POLICY responses_expired ON responses FOR DELETE
    USING (network_id = nullif(current_setting('app.network', true), '')
           AND current_setting('app.scope', true) = 'network'
           AND campaign_id IN (SELECT c.id FROM campaigns c
                               WHERE c.network_id = nullif(current_setting('app.network', true), '')
                                 AND c.erased_on IS NOT NULL));
COMMENT ON COLUMN submissions.raw IS 'The bytes as received; erased by a withdrawal or at the end of retention, and their hash with them.';
COMMENT ON COLUMN submissions.withdrawn_on IS 'Day on which the content was erased: by its author, or with its whole campaign (campaigns.erased_on).';

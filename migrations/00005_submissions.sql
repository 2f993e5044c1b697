-- What was received (submissions) and what it means (responses), in the same
-- transaction. A correction is a new revision beside the old one; only a
-- withdrawal erases. Days, never times: a finer time would help to link an
-- answer to an invitation.

-- +goose Up
CREATE TABLE submissions (
    network_id    text    NOT NULL,
    campaign_id   uuid    NOT NULL,
    instance_id   uuid    NOT NULL,
    root_id       uuid    NOT NULL,
    deprecated_id uuid,
    revision      integer NOT NULL CHECK (revision >= 1),
    receipt_hash  bytea   NOT NULL CHECK (octet_length(receipt_hash) = 32),
    form_id       text    NOT NULL,
    form_version  text    NOT NULL,
    language      text    NOT NULL,
    day           date    NOT NULL,
    raw           bytea,
    sha256        bytea,
    withdrawn_on  date,
    PRIMARY KEY (network_id, campaign_id, instance_id),
    FOREIGN KEY (network_id, campaign_id) REFERENCES campaigns (network_id, id),
    CHECK ((revision = 1) = (deprecated_id IS NULL)),
    CHECK ((withdrawn_on IS NULL) = (raw IS NOT NULL)),
    CHECK ((withdrawn_on IS NULL) = (sha256 IS NOT NULL))
);
-- The condition is always true. It keeps this index out of the foreign key's
-- check, whose plan is made while the table is empty and all indexes look
-- alike: it would read the whole network at each insertion.
CREATE UNIQUE INDEX submissions_receipt ON submissions (network_id, receipt_hash, revision) WHERE revision >= 1;
COMMENT ON COLUMN submissions.raw IS 'The bytes as received; erased by a withdrawal, and their hash with them.';
COMMENT ON COLUMN submissions.root_id IS 'The first revision, from which the receipt is derived.';
ALTER TABLE submissions ENABLE ROW LEVEL SECURITY;
ALTER TABLE submissions FORCE ROW LEVEL SECURITY;
CREATE POLICY submissions_network ON submissions FOR SELECT
    USING (network_id = nullif(current_setting('app.network', true), '')
           AND current_setting('app.scope', true) = 'network');
CREATE POLICY submissions_own ON submissions
    USING (network_id = nullif(current_setting('app.network', true), '')
           AND current_setting('app.scope', true) = 'respondent'
           AND receipt_hash = decode(nullif(current_setting('app.receipt', true), ''), 'hex'));
-- A phone that corrects what it sent (OpenRosa) has no receipt: it has the
-- submission's UUID, which nobody guesses. It opens that row only.
CREATE POLICY submissions_sent ON submissions FOR SELECT
    USING (network_id = nullif(current_setting('app.network', true), '')
           AND current_setting('app.scope', true) = 'respondent'
           AND instance_id = CAST(nullif(current_setting('app.instance', true), '') AS uuid));
GRANT SELECT, INSERT ON submissions TO constat_app;
GRANT UPDATE (raw, sha256, withdrawn_on) ON submissions TO constat_app;

CREATE TABLE responses (
    network_id   text    NOT NULL,
    campaign_id  uuid    NOT NULL,
    instance_id  uuid    NOT NULL,
    revision     integer NOT NULL CHECK (revision >= 1),
    receipt_hash bytea   NOT NULL,
    form_version text    NOT NULL,
    day          date    NOT NULL,
    answers      jsonb   NOT NULL CHECK (jsonb_typeof(answers) = 'object'),
    PRIMARY KEY (network_id, campaign_id, instance_id),
    FOREIGN KEY (network_id, campaign_id, instance_id) REFERENCES submissions (network_id, campaign_id, instance_id)
);
COMMENT ON TABLE responses IS 'Judged answers, one row per revision; the current one is the last of its receipt. A withdrawal deletes them.';
ALTER TABLE responses ENABLE ROW LEVEL SECURITY;
ALTER TABLE responses FORCE ROW LEVEL SECURITY;
CREATE POLICY responses_network ON responses FOR SELECT
    USING (network_id = nullif(current_setting('app.network', true), '')
           AND current_setting('app.scope', true) = 'network');
CREATE POLICY responses_own ON responses
    USING (network_id = nullif(current_setting('app.network', true), '')
           AND current_setting('app.scope', true) = 'respondent'
           AND receipt_hash = decode(nullif(current_setting('app.receipt', true), ''), 'hex'));
GRANT SELECT, INSERT, DELETE ON responses TO constat_app;

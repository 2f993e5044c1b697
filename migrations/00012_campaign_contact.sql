-- Whom a respondent asks, as the notice of the questionnaires promises.

-- +goose Up
ALTER TABLE campaigns ADD COLUMN contact text NOT NULL DEFAULT '';
COMMENT ON COLUMN campaigns.contact IS 'Whom respondents ask: an address or a telephone of a function, never of a person; empty = the network''s own.';
GRANT UPDATE (contact) ON campaigns TO constat_app;

COMMENT ON COLUMN submissions.raw IS 'The fields of the answers that count; erased by a withdrawal or at the end of retention, and their hash with them.';
COMMENT ON COLUMN submissions.sha256 IS 'Of what was received, before judging left anything out; of raw in rows of before this comment.';

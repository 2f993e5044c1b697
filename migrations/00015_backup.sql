-- A backup reads every table whole, and row-level security binds the owner too.
-- So the owner, and nobody else, may read in the scope 'backup'. A later
-- migration that makes a table gives it this policy as well:
--
--   CREATE POLICY backup ON t FOR SELECT TO CURRENT_USER
--       USING (current_setting('app.scope', true) = 'backup');

-- +goose Up
-- +goose StatementBegin
DO $$
DECLARE
    name text;
BEGIN
    FOR name IN
        SELECT c.relname FROM pg_class c
        WHERE c.relkind IN ('r', 'p') AND c.relnamespace = current_schema()::regnamespace
          AND c.relname NOT LIKE 'goose%'
          AND NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'backup')
    LOOP
        EXECUTE format('CREATE POLICY backup ON %I FOR SELECT TO CURRENT_USER'
                       ' USING (current_setting(''app.scope'', true) = ''backup'')', name);
    END LOOP;
END
$$;
-- +goose StatementEnd

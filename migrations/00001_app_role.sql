-- The service works as constat_app: data only, never the schema, and always
-- under row-level security, whatever the rights of the user who connects.
-- A role belongs to the whole server, so another database may have made it.
-- +goose Up
-- +goose StatementBegin
DO $$
DECLARE
    allowed boolean;
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'constat_app') THEN
        BEGIN
            CREATE ROLE constat_app NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
        EXCEPTION
            WHEN duplicate_object OR unique_violation THEN
                NULL; -- made at the same moment by a migration of another database
            WHEN insufficient_privilege THEN
                RAISE EXCEPTION 'role constat_app is missing and % may not create it', current_user
                    USING HINT = format('As an administrator: CREATE ROLE constat_app NOLOGIN; GRANT constat_app TO %I;', current_user);
        END;
    END IF;

    -- From PostgreSQL 16 on, whoever creates a role administers it without
    -- being allowed to become it.
    IF current_setting('server_version_num')::integer >= 160000 THEN
        allowed := pg_has_role(current_user, 'constat_app', 'SET');
    ELSE
        allowed := pg_has_role(current_user, 'constat_app', 'MEMBER');
    END IF;
    IF NOT allowed THEN
        BEGIN
            EXECUTE format('GRANT constat_app TO %I', current_user);
        EXCEPTION WHEN insufficient_privilege THEN
            NULL; -- a private cluster: the service signs in as constat_app itself
        END;
    END IF;

    IF NOT has_schema_privilege('constat_app', current_schema(), 'USAGE') THEN
        EXECUTE format('GRANT USAGE ON SCHEMA %I TO constat_app', current_schema());
    END IF;
END
$$;
-- +goose StatementEnd

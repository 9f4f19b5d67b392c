-- What the run-time role may do in this database: read and write rows, and nothing else. Run once
-- in a new database, before the first migration, by who may act for register_owner.
SELECT format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database()) \gexec
SELECT format('GRANT CONNECT ON DATABASE %I TO register_run', current_database()) \gexec
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO register_owner;
GRANT USAGE ON SCHEMA public TO register_run;
ALTER DEFAULT PRIVILEGES FOR ROLE register_owner IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO register_run;
ALTER DEFAULT PRIVILEGES FOR ROLE register_owner IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO register_run;
ALTER DEFAULT PRIVILEGES FOR ROLE register_owner IN SCHEMA public
    GRANT EXECUTE ON FUNCTIONS TO register_run;
-- For a database that was there before:
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO register_run;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO register_run;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO register_run;

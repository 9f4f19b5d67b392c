-- The two roles, which may nothing by themselves; passwords come as the variables owner_password and run_password of psql.
SELECT 'CREATE ROLE register_owner LOGIN'
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'register_owner') \gexec
SELECT 'CREATE ROLE register_run LOGIN'
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'register_run') \gexec
ALTER ROLE register_owner PASSWORD :'owner_password';
ALTER ROLE register_run PASSWORD :'run_password';

-- The log-in of web and workers, with the rights of the role `wallet_app` and no others.
-- For psql, by the owner of the tables, after production_role.sql; safe to repeat.

\set ON_ERROR_STOP on
SET client_min_messages = warning;
\getenv password STORE_DB_PASSWORD

SELECT 'CREATE ROLE store' WHERE NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'store') \gexec
ALTER ROLE store LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'password';
ALTER ROLE store SET timezone = 'UTC';
GRANT wallet_app TO store;

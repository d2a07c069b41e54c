-- The role that the store runs as in production: it reads the ledger, and posts through the ledger's
-- own functions. Run by the owner of the tables after each `migrate`; safe to repeat.
--
--     psql "$OWNER_URL" -f wallets/ledger/sql/production_role.sql
--     GRANT wallet_app TO the_login_of_web_and_workers;

DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'wallet_app') THEN
        CREATE ROLE wallet_app NOLOGIN;
    END IF;
END $$;

GRANT USAGE ON SCHEMA public TO wallet_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO wallet_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO wallet_app;

-- The ledger: to read, to open an account, to set a credit line; nothing else.
REVOKE ALL ON ledger_account, ledger_entry, ledger_posting, ledger_checkpoint, ledger_horizon, ledger_seal
    FROM PUBLIC, wallet_app;
GRANT SELECT ON ledger_account, ledger_entry, ledger_posting, ledger_checkpoint, ledger_horizon, ledger_seal
    TO wallet_app;
GRANT INSERT, UPDATE (floor) ON ledger_account TO wallet_app;
REVOKE ALL ON SEQUENCE ledger_account_id_seq, ledger_entry_id_seq, ledger_posting_id_seq,
    ledger_checkpoint_id_seq, ledger_seal_id_seq FROM wallet_app;

-- A new function may be called by everybody until told otherwise.
DO $$
DECLARE
    v_function regprocedure;
BEGIN
    FOR v_function IN
        SELECT p.oid FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
        WHERE n.nspname = 'public' AND p.proname LIKE 'ledger\_%'
    LOOP
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', v_function);
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO wallet_app', v_function);
    END LOOP;
END $$;

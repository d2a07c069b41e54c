-- The ledger protects itself: entries and postings are only ever added, and only by ledger_post_*.
-- The triggers hold for the owner of the tables too. The setting `ledger.writer` is switched on by
-- the writer functions for the time of their call; switching it on by hand is what seals and
-- verify_ledger are there to show.

CREATE FUNCTION ledger_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The ledger is append-only: % on % is refused.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'LG001', HINT = 'Correct an entry with a new one: reverse_entry().';
END $$;

-- Asked by every payment, and in the function rather than in a WHEN, because PostgreSQL keeps a function
-- ready to run and reads a WHEN anew for each statement.
CREATE FUNCTION ledger_refuse_stranger() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('ledger.writer', true) IS DISTINCT FROM 'on' THEN
        RAISE EXCEPTION 'Only the ledger''s own function writes %.', TG_TABLE_NAME USING ERRCODE = 'LG002';
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION ledger_refuse_account() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'An account opens empty, and a customer''s with a number from 1,000,000 up.'
        USING ERRCODE = 'LG002';
END $$;

CREATE TRIGGER entry_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_entry
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER posting_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_posting
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER seal_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_seal
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER account_is_never_deleted BEFORE DELETE OR TRUNCATE ON ledger_account
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();

CREATE TRIGGER entry_is_written_by_the_ledger BEFORE INSERT ON ledger_entry
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_stranger();
CREATE TRIGGER posting_is_written_by_the_ledger BEFORE INSERT ON ledger_posting
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_stranger();
CREATE TRIGGER seal_is_written_by_the_ledger BEFORE INSERT ON ledger_seal
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_stranger();
CREATE TRIGGER balance_is_written_by_the_ledger BEFORE UPDATE OF balance, last_posted_at ON ledger_account
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_stranger();

CREATE TRIGGER account_keeps_its_identity BEFORE UPDATE OF id, code, currency, type, guarded ON ledger_account
    FOR EACH ROW WHEN (
        OLD.id <> NEW.id OR OLD.code <> NEW.code OR OLD.currency <> NEW.currency
        OR OLD.type <> NEW.type OR OLD.guarded <> NEW.guarded
    )
    EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER account_opens_empty BEFORE INSERT ON ledger_account
    FOR EACH ROW WHEN (NEW.balance <> 0 OR NEW.last_posted_at IS NOT NULL)
    EXECUTE FUNCTION ledger_refuse_account();
-- The writer doesn't even look at an account below: it has no balance to lock.
CREATE TRIGGER account_is_numbered_by_its_kind BEFORE INSERT ON ledger_account
    FOR EACH ROW WHEN (NEW.guarded <> (NEW.id >= 1000000))
    EXECUTE FUNCTION ledger_refuse_account();

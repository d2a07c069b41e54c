-- A limit for staff that holds or held is what they were bound by: it stays as it was set.

CREATE FUNCTION wallets_keep_limit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.starts_at <= statement_timestamp() THEN
        RAISE EXCEPTION 'A limit for staff in force or past is never changed.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'limit_in_force_is_never_changed';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;

CREATE TRIGGER limit_in_force_is_never_changed
    BEFORE UPDATE OR DELETE ON wallets_adjustmentpolicy
    FOR EACH ROW EXECUTE FUNCTION wallets_keep_limit();

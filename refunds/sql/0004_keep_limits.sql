-- A limit for refunds that holds or held is what staff were bound by: it stays as it was set.
CREATE FUNCTION refunds_keep_limits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.starts_at <= statement_timestamp() THEN
        RAISE EXCEPTION 'A limit for refunds in force or past is never changed.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'refund_limits_in_force_are_never_changed';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;

CREATE TRIGGER refund_limits_in_force_are_never_changed
    BEFORE UPDATE OR DELETE ON refunds_refundlimits
    FOR EACH ROW EXECUTE FUNCTION refunds_keep_limits();

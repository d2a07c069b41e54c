-- Terms that hold or held are the store's word, and an answer of a rule is its history: both stay.
CREATE FUNCTION refunds_keep_terms() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.starts_at <= statement_timestamp() THEN
        RAISE EXCEPTION 'Terms of a credit rule in force or past are never changed.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'terms_in_force_are_never_changed';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;

CREATE TRIGGER terms_in_force_are_never_changed
    BEFORE UPDATE OR DELETE ON refunds_creditruleterms
    FOR EACH ROW EXECUTE FUNCTION refunds_keep_terms();

CREATE FUNCTION refunds_keep_issue() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'An answer of a credit rule is never changed.'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'issue_is_never_changed';
END
$$;

CREATE TRIGGER issue_is_never_changed
    BEFORE UPDATE OR DELETE ON refunds_creditruleissue
    FOR EACH ROW EXECUTE FUNCTION refunds_keep_issue();

-- What is taken back of a credit is never more than what was given, and its history stays.
CREATE FUNCTION refunds_require_given() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM refunds_creditruleissue i
    WHERE i.id = NEW.issue_id AND i.outcome = 'given' AND i.amount_currency = NEW.amount_currency
        AND i.amount >= (SELECT sum(t.amount) FROM refunds_takencredit t WHERE t.issue_id = i.id);
    IF NOT FOUND THEN
        RAISE EXCEPTION 'More would be taken back of the credit % than was given.', NEW.issue_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'credit_is_taken_back_at_most_once';
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER credit_is_taken_back_at_most_once
    AFTER INSERT ON refunds_takencredit
    FOR EACH ROW EXECUTE FUNCTION refunds_require_given();

CREATE FUNCTION refunds_keep_taken_credit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'What was taken back of a credit is never changed.'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'taken_credit_is_never_changed';
END
$$;

CREATE TRIGGER taken_credit_is_never_changed
    BEFORE UPDATE OR DELETE ON refunds_takencredit
    FOR EACH ROW EXECUTE FUNCTION refunds_keep_taken_credit();

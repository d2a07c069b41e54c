-- What a check of one row can't say: a return stands where its last event says, comes there by one of the
-- ways that there are, and never by a decision of who returns; its history is never changed; and open
-- returns and refunds together never hold more of a line than was bought.

CREATE FUNCTION refunds_keep_return_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The history of a return is never changed.'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'return_history_is_never_changed';
END
$$;

CREATE TRIGGER return_history_is_never_changed
    BEFORE UPDATE OR DELETE OR TRUNCATE ON refunds_returnevent
    FOR EACH STATEMENT EXECUTE FUNCTION refunds_keep_return_history();

CREATE FUNCTION refunds_check_return_step() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    v_before text;
    v_customer bigint;
BEGIN
    SELECT e.state INTO v_before FROM refunds_returnevent e
    WHERE e.return_request_id = NEW.return_request_id ORDER BY e.id DESC LIMIT 1;
    SELECT r.customer_id INTO v_customer FROM refunds_returnrequest r WHERE r.id = NEW.return_request_id;

    IF NOT (CASE COALESCE(v_before, '')
        WHEN '' THEN NEW.state = 'requested'
        WHEN 'requested' THEN NEW.state IN ('approved', 'rejected', 'canceled')
        WHEN 'approved' THEN NEW.state IN ('label_sent', 'received', 'rejected')
        WHEN 'label_sent' THEN NEW.state IN ('label_sent', 'received', 'rejected')
        WHEN 'received' THEN NEW.state IN ('inspected', 'rejected')
        WHEN 'inspected' THEN NEW.state IN ('inspected', 'refunded', 'rejected')
        ELSE false
    END) THEN
        RAISE EXCEPTION 'Return % can not go from % to %.', NEW.return_request_id, v_before, NEW.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'return_goes_from_state_to_state';
    END IF;
    IF NEW.actor_id = v_customer AND NEW.state NOT IN ('requested', 'canceled') THEN
        RAISE EXCEPTION 'Return % is not decided by who returns.', NEW.return_request_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'return_is_not_decided_by_who_returns';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER return_goes_from_state_to_state
    BEFORE INSERT ON refunds_returnevent
    FOR EACH ROW EXECUTE FUNCTION refunds_check_return_step();

CREATE FUNCTION refunds_require_return_state() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    v_return_id uuid;
BEGIN
    IF TG_TABLE_NAME = 'refunds_returnrequest' THEN
        v_return_id := NEW.id;
    ELSE
        v_return_id := NEW.return_request_id;
    END IF;
    PERFORM 1 FROM refunds_returnrequest r
    WHERE r.id = v_return_id AND r.state IS DISTINCT FROM (
        SELECT e.state FROM refunds_returnevent e WHERE e.return_request_id = r.id ORDER BY e.id DESC LIMIT 1);
    IF FOUND THEN
        RAISE EXCEPTION 'Return % does not stand where its history says.', v_return_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'return_stands_where_its_history_says';
    END IF;
    RETURN NULL;
END
$$;

CREATE CONSTRAINT TRIGGER return_stands_where_its_history_says
    AFTER INSERT OR UPDATE OF state ON refunds_returnrequest
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION refunds_require_return_state();

CREATE CONSTRAINT TRIGGER return_follows_its_history
    AFTER INSERT ON refunds_returnevent
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION refunds_require_return_state();

CREATE FUNCTION refunds_require_bought() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    v_payment_id uuid;
    v_bought integer;
    v_taken integer;
BEGIN
    IF TG_TABLE_NAME = 'refunds_refundline' THEN
        SELECT r.payment_id INTO v_payment_id FROM refunds_refund r WHERE r.id = NEW.refund_id;
    ELSE
        SELECT r.payment_id INTO v_payment_id FROM refunds_returnrequest r WHERE r.id = NEW.return_request_id;
    END IF;

    SELECT MAX(l.bought) INTO v_bought FROM refunds_returnline l
    JOIN refunds_returnrequest r ON r.id = l.return_request_id
    WHERE r.payment_id = v_payment_id AND l.reference = NEW.reference;

    -- A return that has a refund is counted as that.
    SELECT COALESCE(SUM(number), 0) INTO v_taken FROM (
        SELECT COALESCE(l.accepted, l.quantity) AS number FROM refunds_returnline l
        JOIN refunds_returnrequest r ON r.id = l.return_request_id
        WHERE r.payment_id = v_payment_id AND l.reference = NEW.reference
            AND r.state IN ('requested', 'approved', 'label_sent', 'received', 'inspected')
            AND NOT EXISTS (SELECT 1 FROM refunds_refund f WHERE f.return_request_id = r.id
                            AND f.status NOT IN ('rejected', 'expired'))
        UNION ALL
        SELECT l.quantity FROM refunds_refundline l JOIN refunds_refund f ON f.id = l.refund_id
        WHERE f.payment_id = v_payment_id AND l.reference = NEW.reference
            AND f.status NOT IN ('rejected', 'expired', 'reversed')
    ) held;

    IF v_taken > v_bought THEN
        RAISE EXCEPTION 'Of line % more is returned than was bought.', NEW.reference
            USING ERRCODE = 'check_violation', CONSTRAINT = 'line_is_returned_at_most_as_bought';
    END IF;
    RETURN NULL;
END
$$;

CREATE CONSTRAINT TRIGGER line_is_returned_at_most_as_bought
    AFTER INSERT OR UPDATE OF quantity, bought, accepted ON refunds_returnline
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION refunds_require_bought();

CREATE CONSTRAINT TRIGGER line_is_refunded_at_most_as_bought
    AFTER INSERT OR UPDATE OF quantity ON refunds_refundline
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION refunds_require_bought();

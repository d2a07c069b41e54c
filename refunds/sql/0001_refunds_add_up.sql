-- What a check of one row can't say: at the end of each transaction the parts of a refund sum to it, the
-- tenders are refunded by exactly those parts, and no line of an order is refunded beyond what it cost.

CREATE FUNCTION refunds_require_parts() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    v_refund_id uuid;
    v_parts record;
BEGIN
    IF TG_TABLE_NAME = 'refunds_refund' THEN
        v_refund_id := NEW.id;
    ELSIF TG_OP = 'DELETE' THEN
        v_refund_id := OLD.refund_id;
    ELSE
        v_refund_id := NEW.refund_id;
    END IF;

    SELECT r.status, r.amount, r.fee, r.amount_currency,
        COALESCE(SUM(a.amount), 0) AS parts, COALESCE(SUM(a.fee), 0) AS fees,
        COALESCE(BOOL_OR(a.amount_currency <> r.amount_currency), false) AS is_mixed,
        COALESCE(BOOL_OR(t.payment_id <> r.payment_id), false) AS is_anothers
    INTO v_parts
    FROM refunds_refund r
    LEFT JOIN refunds_refundallocation a ON a.refund_id = r.id
    LEFT JOIN checkout_tender t ON t.id = a.tender_id
    WHERE r.id = v_refund_id
    GROUP BY r.id;

    IF v_parts.is_mixed OR v_parts.is_anothers
        OR (v_parts.status IN ('processing', 'pending_gateway', 'done', 'failed', 'reversed')
            AND (v_parts.parts <> v_parts.amount OR v_parts.fees <> v_parts.fee))
        OR (v_parts.status IN ('requested', 'approved', 'rejected', 'expired') AND v_parts.parts <> 0)
    THEN
        RAISE EXCEPTION 'The parts of refund % do not sum to it.', v_refund_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'refund_is_the_sum_of_its_parts';
    END IF;
    RETURN NULL;
END
$$;

CREATE CONSTRAINT TRIGGER refund_is_the_sum_of_its_parts
    AFTER INSERT OR UPDATE OF amount, fee, status, payment_id ON refunds_refund
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION refunds_require_parts();

CREATE CONSTRAINT TRIGGER refund_parts_sum_to_their_refund
    AFTER INSERT OR DELETE OR UPDATE OF refund_id, tender_id, amount, amount_currency, fee
    ON refunds_refundallocation
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION refunds_require_parts();

CREATE FUNCTION refunds_require_tenders() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    v_tender_id uuid;
BEGIN
    IF TG_TABLE_NAME = 'checkout_tender' THEN
        v_tender_id := NEW.id;
    ELSIF TG_OP = 'DELETE' THEN
        v_tender_id := OLD.tender_id;
    ELSE
        v_tender_id := NEW.tender_id;
    END IF;

    PERFORM 1
    FROM checkout_tender t
    LEFT JOIN refunds_refundallocation a ON a.tender_id = t.id
    WHERE t.id = v_tender_id
    GROUP BY t.id
    HAVING COALESCE(SUM(a.amount - a.returned), 0) <> t.refunded;

    IF FOUND THEN
        RAISE EXCEPTION 'Tender % is not refunded by its refunds.', v_tender_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'tender_is_refunded_by_its_refunds';
    END IF;
    RETURN NULL;
END
$$;

CREATE CONSTRAINT TRIGGER tender_is_refunded_by_its_refunds
    AFTER UPDATE OF refunded ON checkout_tender
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION refunds_require_tenders();

CREATE CONSTRAINT TRIGGER refunds_are_noted_on_their_tender
    AFTER INSERT OR DELETE OR UPDATE OF tender_id, amount, returned ON refunds_refundallocation
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION refunds_require_tenders();

CREATE FUNCTION refunds_require_lines() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM refunds_refund r JOIN refunds_refundline l ON l.refund_id = r.id
    WHERE r.id = NEW.refund_id
    GROUP BY r.id
    HAVING SUM(l.amount) <> r.amount OR BOOL_OR(l.amount_currency <> r.amount_currency);
    IF FOUND THEN
        RAISE EXCEPTION 'The lines of refund % do not sum to it.', NEW.refund_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'refund_is_the_sum_of_its_lines';
    END IF;

    PERFORM 1 FROM refunds_refund mine
    JOIN refunds_refund r ON r.payment_id = mine.payment_id
        AND r.status NOT IN ('rejected', 'expired', 'reversed')
    JOIN refunds_refundline l ON l.refund_id = r.id AND l.reference = NEW.reference
    WHERE mine.id = NEW.refund_id
    HAVING SUM(l.amount) > NEW.line_total;
    IF FOUND THEN
        RAISE EXCEPTION 'Line % is refunded beyond what it cost.', NEW.reference
            USING ERRCODE = 'check_violation', CONSTRAINT = 'line_is_refunded_at_most_once';
    END IF;
    RETURN NULL;
END
$$;

CREATE CONSTRAINT TRIGGER refund_is_the_sum_of_its_lines
    AFTER INSERT OR UPDATE ON refunds_refundline
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION refunds_require_lines();

-- A version of the policy that holds or held is the store's word: it stays as it was published.
CREATE FUNCTION refunds_keep_policy() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.starts_at <= statement_timestamp() THEN
        RAISE EXCEPTION 'A store-credit policy in force or past is never changed.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'policy_in_force_is_never_changed';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;

CREATE TRIGGER policy_in_force_is_never_changed
    BEFORE UPDATE OR DELETE ON refunds_storecreditpolicy
    FOR EACH ROW EXECUTE FUNCTION refunds_keep_policy();

-- An order is paid when its tenders are captured for the full total, never otherwise. A check of one
-- row can't say so; these do, at the end of each transaction that touched a payment or a tender.

CREATE FUNCTION checkout_require_sums() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    v_payment_id uuid;
BEGIN
    IF TG_TABLE_NAME = 'checkout_payment' THEN
        v_payment_id := NEW.id;
    ELSIF TG_OP = 'DELETE' THEN
        v_payment_id := OLD.payment_id;
    ELSE
        v_payment_id := NEW.payment_id;
    END IF;

    PERFORM 1
    FROM checkout_payment payment
    LEFT JOIN checkout_tender tender ON tender.payment_id = payment.id
    WHERE payment.id = v_payment_id
    GROUP BY payment.id
    HAVING COALESCE(SUM(tender.amount), 0) <> payment.total
        OR COALESCE(SUM(tender.captured), 0) <> payment.captured
        OR BOOL_OR(tender.amount_currency <> payment.total_currency);

    IF FOUND THEN
        RAISE EXCEPTION 'The tenders of payment % do not sum to it.', v_payment_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'payment_is_the_sum_of_its_tenders';
    END IF;
    RETURN NULL;
END
$$;

CREATE CONSTRAINT TRIGGER payment_is_the_sum_of_its_tenders
    AFTER INSERT OR UPDATE OF total, total_currency, captured ON checkout_payment
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION checkout_require_sums();

CREATE CONSTRAINT TRIGGER tenders_sum_to_their_payment
    AFTER INSERT OR DELETE OR UPDATE OF payment_id, amount, amount_currency, captured ON checkout_tender
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION checkout_require_sums();

-- A new payment and its tenders were added up once for each of them. Where it has a tender, the tender's own
-- look is the same one.

CREATE OR REPLACE FUNCTION checkout_require_sums() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    v_payment_id uuid;
BEGIN
    IF TG_TABLE_NAME = 'checkout_payment' THEN
        v_payment_id := NEW.id;
        IF TG_OP = 'INSERT' AND EXISTS (SELECT FROM checkout_tender t WHERE t.payment_id = NEW.id) THEN
            RETURN NULL;
        END IF;
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
        OR COALESCE(SUM(tender.refunded), 0) <> payment.refunded
        OR BOOL_OR(tender.amount_currency <> payment.total_currency);

    IF FOUND THEN
        RAISE EXCEPTION 'The tenders of payment % do not sum to it.', v_payment_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'payment_is_the_sum_of_its_tenders';
    END IF;
    RETURN NULL;
END
$$;

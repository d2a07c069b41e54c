-- Another storefront's order that a wallet alone pays, at once: all of it in one round trip. The payment,
-- its tender and lines, the entry of the ledger and the message; or nothing at all, where anything about it is
-- not plain. Answers with the entry's id, or NULL if nothing was done and the long way must be gone, which
-- knows rewards, cards and holds, and the words of every refusal.
--
-- The customer is named by p_reference, the store's own id of them, or by p_customer if they have none.
-- p_minor and p_amount are the same amount, in minor units and as it stands in rows.
--
-- Locks the wallet, as everybody does. Its balance is read for a first look; the ledger looks again, under the
-- account's lock, and refuses. Repeated keys and orders that are paid already are refused by their constraints.
-- Rewards that come at the same moment come too late.
--
-- The rows are those that the long way writes, column by column; a test compares them.

CREATE FUNCTION checkout_pay_at_once(
    p_reference text, p_customer bigint, p_currency text, p_minor bigint, p_amount numeric, p_order text,
    p_key text, p_fingerprint text, p_uses_rewards boolean, p_now timestamptz, p_sales bigint,
    p_payment uuid, p_tender uuid, p_description text, p_return_url text, p_cancel_url text, p_lines jsonb,
    p_message uuid, p_context jsonb, p_data jsonb
) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    v_customer bigint;
    v_account bigint;
    v_is_payable boolean;
    v_entry bigint;
BEGIN
    IF p_reference IS NOT NULL THEN
        SELECT w.customer_id, w.available_account_id, w.status = 'open' AND a.balance - a.floor >= p_minor
        INTO v_customer, v_account, v_is_payable
        FROM accounts_user u
        JOIN wallets_wallet w ON w.customer_id = u.id AND w.currency = p_currency
        JOIN ledger_account a ON a.id = w.available_account_id
        WHERE u.reference = p_reference AND u.is_active
        FOR NO KEY UPDATE OF w;
    ELSE
        SELECT w.customer_id, w.available_account_id, w.status = 'open' AND a.balance - a.floor >= p_minor
        INTO v_customer, v_account, v_is_payable
        FROM accounts_user u
        JOIN wallets_wallet w ON w.customer_id = u.id AND w.currency = p_currency
        JOIN ledger_account a ON a.id = w.available_account_id
        WHERE u.id = p_customer AND u.reference IS NULL AND u.is_active
        FOR NO KEY UPDATE OF w;
    END IF;
    IF v_is_payable IS NOT TRUE THEN
        RETURN NULL;
    END IF;
    IF p_uses_rewards AND EXISTS (
        SELECT FROM rewards_rewardwallet r JOIN rewards_creditlot l ON l.wallet_id = r.id
        WHERE r.customer_id = v_customer AND r.currency = p_currency
            AND l.remaining > 0 AND (l.expires_at IS NULL OR l.expires_at > p_now))
    THEN
        RETURN NULL;
    END IF;

    v_entry := (ledger_post_entry(
        'order_paid:tender:' || p_tender, 'order_paid', p_order, '', '', NULL,
        ARRAY[p_sales, v_account], ARRAY[p_currency, p_currency], ARRAY[p_minor, -p_minor]))[1];

    INSERT INTO checkout_payment (
        id, customer_id, order_reference, is_external, description, total, total_currency, captured,
        captured_currency, refunded, refunded_currency, status, key, fingerprint, return_url, cancel_url,
        void_reason, failure, created_at, settled_at)
    VALUES (
        p_payment, v_customer, p_order, true, p_description, p_amount, p_currency, p_amount,
        p_currency, 0, p_currency, 'captured', p_key, p_fingerprint, p_return_url, p_cancel_url,
        '', '', p_now, p_now);
    INSERT INTO checkout_tender (
        id, payment_id, kind, position, amount, amount_currency, captured, captured_currency, refunded,
        refunded_currency, status, save_card, gateway_key, gateway_session, gateway_payment, method, card_brand,
        card_last4, redirect_url, failure, entry_id, created_at)
    VALUES (
        p_tender, p_payment, 'wallet', 0, p_amount, p_currency, p_amount, p_currency, 0,
        p_currency, 'captured', false, '', '', '', '', '',
        '', '', '', v_entry, p_now);
    IF p_lines IS NOT NULL THEN
        INSERT INTO checkout_paymentline (
            id, payment_id, reference, description, product, category, quantity, amount, amount_currency, is_delivery)
        SELECT l.id, p_payment, l.reference, l.description, l.product, l.category, l.quantity, l.amount, p_currency,
            l.is_delivery
        FROM jsonb_to_recordset(p_lines) AS l (
            id uuid, reference text, description text, product text, category text, quantity int, amount numeric,
            is_delivery boolean);
    END IF;
    INSERT INTO notifications_outboxmessage (
        id, kind, recipient_id, dedupe_key, subject, context, data, due_at, created_at)
    VALUES (
        p_message, 'order_paid', v_customer, 'order_paid:' || p_payment, 'customer:' || v_customer, p_context,
        p_data, p_now, p_now);
    RETURN v_entry;
END $$;

-- Locks a customer's wallet and reward wallet, in this order, and reads under these locks what a new payment
-- must know: what can be spent, an earlier payment with the same key, and one of the same order that is open
-- or captured (p_taken says in which states). No row without a wallet; rewards_id is NULL without a reward
-- wallet.
--
-- A function, because PostgreSQL plans what is in it once in a session, and all of it is one round trip. Each
-- statement in it sees what had committed before it began: what stands below a lock is read under it.

CREATE FUNCTION checkout_lock_payer(
    p_customer bigint, p_currency text, p_key text, p_order text, p_is_external boolean, p_taken text[],
    p_now timestamptz,
    OUT wallet_id uuid, OUT wallet_status text, OUT available_account bigint, OUT held_account bigint,
    OUT available bigint, OUT rewards_id uuid, OUT rewards_available bigint, OUT earlier_id uuid,
    OUT other_status text
) RETURNS SETOF record ROWS 1 LANGUAGE plpgsql AS $$
BEGIN
    SELECT w.id, w.status, w.available_account_id, w.held_account_id
    INTO wallet_id, wallet_status, available_account, held_account
    FROM wallets_wallet w WHERE w.customer_id = p_customer AND w.currency = p_currency FOR NO KEY UPDATE;
    IF wallet_id IS NULL THEN
        RETURN;
    END IF;

    SELECT r.id INTO rewards_id
    FROM rewards_rewardwallet r WHERE r.customer_id = p_customer AND r.currency = p_currency FOR NO KEY UPDATE;

    SELECT a.balance - a.floor INTO available FROM ledger_account a WHERE a.id = available_account;
    rewards_available := 0;
    IF rewards_id IS NOT NULL THEN
        SELECT coalesce(sum(l.remaining), 0) INTO rewards_available
        FROM rewards_creditlot l
        WHERE l.wallet_id = rewards_id AND l.remaining > 0 AND (l.expires_at IS NULL OR l.expires_at > p_now);
    END IF;

    SELECT p.id INTO earlier_id FROM checkout_payment p WHERE p.customer_id = p_customer AND p.key = p_key;
    SELECT p.status INTO other_status
    FROM checkout_payment p
    WHERE p.customer_id = p_customer AND p.order_reference = p_order AND p.is_external = p_is_external
        AND p.status = ANY (p_taken)
    LIMIT 1;
    RETURN NEXT;
END $$;

-- Balances at past instants. A checkpoint is the sum of a system account's postings up to an instant;
-- what came after is the tail. A guarded account needs none: each of its postings carries its balance.

CREATE FUNCTION ledger_balance_at(p_account bigint, p_at timestamptz) RETURNS bigint LANGUAGE plpgsql STABLE AS $$
DECLARE
    v_guarded boolean := (SELECT a.guarded FROM ledger_account a WHERE a.id = p_account);
    v_from timestamptz;
    v_base bigint;
BEGIN
    IF v_guarded THEN
        RETURN coalesce((
            SELECT p.balance_after FROM ledger_posting p WHERE p.account_id = p_account AND p.posted_at <= p_at
            ORDER BY p.posted_at DESC, p.id DESC LIMIT 1), 0);
    END IF;
    SELECT c.at, c.balance INTO v_from, v_base FROM ledger_checkpoint c
    WHERE c.account_id = p_account AND c.at <= p_at ORDER BY c.at DESC LIMIT 1;
    RETURN coalesce(v_base, 0) + coalesce((
        SELECT sum(p.amount) FROM ledger_posting p
        WHERE p.account_id = p_account AND p.posted_at > coalesce(v_from, '-infinity') AND p.posted_at <= p_at), 0);
END $$;

-- A checkpoint at the horizon for each system account that moved since its last one. Answers how many;
-- NULL while the horizon is not settled.
CREATE FUNCTION ledger_roll_up() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    v_at timestamptz;
    v_count bigint;
BEGIN
    PERFORM ledger_hold_horizon();
    IF NOT ledger_is_settled() THEN
        RETURN NULL;
    END IF;
    SELECT h.at INTO v_at FROM ledger_horizon h;
    INSERT INTO ledger_checkpoint (account_id, at, balance)
    SELECT a.id, v_at, ledger_balance_at(a.id, v_at) FROM ledger_account a
    WHERE NOT a.guarded AND EXISTS (
        SELECT 1 FROM ledger_posting p WHERE p.account_id = a.id AND p.posted_at <= v_at AND p.posted_at > coalesce(
            (SELECT max(c.at) FROM ledger_checkpoint c WHERE c.account_id = a.id), '-infinity'));
    GET DIAGNOSTICS v_count = ROW_COUNT;
    RETURN v_count;
END $$;

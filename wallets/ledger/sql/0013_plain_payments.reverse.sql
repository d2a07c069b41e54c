DROP FUNCTION ledger_post_entry(text, text, text, text, text, bigint, bigint[], text[], bigint[]);

CREATE FUNCTION ledger_post_entry(
    p_key text, p_kind text, p_reference text, p_description text, p_actor text, p_reverses bigint,
    p_accounts bigint[], p_currencies text[], p_amounts bigint[],
    OUT entry_id bigint, OUT posted_at timestamptz, OUT replayed boolean, OUT balances bigint[]
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET ledger.writer = 'on' AS $$
DECLARE
    v_count int := cardinality(p_accounts);
    v_fingerprint bytea := ledger_fingerprint(
        p_kind, p_reference, p_description, p_reverses, p_accounts, p_currencies, p_amounts);
    v_stored bytea;
    v_balance bigint;
    v_floor bigint;
    v_last timestamptz;
    v_short bigint;
    v_available bigint;
BEGIN
    IF (v_count = 2 AND cardinality(p_currencies) = 2 AND cardinality(p_amounts) = 2
        AND p_accounts[1] < p_accounts[2] AND p_currencies[1] = p_currencies[2]
        AND p_amounts[1]::numeric + p_amounts[2] = 0) IS NOT TRUE
    THEN
        PERFORM ledger_require_shape(p_key, p_accounts, p_currencies, p_amounts);
    END IF;

    posted_at := greatest(clock_timestamp(), now());
    balances := array_fill(NULL::bigint, ARRAY[v_count]);
    FOR i IN 1 .. v_count LOOP
        CONTINUE WHEN p_accounts[i] < 1000000;  -- The store's own: nothing to lock.
        SELECT a.balance, a.floor, a.last_posted_at INTO v_balance, v_floor, v_last
        FROM ledger_account a WHERE a.id = p_accounts[i] FOR NO KEY UPDATE;
        balances[i] := v_balance + p_amounts[i];
        IF FOUND THEN
            posted_at := greatest(posted_at, v_last);
            IF p_amounts[i] < 0 AND balances[i] < v_floor AND v_short IS NULL THEN
                v_short := p_accounts[i];
                v_available := v_balance - v_floor;
            END IF;
        END IF;
    END LOOP;

    INSERT INTO ledger_entry AS e
        (posted_at, kind, idempotency_key, fingerprint, reference, description, actor, reverses_id)
    VALUES (greatest(ledger_post_entry.posted_at, (SELECT h.at + interval '1 microsecond' FROM ledger_horizon h)),
            p_kind, p_key, v_fingerprint, p_reference, p_description, p_actor, p_reverses)
    ON CONFLICT (idempotency_key) DO NOTHING RETURNING e.id, e.posted_at INTO entry_id, posted_at;

    IF entry_id IS NULL THEN
        SELECT e.id, e.posted_at, e.fingerprint INTO entry_id, posted_at, v_stored
        FROM ledger_entry e WHERE e.idempotency_key = p_key;
        PERFORM ledger_require_same(p_key, v_stored, v_fingerprint);
        SELECT array_agg(p.balance_after ORDER BY p.account_id) INTO balances
        FROM ledger_posting p WHERE p.entry_id = ledger_post_entry.entry_id;
        replayed := true;
        RETURN;
    END IF;

    replayed := false;
    IF v_short IS NOT NULL THEN
        PERFORM ledger_raise_short(v_short, v_available);
    END IF;
    IF p_reverses IS NOT NULL THEN
        PERFORM ledger_require_negation(p_reverses, p_accounts, p_amounts);
    END IF;

    INSERT INTO ledger_posting (entry_id, account_id, currency, amount, balance_after, posted_at)
    SELECT ledger_post_entry.entry_id, u.account, u.currency, u.amount, u.balance, ledger_post_entry.posted_at
    FROM unnest(p_accounts, p_currencies, p_amounts, balances) AS u (account, currency, amount, balance);
    FOR i IN 1 .. v_count LOOP
        IF balances[i] IS NOT NULL THEN
            UPDATE ledger_account a
            SET balance = balances[i], last_posted_at = ledger_post_entry.posted_at
            WHERE a.id = p_accounts[i];
        END IF;
    END LOOP;
END $$;

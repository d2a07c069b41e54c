-- The only writer, for one entry. In this order: shape, lock, replay, check, write.
--
-- p_accounts must be in ascending order without repeats; p_currencies and p_amounts go with it.
-- Answers with the entry's id, its time, whether it was there before, and the balance after each
-- posting (NULL where the account is not guarded).

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
    v_account record;
    v_index int;
    v_short bigint;
    v_available bigint;
BEGIN
    PERFORM ledger_require_shape(p_key, p_accounts, p_currencies, p_amounts);
    balances := array_fill(NULL::bigint, ARRAY[v_count]);
    posted_at := greatest(clock_timestamp(), now());

    FOR v_account IN
        SELECT a.id, a.balance, a.floor, a.last_posted_at FROM ledger_account a
        WHERE a.id = ANY (p_accounts) AND a.guarded ORDER BY a.id FOR NO KEY UPDATE
    LOOP
        v_index := array_position(p_accounts, v_account.id);
        balances[v_index] := v_account.balance + p_amounts[v_index];
        posted_at := greatest(posted_at, v_account.last_posted_at);
        IF p_amounts[v_index] < 0 AND balances[v_index] < v_account.floor THEN
            v_short := v_account.id;
            v_available := v_account.balance - v_account.floor;
        END IF;
    END LOOP;
    posted_at := greatest(posted_at, (SELECT h.at + interval '1 microsecond' FROM ledger_horizon h));

    INSERT INTO ledger_entry AS e
        (posted_at, kind, idempotency_key, fingerprint, reference, description, actor, reverses_id)
    VALUES (ledger_post_entry.posted_at, p_kind, p_key, v_fingerprint, p_reference, p_description, p_actor,
            p_reverses)
    ON CONFLICT (idempotency_key) DO NOTHING RETURNING e.id INTO entry_id;

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

    FOR v_index IN 1 .. v_count LOOP
        INSERT INTO ledger_posting (entry_id, account_id, currency, amount, balance_after, posted_at)
        VALUES (entry_id, p_accounts[v_index], p_currencies[v_index], p_amounts[v_index], balances[v_index],
                ledger_post_entry.posted_at);
        IF balances[v_index] IS NOT NULL THEN
            UPDATE ledger_account a
            SET balance = balances[v_index], last_posted_at = ledger_post_entry.posted_at
            WHERE a.id = p_accounts[v_index];
        END IF;
    END LOOP;
END $$;

-- The only writer, for one entry, anew: the plain payment, of one customer with the store, takes a short way.
--
-- p_accounts must be in ascending order without repeats; p_currencies and p_amounts go with it.
-- Answers with numbers: the entry's id, 1 if it was there before and else 0, its time in microseconds since
-- 1970, and the balance after each posting (NULL where the account is not guarded). One array, because a
-- row of results has PostgreSQL plan a scan of the function and keep its rows for each call.
--
-- In this order: shape, lock, replay, check, write. Each expression and each statement here costs every
-- payment of the shop: each is made ready anew in each transaction.

DROP FUNCTION ledger_post_entry(text, text, text, text, text, bigint, bigint[], text[], bigint[]);

CREATE FUNCTION ledger_post_entry(
    p_key text, p_kind text, p_reference text, p_description text, p_actor text, p_reverses bigint,
    p_accounts bigint[], p_currencies text[], p_amounts bigint[]
) RETURNS bigint[] LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET ledger.writer = 'on' AS $$
DECLARE
    v_count int := cardinality(p_accounts);
    v_is_plain boolean := v_count = 2 AND p_accounts[1] < 1000000 AND p_accounts[2] >= 1000000;
    v_entry bigint;
    v_posted_at timestamptz;
    v_stored bytea;
    v_balance bigint;
    v_floor bigint;
    v_last timestamptz;
    v_balances bigint[];
    v_short bigint;
    v_available bigint;
BEGIN
    IF (v_count = 2 AND cardinality(p_currencies) = 2 AND cardinality(p_amounts) = 2
        AND p_accounts[1] < p_accounts[2] AND p_currencies[1] = p_currencies[2]
        AND p_amounts[1]::numeric + p_amounts[2] = 0) IS NOT TRUE
    THEN
        PERFORM ledger_require_shape(p_key, p_accounts, p_currencies, p_amounts);
    END IF;

    IF v_is_plain THEN
        SELECT a.balance, a.floor, a.last_posted_at INTO v_balance, v_floor, v_last
        FROM ledger_account a WHERE a.id = p_accounts[2] FOR NO KEY UPDATE;
        IF p_amounts[2] < 0 AND v_balance + p_amounts[2] < v_floor THEN
            v_short := p_accounts[2];
            v_available := v_balance - v_floor;
        END IF;
    ELSE
        v_balances := array_fill(NULL::bigint, ARRAY[v_count]);
        FOR i IN 1 .. v_count LOOP
            CONTINUE WHEN p_accounts[i] < 1000000;  -- The store's own: nothing to lock.
            SELECT a.balance, a.floor, greatest(v_last, a.last_posted_at) INTO v_balance, v_floor, v_last
            FROM ledger_account a WHERE a.id = p_accounts[i] FOR NO KEY UPDATE;
            v_balances[i] := v_balance + p_amounts[i];
            IF p_amounts[i] < 0 AND v_balances[i] < v_floor AND v_short IS NULL THEN
                v_short := p_accounts[i];
                v_available := v_balance - v_floor;
            END IF;
        END LOOP;
    END IF;

    INSERT INTO ledger_entry AS e
        (posted_at, kind, idempotency_key, fingerprint, reference, description, actor, reverses_id)
    VALUES (greatest(clock_timestamp(), now(), v_last, (SELECT h.at + interval '1 microsecond' FROM ledger_horizon h)),
            p_kind, p_key,
            ledger_fingerprint(p_kind, p_reference, p_description, p_reverses, p_accounts, p_currencies, p_amounts),
            p_reference, p_description, p_actor, p_reverses)
    ON CONFLICT (idempotency_key) DO NOTHING RETURNING e.id, e.posted_at INTO v_entry, v_posted_at;

    IF v_entry IS NULL THEN
        SELECT e.id, e.posted_at, e.fingerprint INTO v_entry, v_posted_at, v_stored
        FROM ledger_entry e WHERE e.idempotency_key = p_key;
        PERFORM ledger_require_same(p_key, v_stored, ledger_fingerprint(
            p_kind, p_reference, p_description, p_reverses, p_accounts, p_currencies, p_amounts));
        SELECT array_agg(p.balance_after ORDER BY p.account_id) INTO v_balances
        FROM ledger_posting p WHERE p.entry_id = v_entry;
        RETURN ARRAY[v_entry, 1, (extract(epoch FROM v_posted_at) * 1000000)::bigint] || v_balances;
    END IF;

    IF v_short IS NOT NULL THEN
        PERFORM ledger_raise_short(v_short, v_available);
    END IF;
    IF p_reverses IS NOT NULL THEN
        PERFORM ledger_require_negation(p_reverses, p_accounts, p_amounts);
    END IF;

    IF v_is_plain THEN
        INSERT INTO ledger_posting (entry_id, account_id, currency, amount, balance_after, posted_at)
        VALUES (v_entry, p_accounts[1], p_currencies[1], p_amounts[1], NULL, v_posted_at),
               (v_entry, p_accounts[2], p_currencies[2], p_amounts[2], v_balance + p_amounts[2], v_posted_at);
        UPDATE ledger_account a SET balance = v_balance + p_amounts[2], last_posted_at = v_posted_at
        WHERE a.id = p_accounts[2];
        RETURN ARRAY[v_entry, 0, (extract(epoch FROM v_posted_at) * 1000000)::bigint, NULL, v_balance + p_amounts[2]];
    END IF;

    INSERT INTO ledger_posting (entry_id, account_id, currency, amount, balance_after, posted_at)
    SELECT v_entry, u.account, u.currency, u.amount, u.balance, v_posted_at
    FROM unnest(p_accounts, p_currencies, p_amounts, v_balances) AS u (account, currency, amount, balance);
    FOR i IN 1 .. v_count LOOP
        IF v_balances[i] IS NOT NULL THEN
            UPDATE ledger_account a SET balance = v_balances[i], last_posted_at = v_posted_at
            WHERE a.id = p_accounts[i];
        END IF;
    END LOOP;
    RETURN ARRAY[v_entry, 0, (extract(epoch FROM v_posted_at) * 1000000)::bigint] || v_balances;
END $$;

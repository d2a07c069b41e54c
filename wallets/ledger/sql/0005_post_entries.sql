-- The same writer for many entries at once: set by set instead of row by row, with the same rules,
-- the same order (shape, lock, replay, check, write) and the same errors. All or nothing.
--
-- Entry i has the i-th key, kind, reference, description and actor; posting j belongs to entry
-- p_entry_of[j], in the order of the entries. Within an entry, accounts are ascending.

CREATE FUNCTION ledger_require_shapes(
    p_keys text[], p_kinds text[], p_references text[], p_descriptions text[],
    p_entry_of int[], p_accounts bigint[], p_currencies text[], p_amounts bigint[], OUT fingerprints bytea[]
) LANGUAGE plpgsql AS $$
DECLARE
    v_incomplete int;
    v_unordered int;
    v_unbalanced int;
    v_lines bigint;
BEGIN
    WITH entries AS (
        SELECT u.entry, count(*) AS lines, count(u.amount) AS complete, sum(u.amount) AS total,
               min(u.currency) <> max(u.currency) AS mixed,
               bool_or(u.entry < p_entry_of[u.ord - 1]
                       OR (u.entry = p_entry_of[u.ord - 1] AND u.account <= p_accounts[u.ord - 1])) AS unordered,
               array_agg(u.account ORDER BY u.ord) AS accounts, array_agg(u.amount ORDER BY u.ord) AS amounts,
               array_agg(u.currency ORDER BY u.ord) AS currencies
        FROM unnest(p_entry_of, p_accounts, p_currencies, p_amounts)
            WITH ORDINALITY AS u (entry, account, currency, amount, ord)
        GROUP BY u.entry
    )
    SELECT array_agg(ledger_fingerprint(k.kind, k.reference, k.description, NULL, e.accounts, e.currencies,
                                        e.amounts) ORDER BY k.entry),
           min(k.entry) FILTER (WHERE coalesce(e.lines, 0) < 2),
           min(k.entry) FILTER (WHERE e.unordered),
           min(k.entry) FILTER (WHERE e.complete < e.lines OR e.total <> 0 OR (e.mixed AND EXISTS (
               SELECT FROM unnest(e.currencies, e.amounts) AS u (currency, amount)
               GROUP BY u.currency HAVING sum(u.amount) <> 0))),
           sum(e.lines)
    INTO fingerprints, v_incomplete, v_unordered, v_unbalanced, v_lines
    FROM unnest(p_keys, p_kinds, p_references, p_descriptions)
        WITH ORDINALITY AS k (key, kind, reference, description, entry)
    LEFT JOIN entries e USING (entry);

    IF v_incomplete IS NOT NULL OR v_lines <> cardinality(p_accounts)
        OR cardinality(p_entry_of) <> cardinality(p_accounts)
        OR cardinality(p_currencies) <> cardinality(p_accounts) OR cardinality(p_amounts) <> cardinality(p_accounts)
    THEN
        RAISE EXCEPTION 'Entry % needs two or more complete postings.', p_keys[v_incomplete]
            USING ERRCODE = 'LG003', CONSTRAINT = 'entry_has_two_or_more_postings';
    ELSIF v_unordered IS NOT NULL THEN
        RAISE EXCEPTION 'Entry % must name each account once, in ascending order.', p_keys[v_unordered]
            USING ERRCODE = 'LG003', CONSTRAINT = 'entry_names_accounts_in_order';
    ELSIF v_unbalanced IS NOT NULL THEN
        RAISE EXCEPTION 'Entry % does not sum to zero in each currency.', p_keys[v_unbalanced]
            USING ERRCODE = 'LG003', CONSTRAINT = 'entry_sums_to_zero_in_each_currency';
    END IF;
END $$;

-- Answers with each entry's id; the time of the new entries; for each entry that was there before,
-- the time it has (NULL for a new one); and the balance after each posting (NULL where the account
-- is not guarded).

CREATE FUNCTION ledger_post_entries(
    p_keys text[], p_kinds text[], p_references text[], p_descriptions text[], p_actors text[],
    p_entry_of int[], p_accounts bigint[], p_currencies text[], p_amounts bigint[],
    OUT entry_ids bigint[], OUT posted_at timestamptz, OUT posted_before timestamptz[], OUT balances bigint[]
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET ledger.writer = 'on' AS $$
DECLARE
    v_fingerprints bytea[] := ledger_require_shapes(
        p_keys, p_kinds, p_references, p_descriptions, p_entry_of, p_accounts, p_currencies, p_amounts);
    v_fresh boolean[];
    v_old record;
    v_short int;
    v_floor bigint;
BEGIN
    SELECT greatest(clock_timestamp(), now(), max(locked.last_posted_at),
                    (SELECT h.at + interval '1 microsecond' FROM ledger_horizon h))
    INTO posted_at FROM (
        SELECT a.last_posted_at FROM ledger_account a
        WHERE a.id IN (SELECT DISTINCT u.id FROM unnest(p_accounts) AS u (id)) AND a.guarded
        ORDER BY a.id FOR NO KEY UPDATE
    ) locked;

    SELECT array_agg(nextval('ledger_entry_id_seq')) INTO entry_ids FROM generate_subscripts(p_keys, 1);
    BEGIN
        INSERT INTO ledger_entry (id, posted_at, kind, idempotency_key, fingerprint, reference, description, actor)
        SELECT u.id, ledger_post_entries.posted_at, u.kind, u.key, u.fingerprint, u.reference, u.description, u.actor
        FROM unnest(entry_ids, p_kinds, p_keys, v_fingerprints, p_references, p_descriptions, p_actors)
            AS u (id, kind, key, fingerprint, reference, description, actor);
        v_fresh := array_fill(true, ARRAY[cardinality(p_keys)]);
    EXCEPTION WHEN unique_violation THEN
        WITH inserted AS (
            INSERT INTO ledger_entry AS e
                (id, posted_at, kind, idempotency_key, fingerprint, reference, description, actor)
            SELECT u.id, ledger_post_entries.posted_at, u.kind, u.key, u.fingerprint, u.reference, u.description, u.actor
            FROM unnest(entry_ids, p_kinds, p_keys, v_fingerprints, p_references, p_descriptions, p_actors)
                AS u (id, kind, key, fingerprint, reference, description, actor)
            ON CONFLICT (idempotency_key) DO NOTHING RETURNING e.id
        )
        SELECT array_agg(i.id IS NOT NULL ORDER BY u.entry) INTO v_fresh
        FROM unnest(entry_ids) WITH ORDINALITY AS u (id, entry) LEFT JOIN inserted i USING (id);
    END;

    posted_before := array_fill(NULL::timestamptz, ARRAY[cardinality(p_keys)]);
    FOR v_old IN
        SELECT u.entry, e.id, e.posted_at, e.fingerprint
        FROM unnest(p_keys, v_fresh) WITH ORDINALITY AS u (key, fresh, entry)
        JOIN ledger_entry e ON e.idempotency_key = u.key WHERE NOT u.fresh ORDER BY u.entry
    LOOP
        PERFORM ledger_require_same(p_keys[v_old.entry], v_old.fingerprint, v_fingerprints[v_old.entry]);
        entry_ids[v_old.entry] := v_old.id;
        posted_before[v_old.entry] := v_old.posted_at;
    END LOOP;

    SELECT array_agg(m.balance ORDER BY m.ord), min(m.ord) FILTER (WHERE m.amount < 0 AND m.balance < m.floor)
    INTO balances, v_short FROM (
        SELECT u.ord, u.amount, a.floor, CASE WHEN a.guarded AND u.fresh THEN a.balance + sum(u.amount)
            FILTER (WHERE u.fresh) OVER (PARTITION BY u.account ORDER BY u.ord ROWS UNBOUNDED PRECEDING) END AS balance
        FROM (
            SELECT p.account, p.amount, p.ord, v_fresh[p.entry] AS fresh
            FROM unnest(p_entry_of, p_accounts, p_amounts) WITH ORDINALITY AS p (entry, account, amount, ord)
        ) u LEFT JOIN ledger_account a ON a.id = u.account
    ) m;
    IF v_short IS NOT NULL THEN
        SELECT a.floor INTO v_floor FROM ledger_account a WHERE a.id = p_accounts[v_short];
        PERFORM ledger_raise_short(p_accounts[v_short], balances[v_short] - p_amounts[v_short] - v_floor);
    END IF;

    INSERT INTO ledger_posting (entry_id, account_id, currency, amount, balance_after, posted_at)
    SELECT entry_ids[u.entry], u.account, u.currency, u.amount, u.balance, ledger_post_entries.posted_at
    FROM unnest(p_entry_of, p_accounts, p_currencies, p_amounts, balances)
        AS u (entry, account, currency, amount, balance)
    WHERE v_fresh[u.entry];
    UPDATE ledger_account a SET balance = s.balance, last_posted_at = ledger_post_entries.posted_at
    FROM (
        SELECT DISTINCT ON (u.account) u.account, u.balance
        FROM unnest(p_accounts, balances) WITH ORDINALITY AS u (account, balance, ord)
        WHERE u.balance IS NOT NULL ORDER BY u.account, u.ord DESC
    ) s
    WHERE a.id = s.account;

    IF false = ANY (v_fresh) THEN
        SELECT array_agg(coalesce(u.balance, p.balance_after) ORDER BY u.ord) INTO balances
        FROM unnest(p_entry_of, p_accounts, balances) WITH ORDINALITY AS u (entry, account, balance, ord)
        LEFT JOIN ledger_posting p
            ON NOT v_fresh[u.entry] AND p.entry_id = entry_ids[u.entry] AND p.account_id = u.account;
    END IF;
END $$;

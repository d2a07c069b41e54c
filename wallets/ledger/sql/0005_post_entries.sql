-- The same writer for many entries at once: set by set instead of row by row, with the same rules,
-- the same order (shape, lock, replay, check, write) and the same errors. All or nothing.
--
-- Entry i has the i-th key, kind, reference, description and actor; posting j belongs to entry
-- p_entry_of[j]. Within an entry, accounts are ascending. Answers with each entry's id and whether
-- it was there before.

CREATE FUNCTION ledger_require_shapes(
    p_keys text[], p_entry_of int[], p_accounts bigint[], p_currencies text[], p_amounts bigint[]
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    v_entry int;
BEGIN
    SELECT k.ord INTO v_entry FROM generate_subscripts(p_keys, 1) AS k (ord)
    LEFT JOIN (SELECT u.entry, count(*) AS n FROM unnest(p_entry_of) AS u (entry) GROUP BY 1) c ON c.entry = k.ord
    WHERE coalesce(c.n, 0) < 2 LIMIT 1;
    IF v_entry IS NOT NULL OR cardinality(p_entry_of) <> cardinality(p_accounts)
        OR cardinality(p_currencies) <> cardinality(p_accounts) OR cardinality(p_amounts) <> cardinality(p_accounts)
    THEN
        RAISE EXCEPTION 'Entry % needs two or more complete postings.', p_keys[v_entry]
            USING ERRCODE = 'LG003', CONSTRAINT = 'entry_has_two_or_more_postings';
    END IF;

    SELECT u.entry INTO v_entry FROM (
        SELECT u.entry, u.account, lag(u.entry) OVER w AS entry_before, lag(u.account) OVER w AS account_before
        FROM unnest(p_entry_of, p_accounts) WITH ORDINALITY AS u (entry, account, ord) WINDOW w AS (ORDER BY u.ord)
    ) u
    WHERE u.entry < u.entry_before OR (u.entry = u.entry_before AND u.account <= u.account_before) LIMIT 1;
    IF v_entry IS NOT NULL THEN
        RAISE EXCEPTION 'Entry % must name each account once, in ascending order.', p_keys[v_entry]
            USING ERRCODE = 'LG003', CONSTRAINT = 'entry_names_accounts_in_order';
    END IF;

    SELECT u.entry INTO v_entry FROM unnest(p_entry_of, p_currencies, p_amounts) AS u (entry, currency, amount)
    GROUP BY u.entry, u.currency HAVING sum(u.amount) IS DISTINCT FROM 0 LIMIT 1;
    IF v_entry IS NOT NULL THEN
        RAISE EXCEPTION 'Entry % does not sum to zero in each currency.', p_keys[v_entry]
            USING ERRCODE = 'LG003', CONSTRAINT = 'entry_sums_to_zero_in_each_currency';
    END IF;
END $$;

CREATE FUNCTION ledger_post_entries(
    p_keys text[], p_kinds text[], p_references text[], p_descriptions text[], p_actors text[],
    p_entry_of int[], p_accounts bigint[], p_currencies text[], p_amounts bigint[],
    OUT entry_ids bigint[], OUT posted_at timestamptz, OUT replayed boolean[]
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET ledger.writer = 'on' AS $$
DECLARE
    v_old_entries int[];
    v_old_fingerprints bytea[];
    v_short bigint[];
    v_old record;
BEGIN
    PERFORM ledger_require_shapes(p_keys, p_entry_of, p_accounts, p_currencies, p_amounts);
    SELECT greatest(clock_timestamp(), now(), max(locked.last_posted_at),
                    (SELECT h.at + interval '1 microsecond' FROM ledger_horizon h))
    INTO posted_at FROM (
        SELECT a.last_posted_at FROM ledger_account a
        WHERE a.id IN (SELECT DISTINCT u.id FROM unnest(p_accounts) AS u (id)) AND a.guarded
        ORDER BY a.id FOR NO KEY UPDATE OF a
    ) locked;

    WITH given AS MATERIALIZED (
        SELECT u.entry, u.account, u.currency, u.amount, u.ord
        FROM unnest(p_entry_of, p_accounts, p_currencies, p_amounts)
            WITH ORDINALITY AS u (entry, account, currency, amount, ord)
    ), heads AS MATERIALIZED (
        SELECT k.entry, k.key, k.kind, k.reference, k.description, k.actor, ledger_fingerprint(
            k.kind, k.reference, k.description, NULL, g.accounts, g.currencies, g.amounts) AS fingerprint
        FROM unnest(p_keys, p_kinds, p_references, p_descriptions, p_actors)
            WITH ORDINALITY AS k (key, kind, reference, description, actor, entry)
        JOIN (
            SELECT u.entry, array_agg(u.account ORDER BY u.ord) AS accounts,
                   array_agg(u.currency ORDER BY u.ord) AS currencies, array_agg(u.amount ORDER BY u.ord) AS amounts
            FROM given u GROUP BY u.entry
        ) g USING (entry)
    ), inserted AS (
        INSERT INTO ledger_entry AS e
            (posted_at, kind, idempotency_key, fingerprint, reference, description, actor)
        SELECT ledger_post_entries.posted_at, h.kind, h.key, h.fingerprint, h.reference, h.description, h.actor
        FROM heads h ORDER BY h.entry
        ON CONFLICT (idempotency_key) DO NOTHING RETURNING e.id, e.idempotency_key AS key
    ), fresh AS MATERIALIZED (
        SELECT min(h.entry) AS entry, i.id FROM inserted i JOIN heads h USING (key) GROUP BY i.id
    ), moves AS MATERIALIZED (
        SELECT f.id AS entry_id, g.account, g.currency, g.amount, g.ord, a.floor,
               CASE WHEN a.guarded THEN a.balance + sum(g.amount) OVER (PARTITION BY g.account ORDER BY g.ord) END
                   AS balance_after
        FROM given g JOIN fresh f USING (entry) LEFT JOIN ledger_account a ON a.id = g.account
    ), written AS (
        INSERT INTO ledger_posting (entry_id, account_id, currency, amount, balance_after, posted_at)
        SELECT m.entry_id, m.account, m.currency, m.amount, m.balance_after, ledger_post_entries.posted_at
        FROM moves m ORDER BY m.ord
    ), updated AS (
        UPDATE ledger_account a SET balance = a.balance + s.total, last_posted_at = ledger_post_entries.posted_at
        FROM (SELECT m.account, sum(m.amount) AS total FROM moves m
              WHERE m.balance_after IS NOT NULL GROUP BY m.account) s
        WHERE a.id = s.account
    )
    SELECT array_agg(f.id ORDER BY h.entry), array_agg(f.id IS NULL ORDER BY h.entry),
           array_agg(h.entry) FILTER (WHERE f.id IS NULL), array_agg(h.fingerprint) FILTER (WHERE f.id IS NULL),
           (SELECT ARRAY[m.account, m.balance_after - m.amount - m.floor] FROM moves m
            WHERE m.amount < 0 AND m.balance_after < m.floor ORDER BY m.ord LIMIT 1)
    INTO entry_ids, replayed, v_old_entries, v_old_fingerprints, v_short
    FROM heads h LEFT JOIN fresh f USING (entry);

    FOR v_old IN
        SELECT u.entry, u.fingerprint AS given, e.id, e.fingerprint AS stored
        FROM unnest(v_old_entries, v_old_fingerprints) AS u (entry, fingerprint)
        JOIN ledger_entry e ON e.idempotency_key = p_keys[u.entry]
    LOOP
        PERFORM ledger_require_same(p_keys[v_old.entry], v_old.stored, v_old.given);
        entry_ids[v_old.entry] := v_old.id;
    END LOOP;
    IF v_short IS NOT NULL THEN
        PERFORM ledger_raise_short(v_short[1], v_short[2]);
    END IF;
END $$;

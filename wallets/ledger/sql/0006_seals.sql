-- The horizon, and the seals behind it.
--
-- Two things must never happen: an entry appears behind a seal, or a posting behind a checkpoint. Both
-- could, by a transaction that is still running. So the horizon is moved in three steps, each of them
-- its own transaction: ledger_advance_horizon() raises the instant that postings read and stay above;
-- ledger_note_running() then lists the transactions that write the ledger or have read the old instant
-- (they hold a lock on a table until they end); ledger_is_settled() says when the last of them is gone.
-- Nobody has to wait: where it is not settled yet, the next call finds out. This asks no clock, no privilege
-- and no transaction number, so it holds after a restore into another cluster too. One advisory lock
-- keeps the horizon still while somebody works behind it.

CREATE FUNCTION ledger_hold_horizon() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'The horizon is used in READ COMMITTED only: an older snapshot misses entries.'
            USING ERRCODE = 'invalid_transaction_state';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('ledger_horizon'));
END $$;

CREATE FUNCTION ledger_is_settled() RETURNS boolean LANGUAGE sql VOLATILE AS $$
    SELECT NOT EXISTS (
        SELECT 1 FROM ledger_horizon h JOIN pg_locks l ON l.virtualtransaction = ANY (h.running)
        WHERE l.pid IS DISTINCT FROM pg_backend_pid()
    ) AND EXISTS (SELECT 1 FROM ledger_horizon h WHERE h.running IS NOT NULL)
    AND NOT EXISTS (SELECT 1 FROM pg_prepared_xacts x WHERE x.database = current_database())
$$;

CREATE FUNCTION ledger_advance_horizon() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM ledger_hold_horizon();
    IF ledger_is_settled() OR NOT EXISTS (SELECT 1 FROM ledger_horizon) THEN
        INSERT INTO ledger_horizon AS h (at) VALUES (clock_timestamp())
        ON CONFLICT (is_only) DO UPDATE SET at = greatest(h.at, excluded.at), entry_id = NULL, running = NULL;
    END IF;
END $$;

CREATE FUNCTION ledger_note_running() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    v_last bigint;
BEGIN
    PERFORM ledger_hold_horizon();
    SELECT coalesce(max(e.id), 0) INTO v_last FROM ledger_entry e;
    UPDATE ledger_horizon h SET entry_id = v_last, running = (
        SELECT coalesce(array_agg(DISTINCT l.virtualtransaction), '{}') FROM pg_locks l
        JOIN pg_database d ON d.oid = l.database AND d.datname = current_database()
        WHERE l.pid IS DISTINCT FROM pg_backend_pid() AND (
            (l.relation = 'ledger_entry'::regclass AND l.mode = 'RowExclusiveLock')
            OR (l.relation = 'ledger_horizon'::regclass AND l.mode = 'AccessShareLock'))
    ) WHERE h.running IS NULL;
END $$;

-- What a seal is: the SHA-256 of the seal before, of its own head, and of each entry with its postings.
CREATE FUNCTION ledger_digest(
    p_previous bytea, p_sealed_at timestamptz, p_after bigint, p_through bigint,
    OUT entries bigint, OUT digest bytea
) LANGUAGE sql STABLE AS $$
    SELECT count(*), sha256(p_previous || convert_to(
        ROW(extract(epoch FROM p_sealed_at), p_after, p_through, count(*))::text, 'UTF8'
    ) || coalesce(string_agg(hashed.hash, ''::bytea ORDER BY hashed.id), ''::bytea))
    FROM (
        SELECT e.id, sha256(convert_to(
            ROW(e.id, extract(epoch FROM e.posted_at), e.kind, e.idempotency_key, e.reference, e.description,
                e.actor, e.reverses_id, p.lines)::text, 'UTF8') || e.fingerprint) AS hash
        FROM ledger_entry e LEFT JOIN (
            SELECT p.entry_id, string_agg(
                ROW(p.id, extract(epoch FROM p.posted_at), p.account_id, p.currency, p.amount, p.balance_after)::text,
                ' ' ORDER BY p.id) AS lines
            FROM ledger_posting p WHERE p.entry_id > p_after AND p.entry_id <= p_through GROUP BY p.entry_id
        ) p ON p.entry_id = e.id
        WHERE e.id > p_after AND e.id <= p_through
    ) hashed
$$;

-- Seal the next entries, at most p_limit of them. Answers how many; NULL while the horizon is not settled.
CREATE FUNCTION ledger_seal_next(p_limit int DEFAULT 10000) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET ledger.writer = 'on' AS $$
DECLARE
    v_last ledger_seal;
    v_now timestamptz;
    v_through bigint;
    v_entries bigint;
    v_digest bytea;
BEGIN
    PERFORM ledger_hold_horizon();
    IF NOT ledger_is_settled() THEN
        RETURN NULL;
    END IF;
    SELECT * INTO v_last FROM ledger_seal s ORDER BY s.id DESC LIMIT 1;
    SELECT max(e.id) INTO v_through FROM (
        SELECT e.id FROM ledger_entry e
        WHERE e.id > coalesce(v_last.through_id, 0) AND e.id <= (SELECT h.entry_id FROM ledger_horizon h)
        ORDER BY e.id LIMIT p_limit
    ) e;
    IF v_through IS NULL THEN
        RETURN 0;
    END IF;
    v_now := clock_timestamp();
    SELECT d.entries, d.digest INTO v_entries, v_digest FROM ledger_digest(
        coalesce(v_last.digest, ''::bytea), v_now, coalesce(v_last.through_id, 0), v_through) d;
    INSERT INTO ledger_seal (sealed_at, after_id, through_id, entries, digest)
    VALUES (v_now, coalesce(v_last.through_id, 0), v_through, v_entries, v_digest);
    RETURN v_entries;
END $$;

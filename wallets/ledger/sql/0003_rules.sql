-- What both writers ask: is it well formed, is it the same again, is there enough, is it a negation.

-- STABLE, because the casts to text are: declared IMMUTABLE, it could not be inlined into its callers.
CREATE FUNCTION ledger_fingerprint(
    p_kind text, p_reference text, p_description text, p_reverses bigint,
    p_accounts bigint[], p_currencies text[], p_amounts bigint[]
) RETURNS bytea LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT sha256(convert_to(
        ROW(p_kind, p_reference, p_description, p_reverses, p_accounts, p_currencies, p_amounts)::text, 'UTF8'))
$$;

CREATE FUNCTION ledger_require_shape(p_key text, p_accounts bigint[], p_currencies text[], p_amounts bigint[])
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    v_count int := cardinality(p_accounts);
    v_total numeric := 0;
    v_mixed boolean := false;
BEGIN
    IF v_count < 2 OR cardinality(p_amounts) <> v_count OR cardinality(p_currencies) <> v_count THEN
        RAISE EXCEPTION 'Entry % needs two or more complete postings.', p_key
            USING ERRCODE = 'LG003', CONSTRAINT = 'entry_has_two_or_more_postings';
    END IF;
    FOR i IN 1 .. v_count LOOP
        v_total := v_total + p_amounts[i];
        v_mixed := v_mixed OR p_currencies[i] <> p_currencies[1];
        IF i > 1 AND p_accounts[i] <= p_accounts[i - 1] THEN
            RAISE EXCEPTION 'Entry % must name each account once, in ascending order.', p_key
                USING ERRCODE = 'LG003', CONSTRAINT = 'entry_names_accounts_in_order';
        END IF;
    END LOOP;
    IF v_mixed THEN
        SELECT coalesce(max(abs(s.total)), 0) INTO v_total FROM (
            SELECT sum(u.amount) AS total FROM unnest(p_currencies, p_amounts) AS u (currency, amount)
            GROUP BY u.currency) s;
    END IF;
    IF v_total IS DISTINCT FROM 0 THEN
        RAISE EXCEPTION 'Entry % does not sum to zero in each currency.', p_key
            USING ERRCODE = 'LG003', CONSTRAINT = 'entry_sums_to_zero_in_each_currency';
    END IF;
END $$;

CREATE FUNCTION ledger_require_same(p_key text, p_stored bytea, p_given bytea)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF p_stored IS DISTINCT FROM p_given THEN
        RAISE EXCEPTION 'Key % was used for another entry.', p_key
            USING ERRCODE = 'LG004', CONSTRAINT = 'entry_key_is_unique', DETAIL = p_key;
    END IF;
END $$;

CREATE FUNCTION ledger_raise_short(p_account bigint, p_available bigint)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Account % has only % left.', p_account, p_available
        USING ERRCODE = 'LG005', CONSTRAINT = 'guarded_balance_is_not_below_floor',
              DETAIL = p_account || ' ' || p_available;
END $$;

CREATE FUNCTION ledger_require_negation(p_reverses bigint, p_accounts bigint[], p_amounts bigint[])
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1
        FROM unnest(p_accounts, p_amounts) AS u (account_id, amount)
        FULL JOIN (SELECT p.account_id, p.amount FROM ledger_posting p WHERE p.entry_id = p_reverses) o
            USING (account_id)
        WHERE u.amount IS DISTINCT FROM -o.amount
    ) THEN
        RAISE EXCEPTION 'A reversal must exactly negate entry %.', p_reverses
            USING ERRCODE = 'LG003', CONSTRAINT = 'reversal_negates_its_entry';
    END IF;
END $$;

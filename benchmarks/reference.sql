-- What a careful developer would write by hand for this one payment and nothing else: the yardstick.
-- The customer's row is locked and updated, one entry and two postings are written, the key is
-- unique, the store's own account is neither locked nor updated. The indexes are those that a shop
-- can't do without: the entries of an order, an account's history, an entry's postings. No replay,
-- no fingerprint, no other shapes of entry, no reversals, no append-only triggers, no seals.

DROP SCHEMA IF EXISTS reference CASCADE;
CREATE SCHEMA reference;

CREATE TABLE reference.account (
    id bigint PRIMARY KEY,
    currency varchar(3) NOT NULL,
    balance bigint CHECK (balance >= 0)
) WITH (fillfactor = 70);

CREATE TABLE reference.entry (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    posted_at timestamptz NOT NULL DEFAULT now(),
    kind varchar(40) NOT NULL,
    idempotency_key varchar(255) NOT NULL UNIQUE,
    reference varchar(100) NOT NULL,
    description varchar(500) NOT NULL
);
CREATE INDEX entry_by_reference ON reference.entry (reference);

CREATE TABLE reference.posting (
    id bigint GENERATED ALWAYS AS IDENTITY,
    entry_id bigint NOT NULL REFERENCES reference.entry (id),
    account_id bigint NOT NULL REFERENCES reference.account (id),
    currency varchar(3) NOT NULL,
    amount bigint NOT NULL CHECK (amount <> 0),
    balance_after bigint,
    posted_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (account_id, id)
);
CREATE INDEX posting_by_entry ON reference.posting (entry_id);

CREATE FUNCTION reference.post(
    p_key text, p_kind text, p_reference text, p_description text, p_customer bigint, p_system bigint, p_amount bigint
) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    v_balance bigint;
    v_entry bigint;
BEGIN
    SELECT balance INTO v_balance FROM reference.account WHERE id = p_customer FOR UPDATE;
    IF v_balance < p_amount THEN
        RAISE EXCEPTION 'Not enough money.';
    END IF;
    UPDATE reference.account SET balance = balance - p_amount WHERE id = p_customer;
    INSERT INTO reference.entry (kind, idempotency_key, reference, description)
    VALUES (p_kind, p_key, p_reference, p_description) RETURNING id INTO v_entry;
    INSERT INTO reference.posting (entry_id, account_id, currency, amount, balance_after)
    VALUES (v_entry, p_customer, 'EUR', -p_amount, v_balance - p_amount),
           (v_entry, p_system, 'EUR', p_amount, NULL);
    RETURN v_entry;
END $$;

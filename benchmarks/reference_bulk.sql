-- What a careful developer would write by hand for one campaign and for expiry, and nothing else: no
-- states, no budget, no replay, no fingerprint, no append-only triggers. Lots, messages and recipients
-- are the same rows with the same indexes as ours, with foreign keys; entries and postings are those
-- of reference.sql.

CREATE TABLE reference.wallet (
    id uuid PRIMARY KEY,
    customer_id bigint NOT NULL UNIQUE REFERENCES accounts_user (id),
    account_id bigint NOT NULL UNIQUE REFERENCES reference.account (id)
);
CREATE TABLE reference.lot (LIKE rewards_creditlot INCLUDING ALL);
ALTER TABLE reference.lot
    ADD FOREIGN KEY (wallet_id) REFERENCES reference.wallet (id),
    ADD FOREIGN KEY (entry_id) REFERENCES reference.entry (id),
    ADD FOREIGN KEY (expiry_entry_id) REFERENCES reference.entry (id);
CREATE TABLE reference.recipient (LIKE rewards_campaignrecipient INCLUDING ALL);
ALTER TABLE reference.recipient ADD FOREIGN KEY (customer_id) REFERENCES accounts_user (id);
CREATE TABLE reference.message (LIKE notifications_outboxmessage INCLUDING ALL);
ALTER TABLE reference.message ADD FOREIGN KEY (recipient_id) REFERENCES accounts_user (id);

CREATE FUNCTION reference.credit(p_campaign uuid, p_first bigint, p_last bigint) RETURNS void LANGUAGE sql AS $$
    WITH members AS MATERIALIZED (
        SELECT uuidv7() AS id, w.id AS wallet, w.customer_id, w.account_id FROM reference.wallet w
        WHERE w.customer_id BETWEEN p_first AND p_last ORDER BY w.customer_id
    ), recipients AS (
        INSERT INTO reference.recipient (id, campaign_id, chunk_id, customer_id, left_out)
        SELECT m.id, p_campaign, p_first, m.customer_id, '' FROM members m
    ), locked AS MATERIALIZED (
        SELECT a.id, a.balance FROM reference.account a
        WHERE a.id IN (SELECT m.account_id FROM members m) ORDER BY a.id FOR UPDATE
    ), entry AS (
        INSERT INTO reference.entry (kind, idempotency_key, reference, description)
        VALUES ('reward_granted', 'campaign ' || p_first, 'campaign:' || p_campaign, 'Thank you')
        RETURNING id
    ), updated AS (
        UPDATE reference.account a SET balance = a.balance + 500 FROM members m WHERE a.id = m.account_id
    ), lots AS (
        INSERT INTO reference.lot (id, wallet_id, source, amount, remaining, expired, expires_at, entry_id,
                                   reference, note, created_at)
        SELECT m.id, m.wallet, 'campaign', 500, 500, 0, now() + interval '30 days', e.id,
               'campaign:' || p_campaign, 'Thank you', now()
        FROM members m, entry e
    ), messages AS (
        INSERT INTO reference.message (id, kind, recipient_id, dedupe_key, subject, context, data, due_at,
                                       created_at)
        SELECT uuidv7(), 'rewards_credited', m.customer_id, 'campaign:' || p_campaign || ':' || m.customer_id,
               '', '{"amount": "€5.00", "note": "Thank you", "until": "December 26, 2026"}', '{}', now(), now()
        FROM members m
    )
    INSERT INTO reference.posting (entry_id, account_id, currency, amount, balance_after)
    SELECT e.id, l.id, 'EUR', 500, l.balance + 500 FROM locked l, entry e
    UNION ALL
    SELECT e.id, 1, 'EUR', -500 * (SELECT count(*) FROM members), NULL FROM entry e
$$;

CREATE FUNCTION reference.expire(p_now timestamptz, p_limit int) RETURNS bigint LANGUAGE sql AS $$
    WITH due AS MATERIALIZED (
        SELECT l.id, l.wallet_id, l.remaining FROM reference.lot l
        WHERE l.remaining > 0 AND l.expires_at IS NOT NULL AND l.expires_at <= p_now
        ORDER BY l.expires_at, l.id LIMIT p_limit FOR UPDATE
    ), owed AS MATERIALIZED (
        SELECT w.account_id, sum(d.remaining)::bigint AS total FROM due d JOIN reference.wallet w ON w.id = d.wallet_id
        GROUP BY w.account_id
    ), locked AS MATERIALIZED (
        SELECT a.id, a.balance FROM reference.account a
        WHERE a.id IN (SELECT o.account_id FROM owed o) ORDER BY a.id FOR UPDATE
    ), entry AS (
        INSERT INTO reference.entry (kind, idempotency_key, reference, description)
        SELECT 'reward_expired', 'expired ' || min(d.id::text), '', '' FROM due d RETURNING id
    ), updated AS (
        UPDATE reference.account a SET balance = a.balance - o.total FROM owed o WHERE a.id = o.account_id
    ), lots AS (
        UPDATE reference.lot l SET expired = l.expired + l.remaining, remaining = 0, expiry_entry_id = e.id
        FROM due d, entry e WHERE l.id = d.id
    ), postings AS (
        INSERT INTO reference.posting (entry_id, account_id, currency, amount, balance_after)
        SELECT e.id, o.account_id, 'EUR', -o.total, l.balance - o.total
        FROM owed o JOIN locked l ON l.id = o.account_id, entry e
        UNION ALL
        SELECT e.id, 1, 'EUR', (SELECT sum(o.total) FROM owed o), NULL FROM entry e
    )
    SELECT count(*) FROM due
$$;

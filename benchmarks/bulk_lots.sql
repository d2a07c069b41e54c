-- A lot of 5.00 for each of the customers, expired already, as a campaign would leave it.

SET session_replication_role = replica;

UPDATE ledger_account SET balance = 500 WHERE code = 'reward_available';
UPDATE reference.account SET balance = 500 WHERE id > 1;

INSERT INTO ledger_entry (id, posted_at, kind, idempotency_key, fingerprint)
VALUES (0, now() - interval '60 days', 'reward_granted', 'seed', '');
INSERT INTO rewards_creditlot (id, wallet_id, source, amount, remaining, expired, expires_at, entry_id,
                               reference, note, created_at)
SELECT uuidv7(), w.id, 'campaign', 500, 500, 0, now() - interval '1 day', 0, '', '', now() - interval '60 days'
FROM rewards_rewardwallet w ORDER BY w.customer_id;

INSERT INTO reference.entry OVERRIDING SYSTEM VALUE VALUES (0, now(), 'reward_granted', 'seed', '', '');
INSERT INTO reference.lot (id, wallet_id, source, amount, remaining, expired, expires_at, entry_id,
                           reference, note, created_at)
SELECT uuidv7(), w.id, 'campaign', 500, 500, 0, now() - interval '1 day', 0, '', '', now() - interval '60 days'
FROM reference.wallet w ORDER BY w.customer_id;

RESET session_replication_role;

-- %(count)s customers with empty reward wallets, ours and the reference's. Triggers and references
-- that would check each row are off meanwhile.

SET session_replication_role = replica;

INSERT INTO accounts_user (id, password, is_superuser, email, name, locale, time_zone, is_active, is_staff, date_joined)
SELECT n, '!', false, 'customer' || n || '@example.com', '', 'en', 'UTC', true, false, now()
FROM generate_series(1, %(count)s) AS n;

INSERT INTO ledger_account (id, code, currency, type, guarded, balance)
SELECT 1000000 + 3 * n + kind.offset, kind.code, 'EUR', 'liability', true, 0
FROM generate_series(1, %(count)s) AS n,
     (VALUES (0, 'reward_available'), (1, 'reward_held'), (2, 'reward_pending')) AS kind ("offset", code)
ORDER BY 1;

INSERT INTO rewards_rewardwallet
    (id, customer_id, currency, available_account_id, held_account_id, pending_account_id, created_at)
SELECT uuidv7(), n, 'EUR', 1000000 + 3 * n, 1000001 + 3 * n, 1000002 + 3 * n, now()
FROM generate_series(1, %(count)s) AS n;

INSERT INTO reference.account SELECT 1, 'EUR', NULL;
INSERT INTO reference.account SELECT 1000000 + n, 'EUR', 0 FROM generate_series(1, %(count)s) AS n;
INSERT INTO reference.wallet SELECT uuidv7(), n, 1000000 + n FROM generate_series(1, %(count)s) AS n;

RESET session_replication_role;

-- One limit for each currency is left: the one that holds now.
DELETE FROM wallets_adjustmentpolicy p
WHERE p.starts_at > now() OR EXISTS (
    SELECT 1 FROM wallets_adjustmentpolicy q
    WHERE q.currency = p.currency AND q.starts_at > p.starts_at AND q.starts_at <= now());
ALTER TABLE wallets_adjustmentpolicy DROP CONSTRAINT wallets_adjustmentpolicy_pkey;
ALTER TABLE wallets_adjustmentpolicy
    DROP COLUMN id,
    ADD CONSTRAINT wallets_adjustmentpolicy_pkey PRIMARY KEY (currency);

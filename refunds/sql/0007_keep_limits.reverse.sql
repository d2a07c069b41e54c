DROP TRIGGER refund_limits_in_force_are_never_changed ON refunds_refundlimits;
DROP FUNCTION refunds_keep_limits();
-- One limit for each currency is left: the one that holds now.
DELETE FROM refunds_refundlimits p
WHERE p.starts_at > now() OR EXISTS (
    SELECT 1 FROM refunds_refundlimits q
    WHERE q.currency = p.currency AND q.starts_at > p.starts_at AND q.starts_at <= now());
ALTER TABLE refunds_refundlimits DROP CONSTRAINT refunds_refundlimits_pkey;
ALTER TABLE refunds_refundlimits
    DROP COLUMN id,
    ADD CONSTRAINT refunds_refundlimits_pkey PRIMARY KEY (currency);

DROP FUNCTION checkout_pay_at_once(
    text, bigint, text, bigint, numeric, text, text, text, boolean, timestamptz, bigint, uuid, uuid, text, text,
    text, jsonb, uuid, jsonb, jsonb
);

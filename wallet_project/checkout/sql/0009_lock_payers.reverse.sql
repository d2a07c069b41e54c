DROP FUNCTION checkout_lock_payer(bigint, text, text, text, boolean, text[], timestamptz);

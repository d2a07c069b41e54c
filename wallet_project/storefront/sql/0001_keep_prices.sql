-- The history of prices is what customers were asked for: it is added to, and otherwise stays.
CREATE FUNCTION storefront_keep_prices() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A change of a price is never rewritten.'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'price_history_is_append_only';
END
$$;

CREATE TRIGGER price_history_is_append_only
    BEFORE DELETE OR UPDATE OF product_id, before, before_currency, after, after_currency, changed_at, changed_by_id
    ON storefront_pricechange
    FOR EACH ROW EXECUTE FUNCTION storefront_keep_prices();

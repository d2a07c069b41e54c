DROP TRIGGER price_history_is_append_only ON storefront_pricechange;
DROP FUNCTION storefront_keep_prices();

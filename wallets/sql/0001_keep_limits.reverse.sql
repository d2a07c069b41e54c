DROP TRIGGER limit_in_force_is_never_changed ON wallets_adjustmentpolicy;
DROP FUNCTION wallets_keep_limit();

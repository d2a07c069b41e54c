DROP TRIGGER multiplier_in_force_is_not_changed ON rewards_earningmultiplier;
DROP FUNCTION rewards_keep_multipliers();
DROP TRIGGER rule_in_force_is_not_changed ON rewards_earningrule;
DROP FUNCTION rewards_keep_rules();

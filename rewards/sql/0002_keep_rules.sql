-- A rule that holds, or has held, says what was earned by it: only its end changes, and nothing of it goes.

CREATE FUNCTION rewards_keep_rules() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.starts_at <= now() AND (TG_OP = 'DELETE'
            OR to_jsonb(NEW) - 'ends_at' IS DISTINCT FROM to_jsonb(OLD) - 'ends_at') THEN
        RAISE EXCEPTION 'rule_in_force_is_not_changed: earning rule %', OLD.id USING ERRCODE = '23514';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE TRIGGER rule_in_force_is_not_changed BEFORE UPDATE OR DELETE ON rewards_earningrule
    FOR EACH ROW EXECUTE FUNCTION rewards_keep_rules();

CREATE FUNCTION rewards_keep_multipliers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM rewards_earningrule r WHERE r.id = OLD.rule_id AND r.starts_at <= now()) THEN
        RAISE EXCEPTION 'multiplier_in_force_is_not_changed: multiplier %', OLD.id USING ERRCODE = '23514';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE TRIGGER multiplier_in_force_is_not_changed BEFORE UPDATE OR DELETE ON rewards_earningmultiplier
    FOR EACH ROW EXECUTE FUNCTION rewards_keep_multipliers();

-- What the store decided about rewards is history from the instant on at which it begins to hold:
-- checkout and conversion have counted on it.

CREATE FUNCTION rewards_refuse_decision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A decision that holds or held once stays as it is: decide anew.' USING ERRCODE = 'RW001';
END $$;

CREATE TRIGGER reward_policy_in_force_stays BEFORE UPDATE OR DELETE ON rewards_rewardpolicy
    FOR EACH ROW WHEN (OLD.starts_at <= now()) EXECUTE FUNCTION rewards_refuse_decision();
CREATE TRIGGER points_program_in_force_stays BEFORE UPDATE OR DELETE ON rewards_pointsprogram
    FOR EACH ROW WHEN (OLD.starts_at <= now()) EXECUTE FUNCTION rewards_refuse_decision();

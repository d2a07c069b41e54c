DROP TRIGGER points_program_in_force_stays ON rewards_pointsprogram;
DROP TRIGGER reward_policy_in_force_stays ON rewards_rewardpolicy;
DROP FUNCTION rewards_refuse_decision();

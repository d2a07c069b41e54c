from django.apps import AppConfig

VIEW = tuple(
    f"rewards.view_{model}"
    for model in (
        "accrual",
        "accrualshare",
        "activityrecord",
        "creditlot",
        "earningmultiplier",
        "earningrule",
        "lotconsumption",
        "pointsconversion",
        "pointsprogram",
        "referral",
        "referralcode",
        "referralpolicy",
        "rewardadjustment",
        "rewardhold",
        "rewardpolicy",
        "rewardprogramsettings",
        "rewardwallet",
        "shortfall",
        "tier",
        "tiermembership",
    )
)


DECIDE = tuple(
    f"rewards.{verb}_{model}"
    for model in ("earningrule", "earningmultiplier", "rewardprogramsettings", "tier")
    for verb in ("add", "change")
)


class RewardsConfig(AppConfig):
    name = "rewards"
    role_permissions = {
        "Support": VIEW,
        "Operations": (*VIEW, "rewards.adjust_rewards", "rewards.decide_referral"),
        "Finance": (
            *VIEW,
            "rewards.adjust_rewards",
            "rewards.adjust_rewards_unlimited",
            "rewards.add_rewardpolicy",
            "rewards.add_pointsprogram",
            "rewards.add_referralpolicy",
            "rewards.decide_referral",
            *DECIDE,
        ),
    }

    def ready(self) -> None:
        from rewards.block import register_in_wallet_block
        from rewards.referral_section import register_referral_section
        from rewards.verification import register_reward_checks
        from rewards.verification_tiers import register_tier_checks

        register_reward_checks()
        register_in_wallet_block()
        register_referral_section()
        register_tier_checks()

from django.apps import AppConfig

VIEW = tuple(
    f"rewards.view_{model}"
    for model in (
        "accrual",
        "creditlot",
        "lotconsumption",
        "pointsconversion",
        "pointsprogram",
        "referral",
        "referralcode",
        "referralpolicy",
        "rewardadjustment",
        "rewardhold",
        "rewardpolicy",
        "rewardwallet",
        "shortfall",
    )
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
        ),
    }

    def ready(self) -> None:
        from rewards.block import register_in_wallet_block
        from rewards.referral_section import register_referral_section
        from rewards.verification import register_reward_checks

        register_reward_checks()
        register_in_wallet_block()
        register_referral_section()

from django.apps import AppConfig

VIEW = tuple(
    f"rewards.view_{model}"
    for model in (
        "accrual",
        "creditlot",
        "lotconsumption",
        "pointsconversion",
        "pointsprogram",
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
        "Operations": (*VIEW, "rewards.adjust_rewards"),
        "Finance": (
            *VIEW,
            "rewards.adjust_rewards",
            "rewards.adjust_rewards_unlimited",
            "rewards.add_rewardpolicy",
            "rewards.add_pointsprogram",
        ),
    }

    def ready(self) -> None:
        from rewards.block import register_in_wallet_block
        from rewards.verification import register_reward_checks

        register_reward_checks()
        register_in_wallet_block()

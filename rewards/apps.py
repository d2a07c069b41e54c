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
            "rewards.delete_rewardpolicy",
            "rewards.delete_pointsprogram",
        ),
    }

    def ready(self) -> None:
        from rewards.verification import register_reward_checks

        register_reward_checks()

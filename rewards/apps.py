from django.apps import AppConfig

VIEW = tuple(
    f"rewards.view_{model}"
    for model in (
        "accrual",
        "campaign",
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
        "Operations": (*VIEW, "rewards.adjust_rewards", "rewards.add_campaign", "rewards.change_campaign"),
        "Finance": (
            *VIEW,
            "rewards.adjust_rewards",
            "rewards.adjust_rewards_unlimited",
            "rewards.add_campaign",
            "rewards.change_campaign",
            "rewards.run_campaign",
            "rewards.add_rewardpolicy",
            "rewards.add_pointsprogram",
        ),
    }

    def ready(self) -> None:
        from rewards.campaigns.verification import register_campaign_checks
        from rewards.verification import register_reward_checks

        register_reward_checks()
        register_campaign_checks()

from django.apps import AppConfig

VIEW = tuple(
    f"rewards.view_{model}"
    for model in (
        "accrual",
        "creditlot",
        "lotconsumption",
        "offer",
        "offerredemption",
        "pointsconversion",
        "pointsprogram",
        "rewardadjustment",
        "rewardhold",
        "rewardpolicy",
        "rewardwallet",
        "scratchcard",
        "scratchcardgame",
        "scratchprize",
        "shortfall",
        "voucher",
    )
)
# Who decides what cards can win and what points can buy.
OFFER_PERMISSIONS = (
    "rewards.add_offer",
    "rewards.change_offer",
    "rewards.add_scratchcardgame",
    "rewards.change_scratchcardgame",
    "rewards.add_scratchprize",
    "rewards.change_scratchprize",
    "rewards.delete_scratchprize",
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
            "rewards.view_hidden_prizes",
            *OFFER_PERMISSIONS,
        ),
    }

    def ready(self) -> None:
        from rewards.sections_offers import register_offer_sections
        from rewards.verification import register_reward_checks
        from rewards.verification_offers import register_offer_checks

        register_reward_checks()
        register_offer_checks()
        register_offer_sections()

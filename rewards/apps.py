from django.apps import AppConfig

VIEW = tuple(
    f"rewards.view_{model}"
    for model in (
        "accrual",
        "accrualshare",
        "activityrecord",
        "campaign",
        "creditlot",
        "earningmultiplier",
        "earningrule",
        "lotconsumption",
        "offer",
        "offerredemption",
        "pointsconversion",
        "pointsprogram",
        "referral",
        "referralcode",
        "referralpolicy",
        "rewardadjustment",
        "rewardadjustmentrequest",
        "rewardhold",
        "rewardpolicy",
        "rewardprogramsettings",
        "rewardwallet",
        "scratchcard",
        "scratchcardgame",
        "scratchprize",
        "shortfall",
        "tier",
        "tiermembership",
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


DECIDE = tuple(
    f"rewards.{verb}_{model}"
    for model in ("earningrule", "earningmultiplier", "rewardprogramsettings", "tier")
    for verb in ("add", "change")
)


class RewardsConfig(AppConfig):
    name = "rewards"
    role_permissions = {
        "Support": VIEW,
        "Operations": (
            *VIEW,
            "rewards.adjust_rewards",
            "rewards.add_campaign",
            "rewards.change_campaign",
            "rewards.decide_referral",
        ),
        "Finance": (
            *VIEW,
            "rewards.adjust_rewards",
            "rewards.adjust_rewards_unlimited",
            "rewards.approve_reward_adjustment",
            "rewards.add_campaign",
            "rewards.change_campaign",
            "rewards.run_campaign",
            "rewards.add_rewardpolicy",
            "rewards.add_pointsprogram",
            "rewards.add_referralpolicy",
            "rewards.decide_referral",
            *DECIDE,
            "rewards.delete_rewardpolicy",
            "rewards.delete_pointsprogram",
            "rewards.view_hidden_prizes",
            *OFFER_PERMISSIONS,
        ),
    }

    def ready(self) -> None:
        from rewards.block import register_in_wallet_block
        from rewards.campaigns.permissions import started_within_day
        from rewards.campaigns.verification import register_campaign_checks
        from rewards.queries import adjusted_within_day
        from rewards.referral_section import register_referral_section
        from rewards.sections_offers import register_offer_sections
        from rewards.verification import register_reward_checks
        from rewards.verification_offers import register_offer_checks
        from rewards.verification_tiers import register_tier_checks
        from wallets.allowances import register_moved

        register_reward_checks()
        register_tier_checks()
        register_offer_checks()
        register_in_wallet_block()
        register_offer_sections()
        register_referral_section()
        register_campaign_checks()
        register_moved("rewards", adjusted_within_day)
        register_moved("campaigns", started_within_day)

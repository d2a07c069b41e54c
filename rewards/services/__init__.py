"""What can be done with rewards. Other apps import from here and nowhere deeper."""

from rewards.services.accruals import Earning, book_accrual, mature_accrual
from rewards.services.adjustments import adjust_rewards, preview_rewards
from rewards.services.clawbacks import clawback_accruals
from rewards.services.conversions import (
    ConversionOffer,
    conversion_offer,
    convert_points,
    find_offer,
    quote_conversion,
)
from rewards.services.dating import date_accruals, note_return
from rewards.services.earning import promise, record_activity
from rewards.services.holds import (
    capture_reward_hold,
    expire_reward_hold,
    place_reward_hold,
    void_reward_hold,
)
from rewards.services.restores import restore_rewards
from rewards.services.tiers import evaluate_tier
from rewards.services.wallets import open_all_wallets, open_reward_wallet

__all__ = [
    "ConversionOffer",
    "Earning",
    "adjust_rewards",
    "book_accrual",
    "capture_reward_hold",
    "clawback_accruals",
    "conversion_offer",
    "convert_points",
    "date_accruals",
    "evaluate_tier",
    "expire_reward_hold",
    "find_offer",
    "mature_accrual",
    "note_return",
    "open_all_wallets",
    "open_reward_wallet",
    "place_reward_hold",
    "preview_rewards",
    "promise",
    "quote_conversion",
    "record_activity",
    "restore_rewards",
    "void_reward_hold",
]

"""What can be done with rewards. Other apps import from here and nowhere deeper."""

from rewards.services.accruals import Earning, book_accrual, mature_accrual
from rewards.services.adjustments import adjust_rewards, preview_rewards
from rewards.services.clawbacks import clawback_accruals
from rewards.services.conversions import convert_points, quote_conversion
from rewards.services.holds import (
    capture_reward_hold,
    expire_reward_hold,
    place_reward_hold,
    void_reward_hold,
)
from rewards.services.refund_moves import credit_refund_bonus, take_back_bonus, take_back_restored
from rewards.services.restores import restore_rewards
from rewards.services.wallets import open_all_wallets, open_reward_wallet

__all__ = [
    "Earning",
    "adjust_rewards",
    "book_accrual",
    "capture_reward_hold",
    "clawback_accruals",
    "convert_points",
    "credit_refund_bonus",
    "expire_reward_hold",
    "mature_accrual",
    "open_all_wallets",
    "open_reward_wallet",
    "place_reward_hold",
    "preview_rewards",
    "quote_conversion",
    "restore_rewards",
    "take_back_bonus",
    "take_back_restored",
    "void_reward_hold",
]

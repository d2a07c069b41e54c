"""What can be done with rewards. Other apps import from here and nowhere deeper."""

from rewards.services.accruals import Earning, book_accrual, mature_accrual
from rewards.services.adjustments import adjust_rewards, preview_rewards
from rewards.services.clawbacks import clawback_accruals, take_back_activity
from rewards.services.conversions import convert_points, quote_conversion
from rewards.services.dating import date_accruals, note_return
from rewards.services.earning import promise, record_activity
from rewards.services.holds import (
    capture_reward_hold,
    expire_reward_hold,
    place_reward_hold,
    void_reward_hold,
)
from rewards.services.referral_decisions import decide_referral
from rewards.services.referrals import (
    bind_referral,
    find_referral_code,
    note_first_delivery,
    note_order_refunded,
    open_referral_code,
    remember_device,
    settle_referral,
)
from rewards.services.restores import restore_rewards
from rewards.services.tiers import evaluate_tier
from rewards.services.wallets import open_all_wallets, open_reward_wallet

__all__ = [
    "Earning",
    "adjust_rewards",
    "bind_referral",
    "book_accrual",
    "capture_reward_hold",
    "clawback_accruals",
    "convert_points",
    "date_accruals",
    "decide_referral",
    "evaluate_tier",
    "expire_reward_hold",
    "find_referral_code",
    "mature_accrual",
    "note_first_delivery",
    "note_order_refunded",
    "note_return",
    "open_all_wallets",
    "open_referral_code",
    "open_reward_wallet",
    "place_reward_hold",
    "preview_rewards",
    "promise",
    "quote_conversion",
    "record_activity",
    "remember_device",
    "restore_rewards",
    "settle_referral",
    "take_back_activity",
    "void_reward_hold",
]

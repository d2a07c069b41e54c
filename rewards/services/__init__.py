"""What can be done with rewards. Other apps import from here and nowhere deeper."""

from rewards.services.accruals import Earning, book_accrual, mature_accrual
from rewards.services.adjustment_requests import (
    approve_reward_adjustment,
    expire_reward_adjustment,
    reject_reward_adjustment,
)
from rewards.services.adjustments import adjust_rewards, preview_rewards, request_reward_adjustment
from rewards.services.clawbacks import clawback_accruals, take_back_activity
from rewards.services.conversions import (
    ConversionOffer,
    conversion_offer,
    convert_points,
    find_offer,
    quote_conversion,
)
from rewards.services.customers import EnsuredCustomer, ensure_customer
from rewards.services.dating import date_accruals, note_return
from rewards.services.decisions import decide_points_program, decide_reward_policy, withdraw_decision
from rewards.services.earning import promise, record_activity
from rewards.services.expiry import expire_lots_of, expire_next_lots
from rewards.services.holds import (
    capture_reward_hold,
    expire_reward_hold,
    place_reward_hold,
    void_reward_hold,
)
from rewards.services.offers import OfferQuote, quote_offer, redeem_offer
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
from rewards.services.refund_moves import credit_refund_bonus, take_back_bonus, take_back_restored
from rewards.services.reminders import remind_of_expiry
from rewards.services.restores import restore_rewards
from rewards.services.scratch_cards import expire_scratch_card, grant_scratch_card, scratch_card
from rewards.services.scratch_rules import grant_cards_for_order
from rewards.services.tiers import evaluate_tier
from rewards.services.vouchers import (
    VoucherQuote,
    find_voucher,
    quote_voucher,
    release_voucher,
    reserve_voucher,
    use_voucher,
)
from rewards.services.wallets import open_all_wallets, open_reward_wallet

__all__ = [
    "ConversionOffer",
    "Earning",
    "EnsuredCustomer",
    "OfferQuote",
    "VoucherQuote",
    "adjust_rewards",
    "approve_reward_adjustment",
    "bind_referral",
    "book_accrual",
    "capture_reward_hold",
    "clawback_accruals",
    "conversion_offer",
    "convert_points",
    "credit_refund_bonus",
    "date_accruals",
    "decide_points_program",
    "decide_referral",
    "decide_reward_policy",
    "ensure_customer",
    "evaluate_tier",
    "expire_lots_of",
    "expire_next_lots",
    "expire_reward_adjustment",
    "expire_reward_hold",
    "expire_scratch_card",
    "find_offer",
    "find_referral_code",
    "find_voucher",
    "grant_cards_for_order",
    "grant_scratch_card",
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
    "quote_offer",
    "quote_voucher",
    "record_activity",
    "redeem_offer",
    "reject_reward_adjustment",
    "release_voucher",
    "remember_device",
    "remind_of_expiry",
    "request_reward_adjustment",
    "reserve_voucher",
    "restore_rewards",
    "scratch_card",
    "settle_referral",
    "take_back_activity",
    "take_back_bonus",
    "take_back_restored",
    "use_voucher",
    "void_reward_hold",
    "withdraw_decision",
]

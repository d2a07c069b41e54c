"""What can be done with wallets. Other apps import from here and nowhere deeper."""

from wallets.services.adjustment_requests import approve_adjustment, expire_adjustment, reject_adjustment
from wallets.services.adjustments import adjust_wallet, preview_adjustment, request_adjustment
from wallets.services.approval_messages import tell_requester
from wallets.services.bank_payments import (
    customer_at_gateway,
    find_bank_payment,
    rescue_key,
    top_up_of,
    was_credited_by_hand,
    was_rescued,
)
from wallets.services.card_payments import capture_card_payment
from wallets.services.card_reminders import remind_of_ending_cards
from wallets.services.cards import (
    ensure_gateway_customer,
    finish_card_setup,
    mark_card_removed,
    remove_card,
    save_card,
    set_default_card,
    start_card_setup,
    usable_card,
)
from wallets.services.credits import credit_rescued_payment, give_store_credit, take_back_store_credit
from wallets.services.holds import capture_hold, expire_hold, place_hold, void_hold
from wallets.services.low_balance import set_low_balance_alert, tell_low_balances
from wallets.services.payments import pay_at_once
from wallets.services.quarantine import (
    close_quarantined_top_up,
    credit_quarantined_top_up,
    require_may_decide,
)
from wallets.services.refunds import (
    book_card_refund,
    credit_refund,
    take_back_refund,
    unbook_card_refund,
)
from wallets.services.returns import close_return, take_back_rescued, take_back_top_up
from wallets.services.reversals import require_reversible, reverse_wallet_entry
from wallets.services.top_ups import cancel_top_up, settle_top_up, start_top_up
from wallets.services.transfers import transfer_money
from wallets.services.wallets import (
    close_wallet,
    freeze_wallet,
    open_wallet,
    require_can_spend,
    set_credit_line,
    unfreeze_wallet,
)
from wallets.services.watch import retry_top_up, watch_top_up

__all__ = [
    "adjust_wallet",
    "approve_adjustment",
    "book_card_refund",
    "cancel_top_up",
    "capture_card_payment",
    "capture_hold",
    "close_quarantined_top_up",
    "close_return",
    "close_wallet",
    "credit_quarantined_top_up",
    "credit_refund",
    "credit_rescued_payment",
    "customer_at_gateway",
    "ensure_gateway_customer",
    "expire_adjustment",
    "expire_hold",
    "find_bank_payment",
    "finish_card_setup",
    "freeze_wallet",
    "give_store_credit",
    "mark_card_removed",
    "open_wallet",
    "pay_at_once",
    "place_hold",
    "preview_adjustment",
    "reject_adjustment",
    "remind_of_ending_cards",
    "remove_card",
    "request_adjustment",
    "require_can_spend",
    "require_may_decide",
    "require_reversible",
    "rescue_key",
    "retry_top_up",
    "reverse_wallet_entry",
    "save_card",
    "set_credit_line",
    "set_default_card",
    "set_low_balance_alert",
    "settle_top_up",
    "start_card_setup",
    "start_top_up",
    "take_back_refund",
    "take_back_rescued",
    "take_back_store_credit",
    "take_back_top_up",
    "tell_low_balances",
    "tell_requester",
    "top_up_of",
    "transfer_money",
    "unbook_card_refund",
    "unfreeze_wallet",
    "usable_card",
    "void_hold",
    "was_credited_by_hand",
    "was_rescued",
    "watch_top_up",
]

"""What can be done with wallets. Other apps import from here and nowhere deeper."""

from wallets.services.adjustments import adjust_wallet, preview_adjustment
from wallets.services.cards import (
    ensure_gateway_customer,
    remove_card,
    save_card,
    set_default_card,
    start_card_setup,
)
from wallets.services.credits import credit_rescued_payment
from wallets.services.holds import capture_hold, expire_hold, place_hold, void_hold
from wallets.services.returns import close_return, take_back_top_up
from wallets.services.top_ups import cancel_top_up, settle_top_up, start_top_up
from wallets.services.wallets import (
    close_wallet,
    freeze_wallet,
    open_wallet,
    require_can_spend,
    set_credit_line,
    unfreeze_wallet,
)

__all__ = [
    "adjust_wallet",
    "cancel_top_up",
    "capture_hold",
    "close_return",
    "close_wallet",
    "credit_rescued_payment",
    "ensure_gateway_customer",
    "expire_hold",
    "freeze_wallet",
    "open_wallet",
    "place_hold",
    "preview_adjustment",
    "remove_card",
    "require_can_spend",
    "save_card",
    "set_credit_line",
    "set_default_card",
    "settle_top_up",
    "start_card_setup",
    "start_top_up",
    "take_back_top_up",
    "unfreeze_wallet",
    "void_hold",
]

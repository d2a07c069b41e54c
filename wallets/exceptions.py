"""What a wallet refuses, in sentences."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from djmoney.money import Money

from wallet_project.core.exceptions import AmountOutOfRange, InvalidState, WalletProjectError
from wallet_project.core.words import written
from wallets.enums import WalletStatus


class WalletFrozen(InvalidState):
    """The wallet is frozen or closed: it pays nothing and discounts nothing."""

    code = "wallet_frozen"

    def __init__(self, status: str) -> None:
        closed = status == WalletStatus.CLOSED
        message = (
            _("This wallet is closed.") if closed else _("This wallet is frozen. Please contact the store.")
        )
        super().__init__(message, state=status)


class HoldNotActive(InvalidState):
    """The hold was captured, released or has expired."""

    def __init__(self, state: str) -> None:
        super().__init__(_("This money is no longer held."), state=state)
        if state == "expired":
            self.code = "hold_expired"


class CaptureExceedsHold(AmountOutOfRange):
    """More was to be captured than is held."""

    def __init__(self, held: Money) -> None:
        super().__init__(_("Only %(held)s is held.") % {"held": held}, held=held)


class TopUpOutOfLimits(AmountOutOfRange):
    """A top-up below or above what the store allows; `limit` says how much would go."""

    def __init__(self, message: str, *, limit: Money) -> None:
        super().__init__(message, limit=limit)
        self.limit = limit


class TransferOutOfLimits(AmountOutOfRange):
    """More than a customer may send; `limit` says how much would go."""

    def __init__(self, message: str, *, limit: Money) -> None:
        super().__init__(message, limit=limit)
        self.limit = limit


class CardNotUsable(WalletProjectError):
    """The saved card is gone, expired, or not this customer's."""

    code = "card_not_usable"

    def __init__(self) -> None:
        super().__init__(_("This card can't be used. Choose another one or the payment page."))


class AdjustmentNotAllowed(WalletProjectError):
    """The staff member may not adjust, or not so much."""

    code = "permission_denied"

    def __init__(self, message: str, **data: Any) -> None:
        super().__init__(message, **data)


class NeedsSecondPerson(AdjustmentNotAllowed):
    """More than the staff member may move alone: it has to be asked for, and somebody else approves."""

    code = "approval_required"

    def __init__(self, limit: Money) -> None:
        message = _("Your limit for one adjustment is %(limit)s. Above it a second person has to approve.")
        super().__init__(message % {"limit": written(limit)}, limit=limit)
        self.limit = limit


class NotWaiting(InvalidState):
    """It was decided already, or its time is over."""

    def __init__(self, state: str) -> None:
        super().__init__(_("This does not wait for a decision any more."), state=state)

"""What rewards refuse, in sentences."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from djmoney.money import Money

from wallet_project.core.exceptions import AmountOutOfRange, InvalidState, WalletProjectError


class NotConvertible(AmountOutOfRange):
    """Too few points, not a whole step, or more than the store turns into money today."""


class NoConversionProgram(InvalidState):
    """The store does not turn points into money now."""

    def __init__(self) -> None:
        super().__init__(_("Points can't be turned into money at the moment."))


class ConversionChanged(InvalidState):
    """The points would give another amount now than the customer agreed to."""

    def __init__(self) -> None:
        super().__init__(_("What points are worth has changed while you were here. Look at it again first."))


class RewardHoldNotActive(InvalidState):
    """The hold was captured, released or has expired."""

    def __init__(self, state: str) -> None:
        super().__init__(_("These rewards are no longer held."), state=state)


class CaptureExceedsRewardHold(AmountOutOfRange):
    """More was to be captured than is held."""

    def __init__(self, held: Money) -> None:
        super().__init__(_("Only %(held)s is held.") % {"held": held}, held=held)


class RestoreExceedsUse(AmountOutOfRange):
    """More would go back to the lots than was taken from them and not returned yet."""

    def __init__(self, used: Money) -> None:
        super().__init__(_("Only %(used)s can go back.") % {"used": used}, used=used)


class RewardAdjustmentNotAllowed(WalletProjectError):
    """The staff member may not adjust rewards, or not so much."""

    code = "permission_denied"

    def __init__(self, message: str, **data: Any) -> None:
        super().__init__(message, **data)

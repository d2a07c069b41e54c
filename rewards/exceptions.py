"""What rewards refuse, in sentences."""

from __future__ import annotations

from django.utils.translation import gettext as _
from djmoney.money import Money

from wallet_project.core.exceptions import AmountOutOfRange, InvalidState, WalletProjectError
from wallet_project.core.words import written


class CustomerConflict(WalletProjectError):
    """The e-mail address belongs to a customer whom the store knows by another reference, or by none."""

    code = "customer_conflict"

    def __init__(self) -> None:
        super().__init__(_("There is somebody else with this e-mail address."))


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
        super().__init__(_("Only %(held)s is held.") % {"held": written(held)}, held=held)


class RestoreExceedsUse(AmountOutOfRange):
    """More would go back to the lots than was taken from them and not returned yet."""

    def __init__(self, used: Money) -> None:
        super().__init__(_("Only %(used)s can go back.") % {"used": written(used)}, used=used)


class ContradictoryDecision(WalletProjectError):
    """A decision that can't hold as it stands; `field` is what it is about."""

    code = "contradictory_decision"

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message, field=field)
        self.field = field


class ScratchCardsNotGranted(InvalidState):
    """The game does not run now, or what is left of its budget could not pay every prize."""


class ScratchCardExpired(InvalidState):
    """The card was not scratched in time."""

    def __init__(self) -> None:
        super().__init__(_("This card was not scratched in time."), state="expired")


class OfferNotAvailable(InvalidState):
    """The offer has ended or sold out, or this customer can't have it (again)."""


class VoucherNotUsable(InvalidState):
    """The code is no voucher of this customer, or it can't be used for this order."""

    code = "voucher_not_usable"


class TooManyGuesses(WalletProjectError):
    """So many wrong codes came from this customer or address that the next have to wait."""

    code = "too_many_attempts"

    def __init__(self, minutes: int) -> None:
        message = _("That were too many wrong codes. Please try again in %(minutes)d minutes.")
        super().__init__(message % {"minutes": minutes}, minutes=minutes)


class UnknownReferralCode(WalletProjectError):
    """Nobody has this code."""

    code = "unknown_referral_code"

    def __init__(self) -> None:
        super().__init__(_("We don't know this code. Check it, or leave the field empty."))


class ReferralNotAllowed(WalletProjectError):
    """The staff member may not decide this referral."""

    code = "permission_denied"

    def __init__(self, message: str) -> None:
        super().__init__(message)

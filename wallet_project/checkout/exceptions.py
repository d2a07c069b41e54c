"""What the checkout refuses, in sentences."""

from __future__ import annotations

from django.utils.translation import gettext as _
from djmoney.money import Money

from wallet_project.core.exceptions import AmountOutOfRange, InvalidState


class CardAmountNotPossible(AmountOutOfRange):
    """What is left for the card is an amount that no card can pay."""

    def __init__(self, message: str, *, rest: Money, least: Money) -> None:
        super().__init__(message, rest=rest, least=least)
        self.rest = rest
        self.least = least


class CaptureExceedsAuthorized(AmountOutOfRange):
    """More was to be captured than is reserved."""

    def __init__(self, authorized: Money) -> None:
        super().__init__(_("Only %(amount)s is reserved.") % {"amount": authorized}, authorized=authorized)


class OrderHasPayment(InvalidState):
    """The order is paid already, or is being paid."""

    def __init__(self, *, state: str) -> None:
        super().__init__(_("This order is already paid, or a payment for it has begun."), state=state)


class OrderNotPayable(InvalidState):
    """The order has ended: it can no longer be paid."""

    def __init__(self) -> None:
        super().__init__(_("This order can no longer be paid."))


class PaymentNotOpen(InvalidState):
    """The payment is in a state in which this can't be done."""

    def __init__(self, state: str) -> None:
        super().__init__(_("This payment has gone too far: this can't be done any more."), state=state)


class CardNotPaidYet(InvalidState):
    """The payment still waits for its card part."""

    def __init__(self, state: str) -> None:
        super().__init__(_("This payment still waits for its card part."), state=state)


class NotToRescue(InvalidState):
    """Why a payment that staff named can't be put into a customer's wallet."""

    code = "not_to_rescue"

    def __init__(self, message: str, *, code: str = "") -> None:
        super().__init__(message)
        self.code = code or self.code

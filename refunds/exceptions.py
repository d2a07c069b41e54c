"""What refunds refuse, in sentences."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from djmoney.money import Money

from wallet_project.core.exceptions import AmountOutOfRange, InvalidState, WalletProjectError


class RefundExceedsCaptured(AmountOutOfRange):
    """More than was captured and is not refunded, or asked for, already."""

    code = "refund_exceeds_captured"

    def __init__(self, refundable: Money) -> None:
        message = _("Only %(amount)s of this payment can still be refunded.")
        super().__init__(message % {"amount": refundable}, refundable=refundable)
        self.refundable = refundable


class LineRefundedAlready(AmountOutOfRange):
    """More of one line of the order than it cost, or than was bought."""

    code = "refund_exceeds_captured"

    def __init__(self, line: str, rest: Money) -> None:
        message = _("Of “%(line)s” only %(rest)s can still be refunded.")
        super().__init__(message % {"line": line, "rest": rest}, line=line, rest=rest)
        self.rest = rest


class FeesExceedRefund(AmountOutOfRange):
    """Nothing would be left of the refund after what the return costs."""

    def __init__(self, fee: Money) -> None:
        super().__init__(_("The return would cost %(fee)s: nothing would be left.") % {"fee": fee}, fee=fee)
        self.fee = fee


class NotRefundable(InvalidState):
    """The payment was never captured: there is nothing to give back."""

    def __init__(self, state: str) -> None:
        super().__init__(_("Nothing was paid with this payment that could be refunded."), state=state)


class PaymentDisputed(InvalidState):
    """The customer's bank takes the card part back, or has done so: a refund would pay it twice."""

    code = "payment_disputed"

    def __init__(self, *, lost: bool = False) -> None:
        if lost:
            message = _("The customer has this money already: the bank has given it back.")
        else:
            message = _("The customer's bank disputes this payment. Refunds wait until that is decided.")
        super().__init__(message, state="disputed")


class RefundNotOpen(InvalidState):
    """The refund is in a state in which this can't be done."""

    def __init__(self, state: str) -> None:
        super().__init__(_("This refund has gone too far: this can't be done any more."), state=state)


class RefundNotOffered(WalletProjectError):
    """The store's policy does not offer this to customers by themselves."""

    code = "refund_not_offered"

    def __init__(self, message: str, **data: Any) -> None:
        super().__init__(message, **data)


class RefundNotAllowed(WalletProjectError):
    """The staff member may not refund or decide, or not so much."""

    code = "permission_denied"

    def __init__(self, message: str, **data: Any) -> None:
        super().__init__(message, **data)


class NeedsAnotherPerson(RefundNotAllowed):
    """Who asked for a refund, or gets it, can't be who approves it."""

    code = "approval_required"

    def __init__(self) -> None:
        super().__init__(_("Somebody else has to decide this: not who asked for it, nor who gets it."))


class ReturnNotOpen(InvalidState):
    """The return is in a state from which this does not follow."""

    def __init__(self, state: str, state_name: str) -> None:
        message = _("This return is “%(state)s”: this can't be done any more, or not yet.")
        super().__init__(message % {"state": state_name}, state=state)


class ReturnBeingRefunded(InvalidState):
    """Its refund waits for a second person, or is on its way: first that has to end."""

    def __init__(self) -> None:
        super().__init__(_("The refund of this return is under way already."), state="refunding")


class LineReturnedAlready(AmountOutOfRange):
    """More of one line than was bought and is not returned, refunded or asked for already."""

    code = "return_exceeds_bought"

    def __init__(self, line: str, rest: int) -> None:
        message = _("Of “%(line)s” %(rest)d can still be returned.")
        super().__init__(message % {"line": line, "rest": rest}, line=line, rest=rest)
        self.rest = rest


class PhotoRefused(WalletProjectError):
    """What was sent is no photo that can be kept."""

    code = "photo_refused"

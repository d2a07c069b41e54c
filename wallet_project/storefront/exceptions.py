"""What the shop refuses, in sentences."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wallet_project.core.exceptions import InvalidState, WalletProjectError


class QuantityOutOfRange(WalletProjectError):
    """Less than one, more than a cart line may hold, or not a number at all."""

    code = "quantity_out_of_range"

    def __init__(self, largest: int) -> None:
        super().__init__(
            _("Write how many you want as a number from 1 to %(largest)d.") % {"largest": largest},
            largest=largest,
        )


class OutOfStock(WalletProjectError):
    """Fewer are on the shelf than were asked for; `left` says how many."""

    code = "out_of_stock"

    def __init__(self, *, name: str, left: int) -> None:
        super().__init__(_out_of_stock(name, left), product=name, left=left)
        self.left = left


def _out_of_stock(name: str, left: int) -> str:
    values = {"name": name, "left": left}
    if left <= 0:
        return _("%(name)s is sold out. Please take it out of your cart.") % values
    words = ngettext("Only %(left)d of %(name)s is left.", "Only %(left)d of %(name)s are left.", left)
    return words % values


class NotEnoughOnShelf(WalletProjectError):
    """More were to be taken off the shelf than there are; `left` says how many there are."""

    code = "not_enough_on_shelf"

    def __init__(self, *, left: int) -> None:
        super().__init__(_("There are only %(left)d on the shelf.") % {"left": left}, left=left)
        self.left = left


class CartIsEmpty(WalletProjectError):
    """There is nothing to order."""

    code = "cart_is_empty"

    def __init__(self) -> None:
        super().__init__(_("Your cart is empty."))


class TotalChanged(WalletProjectError):
    """The customer agreed to another total than the order would have now."""

    code = "total_changed"

    def __init__(self, **data: Any) -> None:
        message = _("A price or the delivery changed while you were here. Look at the new total first.")
        super().__init__(message, **data)


class OrderStateError(InvalidState):
    """The order is in a state from which this can't follow."""

    code = "order_state"

    def __init__(self, *, number: str, state: str, state_name: str) -> None:
        message = _("Order #%(number)s is “%(state)s”: this can't be done any more.")
        super().__init__(message % {"number": number, "state": state_name}, state=state)


class ReviewNotAllowed(WalletProjectError):
    """The customer has not got this product from the shop, or wrote too much within a day."""

    code = "review_not_allowed"

    def __init__(self, message: str) -> None:
        super().__init__(message)


class ReviewStateError(InvalidState):
    """The review is in a state in which this can't be done."""

    code = "review_state"

    def __init__(self, *, state: str, state_name: str) -> None:
        message = _("This review is “%(state)s”: this can't be done any more.")
        super().__init__(message % {"state": state_name}, state=state)


class ModerationNotAllowed(WalletProjectError):
    """Staff do not decide about what they wrote themselves."""

    code = "permission_denied"

    def __init__(self) -> None:
        super().__init__(_("Somebody else has to decide about your own review."))


class NotPayableAgain(InvalidState):
    """No money came too late for this order, or it can't be used now."""

    code = "not_payable_again"

    def __init__(self, message: str = "") -> None:
        super().__init__(message or _("There is no payment that came too late for this order."))

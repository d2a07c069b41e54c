"""The errors of this project: one root, one sentence each, data as attributes, a stable code.

Nothing here knows HTTP or forms: the REST layer and the pages translate.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from djmoney.money import Money


class WalletProjectError(Exception):
    """Root of all errors that a caller can act on. `str(error)` is a sentence for a person."""

    code = "error"

    def __init__(self, message: str, **data: Any) -> None:
        super().__init__(message)
        self.message = message
        self.data = data


class NotFound(WalletProjectError):
    """It does not exist, or it is somebody else's: the caller can't tell which."""

    code = "not_found"

    def __init__(self, what: str) -> None:
        super().__init__(_("There is no such %(what)s.") % {"what": what}, what=what)


class InvalidState(WalletProjectError):
    """The thing exists, but is not in a state in which this can be done."""

    code = "invalid_state"

    def __init__(self, message: str, *, state: str = "") -> None:
        super().__init__(message, state=state)
        self.state = state


class IdempotencyConflict(WalletProjectError):
    """The key was used before, for something else."""

    code = "idempotency_conflict"

    def __init__(self, key: str) -> None:
        super().__init__(_("This request key was already used for something else."), key=key)
        self.key = key


class AmountError(WalletProjectError):
    """Root of what can be wrong with an amount that somebody typed or sent."""

    code = "amount_out_of_range"


class AmountOutOfRange(AmountError):
    """Zero, negative, not a number, or beyond a limit."""


class TooManyDecimals(AmountError):
    """More decimals than the currency has. Never rounded away."""

    code = "too_many_decimals"

    def __init__(self, currency: str, decimals: int) -> None:
        message = _("%(currency)s amounts have at most %(decimals)d decimals.")
        super().__init__(message % {"currency": currency, "decimals": decimals}, currency=currency)


class CurrencyMismatch(WalletProjectError):
    """Two amounts that must be of one currency are not."""

    code = "currency_mismatch"

    def __init__(self, expected: str, given: str) -> None:
        message = _("This needs an amount in %(expected)s, not in %(given)s.")
        super().__init__(message % {"expected": expected, "given": given}, expected=expected, given=given)


class InsufficientFunds(WalletProjectError):
    """There is less than was asked for. `available` says how much there is, `message` where."""

    code = "insufficient_funds"

    def __init__(self, *, available: Money | None = None, message: str = "") -> None:
        super().__init__(message or _too_little(available), available=available)
        self.available = available


def _too_little(available: Money | None) -> str:
    if available is None:
        return _("There is not enough money in the wallet.")
    if str(available.currency) == "PTS":
        return _("There are not enough points: %(points)d can be used.") % {"points": available.amount}
    words = _("There is not enough money in the wallet: %(available)s can be spent.")
    return words % {"available": available}

"""`Money` and Stripe's integers. https://docs.stripe.com/currencies#minor-units

Stripe's number of decimals is not always the currency's own: it counts the Icelandic króna and the
Ugandan shilling in hundredths although neither has any, and wants those hundredths to be zero.
"""

from __future__ import annotations

from decimal import Decimal

from djmoney.money import Money

from wallets.gateways.base import GatewayError

ZERO_DECIMAL = frozenset(
    ("BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF")
)
THREE_DECIMAL = frozenset(("BHD", "JOD", "KWD", "OMR", "TND"))
WHOLE_UNITS_ONLY = frozenset(("ISK", "UGX"))


def exponent(currency: str) -> int:
    """How many decimals Stripe's integers have."""
    if currency in ZERO_DECIMAL:
        return 0
    return 3 if currency in THREE_DECIMAL else 2


def to_minor(amount: Money) -> int:
    """Stripe's integer for a positive amount.

    Raises `GatewayError` (`invalid_request`) for what can't be charged exactly: nothing, less than
    nothing, more decimals than the currency has, or a last digit that Stripe doesn't take.
    """
    currency = str(amount.currency)
    value: Decimal = amount.amount
    if not value.is_finite() or value <= 0:
        raise _refused(f"{value} {currency} is not an amount that can be charged.")
    minor = value.scaleb(exponent(currency))
    if minor != minor.to_integral_value():
        raise _refused(f"{value} {currency} has more decimals than the currency.")
    if int(minor) % _step(currency):
        raise _refused(f"{value} {currency} can't be charged: {_rule(currency)}")
    return int(minor)


def _step(currency: str) -> int:
    if currency in THREE_DECIMAL:
        return 10
    return 100 if currency in WHOLE_UNITS_ONLY else 1


def _rule(currency: str) -> str:
    if currency in THREE_DECIMAL:
        return f"the last digit of a card payment in {currency} must be 0."
    return f"card payments in {currency} are in whole units."


def from_minor(minor: int, currency: str) -> Money:
    """The amount of Stripe's integer; `currency` in either case."""
    code = currency.upper()
    return Money(Decimal(minor).scaleb(-exponent(code)), code)


def _refused(reason: str) -> GatewayError:
    return GatewayError("invalid_request", reason, permanent=True)

"""Money helpers: minor units, reading what was typed, and splitting without losing a cent."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import ROUND_DOWN, Decimal, InvalidOperation
from functools import cache

import moneyed
from django.utils.formats import get_format
from django.utils.translation import gettext as _
from djmoney.money import Money

from wallet_project.core.exceptions import AmountError, AmountOutOfRange, CurrencyMismatch, TooManyDecimals

# Far above any shop, far below what a 64-bit minor unit holds, so that no sum overflows.
LARGEST_MINOR = 10**15
MOST_DIGITS = 15

PLAIN_NUMBER = re.compile(r"-?[0-9]{1,18}(\.[0-9]{0,18})?", re.ASCII)


@cache
def decimals_of(currency: str) -> int:
    """How many decimals the currency has: 2 for EUR, 0 for JPY and PTS, 3 for KWD (ISO 4217)."""
    return len(str(moneyed.get_currency(currency).sub_unit)) - 1


def zero(currency: str) -> Money:
    return Money(Decimal(0), currency)


def to_minor(money: Money) -> int:
    """Minor units (cents, yen, fils) of a Money, exactly. Raises `TooManyDecimals`."""
    amount: Decimal = money.amount
    if not amount.is_finite():
        raise AmountOutOfRange(_("This is not an amount."))
    if amount and amount.adjusted() > MOST_DIGITS:
        raise AmountOutOfRange(_("This amount is too large."))
    currency = money.currency.code
    decimals = decimals_of(currency)
    scaled = amount.scaleb(decimals)
    minor = int(scaled)
    if minor != scaled:
        raise TooManyDecimals(currency, decimals)
    if not -LARGEST_MINOR <= minor <= LARGEST_MINOR:
        raise AmountOutOfRange(_("This amount is too large."))
    return minor


def from_minor(minor: int, currency: str) -> Money:
    """A Money of so many minor units, written with all of the currency's decimals."""
    return Money(Decimal(minor).scaleb(-decimals_of(currency)), currency)


def as_data(money: Money) -> dict[str, str]:
    """As it goes to other systems: the amount a string with the currency's decimals."""
    currency = money.currency.code
    decimals = decimals_of(currency)
    exact = Decimal(to_minor(money)).scaleb(-decimals)
    return {"amount": f"{exact:.{decimals}f}", "currency": currency}


def parse_money(text: str, currency: str) -> Money:
    """Read an amount that a person or a program wrote, like `12.50`.

    Only ASCII digits and one point: `１２`, `1e3`, `NaN` and `1,000` are refused with words rather
    than guessed at. Raises `AmountError`.
    """
    cleaned = text.strip()
    if not PLAIN_NUMBER.fullmatch(cleaned):
        raise AmountOutOfRange(_("Write the amount in digits, like 12.50."))
    try:
        money = Money(Decimal(cleaned), currency)
    except InvalidOperation as error:
        raise AmountOutOfRange(_("Write the amount in digits, like 12.50.")) from error
    return from_minor(to_minor(money), currency)


def parse_typed_money(text: str, currency: str) -> Money:
    """Read an amount that a person typed on a page: as `parse_money`, and with the decimal comma where
    the language of the page has one, as the page itself writes it.

    `1,000` is refused there too: it may mean a thousand. Raises `AmountError`.
    """
    separator = str(get_format("DECIMAL_SEPARATOR"))
    if separator == "." or "." in text or separator not in text:
        return parse_money(text, currency)
    whole, _separator, decimals = text.strip().partition(separator)
    if len(decimals) > decimals_of(currency):
        raise TooManyDecimals(currency, decimals_of(currency))
    return parse_money(f"{whole}.{decimals}", currency)


def require_positive(money: Money) -> Money:
    """The same amount in full decimals; raises `AmountError` unless it is above zero."""
    minor = to_minor(money)
    if minor <= 0:
        raise AmountOutOfRange(_("The amount must be more than zero."))
    return from_minor(minor, str(money.currency))


def require_currency(money: Money, currency: str) -> Money:
    """The same amount; raises `CurrencyMismatch` unless it is in `currency`."""
    if str(money.currency) != currency:
        raise CurrencyMismatch(currency, str(money.currency))
    return money


def split_money(total: Money, weights: Sequence[Decimal | int]) -> list[Money]:
    """Share `total` by `weights`; the shares are whole minor units and sum to `total`, proven.

    What rounding down leaves goes, unit by unit, to the largest remainders, and among equals to
    the first (the largest-remainder method). Raises `ValueError` for weights that can't be shared by.
    """
    if not weights or any(weight < 0 for weight in weights) or sum(weights) == 0:
        raise ValueError("Weights must be zero or more, and not all zero.")
    minor, whole = to_minor(total), Decimal(sum(weights))
    exact = [Decimal(abs(minor)) * Decimal(weight) / whole for weight in weights]
    shares = [int(share.to_integral_value(ROUND_DOWN)) for share in exact]
    by_remainder = sorted(range(len(shares)), key=lambda i: (shares[i] - exact[i], i))
    for index in by_remainder[: abs(minor) - sum(shares)]:
        shares[index] += 1
    if sum(shares) != abs(minor):
        raise ArithmeticError("The shares don't sum to the total.")
    sign = 1 if minor >= 0 else -1
    return [from_minor(sign * share, str(total.currency)) for share in shares]


def smallest(first: Money, *others: Money) -> Money:
    """The smallest of amounts that must be of one currency."""
    for other in others:
        require_currency(other, str(first.currency))
    return min((first, *others), key=lambda money: money.amount)


__all__ = [
    "AmountError",
    "decimals_of",
    "from_minor",
    "parse_money",
    "parse_typed_money",
    "require_currency",
    "require_positive",
    "smallest",
    "split_money",
    "to_minor",
    "zero",
]

"""How Stripe counts a currency: the number of decimals in its amounts, its symbol, its smallest charge.

https://docs.stripe.com/currencies
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from wallet_project.fake_stripe.errors import invalid_parameter

ZERO_DECIMAL = frozenset(
    ("bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "vnd", "vuv", "xaf", "xof", "xpf")
)
THREE_DECIMAL = frozenset(("bhd", "jod", "kwd", "omr", "tnd"))
SYMBOLS = {"eur": "€", "usd": "$", "gbp": "£", "inr": "₹", "jpy": "¥"}
LARGEST = 99_999_999
FEE_PERCENT = Decimal("0.015")
FEE_FIXED = Decimal("0.25")


def decimals(currency: str) -> int:
    if currency in ZERO_DECIMAL:
        return 0
    return 3 if currency in THREE_DECIMAL else 2


def format_amount(amount: int, currency: str) -> str:
    """An amount for people: `€12.50`, `¥500`, `KWD 1.250`."""
    places = decimals(currency)
    number = f"{Decimal(amount).scaleb(-places):,.{places}f}"
    symbol = SYMBOLS.get(currency)
    return f"{symbol}{number}" if symbol else f"{currency.upper()} {number}"


def check_currency(currency: str, param: str) -> str:
    if len(currency) != 3 or not currency.isascii() or not currency.isalpha() or not currency.islower():
        message = f"Invalid currency: {currency}. It must be a three-letter lower-case ISO code."
        raise invalid_parameter(message, param)
    return currency


def check_amount(amount: int, currency: str, param: str) -> int:
    """Refuse what Stripe refuses: too small, too large, or off the grid of a three-decimal currency."""
    if amount < smallest(currency):
        message = f"Amount must be at least {format_amount(smallest(currency), currency)}"
        raise invalid_parameter(message, param, "amount_too_small")
    if amount > LARGEST:
        message = f"Amount must be no more than {format_amount(LARGEST, currency)}"
        raise invalid_parameter(message, param, "amount_too_large")
    if currency in THREE_DECIMAL and amount % 10:
        message = f"Invalid amount: the last digit of an amount in {currency} must be 0."
        raise invalid_parameter(message, param, "parameter_invalid_integer")
    return amount


def smallest(currency: str) -> int:
    """About half a euro."""
    return {0: 50, 2: 50, 3: 100}[decimals(currency)]


def fee(amount: int, currency: str) -> int:
    """What the fake keeps of a payment: 1.5 % and a quarter of the unit."""
    exact = amount * FEE_PERCENT + FEE_FIXED.scaleb(decimals(currency))
    return int(exact.to_integral_value(ROUND_HALF_UP))

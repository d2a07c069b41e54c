"""Which amounts a card can pay: not below the gateway's minimum, nor off its grid.

https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts
https://docs.stripe.com/currencies#special-cases
"""

from __future__ import annotations

from djmoney.money import Money

from wallet_project.core.money import decimals_of, from_minor, to_minor, zero

# In the currency's own units. Stripe names none for the dinars: about half a euro, rounded up.
SMALLEST = {
    "AED": "2.00",
    "AUD": "0.50",
    "BHD": "0.300",
    "BRL": "0.50",
    "CAD": "0.50",
    "CHF": "0.50",
    "CZK": "15.00",
    "DKK": "2.50",
    "EUR": "0.50",
    "GBP": "0.30",
    "HKD": "4.00",
    "HUF": "175.00",
    "INR": "0.50",
    "JOD": "0.500",
    "JPY": "50",
    "KWD": "0.200",
    "MXN": "10.00",
    "MYR": "2.00",
    "NOK": "3.00",
    "NZD": "0.50",
    "OMR": "0.300",
    "PLN": "2.00",
    "RON": "2.00",
    "SEK": "3.00",
    "SGD": "0.50",
    "THB": "10.00",
    "TND": "2.000",
    "USD": "0.50",
}
# Minor units that an amount must be a multiple of: card networks know no third decimal.
THREE_DECIMALS_GRID = 10


def most_refundable(amount: Money) -> Money:
    """As much of `amount` as a card can be given back: what is off its grid stays out of it.

    https://docs.stripe.com/currencies#three-decimal
    """
    currency = str(amount.currency)
    grid = THREE_DECIMALS_GRID if decimals_of(currency) == 3 else 1
    return from_minor(to_minor(amount) // grid * grid, currency)


def least_chargeable(rest: Money) -> Money:
    """The smallest amount that a card can pay and that is at least `rest`; zero for zero."""
    if rest.amount <= 0:
        return zero(str(rest.currency))
    currency = str(rest.currency)
    grid = THREE_DECIMALS_GRID if decimals_of(currency) == 3 else 1
    wanted = max(to_minor(rest), to_minor(Money(SMALLEST.get(currency, "0"), currency)))
    return from_minor(-(-wanted // grid) * grid, currency)

"""What a return costs under the store's policy. Pure: asks no row and no clock."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from djmoney.money import Money

from refunds.enums import Destination, RefundReason
from refunds.models import StoreCreditPolicy
from rewards.caps import percent_of
from wallet_project.core.money import from_minor, to_minor, zero


@dataclass(frozen=True, slots=True)
class Fees:
    """What the store keeps: for the parcel's way back, and for restocking."""

    shipping: Money
    restocking: Money

    @property
    def total(self) -> Money:
        return self.shipping + self.restocking


def no_fees(currency: str) -> Fees:
    return Fees(zero(currency), zero(currency))


def fees_of(
    policy: StoreCreditPolicy, *, goods: Money, reason: RefundReason, destination: Destination
) -> Fees:
    """What a return of `goods` (delivery not counted) costs. Nothing where the store has to answer for
    the reason, or where no goods come back. Restocking is rounded down to the currency's unit."""
    currency = str(goods.currency)
    if reason in policy.free_reasons or not goods.amount:
        return no_fees(currency)
    to_card = destination == Destination.ORIGINAL
    shipping = policy.shipping_to_card if to_card else policy.shipping_to_wallet
    return Fees(in_currency(shipping, currency), percent_of(goods, Decimal(policy.restocking_percent)))


def in_currency(amount: Decimal, currency: str) -> Money:
    """An amount of the settings in the currency's own decimals. Raises `TooManyDecimals`."""
    return from_minor(to_minor(Money(amount, currency)), currency)

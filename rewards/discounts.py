"""What a voucher takes off an order. Pure: knows no row and no clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from djmoney.money import Money

from rewards.caps import OrderLine, percent_of
from rewards.enums import OfferKind
from rewards.exceptions import VoucherNotUsable
from wallet_project.core.money import from_minor, smallest, split_money, to_minor, zero


@dataclass(frozen=True, slots=True)
class DiscountRule:
    """A reduction: `amount` off, `percent` off but at most `most`, or the price of one `product`."""

    kind: OfferKind
    currency: str
    amount: Money | None = None
    percent: Decimal | None = None
    most: Money | None = None
    product: str = ""
    minimum_order: Money | None = None


@dataclass(frozen=True, slots=True)
class Discount:
    """`amount` off in all; `shares` says how much of it each line bears, in the order of the lines."""

    amount: Money
    shares: tuple[Money, ...]


def discount_for(rule: DiscountRule, lines: Sequence[OrderLine]) -> Discount:
    """What `rule` takes off these items; delivery is none of them. Never more than they cost.

    A percentage is rounded down to the currency's unit. An amount or a percentage is shared over all
    lines by their amounts, the shares proven to sum up; a product's price is taken off its own line,
    once. Raises `VoucherNotUsable` for another currency, an order that is too small, or a product
    that is not there.
    """
    if any(str(line.amount.currency) != rule.currency for line in lines):
        message = _("This voucher is for orders in %(currency)s.") % {"currency": rule.currency}
        raise VoucherNotUsable(message, state="currency")
    items = sum((line.amount for line in lines), start=zero(rule.currency))
    _require_minimum(rule, items)
    if rule.kind == OfferKind.PRODUCT:
        return _for_product(rule, lines)
    amount = smallest(_off(rule, items), items)
    if amount.amount <= 0:
        raise VoucherNotUsable(_("There is nothing that this voucher could take off."), state="nothing")
    amount = from_minor(to_minor(amount), rule.currency)
    return Discount(amount, tuple(split_money(amount, [to_minor(line.amount) for line in lines])))


def _require_minimum(rule: DiscountRule, items: Money) -> None:
    if rule.minimum_order is not None and items < rule.minimum_order:
        message = _("This voucher is for orders from %(minimum)s; your items come to %(items)s.")
        raise VoucherNotUsable(message % {"minimum": rule.minimum_order, "items": items}, state="minimum")


def _off(rule: DiscountRule, items: Money) -> Money:
    if rule.kind == OfferKind.FIXED:
        assert rule.amount is not None
        return rule.amount
    assert rule.percent is not None
    off = percent_of(items, rule.percent)
    return off if rule.most is None else smallest(off, rule.most)


def _for_product(rule: DiscountRule, lines: Sequence[OrderLine]) -> Discount:
    shares = [zero(rule.currency) for _line in lines]
    for index, line in enumerate(lines):
        if line.product == rule.product:
            shares[index] = from_minor(to_minor(line.amount) // line.quantity, rule.currency)
            return Discount(shares[index], tuple(shares))
    raise VoucherNotUsable(_("Put the product of this voucher into your cart first."), state="product")

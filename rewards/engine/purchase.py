"""An order as earning sees it, and what of it counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from djmoney.money import Money

from rewards.caps import OrderLine
from wallet_project.core.money import require_currency, split_money, to_minor, zero


@dataclass(frozen=True, slots=True)
class Purchase:
    """An order: `total` with delivery, `rewarded` of it paid with reward money.

    `lines` are the goods; what of the total no line names (delivery) earns nothing. Without lines
    the whole total counts. `made_at` is when it was bought, whose rules count; None is now. Raises
    `CurrencyMismatch`, `ValueError` for amounts that can't be.
    """

    total: Money
    rewarded: Money | None = None
    lines: Sequence[OrderLine] = ()
    has_coupon: bool = False
    made_at: datetime | None = None

    def __post_init__(self) -> None:
        amounts = [self.total, self.paid_by_rewards, *(line.amount for line in self.lines)]
        if any(to_minor(require_currency(amount, self.currency)) < 0 for amount in amounts):
            raise ValueError("No amount of an order is below zero.")
        if self.paid_by_rewards > self.total:
            raise ValueError("Rewards pay at most the whole order.")

    @property
    def currency(self) -> str:
        return str(self.total.currency)

    @property
    def paid_by_rewards(self) -> Money:
        return zero(self.currency) if self.rewarded is None else self.rewarded


def goods_of(purchase: Purchase) -> list[OrderLine]:
    """The lines of an order; the order as one line if it names none.

    Lines that sum to more than the total (after a coupon, say) are scaled down to it, so that
    nothing earns that is not paid.
    """
    lines = list(purchase.lines) or [OrderLine(purchase.total)]
    if sum(to_minor(line.amount) for line in lines) <= to_minor(purchase.total):
        return lines
    shares = split_money(purchase.total, [to_minor(line.amount) for line in lines])
    return [replace(line, amount=share) for line, share in zip(lines, shares, strict=True)]


def without_rewarded(purchase: Purchase, lines: Sequence[OrderLine]) -> list[OrderLine]:
    """The lines less what reward money pays of them.

    Reward money pays every part of an order alike, delivery too: shared in proportion, to the unit.
    """
    if not purchase.paid_by_rewards.amount:
        return list(lines)
    amounts = [to_minor(line.amount) for line in lines]
    rest = to_minor(purchase.total) - sum(amounts)
    shares = split_money(purchase.paid_by_rewards, [*amounts, rest])
    return [replace(line, amount=line.amount - share) for line, share in zip(lines, shares, strict=False)]

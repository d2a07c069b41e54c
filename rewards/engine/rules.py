"""Earning rules as the engine takes them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from djmoney.money import Money

from rewards.caps import OrderLine
from rewards.engine.purchase import Purchase
from rewards.enums import Activity, EarningKind


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that a rule gives, in minor units of what it gives; None is no limit."""

    order: int | None = None
    day: int | None = None
    customer: int | None = None


@dataclass(frozen=True, slots=True)
class Used:
    """What a customer has earned by a rule already: on the same day, and in all."""

    day: int = 0
    ever: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """The customer's tier."""

    tier: str
    name: str
    multiplier: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a customer did, and when. `reference` names it; `standing` is None without a tier."""

    activity: Activity
    moment: datetime
    purchase: Purchase | None = None
    standing: Standing | None = None
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Multiplier:
    """`factor` times as much, where everything holds that it names; what is empty always holds.

    With products or categories it multiplies those lines alone, else the whole.
    """

    factor: Decimal
    name: str = ""
    products: frozenset[str] = field(default_factory=frozenset)
    categories: frozenset[str] = field(default_factory=frozenset)
    tier: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None

    @property
    def is_for_lines(self) -> bool:
        return bool(self.products or self.categories)

    def holds(self, occasion: Occasion) -> bool:
        """Whether tier and time are right."""
        if self.tier and (occasion.standing is None or occasion.standing.tier != self.tier):
            return False
        return is_within(occasion.moment, self.starts_at, self.ends_at)

    def is_for(self, line: OrderLine) -> bool:
        return line.product in self.products or line.category in self.categories


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to earn. What is given is `gives` once (`FIXED`), `gives` for each whole `per` spent
    (`PER_SPENT`), or `percent` of what is spent (`PERCENT`).

    `unit` is `PTS`, or the currency of reward money; `currency` is that of the orders it is for,
    empty for all. Rules that `stacks` add up; of the others only the one that gives most counts,
    of equals the one with the lower `priority`. Limits are in minor units of `unit`.
    """

    key: str
    name: str
    activity: Activity
    kind: EarningKind
    unit: str
    currency: str = ""
    gives: Money | None = None
    per: Money | None = None
    percent: Decimal | None = None
    multipliers: tuple[Multiplier, ...] = ()
    tier_counts: bool = True
    unrewarded_only: bool = True
    with_coupon: bool = True
    minimum_order: Money | None = None
    excluded_products: frozenset[str] = field(default_factory=frozenset)
    excluded_categories: frozenset[str] = field(default_factory=frozenset)
    reference_prefix: str = ""
    stacks: bool = True
    priority: int = 0
    limits: Limits = Limits()
    valid_days: int | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None

    @property
    def is_by_spending(self) -> bool:
        return self.kind != EarningKind.FIXED

    def is_excluded(self, line: OrderLine) -> bool:
        return line.product in self.excluded_products or line.category in self.excluded_categories

    def is_for(self, occasion: Occasion) -> bool:
        """Whether the rule speaks about this at all."""
        return (
            self.activity == occasion.activity
            and occasion.reference.startswith(self.reference_prefix)
            and is_within(occasion.moment, self.starts_at, self.ends_at)
            and self._takes(occasion.purchase)
        )

    def _takes(self, purchase: Purchase | None) -> bool:
        if purchase is None:
            return not self.is_by_spending and self.minimum_order is None
        return (
            self.currency in ("", purchase.currency)
            and (self.with_coupon or not purchase.has_coupon)
            and (self.minimum_order is None or purchase.total >= self.minimum_order)
        )


def is_within(moment: datetime, starts_at: datetime | None, ends_at: datetime | None) -> bool:
    """Whether a moment is in a window: its start included, its end not."""
    return (starts_at is None or starts_at <= moment) and (ends_at is None or moment < ends_at)

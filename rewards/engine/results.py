"""What the engine answers with."""

from __future__ import annotations

from dataclasses import dataclass

from djmoney.money import Money


@dataclass(frozen=True, slots=True)
class Share:
    """So much by that rule, in minor units; the key names the rule."""

    rule: str
    amount: int


@dataclass(frozen=True, slots=True)
class UnitEarning:
    """What is earned in one unit: points, or reward money in a currency.

    `story` says in sentences how it was computed; `shares` are the rules' parts and sum to the
    amount; it expires after `valid_days`, or never.
    """

    amount: Money
    story: tuple[str, ...]
    shares: tuple[Share, ...]
    valid_days: int | None = None

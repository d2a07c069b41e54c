"""Drawing prizes by odds, and what they cost. Pure: knows no row, and its caller brings the luck."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Prize:
    """So many minor units, won by `weight` of as many cards as all weights sum to."""

    amount: int
    weight: int


def draw(prizes: Sequence[Prize], *, randbelow: Callable[[int], int]) -> Prize:
    """One of the prizes, each as often as its weight says.

    `randbelow(n)` answers with a number from 0 to n - 1, each as likely (`secrets.randbelow`).
    Raises `ValueError` without prizes.
    """
    total = sum(prize.weight for prize in prizes)
    if total < 1:
        raise ValueError("There is nothing to draw from.")
    ticket = randbelow(total)
    for prize in prizes:
        if ticket < prize.weight:
            return prize
        ticket -= prize.weight
    raise ValueError("The random number is out of range.")


def expected_cost(prizes: Sequence[Prize]) -> Decimal:
    """What a card costs on average, in minor units."""
    total = sum(prize.weight for prize in prizes)
    return Decimal(sum(prize.amount * prize.weight for prize in prizes)) / total if total else Decimal(0)


def chance_in_words(prize: Prize, prizes: Sequence[Prize]) -> str:
    """How likely a prize is: “1 in 20 cards (5%)”, “3 in 20 cards (15%)”."""
    total = sum(one.weight for one in prizes)
    percent = Decimal(prize.weight * 100) / total
    shown = number_format(percent.quantize(Decimal("0.01")).normalize(), use_l10n=True)
    return _("%(weight)s in %(total)s cards (%(percent)s%%)") % {
        "weight": number_format(prize.weight, force_grouping=True),
        "total": number_format(total, force_grouping=True),
        "percent": shown if percent >= Decimal("0.01") else "<0.01",
    }

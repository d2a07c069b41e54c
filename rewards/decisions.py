"""What a decision about rewards must not say, and what it would mean for examples. Pure: no row, no clock."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from djmoney.money import Money

from rewards.caps import CapRule, percent_of
from rewards.conversion import Rate, worth
from rewards.enums import ConversionTarget
from wallet_project.core.exceptions import AmountError
from wallet_project.core.money import to_minor

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What is wrong with a decision, in a sentence, and the field that it is about."""

    field: str
    message: str


@dataclass(frozen=True, slots=True)
class ProgramTerms:
    """What points are to be worth; `most_per_day` and `valid_days` of None are no limit."""

    rate: Rate
    minimum: int
    most_per_day: int | None = None
    target: str = ConversionTarget.WALLET
    valid_days: int | None = None


def wrong_amounts(**amounts: Money | None) -> Iterator[Contradiction]:
    """Amounts below zero, or with more decimals than their currency has."""
    for field, amount in amounts.items():
        if amount is None:
            continue
        try:
            if to_minor(amount) < 0:
                yield Contradiction(field, _("This can't be below zero."))
        except AmountError as error:
            yield Contradiction(field, str(error))


def contradictions_of_cap(rule: CapRule) -> Iterator[Contradiction]:
    """What is wrong with a rule for the use of reward money whose amounts are right by themselves."""
    if rule.percent is not None and not 0 <= rule.percent <= HUNDRED:
        yield Contradiction("percent", _("Write a percentage from 0 to 100."))
        return
    nothing = _("This already means that no reward money can be used: leave the other limit empty.")
    if rule.percent == 0 and rule.most is not None:
        yield Contradiction("percent", nothing)
    elif rule.percent is not None and rule.most is not None and not rule.most.amount:
        yield Contradiction("most", nothing)
    elif rule.percent is not None and rule.most is not None and rule.minimum_order is not None:
        least = percent_of(rule.minimum_order, rule.percent)
        if least > rule.most and not (rule.excluded_products or rule.excluded_categories):
            message = _(
                "%(percent)s%% of the smallest order is %(least)s, more than the %(most)s that an order may"
                " use: the percentage would never count. Leave it empty, or change one of the three."
            )
            values = {"percent": f"{rule.percent.normalize():f}", "least": least, "most": rule.most}
            yield Contradiction("percent", message % values)


def contradictions_of_program(terms: ProgramTerms) -> Iterator[Contradiction]:
    """What is wrong with the terms of a program whose amounts are right by themselves."""
    rate = terms.rate
    if not rate.value.amount:
        yield Contradiction("value", _("Points must be worth something: write more than zero."))
        return
    if terms.minimum < rate.step:
        yield Contradiction(
            "minimum",
            _("The smallest conversion can't be less than one step of %(step)s.") % {"step": rate.step},
        )
    elif not worth(rate, terms.minimum // rate.step * rate.step).amount:
        message = _("%(points)s points would not be worth the smallest coin yet. Write more.")
        yield Contradiction("minimum", message % {"points": terms.minimum})
    if terms.most_per_day is not None and terms.most_per_day < terms.minimum:
        yield Contradiction("most_per_day", _("This must allow at least the smallest conversion."))
    if terms.valid_days is not None and terms.target != ConversionTarget.REWARD_WALLET:
        message = _("Money in the wallet does not expire. Leave this empty, or choose the reward wallet.")
        yield Contradiction("valid_days", message)

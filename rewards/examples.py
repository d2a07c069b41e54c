"""What a decision would mean, in examples: the same pure engine that checkout and conversion use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from djmoney.money import Money

from rewards.caps import Cap, CapReason, CapRule, OrderLine, reward_cap
from rewards.conversion import Rate, quote
from wallet_project.core.money import from_minor, to_minor
from wallets.limits import ROUND_UNITS

EXCLUDED = "\0excluded"


@dataclass(frozen=True, slots=True)
class CapExample:
    """An order and the most that reward money could pay of it, and why no more."""

    about: str
    cap: Cap
    why: str


def cap_examples(rule: CapRule, currency: str) -> list[CapExample]:
    """Orders of a usual size, and those at the edges of the rule."""
    unit = ROUND_UNITS.get(currency, 10)
    totals = [Money(unit * times, currency) for times in (2, 8, 30)]
    if rule.minimum_order is not None and rule.minimum_order.amount:
        edge = to_minor(rule.minimum_order)
        totals += [from_minor(minor, currency) for minor in (edge - 1, edge) if minor]
    minors = sorted({to_minor(total) for total in totals})
    found = [_example("", rule, from_minor(minor, currency)) for minor in minors]
    usual = from_minor(to_minor(Money(unit * 8, currency)), currency)
    if rule.excluded_products or rule.excluded_categories:
        half = from_minor(to_minor(usual) // 2, currency)
        about = _("%(amount)s of it for excluded goods") % {"amount": half}
        marked = CapRule(rule.most, rule.percent, rule.minimum_order, rule.with_coupon, frozenset({EXCLUDED}))
        found.append(_example(about, marked, usual, lines=[OrderLine(half, EXCLUDED)]))
    if not rule.with_coupon:
        found.append(_example(_("with a coupon"), rule, usual, has_coupon=True))
    return found


def _example(
    about: str, rule: CapRule, total: Money, *, lines: Sequence[OrderLine] = (), has_coupon: bool = False
) -> CapExample:
    cap = reward_cap(rule, total=total, lines=lines, has_coupon=has_coupon)
    return CapExample(about, cap, why(cap, rule))


def why(cap: Cap, rule: CapRule) -> str:
    """Which limit decided, in words."""
    texts = {
        CapReason.NONE: _("the whole order"),
        CapReason.MOST: _("the most for each order"),
        CapReason.ELIGIBLE: _("all that is not excluded"),
        CapReason.COUPON: _("not together with a coupon"),
    }
    if cap.reason == CapReason.PERCENT and rule.percent is not None:
        return _("%(percent)s%% of the order") % {"percent": f"{rule.percent.normalize():f}"}
    if cap.reason == CapReason.MINIMUM:
        return _("only for orders from %(amount)s") % {"amount": rule.minimum_order}
    return texts[cap.reason]


@dataclass(frozen=True, slots=True)
class ConversionExample:
    """So many points would become `value`, and `kept` of them would stay."""

    wanted: int
    value: Money
    kept: int


def conversion_examples(rate: Rate, minimum: int) -> list[ConversionExample]:
    """The smallest conversion, a round one, and one that leaves points behind."""
    base = max(rate.points, rate.step)
    wanted = sorted({minimum, base * 5, base * 5 + base * 37 // 100, base * 10})
    quotes = {points: quote(rate, wanted=points, available=points) for points in wanted if points >= minimum}
    return [ConversionExample(points, quoted.value, quoted.kept) for points, quoted in quotes.items()]

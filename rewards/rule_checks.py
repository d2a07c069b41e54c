"""What an earning rule must not say, in words, and what it would mean in examples. Nothing is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from djmoney.money import Money

from rewards.engine import Multiplier, Occasion, OrderLine, Purchase, Rule, Standing, UnitEarning, earn, words
from rewards.enums import POINTS, Activity, EarningKind
from rewards.models import EarningMultiplier, EarningRule
from rewards.models.earning import LONGEST_LIFE
from rewards.queries_earning import engine_rule
from wallet_project.core.exceptions import AmountError
from wallet_project.core.money import from_minor, to_minor
from wallets.limits import ROUND_UNITS

OTHER = "\0other"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, and the field that it is about."""

    field: str
    message: str


def problems_of(rule: EarningRule) -> list[Problem]:
    """Everything that is wrong with a rule by itself."""
    return [
        *_wrong_amounts(rule, ("amount", "most_per_order", "most_per_day", "most_per_customer"), rule.unit),
        *_wrong_amounts(rule, ("per_amount", "minimum_order"), rule.currency),
        *_wrong_kind(rule),
        *_wrong_currency(rule),
        *_wrong_limits(rule),
        *_wrong_time(rule),
    ]


def _wrong_amounts(rule: EarningRule, names: Sequence[str], currency: str) -> Iterator[Problem]:
    for name in names:
        amount = getattr(rule, name)
        if amount is None or not currency:
            continue
        try:
            if to_minor(Money(amount, currency)) <= 0:
                yield Problem(name, _("The amount must be more than zero."))
        except AmountError as error:
            yield Problem(name, str(error))


def _wrong_kind(rule: EarningRule) -> Iterator[Problem]:
    """What each way of giving needs, and what it has no use for."""
    needed = {
        EarningKind.FIXED: ("amount",),
        EarningKind.PER_SPENT: ("amount", "per_amount"),
        EarningKind.PERCENT: ("percent",),
    }.get(EarningKind(rule.kind), ())
    for name in ("amount", "per_amount", "percent"):
        if name in needed and getattr(rule, name) is None:
            yield Problem(name, _("This way of giving needs it."))
        if name not in needed and getattr(rule, name) is not None:
            yield Problem(name, _("This way of giving has no use for it: leave it empty."))
    if rule.percent is not None and not Decimal(0) < rule.percent <= 100:
        yield Problem("percent", _("Write a percentage above 0, and at most 100."))
    if rule.activity != Activity.PURCHASE and rule.kind != EarningKind.FIXED:
        yield Problem("kind", _("Only purchases spend something: for this, give a fixed amount."))


def _wrong_currency(rule: EarningRule) -> Iterator[Problem]:
    if rule.unit != POINTS and rule.currency != rule.unit:
        yield Problem("currency", _("Reward money is earned in the currency of the order: choose the same."))
    elif not rule.currency and (rule.kind == EarningKind.PER_SPENT or rule.minimum_order is not None):
        yield Problem("currency", _("Amounts of orders need a currency."))
    if rule.kind == EarningKind.PERCENT and rule.unit == POINTS:
        yield Problem("unit", _("A percentage gives reward money; points are for each whole amount."))
    if rule.activity != Activity.PURCHASE and rule.minimum_order is not None:
        yield Problem("minimum_order", _("Only purchases have an order."))


def _wrong_limits(rule: EarningRule) -> Iterator[Problem]:
    order, day, customer = rule.most_per_order, rule.most_per_day, rule.most_per_customer
    if order is not None and day is not None and order > day:
        yield Problem("most_per_order", _("This is more than the most of a day, so it would never count."))
    if day is not None and customer is not None and day > customer:
        yield Problem("most_per_day", _("This is more than the most in all, so it would never count."))
    if order is not None and customer is not None and day is None and order > customer:
        yield Problem("most_per_order", _("This is more than the most in all, so it would never count."))


def _wrong_time(rule: EarningRule) -> Iterator[Problem]:
    if rule.valid_days is not None and not 1 <= rule.valid_days <= LONGEST_LIFE:
        yield Problem("valid_days", _("Write a number of days from 1 to 3650, or leave it empty."))
    if rule.starts_at and rule.ends_at and rule.ends_at <= rule.starts_at:
        yield Problem("ends_at", _("The rule must end after it begins."))


def problem_of_multiplier(rule: EarningRule, multiplier: EarningMultiplier) -> str:
    """Why a multiplier of this rule makes no sense; empty if it does."""
    goods = {*multiplier.products, *multiplier.categories}
    if goods and rule.kind == EarningKind.FIXED:
        return _("A fixed amount is not for goods, so goods can't multiply it.")
    if goods and goods <= {*rule.excluded_products, *rule.excluded_categories}:
        return _("The rule excludes all these goods, so this would never count.")
    start, end = multiplier.starts_at, multiplier.ends_at
    if start and end and end <= start:
        return _("It must end after it begins.")
    if (end and end <= rule.starts_at) or (start and rule.ends_at and start >= rule.ends_at):
        return _("The rule does not hold in this time, so this would never count.")
    return ""


@dataclass(frozen=True, slots=True)
class Example:
    """Something that a customer does, in words, and what it would earn."""

    what: str
    units: tuple[UnitEarning, ...]

    @property
    def earned(self) -> str:
        return words.earned(self.units)


def examples_of(
    row: EarningRule, multipliers: Sequence[EarningMultiplier], *, currency: str
) -> list[Example]:
    """What a rule would give for orders of usual sizes and at its edges, and where it multiplies.

    By the engine that books. `currency` is that of the orders if the rule is for any.
    """
    rule = engine_rule(row, multipliers)
    if rule.activity != Activity.PURCHASE:
        return [Example(str(row.get_activity_display()), _earned(rule, None))]
    currency = rule.currency or currency
    sizes = {to_minor(Money(ROUND_UNITS.get(currency, 10) * times, currency)) for times in (2, 8, 30)}
    if rule.minimum_order is not None:
        edge = to_minor(rule.minimum_order)
        sizes |= {max(edge - 1, 1), edge}
    totals = [from_minor(size, currency) for size in sorted(sizes)]
    plain = [Example(_("an order of %(total)s") % {"total": total}, _for(rule, total)) for total in totals]
    usual = from_minor(to_minor(Money(ROUND_UNITS.get(currency, 10) * 8, currency)), currency)
    return [*plain, *_of_parts(rule, usual), *_multiplied(rule, usual)]


def _of_parts(rule: Rule, total: Money) -> Iterator[Example]:
    """An order partly paid with reward money, or with a coupon."""
    if rule.is_by_spending and rule.unrewarded_only:
        part = from_minor(to_minor(total) // 4, str(total.currency))
        what = _("an order of %(total)s, %(part)s of it paid with reward money")
        yield Example(what % {"total": total, "part": part}, _earned(rule, Purchase(total, rewarded=part)))
    if not rule.with_coupon:
        what = _("an order of %(total)s with a coupon") % {"total": total}
        yield Example(what, _earned(rule, Purchase(total, has_coupon=True)))


def _multiplied(rule: Rule, total: Money) -> Iterator[Example]:
    """The same order where each multiplier holds."""
    for one in rule.multipliers:
        what = _("an order of %(total)s, with “%(name)s”") % {"total": total, "name": one.name}
        yield Example(what, _earned(rule, Purchase(total, lines=(_goods(one, total),)), one))


def _goods(multiplier: Multiplier, total: Money) -> OrderLine:
    product = min(multiplier.products, default=OTHER)
    category = min(multiplier.categories, default=OTHER) if product == OTHER else OTHER
    return OrderLine(total, product, category)


def _for(rule: Rule, total: Money) -> tuple[UnitEarning, ...]:
    return _earned(rule, Purchase(total))


def _earned(
    rule: Rule, purchase: Purchase | None, multiplier: Multiplier | None = None
) -> tuple[UnitEarning, ...]:
    """By a customer in no tier, unless the multiplier is for one, while rule and multiplier hold."""
    moments = [rule.starts_at, multiplier.starts_at if multiplier else None]
    moment = max(one for one in moments if one is not None)
    standing = Standing(multiplier.tier, multiplier.tier) if multiplier and multiplier.tier else None
    return earn([rule], Occasion(rule.activity, moment, purchase, standing, rule.reference_prefix))

"""The sentences that explain what was earned."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from djmoney.money import Money

from wallet_project.core.words import POINTS as POINTS
from wallet_project.core.words import written


def fixed(name: str, gives: Money) -> str:
    return _("“%(name)s”: %(given)s.") % {"name": name, "given": written(gives)}


def per_spent(name: str, counts: Money, steps: int, per: Money, gives: Money, given: Money) -> str:
    text = ngettext(
        "“%(name)s”: %(counts)s counts, %(steps)s time %(per)s, with %(gives)s each time: %(given)s.",
        "“%(name)s”: %(counts)s counts, %(steps)s times %(per)s, with %(gives)s each time: %(given)s.",
        steps,
    )
    return text % {
        "name": name,
        "counts": written(counts),
        "steps": number_format(steps, force_grouping=True),
        "per": written(per),
        "gives": written(gives),
        "given": written(given),
    }


def percent(name: str, counts: Money, rate: Decimal, given: Money) -> str:
    return _("“%(name)s”: %(percent)s%% of %(counts)s: %(given)s.") % {
        "name": name,
        "percent": plain(rate),
        "counts": written(counts),
        "given": written(given),
    }


def line_bonus(names: str, counts: Money, factor: Fraction, more: Money) -> str:
    what = _("“%(name)s”") % {"name": names} if names else _("A part of it")
    return _("%(what)s: %(counts)s counts %(factor)s times, %(more)s more.") % {
        "what": what,
        "counts": written(counts),
        "factor": plain(Decimal(factor.numerator) / factor.denominator),
        "more": written(more),
    }


def multiplied(name: str, factor: Decimal, given: Money) -> str:
    if not name:
        return _("Times %(factor)s: %(given)s.") % {"factor": plain(factor), "given": written(given)}
    return _("“%(name)s”, times %(factor)s: %(given)s.") % {
        "name": name,
        "factor": plain(factor),
        "given": written(given),
    }


def rounded_down(given: Money) -> str:
    return _("Rounded down: %(given)s.") % {"given": written(given)}


def excluded() -> str:
    return _("Some goods in the order do not count.")


def rewarded(amount: Money) -> str:
    return _("%(amount)s of it is paid with reward money and does not count.") % {"amount": written(amount)}


def most_per_order(limit: Money, left: Money) -> str:
    return _("At most %(limit)s for each order: %(left)s.") % {"limit": written(limit), "left": written(left)}


def most_per_day(limit: Money, left: Money) -> str:
    return _("At most %(limit)s a day: %(left)s is left of that.") % {
        "limit": written(limit),
        "left": written(left),
    }


def most_per_customer(limit: Money, left: Money) -> str:
    return _("At most %(limit)s for each customer: %(left)s is left of that.") % {
        "limit": written(limit),
        "left": written(left),
    }


def best_of(name: str) -> str:
    return _("Of the offers that can't be combined, “%(name)s” gives most.") % {"name": name}


def together(total: Money) -> str:
    return _("Together: %(total)s.") % {"total": written(total)}


def plain(number: Decimal) -> str:
    """A factor or a percentage, without zeros that say nothing."""
    return number_format(format(number.normalize(), "f"))

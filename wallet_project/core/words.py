"""Amounts as people read them."""

from __future__ import annotations

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from djmoney.money import Money

from wallet_project.core.money import to_minor

POINTS = "PTS"


def points(number: int) -> str:
    """So many loyalty points: "0 points", "1 point", "1,250 points"."""
    text = ngettext("%(number)s point", "%(number)s points", abs(number))
    return text % {"number": number_format(number, force_grouping=True)}


def currency_name(currency: str) -> str:
    """A currency as a choice or a heading: its code, and points by their name."""
    return _("Points") if currency == POINTS else currency


def written(amount: Money) -> str:
    """Money as its currency is written in the reader's language, points as whole points.

    Raises `TooManyDecimals` for a part of a point.
    """
    return points(to_minor(amount)) if str(amount.currency) == POINTS else str(amount)


def signed(amount: Money) -> str:
    """As `written`, with a plus before a credit and a true minus before a debit."""
    if amount.amount > 0:
        return f"+{written(amount)}"
    return f"−{written(-amount)}" if amount.amount < 0 else written(amount)

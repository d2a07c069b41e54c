"""What an activity earns, in a few words."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from djmoney.money import Money

from rewards.engine import UnitEarning
from wallet_project.core import words


def earnings_in_words(earned: Sequence[UnitEarning]) -> str:
    """`50 points`, `€2.00 reward money and 50 points`; empty for nothing."""
    return str(get_text_list([_amount(unit.amount) for unit in earned], _("and")))


def _amount(amount: Money) -> str:
    if str(amount.currency) == words.POINTS:
        return words.written(amount)
    return _("%(amount)s reward money") % {"amount": words.written(amount)}

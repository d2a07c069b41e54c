"""What an activity earns, in a few words."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from rewards.engine import UnitEarning
from wallet_project.core.words import written


def earnings_in_words(earned: Sequence[UnitEarning]) -> str:
    """`50 points`, `50 points and €2.00`; empty for nothing."""
    first, *others = [written(unit.amount) for unit in earned] or [""]
    for other in others:
        first = _("%(first)s and %(other)s") % {"first": first, "other": other}
    return first

"""What the store owes in rewards: apart from money, and points with their worth."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from djmoney.money import Money

from rewards.admin.book import BOOK
from rewards.admin.customer_page import worth_of
from rewards.templatetags.rewards_admin import amounts
from wallets.admin.liabilities import Liability, register_liability
from wallets.services.posting import chart

AVAILABLE, HELD, PENDING = (
    gettext_lazy("Available"),
    gettext_lazy("Held"),
    gettext_lazy("On its way"),
)


def worth_in_words(points: Money) -> str:
    """What so many points would become now."""
    found = [one for one in worth_of(points, now=timezone.now()) if one.amount]
    return _("Worth %(worth)s today") % {"worth": amounts(found)} if found else ""


register_liability(
    Liability(
        title=gettext_lazy("Reward money"),
        explanation=gettext_lazy("Promotional money, used for orders alone and never paid out."),
        book=BOOK,
        columns={
            chart.REWARD_AVAILABLE.code: AVAILABLE,
            chart.REWARD_HELD.code: HELD,
            chart.REWARD_PENDING.code: PENDING,
        },
    )
)
register_liability(
    Liability(
        title=gettext_lazy("Points"),
        explanation=gettext_lazy("Their worth is by what points can be turned into now."),
        book=BOOK,
        columns={
            chart.POINTS_AVAILABLE.code: AVAILABLE,
            chart.POINTS_HELD.code: HELD,
            chart.POINTS_PENDING.code: PENDING,
        },
        note=worth_in_words,
    )
)

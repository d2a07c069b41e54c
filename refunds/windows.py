"""How long an order can be sent back: from its delivery where its shop hears of that, else from paying."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from refunds.models import StoreCreditPolicy
from refunds.ports import delivery_of
from wallet_project.checkout.models import Payment


@dataclass(frozen=True, slots=True)
class ReturnWindow:
    """`until` is None while the days have not begun, since the order has not been delivered yet."""

    days: int
    until: datetime | None
    since_delivery: bool

    def is_over(self, now: datetime) -> bool:
        return self.until is not None and now > self.until

    @property
    def in_words(self) -> str:
        """Until when, and what the days count from."""
        if self.until is None:
            text = ngettext(
                "It can be sent back until %(days)d day after it is delivered.",
                "It can be sent back until %(days)d days after it is delivered.",
                self.days,
            )
        elif self.since_delivery:
            text = ngettext(
                "It can be sent back until %(day)s, %(days)d day after it was delivered.",
                "It can be sent back until %(day)s, %(days)d days after it was delivered.",
                self.days,
            )
        else:
            text = ngettext(
                "It can be sent back until %(day)s, %(days)d day after it was paid for.",
                "It can be sent back until %(day)s, %(days)d days after it was paid for.",
                self.days,
            )
        return text % {"days": self.days, "day": self._last_day()}

    @property
    def over_in_words(self) -> str:
        return _("This order could be returned until %(day)s: that time is over.") % {"day": self._last_day()}

    def _last_day(self) -> str:
        return date_format(timezone.localtime(self.until), "j F Y") if self.until else ""


def window_of(payment: Payment, policy: StoreCreditPolicy) -> ReturnWindow:
    """How long a customer may return something of this payment's order."""
    days, delivery = policy.window_days, delivery_of(payment)
    begins = delivery.delivered_at if delivery else payment.settled_at or payment.created_at
    return ReturnWindow(days, begins + timedelta(days=days) if begins else None, delivery is not None)


def window_warning(policy: StoreCreditPolicy, *, return_days: int) -> str:
    """Why the rewards program's days to return and this policy's contradict each other; empty if they
    do not: points that can be spent before the return must be taken back from who has spent them."""
    if return_days >= policy.window_days:
        return ""
    text = _(
        "Under the policy in %(currency)s from %(day)s an order can be returned for %(window)d days, but what"
        " it earned can be used %(return)d days after delivery: it may be spent before the goods come back."
        " Set the times of the rewards program to %(window)d days or more."
    )
    return text % {
        "currency": policy.currency,
        "day": policy.starts_at.date().isoformat(),
        "window": policy.window_days,
        "return": return_days,
    }

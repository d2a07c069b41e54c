"""What the store's policy for returns means for one order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from refunds.publication import words_of
from refunds.queries import policy_for
from wallet_project.storefront.models import Order


@dataclass(frozen=True, slots=True)
class Returns:
    """The policy in some sentences, and until when it lets the order be sent back."""

    sentences: tuple[str, ...]
    last_day: datetime
    is_over: bool


def returns_in_short(order: Order, *, now: datetime) -> Returns | None:
    """The policy in force, for a paid order; None where there is nothing to send back."""
    if order.paid_at is None:
        return None
    policy = policy_for(order.currency, now=now)
    last = order.paid_at + timedelta(days=policy.window_days)
    return Returns(words_of(policy, now=now).summary, last, is_over=now > last)

"""Customers who bring friends, and friends with delivered orders."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from rewards.enums import Activity
from rewards.models import Accrual, Referral
from rewards.services import bind_referral, note_first_delivery, open_referral_code
from tests.factories.earning import make_fixed_rule
from tests.factories.wallets import make_user

WINDOW = timedelta(days=14)


def make_referral_rules() -> None:
    """50 points for who invites, 30 for the friend."""
    make_fixed_rule(Activity.REFERRAL, 50, reference_prefix="referral:")
    make_fixed_rule(Activity.REFERRAL, 30, reference_prefix="referral-friend:")


def make_referral(referrer: Any = None, *, device: str = "", **friend: Any) -> Referral:
    """A friend who has just signed up with somebody's code."""
    code = open_referral_code(customer_id=(referrer or make_user()).pk).code
    return bind_referral(friend_id=make_user(**friend).pk, code=code, device=device, now=timezone.now())


def deliver(
    referral: Referral, *, at: datetime | None = None, order: str = "10000001", **more: Any
) -> Referral:
    """The friend's first order has arrived; it can be given back for 14 days."""
    delivered_at = at or timezone.now()
    noted = note_first_delivery(
        customer_id=referral.friend_id,
        order_reference=order,
        delivered_at=delivered_at,
        window_ends_at=delivered_at + WINDOW,
        **more,
    )
    assert noted is not None
    return noted


def long_ago() -> datetime:
    """So long ago that whatever was delivered then can't be given back any more."""
    return timezone.now() - WINDOW - timedelta(hours=1)


def earned_by(customer: Any) -> list[int]:
    """The points that a customer's activities earned, in order, what was taken back left out."""
    rows = Accrual.objects.filter(wallet__customer=customer).exclude(status="clawed_back")
    return list(rows.order_by("id").values_list("amount", flat=True))


def fresh(referral: Referral) -> Referral:
    return Referral.objects.get(pk=referral.pk)

"""Reading referrals: a customer's friends, and the store's limit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils import timezone

from rewards.enums import ReferralReason, ReferralStatus
from rewards.invitations import masked_name
from rewards.models import Referral, ReferralCode, ReferralPolicy

# Until the store decides.
USUAL_PER_MONTH: Final = 10
PAGE_SIZE: Final = 20


@dataclass(frozen=True, slots=True)
class Friends:
    """One page of a customer's friends, newest first; `older` is the key of the next page."""

    rows: list[Referral]
    older: UUID | None


def find_code(customer_id: int) -> ReferralCode | None:
    """The customer's code, if they have one."""
    return ReferralCode.objects.filter(customer_id=customer_id).first()


def rewards_per_month(*, now: datetime) -> int:
    """For how many friends a customer is rewarded in one month."""
    policy = ReferralPolicy.objects.filter(starts_at__lte=now).order_by("-starts_at").first()
    return USUAL_PER_MONTH if policy is None else policy.most_per_month


def rewarded_this_month(customer_id: int, *, now: datetime) -> int:
    """For how many friends a customer was rewarded in the month (of the store's clock) of `now`."""
    first = timezone.localtime(now, timezone.get_default_timezone()).replace(
        day=1, hour=0, minute=0, second=0, microsecond=0
    )
    rewarded = Referral.objects.filter(
        referrer_id=customer_id, status=ReferralStatus.REWARDED, settled_at__gte=first
    )
    return rewarded.exclude(reason=ReferralReason.LIMIT).count()


def friends_page(*, customer_id: int, before: UUID | None = None) -> Friends:
    """A customer's friends, newest first, by key."""
    found = Referral.objects.filter(referrer_id=customer_id).select_related("friend").order_by("-pk")
    if before is not None:
        found = found.filter(pk__lt=before)
    rows = list(found[: PAGE_SIZE + 1])
    shown = rows[:PAGE_SIZE]
    return Friends(shown, older=shown[-1].pk if len(rows) > PAGE_SIZE else None)


def waiting_referral(friend_id: int) -> Referral | None:
    """The referral that waits for the friend's first order, if one does."""
    return Referral.objects.filter(friend_id=friend_id, order_reference="").first()


def masked(referral: Referral) -> str:
    """The friend's name, as the referrer may see it."""
    friend = referral.friend
    return masked_name(str(getattr(friend, "name", "")), friend.email)

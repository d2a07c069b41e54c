"""What staff decide about a referral."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import gettext as _

from rewards.enums import ReferralReason, ReferralStatus
from rewards.exceptions import ReferralNotAllowed
from rewards.locks import lock_referral
from rewards.models import Referral
from wallet_project.core.exceptions import InvalidState

DECIDE: Final = "rewards.decide_referral"


def decide_referral(*, referral_id: UUID, approve: bool, note: str, actor_id: int, now: datetime) -> Referral:
    """Let a doubtful or refused referral count after all, or refuse one that waits.

    One that counts is rewarded by the next sweep after its return window. Raises `ReferralNotAllowed`
    without the permission and for one's own, `InvalidState` once it is rewarded or its order came
    back. Safe to repeat.
    """
    with transaction.atomic():
        referral = lock_referral(referral_id)
        _require_may_decide(referral, actor_id)
        if _is_decided_so(referral, approve=approve):
            return referral
        _require_open(referral)
        _apply(referral, approve=approve, now=now)
        referral.decided_by_id = actor_id
        referral.decided_at = now
        referral.decision_note = note[:300]
        referral.save()
        return referral


def _require_may_decide(referral: Referral, actor_id: int) -> None:
    actor = get_user_model().objects.get(pk=actor_id)
    if not actor.has_perm(DECIDE):
        raise ReferralNotAllowed(_("You may not decide about referrals."))
    if actor_id in (referral.referrer_id, referral.friend_id):
        raise ReferralNotAllowed(_("Somebody else has to decide about your own referral."))


def _is_decided_so(referral: Referral, *, approve: bool) -> bool:
    if referral.decided_at is None or referral.is_doubtful:
        return False
    refused = referral.status == ReferralStatus.REFUSED
    return not refused if approve else refused and referral.reason == ReferralReason.STAFF


def _require_open(referral: Referral) -> None:
    if referral.status == ReferralStatus.REWARDED:
        raise InvalidState(_("Both are rewarded already."), state=referral.status)
    if referral.reason == ReferralReason.ORDER_RETURNED:
        raise InvalidState(_("The first order was given back: there is nothing to reward."))


def _apply(referral: Referral, *, approve: bool, now: datetime) -> None:
    referral.is_doubtful = False
    if approve:
        waits = ReferralStatus.PENDING if referral.order_reference else ReferralStatus.INVITED
        referral.status, referral.reason, referral.settled_at = waits, "", None
    else:
        referral.status, referral.reason = ReferralStatus.REFUSED, ReferralReason.STAFF
        referral.settled_at = now

"""Inviting friends: who brought whom, and the reward of both once the first order stays."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from djmoney.money import Money

from rewards.enums import POINTS, Activity, Evidence, ReferralReason, ReferralStatus
from rewards.exceptions import UnknownReferralCode
from rewards.invitations import ALPHABET, LENGTH, plain_code
from rewards.locks import lock_referral, lock_referral_and_wallets
from rewards.models import Referral, ReferralCode, SeenDevice
from rewards.queries_referral import rewarded_this_month, rewards_per_month
from rewards.referral_checks import add_evidence, decisive_reason, find_evidence
from rewards.services.earning import record_activity
from rewards.services.wallets import open_reward_wallet
from wallet_project.core.exceptions import InvalidState

SIGN_UP_TAKES: Final = timedelta(hours=1)


def open_referral_code(*, customer_id: int) -> ReferralCode:
    """The customer's code, made if there is none. Safe to repeat, also at once from several places."""
    while True:
        found = ReferralCode.objects.filter(customer_id=customer_id).first()
        if found is not None:
            return found
        code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
        ReferralCode.objects.bulk_create(
            [ReferralCode(customer_id=customer_id, code=code)], ignore_conflicts=True
        )


def find_referral_code(text: str) -> ReferralCode:
    """The code that somebody wrote. Raises `UnknownReferralCode`."""
    code = plain_code(text)
    found = ReferralCode.objects.select_related("customer").filter(code=code).first() if code else None
    if found is None or not found.customer.is_active:
        raise UnknownReferralCode
    return found


def remember_device(*, customer_id: int, device: str, now: datetime) -> bool:
    """Note the browser (see `rewards.devices`) on which a customer logged in; answers whether it is a
    new one of a customer who is known with another. Safe to repeat."""
    seen = SeenDevice.objects.filter(customer_id=customer_id, mark=device)
    if seen.update(last_seen_at=now):
        return False
    is_another = SeenDevice.objects.filter(customer_id=customer_id).exists()
    row = SeenDevice(customer_id=customer_id, mark=device, first_seen_at=now, last_seen_at=now)
    SeenDevice.objects.bulk_create([row], ignore_conflicts=True)
    return is_another


def bind_referral(*, friend_id: int, code: str, device: str = "", now: datetime) -> Referral:
    """Note by whose code somebody has just signed up. A friend is bound once: later calls answer with
    the first referral.

    `device` is the mark of the browser that signs up. What speaks against the referral is noted, and
    refuses it where it is decisive; the sign-up itself is never refused. Raises `UnknownReferralCode`,
    and `InvalidState` for a customer who is not new.
    """
    friend = get_user_model().objects.get(pk=friend_id)
    found = Referral.objects.filter(friend_id=friend_id).first()
    if found is not None:
        return found
    referrer = find_referral_code(code).customer
    _require_new(friend, referrer, now)
    referral = Referral(referrer=referrer, friend=friend, created_at=now)
    _judge(referral, find_evidence(referral, device=device), now=now)
    try:
        with transaction.atomic():
            referral.save(force_insert=True)
    except IntegrityError:
        return Referral.objects.get(friend_id=friend_id)
    return referral


def _require_new(friend: Any, referrer: Any, now: datetime) -> None:
    if friend.pk == referrer.pk:
        raise InvalidState(_("Nobody can invite themselves."))
    if friend.date_joined < now - SIGN_UP_TAKES:
        raise InvalidState(_("A friend's code counts when you sign up, and not later."))


def note_first_delivery(
    *,
    customer_id: int,
    order_reference: str,
    delivered_at: datetime,
    window_ends_at: datetime,
    evidence: Sequence[Evidence] = (),
) -> Referral | None:
    """The customer has got an order, which can be given back until `window_ends_at`.

    If a friend brought them and it is their first, both are rewarded from then on. `evidence` is what
    the shop knows against it. None for everybody else. Safe to repeat; later orders change nothing.
    """
    waiting = Referral.objects.filter(friend_id=customer_id, order_reference="")
    referral_id = waiting.values_list("pk", flat=True).first()
    if referral_id is None:
        return None
    with transaction.atomic():
        referral = lock_referral(referral_id)
        if referral.order_reference:
            return referral
        referral.order_reference = order_reference
        referral.delivered_at = delivered_at
        referral.window_ends_at = window_ends_at
        if referral.status == ReferralStatus.INVITED:
            referral.status = ReferralStatus.PENDING
        _judge(referral, [(code, "") for code in evidence], now=delivered_at)
        referral.save()
        return referral


def note_order_refunded(
    *, order_reference: str, refunded: Money, total: Money, customer_id: int | None = None, now: datetime
) -> None:
    """`refunded` of an order's `total` was given back, all refunds so far together.

    A referral that waits for this order comes to nothing if all went back, and is doubtful if a part
    did. After the return window nothing changes. Safe to repeat.
    """
    waiting = Referral.objects.filter(order_reference=order_reference, status=ReferralStatus.PENDING)
    if customer_id is not None:
        waiting = waiting.filter(friend_id=customer_id)
    for referral_id in waiting.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            _note_refund(lock_referral(referral_id), is_whole=refunded >= total, now=now)


def _note_refund(referral: Referral, *, is_whole: bool, now: datetime) -> None:
    waits = referral.status == ReferralStatus.PENDING
    if not waits or referral.window_ends_at is None or now >= referral.window_ends_at:
        return
    if is_whole:
        _refuse(referral, ReferralReason.ORDER_RETURNED, now=now)
    else:
        _judge(referral, [(Evidence.PART_RETURNED, "")], now=now)
    referral.save()


def settle_referral(*, referral_id: UUID, now: datetime) -> Referral:
    """Reward both, if the return window of the first order is over and nothing speaks against it.

    Who has been rewarded for the most friends of this month already gets nothing more; their friend
    does. Safe to repeat: each side is booked once.
    """
    for customer_id in Referral.objects.values_list("referrer_id", "friend_id").get(pk=referral_id):
        open_reward_wallet(customer_id=customer_id, currency=POINTS)
    with transaction.atomic():
        referral = lock_referral_and_wallets(referral_id)
        if not _is_due(referral, now):
            return referral
        _judge(referral, find_evidence(referral), now=now)
        if _is_due(referral, now):
            _reward(referral, now=now)
        referral.save()
        return referral


def _is_due(referral: Referral, now: datetime) -> bool:
    waits = referral.status == ReferralStatus.PENDING and not referral.is_doubtful
    return waits and referral.window_ends_at is not None and referral.window_ends_at <= now


def _reward(referral: Referral, *, now: datetime) -> None:
    if rewarded_this_month(referral.referrer_id, now=now) < rewards_per_month(now=now):
        _book(referral.referrer_id, referral.reference, now=now)
    else:
        referral.reason = ReferralReason.LIMIT
    _book(referral.friend_id, referral.friend_reference, now=now)
    referral.status = ReferralStatus.REWARDED
    referral.settled_at = now


def _book(customer_id: int, reference: str, *, now: datetime) -> None:
    record_activity(customer_id=customer_id, activity=Activity.REFERRAL, reference=reference, now=now)


def _judge(referral: Referral, found: Iterable[tuple[Evidence, str]], *, now: datetime) -> None:
    """Note what is new against a referral, and what follows: refused, or left to staff. Unsaved.

    What was known before has been judged before, perhaps by staff.
    """
    new = {code for code, detail in found if add_evidence(referral, code, detail=detail, now=now)}
    if not new or referral.status not in (ReferralStatus.INVITED, ReferralStatus.PENDING):
        return
    reason = decisive_reason(set(map(str, new)))
    if reason is None:
        referral.is_doubtful = True
    else:
        _refuse(referral, reason, now=now)


def _refuse(referral: Referral, reason: ReferralReason, *, now: datetime) -> None:
    referral.status = ReferralStatus.REFUSED
    referral.reason = reason
    referral.is_doubtful = False
    referral.settled_at = now

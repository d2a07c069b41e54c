"""What a second person decides about a staff credit or debit of rewards that waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils import timezone
from djmoney.money import Money

from rewards.enums import RewardDirection, RewardReason
from rewards.locks import lock_reward_request
from rewards.models import RewardAdjustmentRequest
from rewards.services.adjustments import POWERS, Asked, book
from wallets.services.second_person import Decidable, approve, expire, reject

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class _RewardAdjustments(Decidable[RewardAdjustmentRequest]):
    def lock(self, request_id: UUID) -> RewardAdjustmentRequest:
        return lock_reward_request(request_id)

    def money(self, request: RewardAdjustmentRequest) -> Money:
        return request.money

    def what(self, request: RewardAdjustmentRequest) -> StrOrPromise:
        return RewardDirection(request.direction).label

    def named(self, request: RewardAdjustmentRequest) -> dict[str, str]:
        return request.wallet.named_in_events

    def book(self, request: RewardAdjustmentRequest, *, now: datetime) -> None:
        asked = Asked(
            direction=RewardDirection(request.direction),
            amount=request.money,
            reason=RewardReason(request.reason),
            key=request.key,
            expires_at=request.expires_at,
            note=request.note,
            customer_note=request.customer_note,
            key_line=request.key_line,
        )
        request.adjustment = book(
            request.wallet, asked, actor_id=request.requester_id, adjustment_id=request.pk, now=now
        )


_KIND = _RewardAdjustments(POWERS)


def approve_reward_adjustment(
    *, request_id: UUID, approver_id: int, note: str = "", now: datetime | None = None
) -> RewardAdjustmentRequest:
    """Credit or debit the rewards that a staff member asked for, in their name; the customer is told.

    `approver_id` must be neither who asked nor whose rewards they are, and needs
    `rewards.approve_reward_adjustment` or a limit of their own that covers it; what they approve counts
    in their daily sum. Raises `NotFound`, `AdjustmentNotAllowed`, `NotWaiting`, `InsufficientFunds`,
    `AmountOutOfRange` where the credit's last day is past by now; then nothing has moved and it still
    waits. Safe to repeat.
    """
    now = now or timezone.now()
    return approve(_KIND, request_id=request_id, approver_id=approver_id, note=note, now=now)


def reject_reward_adjustment(
    *, request_id: UUID, approver_id: int, reason: str, now: datetime | None = None
) -> RewardAdjustmentRequest:
    """Refuse what a staff member asked for, with words for them. Raises as `approve_reward_adjustment`,
    and `InvalidState` without a reason. Safe to repeat."""
    now = now or timezone.now()
    return reject(_KIND, request_id=request_id, approver_id=approver_id, reason=reason, now=now)


def expire_reward_adjustment(*, request_id: UUID, now: datetime) -> RewardAdjustmentRequest:
    """End a request that nobody decided in time; leaves any other as it is. Safe to repeat."""
    return expire(_KIND, request_id=request_id, now=now)

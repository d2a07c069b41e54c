"""What a second person decides about a staff credit or debit of a wallet that waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils import timezone
from djmoney.money import Money

from wallets.enums import AdjustmentDirection, AdjustmentReason, WalletStatus
from wallets.exceptions import WalletFrozen
from wallets.locks import lock_adjustment_request
from wallets.models import AdjustmentRequest
from wallets.services.adjustments import POWERS, Asked, book
from wallets.services.second_person import Decidable, approve, expire, reject

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class _Adjustments(Decidable[AdjustmentRequest]):
    def lock(self, request_id: UUID) -> AdjustmentRequest:
        return lock_adjustment_request(request_id)

    def money(self, request: AdjustmentRequest) -> Money:
        return request.money

    def what(self, request: AdjustmentRequest) -> StrOrPromise:
        return AdjustmentDirection(request.direction).label

    def named(self, request: AdjustmentRequest) -> dict[str, str]:
        return {"wallet": str(request.wallet_id)}

    def book(self, request: AdjustmentRequest, *, now: datetime) -> None:
        if request.wallet.status == WalletStatus.CLOSED:
            raise WalletFrozen(request.wallet.status)
        asked = Asked(
            direction=AdjustmentDirection(request.direction),
            amount=request.money,
            reason=AdjustmentReason(request.reason),
            key=request.key,
            note=request.note,
            customer_note=request.customer_note,
            reference=request.reference,
            key_line=request.key_line,
        )
        request.adjustment = book(
            request.wallet, asked, actor_id=request.requester_id, adjustment_id=request.pk
        )


_KIND = _Adjustments(POWERS)


def approve_adjustment(
    *, request_id: UUID, approver_id: int, note: str = "", now: datetime | None = None
) -> AdjustmentRequest:
    """Credit or debit what a staff member asked for, in their name; the customer is told.

    `approver_id` must be neither who asked nor whose wallet it is, and needs
    `wallets.approve_adjustment` or a limit of their own that covers it; what they approve counts in
    their daily sum. Raises `NotFound`, `AdjustmentNotAllowed`, `NotWaiting`, `InsufficientFunds`,
    `WalletFrozen` for a closed wallet; then nothing has moved and it still waits. Safe to repeat.
    """
    now = now or timezone.now()
    return approve(_KIND, request_id=request_id, approver_id=approver_id, note=note, now=now)


def reject_adjustment(
    *, request_id: UUID, approver_id: int, reason: str, now: datetime | None = None
) -> AdjustmentRequest:
    """Refuse what a staff member asked for, with words for them. Raises as `approve_adjustment`, and
    `InvalidState` without a reason. Safe to repeat."""
    now = now or timezone.now()
    return reject(_KIND, request_id=request_id, approver_id=approver_id, reason=reason, now=now)


def expire_adjustment(*, request_id: UUID, now: datetime) -> AdjustmentRequest:
    """End a request that nobody decided in time; leaves any other as it is. Safe to repeat."""
    return expire(_KIND, request_id=request_id, now=now)

"""A second person decides about what staff asked for: the same for every kind of money.

What differs between kinds is a `Decidable`; the verbs of each kind call these.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Generic, TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _
from djmoney.money import Money

from notifications.services import tell_systems
from wallet_project.core.exceptions import InvalidState
from wallet_project.core.money import as_data
from wallets.allowances import Powers, require_may_decide, require_within_day
from wallets.enums import APPROVAL_REFUSED, ApprovalStatus
from wallets.exceptions import NotWaiting
from wallets.locks import lock_staff_member
from wallets.models import ApprovalRequest
from wallets.services.approval_messages import tell_requester

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

RequestT = TypeVar("RequestT", bound=ApprovalRequest)
BookedT = TypeVar("BookedT", bound=Model)


def earlier_of(key: str, booked: type[BookedT], asked: type[RequestT]) -> BookedT | RequestT | None:
    """What came of the same key before, booked or asked for; a request that was refused has freed it."""
    found = booked._default_manager.filter(key=key).first()
    if found is not None:
        return found
    return asked._default_manager.filter(key=key).exclude(status__in=APPROVAL_REFUSED).first()


@dataclass(frozen=True, slots=True)
class Decidable(ABC, Generic[RequestT]):
    """One kind of request: what it takes to decide about it."""

    powers: Powers

    @abstractmethod
    def lock(self, request_id: UUID) -> RequestT:
        """What its money is in, locked, then the request as it stands under that lock. Raises
        `NotFound`."""

    @abstractmethod
    def money(self, request: RequestT) -> Money: ...

    @abstractmethod
    def what(self, request: RequestT) -> StrOrPromise:
        """What kind of movement it is, in words: "Credit"."""

    @abstractmethod
    def named(self, request: RequestT) -> dict[str, str]:
        """What its money is in, as the API names it, like `{"wallet": "…"}`."""

    @abstractmethod
    def book(self, request: RequestT, *, now: datetime) -> None:
        """Move the money and note on the request what came of it. Raises if that is not possible now."""


def approve(
    kind: Decidable[RequestT], *, request_id: UUID, approver_id: int, note: str, now: datetime
) -> RequestT:
    """Move what was asked for. Raises `NotFound`, `AdjustmentNotAllowed` for who asked, who gets it, who
    may not decide or has used up the day, `NotWaiting` once it is decided or overdue, and what booking
    raises; then nothing has moved and it still waits. Safe to repeat."""
    with transaction.atomic():
        lock_staff_member(approver_id)
        request = kind.lock(request_id)
        if request.status == ApprovalStatus.APPROVED and request.approver_id == approver_id:
            return request
        _require_waiting(request, now)
        amount = kind.money(request)
        require_may_decide(approver_id, kind.powers, request, amount, now=now)
        require_within_day(approver_id, amount, now=now)
        kind.book(request, now=now)
        _close(kind, request, ApprovalStatus.APPROVED, approver_id, note, now)
        return request


def reject(
    kind: Decidable[RequestT], *, request_id: UUID, approver_id: int, reason: str, now: datetime
) -> RequestT:
    """Refuse it; who asked reads `reason`. Raises as `approve`, and `InvalidState` without a reason. Safe
    to repeat."""
    if not reason.strip():
        raise InvalidState(_("Say why: who asked for it reads your reason."))
    with transaction.atomic():
        request = kind.lock(request_id)
        if request.status == ApprovalStatus.REJECTED and request.approver_id == approver_id:
            return request
        _require_waiting(request, now)
        require_may_decide(approver_id, kind.powers, request, kind.money(request), now=now)
        _close(kind, request, ApprovalStatus.REJECTED, approver_id, reason, now)
        _tell_refused(kind, request, now)
        return request


def expire(kind: Decidable[RequestT], *, request_id: UUID, now: datetime) -> RequestT:
    """End what nobody decided in time; leaves any other request as it is. Safe to repeat."""
    with transaction.atomic():
        request = kind.lock(request_id)
        if request.is_waiting and request.is_overdue(now):
            _close(kind, request, ApprovalStatus.EXPIRED, None, "", now)
            _tell_refused(kind, request, now)
        return request


def _tell_refused(kind: Decidable[RequestT], request: RequestT, now: datetime) -> None:
    """Other systems, one of which may have asked; the customer knows nothing of it."""
    ((name, pk),) = kind.named(request).items()
    tell_systems(
        event=f"adjustment.{request.status}",
        customer=request.customer,
        subject=f"{name}:{pk}",
        data={
            name: pk,
            "adjustment": str(request.pk),
            "status": str(request.status),
            "amount": as_data(kind.money(request)),
            "decision_note": request.decision_note,
        },
        now=now,
    )


def _require_waiting(request: ApprovalRequest, now: datetime) -> None:
    if not request.is_waiting:
        raise NotWaiting(request.status)
    if request.is_overdue(now):
        raise NotWaiting(ApprovalStatus.EXPIRED)


def _close(
    kind: Decidable[RequestT],
    request: RequestT,
    status: ApprovalStatus,
    approver_id: int | None,
    note: str,
    now: datetime,
) -> None:
    """Note the decision, and tell who asked."""
    request.status = status
    request.approver_id = approver_id
    request.decision_note = note.strip()[:300]
    request.decided_at = now
    request.save()
    tell_requester(
        request,
        requester_id=request.requester_id,
        what=kind.what(request),
        amount=kind.money(request),
        customer=request.customer,
        status=status,
        words=request.decision_note,
        decided_by=request.approver,
    )

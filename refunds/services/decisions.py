"""What a second person decides about a refund that waits."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from refunds.enums import REFUND_REFUSED, RefundStatus
from refunds.exceptions import PaymentDisputed, RefundNotOpen
from refunds.limits import require_may_decide, require_within_day
from refunds.locks import lock_refund
from refunds.models import Refund
from refunds.queries import is_disputed
from refunds.services.issuing import issue_refund, move_refund
from refunds.services.messages import tell_rejected, tell_who_asked
from wallet_project.core.db import require_transaction
from wallet_project.core.exceptions import InvalidState
from wallets.locks import lock_staff_member


def approve_refund(
    *, refund_id: UUID, approver_id: int, note: str = "", now: datetime | None = None
) -> Refund:
    """Let a refund that waits pass, and issue it.

    `approver_id` must be neither who asked for it nor who gets it, and needs `refunds.approve_refund` or
    a limit of their own that covers it; what they approve counts in their daily sum. Raises `NotFound`,
    `NeedsAnotherPerson`, `RefundNotAllowed`, `PaymentDisputed`, `RefundNotOpen`, also when the time to
    decide is over; then nothing has moved. Safe to repeat. Must not be called in a transaction if a
    part goes to a card.
    """
    _approve(refund_id, approver_id, note, now or timezone.now())
    return issue_refund(refund_id=refund_id)


def begin_approval(
    *,
    refund_id: UUID,
    approver_id: int | None,
    approver_key: UUID | None,
    note: str = "",
    now: datetime | None = None,
) -> Refund:
    """All of `approve_refund` but the gateway: part of the caller's transaction.

    `approver_key` is the line of API keys that the call came with; one that acts for nobody
    (`approver_id` is None) decides on what another one, or a person, asked for. A refund that it
    answers with as at the gateway goes on with `settle_refund`, after the commit. Raises
    `NotInTransaction`, and as `approve_refund`. Safe to repeat.
    """
    require_transaction()
    now = now or timezone.now()
    _approve(refund_id, approver_id, note, now, key=approver_key)
    return move_refund(refund_id, now)


def _approve(
    refund_id: UUID, approver_id: int | None, note: str, now: datetime, *, key: UUID | None = None
) -> None:
    with transaction.atomic():
        if approver_id is not None:
            lock_staff_member(approver_id)
        payment, refund = lock_refund(refund_id)
        if _is_decided_by(refund, approver_id, key) and refund.status not in REFUND_REFUSED:
            return
        if refund.status != RefundStatus.REQUESTED:
            raise RefundNotOpen(refund.status)
        require_may_decide(approver_id, refund, key=key)
        if refund.expires_at is not None and refund.expires_at <= now:
            raise RefundNotOpen(RefundStatus.EXPIRED)
        if is_disputed(payment):
            raise PaymentDisputed
        if approver_id is not None:
            require_within_day(approver_id, refund.money, now=now)
        refund.status = RefundStatus.APPROVED
        refund.approver_id, refund.approver_key = approver_id, key
        refund.decision_note = note.strip()[:300]
        refund.decided_at = now
        refund.save()
        tell_who_asked(refund)


def _is_decided_by(refund: Refund, approver_id: int | None, key: UUID | None) -> bool:
    """Whether the same person, or the same line of keys, has decided it before."""
    return refund.decided_at is not None and (refund.approver_id, refund.approver_key) == (approver_id, key)


def reject_refund(
    *,
    refund_id: UUID,
    approver_id: int | None,
    approver_key: UUID | None = None,
    reason: str,
    now: datetime | None = None,
) -> Refund:
    """Refuse a refund that waits, or that is approved and could not be issued; the customer who asked is
    told `reason`. Raises as `approve_refund` (`begin_approval` for keys), and `InvalidState` without a
    reason. Safe to repeat."""
    if not reason.strip():
        raise InvalidState(_("Say why: the customer reads it."))
    with transaction.atomic():
        _payment, refund = lock_refund(refund_id)
        if refund.status == RefundStatus.REJECTED and _is_decided_by(refund, approver_id, approver_key):
            return refund
        if not refund.is_waiting:
            raise RefundNotOpen(refund.status)
        require_may_decide(approver_id, refund, key=approver_key)
        refund.approver_id, refund.approver_key = approver_id, approver_key
        return _refuse(refund, RefundStatus.REJECTED, reason.strip(), now or timezone.now())


def expire_refund(*, refund_id: UUID, now: datetime) -> Refund:
    """End a request that nobody decided in time; leaves any other refund as it is. Safe to repeat."""
    with transaction.atomic():
        _payment, refund = lock_refund(refund_id)
        due = refund.expires_at is not None and refund.expires_at <= now
        if refund.status != RefundStatus.REQUESTED or not due:
            return refund
        with translation.override(refund.customer.locale or None):
            reason = _("We could not decide in time. Please ask again.")
        return _refuse(refund, RefundStatus.EXPIRED, reason, now)


def _refuse(refund: Refund, status: RefundStatus, reason: str, now: datetime) -> Refund:
    refund.status = status
    refund.decision_note = reason[:300]
    refund.decided_at = refund.settled_at = now
    refund.save()
    tell_rejected(refund)
    tell_who_asked(refund)
    return refund

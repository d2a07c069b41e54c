"""Asking for a refund: by the customer, by staff, or by the store's own back end."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from djmoney.money import Money

from refunds.enums import REFUND_REFUSED, Destination, RefundReason, RefundStatus
from refunds.exceptions import PaymentDisputed, RefundExceedsCaptured, RefundNotOffered
from refunds.limits import key_may_refund_alone, limits_for, may_refund_alone, require_within_day
from refunds.models import Refund, StoreCreditPolicy
from refunds.queries import is_disputed, left_to_refund, policy_for
from refunds.queries_returns import policy_of_return
from refunds.services.issuing import issue_refund, move_refund
from refunds.services.lines import LineWanted, Wanted, resolve
from refunds.services.quotes import Outcome, fees_for, order_of, outcome_of, require_captured
from refunds.services.return_checks import require_inspected, require_offered
from wallet_project.checkout.locks import lock_payment
from wallet_project.checkout.models import Payment
from wallet_project.core.db import require_transaction
from wallet_project.core.exceptions import IdempotencyConflict, NotFound
from wallet_project.core.money import to_minor
from wallets.locks import lock_staff_member

HISTORY = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class RefundRequest:
    """The arguments of `request_refund`; `requester_key` is the line of API keys that it came with."""

    payment_id: UUID
    reason: RefundReason
    destination: Destination
    requester_id: int | None
    amount: Money | None
    lines: tuple[LineWanted, ...]
    waive_fees: bool
    note: str
    customer_note: str
    key: str
    return_id: UUID | None = None
    requester_key: UUID | None = None

    def fingerprint(self) -> str:
        """Of all that decides about money; the notes do not."""
        body = [
            str(self.payment_id),
            self.reason,
            self.destination,
            self.requester_id,
            _minor(self.amount),
            [[line.reference, line.quantity, _minor(line.amount)] for line in self.lines],
            self.waive_fees,
            *([str(self.return_id)] if self.return_id else []),
        ]
        return hashlib.sha256(json.dumps(body).encode()).hexdigest()


def _minor(amount: Money | None) -> list[object] | None:
    return None if amount is None else [to_minor(amount), str(amount.currency)]


def request_refund(
    *,
    payment_id: UUID,
    reason: RefundReason,
    destination: Destination,
    key: str,
    requester_id: int | None,
    amount: Money | None = None,
    lines: Sequence[LineWanted] = (),
    waive_fees: bool = False,
    note: str = "",
    customer_note: str = "",
    return_id: UUID | None = None,
    now: datetime | None = None,
) -> Refund:
    """Ask for `amount` of a captured payment, or for lines of its order, to be given back.

    `requester_id` is the payment's customer, for whom the policy's terms hold, or a staff member; None
    is the store's own back end. What the policy, or the limit of a staff member's role, lets pass
    without a second person is issued at once, the rest waits for one. `waive_fees` is for staff.
    `return_id` is the return that `lines` came back with (see `refund_return`): its policy holds, and
    when the money moves it is refunded.

    Raises `NotFound`, `NotRefundable`, `PaymentDisputed`, `RefundExceedsCaptured`,
    `LineRefundedAlready`, `FeesExceedRefund`, `AmountError`, `CurrencyMismatch`, `RefundNotOffered`
    (customers), `RefundNotAllowed` (staff), `IdempotencyConflict`; then nothing has moved. Safe to
    repeat with the same `key`, also after a crash. Must not be called in a transaction if a part can
    go to a card.
    """
    request = RefundRequest(
        payment_id=payment_id,
        reason=RefundReason(reason),
        destination=Destination(destination),
        requester_id=requester_id,
        amount=amount,
        lines=tuple(lines),
        waive_fees=waive_fees,
        note=note.strip(),
        customer_note=customer_note.strip(),
        key=key,
        return_id=return_id,
    )
    return make_refund(request=request, now=now)


def make_refund(*, request: RefundRequest, now: datetime | None = None) -> Refund:
    """As `request_refund`, with its arguments in one. Must not be called in a transaction if a part can go
    to a card."""
    refund = _create_once(request, now or timezone.now())
    if refund.status == RefundStatus.APPROVED:
        return issue_refund(refund_id=refund.pk)
    return refund


def begin_refund(*, request: RefundRequest, now: datetime | None = None) -> Refund:
    """All of `request_refund` but the gateway: part of the caller's transaction.

    One that it answers with as at the gateway goes on with `settle_refund`, after the commit. What
    `request.requester_key`, a line of API keys that acts for nobody, may not refund alone waits for
    another key or person. Raises `NotInTransaction`, and as `request_refund`. Safe to repeat.
    """
    require_transaction()
    now = now or timezone.now()
    refund = _create_once(request, now)
    return move_refund(refund.pk, now) if refund.status == RefundStatus.APPROVED else refund


def _create_once(request: RefundRequest, now: datetime) -> Refund:
    try:
        return create_refund(request, now)
    except IntegrityError:
        # The same key, at the same moment, for another payment: another lock.
        return create_refund(request, now)


def create_refund(request: RefundRequest, now: datetime) -> Refund:
    """The refund as it is asked for, waiting or approved; no money moves. Raises as `request_refund`."""
    customer_id = Payment.objects.filter(pk=request.payment_id).values_list("customer_id", flat=True).first()
    if customer_id is None:
        raise NotFound(_("payment"))
    with transaction.atomic():
        if request.requester_id not in (None, customer_id):
            lock_staff_member(request.requester_id)
        payment = lock_payment(request.payment_id)
        earlier = Refund.objects.filter(key=request.key).first()
        if earlier is not None:
            return _replayed(earlier, request)
        require_captured(payment)
        if is_disputed(payment):
            raise PaymentDisputed
        policy = _policy(request, payment, now)
        wanted = resolve(payment, amount=request.amount, lines=request.lines, return_id=request.return_id)
        left = left_to_refund(payment)
        if wanted.amount > left:
            raise RefundExceedsCaptured(left)
        return _save(request, payment, policy, wanted, now)


def _replayed(earlier: Refund, request: RefundRequest) -> Refund:
    if earlier.fingerprint != request.fingerprint():
        raise IdempotencyConflict(request.key)
    return earlier


def _policy(request: RefundRequest, payment: Payment, now: datetime) -> StoreCreditPolicy:
    """The policy that holds now; for a return the one that it was asked for under."""
    if request.return_id is None:
        return policy_for(payment.currency, now=now)
    return policy_of_return(require_inspected(request.return_id, payment, request.lines))


def _save(
    request: RefundRequest, payment: Payment, policy: StoreCreditPolicy, wanted: Wanted, now: datetime
) -> Refund:
    order = order_of(payment, policy)
    fees = fees_for(policy, wanted, request.reason, request.destination, request.waive_fees)
    outcome = outcome_of(payment, policy, wanted, order, request.destination, fees, now=now)
    if outcome.destination != request.destination:
        fees = fees_for(policy, wanted, request.reason, outcome.destination, request.waive_fees)
        outcome = outcome_of(payment, policy, wanted, order, outcome.destination, fees, now=now)
    approved = _is_approved(request, payment, policy, outcome, now)
    waits_for = timedelta(days=limits_for(payment.currency).decide_within_days)
    refund = Refund.objects.create(
        payment=payment,
        customer_id=payment.customer_id,
        amount=wanted.amount,
        fee=fees.total,
        bonus=outcome.bonus,
        reason=request.reason,
        destination=outcome.destination,
        tender_order=order,
        status=RefundStatus.APPROVED if approved else RefundStatus.REQUESTED,
        policy=None if policy._state.adding else policy,
        return_request_id=request.return_id,
        requester_id=request.requester_id,
        requester_key=request.requester_key,
        note=request.note,
        customer_note=request.customer_note,
        key=request.key,
        fingerprint=request.fingerprint(),
        expires_at=None if approved else now + waits_for,
        decided_at=now if approved else None,
    )
    for line in wanted.lines:
        line.refund = refund
        line.save(force_insert=True)
    return refund


def _is_approved(
    request: RefundRequest, payment: Payment, policy: StoreCreditPolicy, outcome: Outcome, now: datetime
) -> bool:
    """Whether it needs no second person. Raises for what may not even be asked for."""
    amount = outcome.plan.amount
    if request.requester_id is None:
        return request.requester_key is None or key_may_refund_alone(amount)
    if request.requester_id == payment.customer_id:
        _require_offered(request, payment, policy, outcome, now)
        return _is_automatic(payment, policy, amount, now)
    alone = may_refund_alone(request.requester_id, amount)
    require_within_day(request.requester_id, amount, now=now)
    return alone


def _require_offered(
    request: RefundRequest, payment: Payment, policy: StoreCreditPolicy, outcome: Outcome, now: datetime
) -> None:
    if request.waive_fees:
        raise RefundNotOffered(_("Only the store can waive what a return costs."))
    require_offered(payment, policy, reason=request.reason, destination=outcome.destination, now=now)


def _is_automatic(payment: Payment, policy: StoreCreditPolicy, amount: Money, now: datetime) -> bool:
    if policy.automatic_limit is None or amount.amount > policy.automatic_limit:
        return False
    recent = Refund.objects.filter(customer_id=payment.customer_id, created_at__gte=now - HISTORY)
    return recent.exclude(status__in=REFUND_REFUSED).count() < policy.automatic_in_90_days

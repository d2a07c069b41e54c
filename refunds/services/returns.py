"""What a customer does with a return: ask for it, and think better of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from refunds.enums import Destination, RefundReason, ReturnState
from refunds.exceptions import LineReturnedAlready, PaymentDisputed, PhotoRefused, RefundExceedsCaptured
from refunds.locks import lock_return
from refunds.models import RefundLine, ReturnLine, ReturnPhoto, ReturnRequest, StoreCreditPolicy
from refunds.models.photo import MOST_PHOTOS
from refunds.ports import lines_of
from refunds.queries import is_disputed, left_to_refund
from refunds.queries_returns import (
    photo_drafts,
    policy_of_order,
    recent_returns_and_refunds,
    returnable_lines,
)
from refunds.services.lines import LineWanted, Wanted, resolve
from refunds.services.quotes import fees_for, order_of, outcome_of, require_captured
from refunds.services.return_checks import require_offered
from refunds.services.return_messages import tell_of_return
from refunds.services.return_states import Step, note_event, take_step
from refunds.terms import in_currency
from wallet_project.checkout.locks import lock_payment
from wallet_project.checkout.models import Payment
from wallet_project.core.exceptions import AmountOutOfRange, IdempotencyConflict, NotFound


@dataclass(frozen=True, slots=True)
class ReturnWish:
    """The arguments of `request_return`."""

    customer_id: int
    payment_id: UUID
    reason: RefundReason
    destination: Destination
    lines: tuple[LineWanted, ...]
    words: str
    photo_ids: tuple[UUID, ...]
    key: str

    def fingerprint(self) -> str:
        """Of all that decides about goods and money; words and photos do not."""
        lines = [[line.reference, line.quantity] for line in self.lines]
        body = [self.customer_id, str(self.payment_id), self.reason, self.destination, lines]
        return hashlib.sha256(json.dumps(body).encode()).hexdigest()


def request_return(
    *,
    customer_id: int,
    payment_id: UUID,
    reason: RefundReason,
    destination: Destination,
    lines: Sequence[LineWanted],
    key: str,
    now: datetime,
    words: str = "",
    photo_ids: Sequence[UUID] = (),
) -> ReturnRequest:
    """Ask to give lines of one's own paid order back, under the policy that held when it was placed.

    Each line says its `quantity`. `photo_ids` are drafts of the same customer. What the policy lets pass
    without a person is approved at once. Where no card paid, the money goes to the wallet whatever was
    chosen. Raises `NotFound` (also for another's payment), `NotRefundable`, `PaymentDisputed`,
    `RefundNotOffered`, `LineReturnedAlready`, `RefundExceedsCaptured`, `FeesExceedRefund`,
    `AmountOutOfRange` without a line, `PhotoRefused`, `IdempotencyConflict`; then nothing is held.
    Safe to repeat with the same `key`.
    """
    wish = ReturnWish(
        customer_id=customer_id,
        payment_id=payment_id,
        reason=RefundReason(reason),
        destination=Destination(destination),
        lines=tuple(lines),
        words=words.strip()[:2000],
        photo_ids=tuple(photo_ids),
        key=key,
    )
    try:
        return _create(wish, now)
    except IntegrityError:
        # The same key, at the same moment, for another payment: another lock.
        return _create(wish, now)


def _create(wish: ReturnWish, now: datetime) -> ReturnRequest:
    own = Payment.objects.filter(pk=wish.payment_id, customer_id=wish.customer_id)
    if not own.exists():
        raise NotFound(_("payment"))
    with transaction.atomic():
        payment = lock_payment(wish.payment_id)
        earlier = ReturnRequest.objects.filter(key=wish.key).first()
        if earlier is not None:
            return _replayed(earlier, wish)
        require_captured(payment)
        if is_disputed(payment):
            raise PaymentDisputed
        policy = policy_of_order(payment)
        wanted = _wanted(payment, wish)
        destination = _destination(payment, policy, wanted, wish, now)
        require_offered(payment, policy, reason=wish.reason, destination=destination, now=now)
        return _save(wish, payment, policy, wanted, destination, now)


def _replayed(earlier: ReturnRequest, wish: ReturnWish) -> ReturnRequest:
    if earlier.fingerprint != wish.fingerprint():
        raise IdempotencyConflict(wish.key)
    return earlier


def _wanted(payment: Payment, wish: ReturnWish) -> Wanted:
    """The lines with what they cost, none beyond what was bought and is still there to return."""
    if not wish.lines:
        raise AmountOutOfRange(_("Choose what you want to send back."))
    free = {one.line.reference: one.rest for one in returnable_lines(payment)}
    for line in wish.lines:
        rest = free.get(line.reference, 0)
        if not line.quantity or line.quantity < 1 or line.quantity > rest:
            raise LineReturnedAlready(_name_of(line.reference, payment), rest)
    wanted = resolve(payment, amount=None, lines=wish.lines)
    left = left_to_refund(payment)
    if wanted.amount > left:
        raise RefundExceedsCaptured(left)
    return wanted


def _name_of(reference: str, payment: Payment) -> str:
    """What the customer calls the line, all of which may have gone back; of none of theirs its reference."""
    names = {line.reference: line.description for line in lines_of(payment)}
    return names.get(reference, reference)


def _destination(
    payment: Payment, policy: StoreCreditPolicy, wanted: Wanted, wish: ReturnWish, now: datetime
) -> Destination:
    """Where the money can go of what was chosen. Raises `FeesExceedRefund`."""
    destination = wish.destination
    while True:
        fees = fees_for(policy, wanted, wish.reason, destination, waive=False)
        order = order_of(payment, policy)
        outcome = outcome_of(payment, policy, wanted, order, destination, fees, now=now)
        if outcome.destination == destination:
            return destination
        destination = outcome.destination


def _save(
    wish: ReturnWish,
    payment: Payment,
    policy: StoreCreditPolicy,
    wanted: Wanted,
    destination: Destination,
    now: datetime,
) -> ReturnRequest:
    found = ReturnRequest.objects.create(
        payment=payment,
        customer_id=wish.customer_id,
        order_reference=payment.order_reference,
        reason=wish.reason,
        words=wish.words,
        destination=destination,
        policy=None if policy._state.adding else policy,
        key=wish.key,
        fingerprint=wish.fingerprint(),
        created_at=now,
        moved_at=now,
    )
    _save_lines(found, payment, wanted.lines)
    _attach(wish, found)
    asked = note_event(found, Step(ReturnState.REQUESTED, wish.customer_id, now))
    passes = _automatic(found, policy, wanted, now)
    if not passes:
        tell_of_return(found, asked)
        return found
    return take_step(found, Step(ReturnState.APPROVED, None, now, staff_note=passes))


def _save_lines(found: ReturnRequest, payment: Payment, rows: Sequence[RefundLine]) -> None:
    bought = {one.line.reference: one.line.quantity for one in returnable_lines(payment)}
    for row in rows:
        ReturnLine.objects.create(
            return_request=found,
            reference=row.reference,
            description=row.description,
            quantity=row.quantity,
            bought=bought[row.reference],
            amount=row.amount,
        )


def _attach(wish: ReturnWish, found: ReturnRequest) -> None:
    drafts = photo_drafts(customer_id=wish.customer_id, ids=wish.photo_ids)
    if len(drafts) > MOST_PHOTOS:
        raise PhotoRefused(_("A return can have five photos at most."))
    attached = 0
    for position, draft in enumerate(drafts, start=1):
        rows = ReturnPhoto.objects.filter(pk=draft.pk, return_request=None)
        attached += rows.update(return_request=found, position=position)
    if attached != len(set(wish.photo_ids)):
        raise PhotoRefused(_("Some of the photos are gone. Please add them again."))


def _automatic(found: ReturnRequest, policy: StoreCreditPolicy, wanted: Wanted, now: datetime) -> str:
    """Why it needs no person, for the record; empty if it needs one."""
    if policy.automatic_limit is None or wanted.amount.amount > policy.automatic_limit:
        return ""
    earlier = recent_returns_and_refunds(found.customer_id, now=now, besides=found.pk)
    if earlier >= policy.automatic_in_90_days:
        return ""
    with translation.override(settings.LANGUAGE_CODE):
        words = _("By the policy: %(amount)s is within %(limit)s, number %(number)d of %(most)d in 90 days.")
    return words % {
        "amount": wanted.amount,
        "limit": in_currency(policy.automatic_limit, str(wanted.amount.currency)),
        "number": earlier + 1,
        "most": policy.automatic_in_90_days,
    }


def cancel_return(*, return_id: UUID, customer_id: int, now: datetime) -> ReturnRequest:
    """The customer thinks better of it, while nobody has decided. Safe to repeat. Raises `NotFound`, also
    for another's, and `ReturnNotOpen` once the store has decided."""
    with transaction.atomic():
        _payment, found = lock_return(return_id)
        if found.customer_id != customer_id:
            raise NotFound(_("return"))
        if found.state == ReturnState.CANCELED:
            return found
        return take_step(found, Step(ReturnState.CANCELED, customer_id, now), tell=False)

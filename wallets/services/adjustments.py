"""Staff credits and debits: alone within what their role allows, beyond it with a second person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from djmoney.money import Money

from notifications.services import enqueue
from wallet_project.core.exceptions import IdempotencyConflict, InsufficientFunds
from wallet_project.core.ids import uuid7
from wallet_project.core.money import as_data, from_minor, require_currency, require_positive, to_minor, zero
from wallets.allowances import Powers, find_actor, may_alone, require_alone, require_within_day
from wallets.enums import (
    APPROVAL_REFUSED,
    AdjustmentDirection,
    AdjustmentReason,
    ApprovalStatus,
    WalletStatus,
)
from wallets.exceptions import WalletFrozen
from wallets.limits import staff_limits_for
from wallets.locks import lock_staff_member, lock_wallet
from wallets.models import Adjustment, AdjustmentRequest, Wallet
from wallets.services.bank_payments import require_not_rescued
from wallets.services.posting import EntryKind, chart, line, post, store_line
from wallets.services.second_person import earlier_of

RowT = TypeVar("RowT", bound=Adjustment | AdjustmentRequest)
DEBIT = AdjustmentDirection.DEBIT
POWERS = Powers(
    adjust="wallets.adjust_wallet",
    adjust_large="wallets.adjust_wallet_unlimited",
    approve="wallets.approve_adjustment",
    refused=_("Your role does not allow crediting or debiting wallets."),
    refused_own=_("Nobody may credit or debit their own wallet."),
)


@dataclass(frozen=True, slots=True)
class AdjustmentPreview:
    """What an adjustment would do: available money before and after it, and whether it waits for a
    second person first."""

    before: Money
    after: Money
    needs_second_person: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """The arguments of an adjustment, the amount checked."""

    direction: AdjustmentDirection
    amount: Money
    reason: AdjustmentReason
    key: str
    note: str
    customer_note: str
    reference: str
    key_line: UUID | None = None

    def fields(self) -> dict[str, Any]:
        """Those of the row that keeps them, booked or asked for."""
        return {
            "direction": self.direction,
            "amount": self.amount,
            "reason": self.reason,
            "key": self.key,
            "note": self.note.strip(),
            "customer_note": self.customer_note.strip(),
            "reference": self.reference.strip(),
            "key_line": self.key_line,
        }


def preview_adjustment(
    *,
    wallet_id: UUID,
    direction: AdjustmentDirection,
    amount: Money,
    actor_id: int | None = None,
    now: datetime | None = None,
) -> AdjustmentPreview:
    """What would be available after an adjustment; moves nothing. Raises as `request_adjustment` does
    for a bad amount, a debit of more than there is, a closed wallet, and what `actor_id` may not do."""
    wallet = Wallet.objects.select_related("available_account", "held_account").get(pk=wallet_id)
    amount = require_currency(require_positive(amount), wallet.currency)
    alone = _may_pass(actor_id, wallet, amount, now or timezone.now())
    before, after = _difference(wallet, direction, amount)
    return AdjustmentPreview(before=before, after=after, needs_second_person=not alone)


def adjust_wallet(
    *,
    wallet_id: UUID,
    direction: AdjustmentDirection,
    amount: Money,
    reason: AdjustmentReason,
    key: str,
    actor_id: int | None,
    note: str = "",
    customer_note: str = "",
    reference: str = "",
    now: datetime | None = None,
) -> Adjustment:
    """Credit or debit a customer's wallet by hand, at once. The customer is told, with `customer_note`.

    `actor_id` is the staff member, whose role and daily sum are checked; None is the store's own
    back end. A frozen wallet can be adjusted, a closed one can't. Raises `NeedsSecondPerson` beyond
    what the role may move alone, `AdjustmentNotAllowed`, `InsufficientFunds`, `WalletFrozen`,
    `AmountError`, `CurrencyMismatch`, `IdempotencyConflict`. Safe to repeat with the same key.
    """
    now = now or timezone.now()
    asked = Asked(direction, require_positive(amount), reason, key, note, customer_note, reference)
    with transaction.atomic():
        wallet = _lock(wallet_id, actor_id, asked)
        earlier = earlier_of(key, Adjustment, AdjustmentRequest)
        if isinstance(earlier, AdjustmentRequest):
            raise IdempotencyConflict(key)
        if earlier is not None:
            return _replayed(earlier, wallet, asked)
        if not _may_pass(actor_id, wallet, asked.amount, now):
            assert actor_id is not None
            actor = find_actor(actor_id, POWERS, customer_id=wallet.customer_id)
            require_alone(actor, POWERS, asked.amount, now=now)
        return book(wallet, asked, actor_id=actor_id)


def request_adjustment(
    *,
    wallet_id: UUID,
    direction: AdjustmentDirection,
    amount: Money,
    reason: AdjustmentReason,
    key: str,
    actor_id: int | None,
    note: str = "",
    customer_note: str = "",
    reference: str = "",
    key_line: UUID | None = None,
    now: datetime | None = None,
) -> Adjustment | AdjustmentRequest:
    """As `adjust_wallet`; what is beyond the limit of a staff member's role waits for a second person
    instead (`approve_adjustment`), and counts in their daily sum meanwhile. `key_line` is the line of API
    keys that it came with. Safe to repeat with the same key, unless what it asked for was rejected or
    not decided in time."""
    now = now or timezone.now()
    asked = Asked(direction, require_positive(amount), reason, key, note, customer_note, reference, key_line)
    with transaction.atomic():
        wallet = _lock(wallet_id, actor_id, asked)
        earlier = earlier_of(key, Adjustment, AdjustmentRequest)
        if earlier is not None:
            return _replayed(earlier, wallet, asked)
        if _may_pass(actor_id, wallet, asked.amount, now):
            return book(wallet, asked, actor_id=actor_id)
        assert actor_id is not None
        _difference(wallet, direction, asked.amount)
        return _ask(wallet, asked, actor_id, now)


def _lock(wallet_id: UUID, actor_id: int | None, asked: Asked) -> Wallet:
    if actor_id is not None:
        lock_staff_member(actor_id)
    wallet = lock_wallet(wallet_id)
    require_currency(asked.amount, wallet.currency)
    return wallet


def _replayed(earlier: RowT, wallet: Wallet, asked: Asked) -> RowT:
    same = (earlier.wallet_id, earlier.direction, to_minor(earlier.amount))
    if same != (wallet.pk, asked.direction, to_minor(asked.amount)):
        raise IdempotencyConflict(earlier.key)
    return earlier


def _may_pass(actor_id: int | None, wallet: Wallet, amount: Money, now: datetime) -> bool:
    """Whether it needs no second person. Raises for what may not even be asked for; call with the staff
    member's row locked."""
    if wallet.status == WalletStatus.CLOSED:
        raise WalletFrozen(wallet.status)
    if actor_id is None:
        return True
    actor = find_actor(actor_id, POWERS, customer_id=wallet.customer_id)
    require_within_day(actor_id, amount, now=now)
    return may_alone(actor, POWERS, amount, now=now)


def _difference(wallet: Wallet, direction: str, amount: Money) -> tuple[Money, Money]:
    """What is available before and after. Raises `InsufficientFunds` below the wallet's floor."""
    after = wallet.available - amount if direction == DEBIT else wallet.available + amount
    if direction == DEBIT and to_minor(after) < wallet.available_account.floor:
        raise InsufficientFunds(available=wallet.available)
    return wallet.available, after


def _ask(wallet: Wallet, asked: Asked, actor_id: int, now: datetime) -> AdjustmentRequest:
    days = staff_limits_for(wallet.currency, now=now).decide_within_days
    return AdjustmentRequest.objects.create(
        wallet=wallet,
        customer_id=wallet.customer_id,
        requester_id=actor_id,
        decide_until=now + timedelta(days=days),
        **asked.fields(),
    )


def book(
    wallet: Wallet, asked: Asked, *, actor_id: int | None, adjustment_id: UUID | None = None
) -> Adjustment:
    """Post it, keep who did it and why, and tell the customer. Under the wallet's lock, once for a key.
    `adjustment_id` is that of the request which it was. Raises `InvalidState` for a payment that was
    rescued meanwhile by its id at the gateway."""
    if asked.reason == AdjustmentReason.RESCUE:
        require_not_rescued(wallet, asked.key)
    adjustment = Adjustment(pk=adjustment_id or uuid7(), wallet=wallet, actor_id=actor_id, **asked.fields())
    _post(adjustment, asked.amount)
    adjustment.save(force_insert=True)
    _tell(adjustment, asked.amount)
    return adjustment


def _post(adjustment: Adjustment, amount: Money) -> None:
    signed = -amount if adjustment.direction == DEBIT else amount
    kind = EntryKind.ADJUSTMENT_DEBIT if adjustment.direction == DEBIT else EntryKind.ADJUSTMENT_CREDIT
    posted = post(
        key=f"adjustment:{adjustment.key}",
        kind=kind,
        lines=[
            line(adjustment.wallet.available_account_id, signed),
            store_line(_paid_by(adjustment.reason), -signed),
        ],
        reference=adjustment.reference,
        description=adjustment.customer_note,
        actor=f"user:{adjustment.actor_id}" if adjustment.actor_id else "",
    )
    adjustment.entry_id = posted.entry_id


def _paid_by(reason: str) -> chart.ChartAccount:
    """Whose the other side is: a rescued payment is money that the gateway has, not a gift of ours."""
    return chart.GATEWAY_CLEARING if reason == AdjustmentReason.RESCUE else chart.STORE_CREDIT_GRANTED


def adjusted_within_day(actor_id: int, currency: str, *, now: datetime) -> Money:
    """What one admin moved alone, asked for, or approved within 24 hours; what was refused does not
    count, nor does a mistake taken back."""
    since = now - timedelta(days=1)
    alone = Adjustment.objects.filter(actor_id=actor_id, created_at__gte=since, amount_currency=currency)
    alone = alone.filter(entry__reverses=None, request=None)
    requests = AdjustmentRequest.objects.filter(amount_currency=currency)
    asked = requests.filter(requester_id=actor_id, created_at__gte=since)
    approved = requests.filter(approver_id=actor_id, decided_at__gte=since, status=ApprovalStatus.APPROVED)
    sums = [
        rows.aggregate(total=Sum("amount"))["total"]
        for rows in (alone, asked.exclude(status__in=APPROVAL_REFUSED), approved)
    ]
    return sum((_exact(total, currency) for total in sums if total), start=zero(currency))


def _exact(total: object, currency: str) -> Money:
    return from_minor(to_minor(Money(getattr(total, "amount", total), currency)), currency)


def _tell(adjustment: Adjustment, amount: Money) -> None:
    credit = adjustment.direction == AdjustmentDirection.CREDIT
    enqueue(
        kind="credited_by_store" if credit else "debited_by_store",
        recipient_id=adjustment.wallet.customer_id,
        dedupe_key=f"adjustment:{adjustment.pk}",
        context={"amount": amount, "note": adjustment.customer_note},
        subject=f"wallet:{adjustment.wallet_id}",
        data={
            "wallet": str(adjustment.wallet_id),
            "adjustment": str(adjustment.pk),
            "amount": as_data(amount),
            "reason": adjustment.reason,
            "journal_entry": str(adjustment.entry_id),
        },
    )

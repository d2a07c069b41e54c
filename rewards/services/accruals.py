"""What activities earn: booked once, pending through the return window, taken back after a refund."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from djmoney.money import Money

from notifications.services import Detail, enqueue
from rewards.enums import AccrualStatus, Activity, LotSource
from rewards.locks import lock_accrual, lock_reward_wallet
from rewards.models import Accrual, RewardWallet
from rewards.services.lots import add_lot
from rewards.services.shortfalls import settle_shortfalls
from rewards.services.wallets import open_reward_wallet
from wallet_project.core.exceptions import IdempotencyConflict
from wallet_project.core.money import as_data, from_minor, require_positive, to_minor
from wallets.services.posting import EntryKind, chart, line, post, store_line


@dataclass(frozen=True, slots=True)
class Earning:
    """What an activity earned: `amount` in money or `PTS`; `story` says in words how it came about."""

    amount: Money
    story: Sequence[str] = ()
    valid_days: int | None = None


def book_accrual(
    *,
    customer_id: int,
    activity: Activity,
    reference: str,
    earning: Earning,
    matures_at: datetime | None,
    waits: bool = False,
    now: datetime,
) -> Accrual:
    """Book what an activity earned: pending until `matures_at`, or available at once if that is None.

    With `waits` and no `matures_at` it stays pending until `date_accruals` says when (an order that
    is not delivered yet). `reference` names the activity (an order's number, say): one earns once in
    each unit. Raises `AmountError`, and `IdempotencyConflict` if it earned another amount before;
    `ValueError` without a reference. Safe to repeat.
    """
    amount = require_positive(earning.amount)
    if not reference:
        raise ValueError("An accrual needs a reference: one activity earns once.")
    with transaction.atomic():
        opened = open_reward_wallet(customer_id=customer_id, currency=str(amount.currency))
        wallet = lock_reward_wallet(opened.pk)
        earlier = Accrual.objects.filter(wallet=wallet, activity=activity, reference=reference).first()
        if earlier is not None:
            return _replayed(earlier, amount)
        accrual = Accrual(
            wallet=wallet,
            activity=activity,
            reference=reference,
            amount=to_minor(amount),
            status=AccrualStatus.PENDING,
            matures_at=matures_at if waits else matures_at or now,
            valid_days=earning.valid_days,
            story=list(earning.story),
        )
        if accrual.is_due(now):
            _make_available(wallet, accrual, now=now)
        else:
            _make_pending(wallet, accrual, amount)
        accrual.save(force_insert=True)
        _tell(accrual, "rewards_earned", accrual.amount, from_day=_ready_from(accrual))
        return accrual


def _replayed(earlier: Accrual, amount: Money) -> Accrual:
    if earlier.amount != to_minor(amount):
        raise IdempotencyConflict(earlier.reference)
    return earlier


def mature_accrual(*, accrual_id: UUID, now: datetime) -> Accrual:
    """Make a pending accrual available, if its time has come; tells the customer what there is to use.
    Raises `NotFound`. Safe to repeat."""
    with transaction.atomic():
        wallet, accrual = lock_accrual(accrual_id)
        if not accrual.is_due(now):
            return accrual
        _make_available(wallet, accrual, now=now)
        accrual.save()
        _tell(accrual, "rewards_matured", accrual.amount - accrual.clawed_back - accrual.offset)
        return accrual


def _make_pending(wallet: RewardWallet, accrual: Accrual, amount: Money) -> None:
    posted = post(
        key=f"accrual:{accrual.pk}",
        kind=EntryKind.REWARD_PENDING,
        lines=[line(wallet.pending_account_id, amount), store_line(chart.REWARDS_GRANTED, -amount)],
        reference=accrual.reference,
    )
    accrual.entry_id = posted.entry_id


def _make_available(wallet: RewardWallet, accrual: Accrual, *, now: datetime) -> None:
    """Credit what is left of the accrual after what was taken back and what is owed, in one entry."""
    was_pending = accrual.entry_id is not None
    left = accrual.amount - accrual.clawed_back
    accrual.offset = settle_shortfalls(wallet, left)
    credited = left - accrual.offset
    accrual.status = AccrualStatus.AVAILABLE
    accrual.settled_at = now
    from_pending = left if was_pending else 0
    if not (credited or from_pending):
        return
    posted = post(
        key=f"accrual_available:{accrual.pk}",
        kind=EntryKind.REWARD_MATURED if was_pending else EntryKind.REWARD_GRANTED,
        lines=[
            line(wallet.pending_account_id, from_minor(-from_pending, wallet.currency)),
            line(wallet.available_account_id, from_minor(credited, wallet.currency)),
            store_line(chart.REWARDS_GRANTED, from_minor(from_pending - credited, wallet.currency)),
        ],
        reference=accrual.reference,
    )
    accrual.matured_entry_id = posted.entry_id
    if credited:
        accrual.lot = add_lot(
            wallet,
            source=LotSource.ACCRUAL,
            amount=credited,
            entry_id=posted.entry_id,
            expires_at=now + timedelta(days=accrual.valid_days) if accrual.valid_days else None,
            reference=accrual.reference,
        )


def _cause(accrual: Accrual) -> dict[str, Detail]:
    """What earned it, for a letter: an order by its number, or the activity in words."""
    if accrual.activity == Activity.PURCHASE:
        return {"order": accrual.reference}
    return {"reference": Activity(accrual.activity).label}


def _ready_from(accrual: Accrual) -> Detail:
    """The day from which it can be used, where that is known and still to come."""
    is_pending = accrual.status == AccrualStatus.PENDING
    return timezone.localdate(accrual.matures_at) if is_pending and accrual.matures_at else ""


def _tell(accrual: Accrual, kind: str, minor: int, **context: Detail) -> None:
    if not minor:
        return
    wallet = accrual.wallet
    amount = from_minor(minor, wallet.currency)
    enqueue(
        kind=kind,
        recipient_id=wallet.customer_id,
        dedupe_key=f"{kind}:{accrual.pk}",
        context={"amount": amount, **_cause(accrual), **context},
        subject=f"reward_wallet:{wallet.pk}",
        data={
            **wallet.named_in_events,
            "accrual": str(accrual.pk),
            "activity": str(accrual.activity),
            "reference": accrual.reference,
            "amount": as_data(amount),
            "journal_entry": str(accrual.matured_entry_id or accrual.entry_id or ""),
        },
    )

"""Staff credits and debits of rewards: alone within what their role allows, else with a second person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from djmoney.money import Money

from notifications.services import enqueue
from rewards.enums import LotSource, RewardDirection, RewardReason
from rewards.expiries import Expiry, after_credit, after_debit, by_day, last_day
from rewards.locks import lock_reward_wallet
from rewards.models import RewardAdjustment, RewardAdjustmentRequest, RewardWallet
from rewards.queries import unexpired
from rewards.services.credits import credit_lot
from rewards.services.lots import consume, sweep_expired
from wallet_project.core.exceptions import AmountOutOfRange, IdempotencyConflict, InsufficientFunds
from wallet_project.core.ids import uuid7
from wallet_project.core.money import as_data, from_minor, require_currency, require_positive, to_minor
from wallets.allowances import Powers, find_actor, may_alone, require_alone, require_within_day
from wallets.limits import staff_limits_for
from wallets.locks import lock_staff_member
from wallets.services.posting import EntryKind, chart, line, post, store_line
from wallets.services.second_person import earlier_of

RowT = TypeVar("RowT", bound=RewardAdjustment | RewardAdjustmentRequest)
CREDIT = RewardDirection.CREDIT
POWERS = Powers(
    adjust="rewards.adjust_rewards",
    adjust_large="rewards.adjust_rewards_unlimited",
    approve="rewards.approve_reward_adjustment",
    refused=gettext_lazy("Your role does not allow crediting or debiting rewards."),
    refused_own=gettext_lazy("Nobody may credit or debit their own rewards."),
)


@dataclass(frozen=True, slots=True)
class RewardPreview:
    """What an adjustment would do: what can be spent before and after it, and what of that until when;
    and whether it waits for a second person first."""

    before: Money
    after: Money
    schedule: tuple[Expiry, ...]
    needs_second_person: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """The arguments of an adjustment, the amount checked."""

    direction: RewardDirection
    amount: Money
    reason: RewardReason
    key: str
    expires_at: datetime | None
    note: str
    customer_note: str
    key_line: UUID | None = None

    def fields(self) -> dict[str, Any]:
        """Those of the row that keeps them, booked or asked for."""
        return {
            "direction": self.direction,
            "amount": to_minor(self.amount),
            "reason": self.reason,
            "key": self.key,
            "expires_at": self.expires_at if self.direction == CREDIT else None,
            "note": self.note.strip(),
            "customer_note": self.customer_note.strip(),
            "key_line": self.key_line,
        }


def preview_rewards(
    *,
    wallet_id: UUID,
    direction: RewardDirection,
    amount: Money,
    expires_at: datetime | None,
    actor_id: int | None,
    now: datetime,
) -> RewardPreview:
    """What could be spent after an adjustment; moves nothing. Raises as `request_reward_adjustment`."""
    wallet = RewardWallet.objects.get(pk=wallet_id)
    amount = require_currency(require_positive(amount), wallet.currency)
    if direction == CREDIT:
        require_future(expires_at, now)
    alone = _may_pass(actor_id, wallet, amount, now)
    left = unexpired(wallet, now=now)
    before = from_minor(sum(one.amount for one in left), wallet.currency)
    if direction == CREDIT:
        credited = after_credit(left, to_minor(amount), expires_at)
        return RewardPreview(before, before + amount, by_day(credited, wallet.currency), not alone)
    if amount > before:
        raise InsufficientFunds(available=before)
    debited = by_day(after_debit(left, to_minor(amount)), wallet.currency)
    return RewardPreview(before, before - amount, debited, not alone)


def adjust_rewards(
    *,
    wallet_id: UUID,
    direction: RewardDirection,
    amount: Money,
    reason: RewardReason,
    key: str,
    actor_id: int | None,
    expires_at: datetime | None = None,
    note: str = "",
    customer_note: str = "",
    now: datetime | None = None,
) -> RewardAdjustment:
    """Credit or debit a customer's reward money or points by hand, at once, and tell them.

    A credit is a lot that expires at `expires_at`, or never; a debit takes what expires soonest.
    `actor_id` is the staff member, whose role and daily sum are checked; None is the store's own
    back end. Raises `NeedsSecondPerson` beyond what the role may move alone, `AdjustmentNotAllowed`,
    `InsufficientFunds`, `AmountError`, `CurrencyMismatch`, `IdempotencyConflict`. Safe to repeat with
    the same key.
    """
    now = now or timezone.now()
    asked = Asked(direction, require_positive(amount), reason, key, expires_at, note, customer_note)
    with transaction.atomic():
        wallet = _lock(wallet_id, actor_id, asked)
        earlier = earlier_of(key, RewardAdjustment, RewardAdjustmentRequest)
        if isinstance(earlier, RewardAdjustmentRequest):
            raise IdempotencyConflict(key)
        if earlier is not None:
            return _replayed(earlier, wallet, asked)
        if not _may_pass(actor_id, wallet, asked.amount, now):
            assert actor_id is not None
            actor = find_actor(actor_id, POWERS, customer_id=wallet.customer_id)
            require_alone(actor, POWERS, asked.amount, now=now)
        return book(wallet, asked, actor_id=actor_id, now=now)


def request_reward_adjustment(
    *,
    wallet_id: UUID,
    direction: RewardDirection,
    amount: Money,
    reason: RewardReason,
    key: str,
    actor_id: int | None,
    expires_at: datetime | None = None,
    note: str = "",
    customer_note: str = "",
    key_line: UUID | None = None,
    now: datetime | None = None,
) -> RewardAdjustment | RewardAdjustmentRequest:
    """As `adjust_rewards`; what is beyond the limit of a staff member's role waits for a second person
    instead (`approve_reward_adjustment`), and counts in their daily sum meanwhile. `key_line` is the line
    of API keys that it came with. Safe to repeat with the same key, unless what it asked for was
    rejected or not decided in time."""
    now = now or timezone.now()
    amount = require_positive(amount)
    asked = Asked(direction, amount, reason, key, expires_at, note, customer_note, key_line)
    with transaction.atomic():
        wallet = _lock(wallet_id, actor_id, asked)
        earlier = earlier_of(key, RewardAdjustment, RewardAdjustmentRequest)
        if earlier is not None:
            return _replayed(earlier, wallet, asked)
        if _may_pass(actor_id, wallet, asked.amount, now):
            return book(wallet, asked, actor_id=actor_id, now=now)
        assert actor_id is not None
        return _ask(wallet, asked, actor_id, now)


def _lock(wallet_id: UUID, actor_id: int | None, asked: Asked) -> RewardWallet:
    if actor_id is not None:
        lock_staff_member(actor_id)
    wallet = lock_reward_wallet(wallet_id)
    require_currency(asked.amount, wallet.currency)
    return wallet


def _replayed(earlier: RowT, wallet: RewardWallet, asked: Asked) -> RowT:
    same = (earlier.wallet_id, earlier.direction, earlier.amount)
    if same != (wallet.pk, asked.direction, to_minor(asked.amount)):
        raise IdempotencyConflict(earlier.key)
    return earlier


def _may_pass(actor_id: int | None, wallet: RewardWallet, amount: Money, now: datetime) -> bool:
    """Whether it needs no second person. Raises for what may not even be asked for; call with the staff
    member's row locked."""
    if actor_id is None:
        return True
    actor = find_actor(actor_id, POWERS, customer_id=wallet.customer_id)
    require_within_day(actor_id, amount, now=now)
    return may_alone(actor, POWERS, amount, now=now)


def _ask(wallet: RewardWallet, asked: Asked, actor_id: int, now: datetime) -> RewardAdjustmentRequest:
    if asked.direction == CREDIT:
        require_future(asked.expires_at, now)
    else:
        _require_there(wallet, asked.amount, now)
    days = staff_limits_for(wallet.currency, now=now).decide_within_days
    return RewardAdjustmentRequest.objects.create(
        wallet=wallet,
        customer_id=wallet.customer_id,
        requester_id=actor_id,
        decide_until=now + timedelta(days=days),
        **asked.fields(),
    )


def book(
    wallet: RewardWallet,
    asked: Asked,
    *,
    actor_id: int | None,
    adjustment_id: UUID | None = None,
    now: datetime,
) -> RewardAdjustment:
    """Post it, keep who did it and why, and tell the customer. Under the reward wallet's lock, once for a
    key. `adjustment_id` is that of the request which it was."""
    if asked.direction == CREDIT:
        require_future(asked.expires_at, now)
    adjustment = RewardAdjustment(
        pk=adjustment_id or uuid7(), wallet=wallet, actor_id=actor_id, **asked.fields()
    )
    adjustment.entry_id = _post(adjustment, wallet, asked.amount, now)
    adjustment.save(force_insert=True)
    _tell(adjustment)
    return adjustment


def _require_there(wallet: RewardWallet, amount: Money, now: datetime) -> None:
    before = from_minor(sum(one.amount for one in unexpired(wallet, now=now)), wallet.currency)
    if amount > before:
        raise InsufficientFunds(available=before)


def require_future(expires_at: datetime | None, now: datetime) -> None:
    if expires_at is not None and expires_at <= now:
        raise AmountOutOfRange(_("The day of expiry must be in the future."))


def _post(adjustment: RewardAdjustment, wallet: RewardWallet, amount: Money, now: datetime) -> int:
    key = f"reward_adjustment:{adjustment.key}"
    actor = f"user:{adjustment.actor_id}" if adjustment.actor_id else ""
    if adjustment.direction == CREDIT:
        lot = credit_lot(
            wallet,
            amount=amount,
            source=LotSource.ADJUSTMENT,
            key=key,
            expires_at=adjustment.expires_at,
            note=adjustment.customer_note,
            actor=actor,
        )
        return lot.entry_id
    sweep_expired(wallet, now=now)
    posted = post(
        key=key,
        kind=EntryKind.REWARD_DEBITED,
        lines=[line(wallet.available_account_id, -amount), store_line(chart.REWARDS_GRANTED, amount)],
        description=adjustment.customer_note,
        actor=actor,
    )
    consume(wallet, adjustment.amount, entry_id=posted.entry_id)
    return posted.entry_id


def _tell(adjustment: RewardAdjustment) -> None:
    until = {} if adjustment.expires_at is None else {"until": last_day(adjustment.expires_at)}
    enqueue(
        kind="rewards_credited" if adjustment.direction == CREDIT else "rewards_debited",
        recipient_id=adjustment.wallet.customer_id,
        dedupe_key=f"reward_adjustment:{adjustment.pk}",
        context={"amount": adjustment.money, "note": adjustment.customer_note, **until},
        subject=f"reward_wallet:{adjustment.wallet_id}",
        data={
            **adjustment.wallet.named_in_events,
            "adjustment": str(adjustment.pk),
            "amount": as_data(adjustment.money),
            "reason": str(adjustment.reason),
            "expires_at": adjustment.expires_at.isoformat() if adjustment.expires_at else None,
            "journal_entry": str(adjustment.entry_id),
        },
    )

"""Staff credits and debits of rewards, within what their role allows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from djmoney.money import Money

from notifications.services import Detail, enqueue
from rewards.enums import LotSource, RewardDirection, RewardReason
from rewards.exceptions import RewardAdjustmentNotAllowed
from rewards.expiries import Expiry, after_credit, after_debit, by_day, last_day
from rewards.locks import lock_reward_wallet
from rewards.models import RewardAdjustment, RewardWallet
from rewards.queries import unexpired
from rewards.services.credits import credit_lot
from rewards.services.lots import consume, sweep_expired
from wallet_project.core.exceptions import AmountOutOfRange, IdempotencyConflict, InsufficientFunds
from wallet_project.core.money import from_minor, require_currency, require_positive, to_minor
from wallets.limits import staff_limits_for
from wallets.locks import lock_staff_member
from wallets.services.posting import EntryKind, chart, line, post, store_line

CREDIT = RewardDirection.CREDIT


@dataclass(frozen=True, slots=True)
class RewardPreview:
    """What an adjustment would do: what can be spent before and after it, and what of that until when."""

    before: Money
    after: Money
    schedule: tuple[Expiry, ...]


def preview_rewards(
    *,
    wallet_id: UUID,
    direction: RewardDirection,
    amount: Money,
    expires_at: datetime | None,
    actor_id: int | None,
    now: datetime,
) -> RewardPreview:
    """What could be spent after an adjustment; moves nothing. Raises as `adjust_rewards` does."""
    wallet = RewardWallet.objects.get(pk=wallet_id)
    amount = require_currency(require_positive(amount), wallet.currency)
    if direction == CREDIT:
        _require_future(expires_at, now)
    _require_allowed(actor_id, wallet, amount, now)
    left = unexpired(wallet, now=now)
    before = from_minor(sum(one.amount for one in left), wallet.currency)
    if direction == CREDIT:
        credited = after_credit(left, to_minor(amount), expires_at)
        return RewardPreview(before, before + amount, by_day(credited, wallet.currency))
    if amount > before:
        raise InsufficientFunds(available=before)
    return RewardPreview(
        before, before - amount, by_day(after_debit(left, to_minor(amount)), wallet.currency)
    )


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
    """Credit or debit a customer's reward money or points by hand, and tell them.

    A credit is a lot that expires at `expires_at`, or never; a debit takes what expires soonest.
    `actor_id` is the staff member, whose role and daily sum are checked; None is the store's own
    back end. Raises `RewardAdjustmentNotAllowed`, `InsufficientFunds`, `AmountError`,
    `CurrencyMismatch`, `IdempotencyConflict`. Safe to repeat with the same key.
    """
    amount = require_positive(amount)
    with transaction.atomic():
        if actor_id is not None:
            lock_staff_member(actor_id)
        wallet = lock_reward_wallet(wallet_id)
        require_currency(amount, wallet.currency)
        earlier = RewardAdjustment.objects.filter(key=key).first()
        if earlier is not None:
            return _replayed(earlier, wallet, direction, amount)
        now = now or timezone.now()
        if direction == CREDIT:
            _require_future(expires_at, now)
        _require_allowed(actor_id, wallet, amount, now)
        adjustment = RewardAdjustment(
            wallet=wallet,
            direction=direction,
            amount=to_minor(amount),
            reason=reason,
            key=key,
            actor_id=actor_id,
            expires_at=expires_at if direction == CREDIT else None,
            note=note.strip(),
            customer_note=customer_note.strip(),
        )
        adjustment.entry_id = _post(adjustment, wallet, amount, now)
        adjustment.save(force_insert=True)
        _tell(adjustment)
        return adjustment


def _replayed(
    earlier: RewardAdjustment, wallet: RewardWallet, direction: str, amount: Money
) -> RewardAdjustment:
    if (earlier.wallet_id, earlier.direction, earlier.amount) != (wallet.pk, direction, to_minor(amount)):
        raise IdempotencyConflict(earlier.key)
    return earlier


def _require_future(expires_at: datetime | None, now: datetime) -> None:
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


def _require_allowed(actor_id: int | None, wallet: RewardWallet, amount: Money, now: datetime) -> None:
    """Role and limits of the staff member; call with their row locked."""
    if actor_id is None:
        return
    actor = get_user_model().objects.get(pk=actor_id)
    unlimited = actor.has_perm("rewards.adjust_rewards_unlimited")
    if not (actor.is_active and actor.is_staff and (unlimited or actor.has_perm("rewards.adjust_rewards"))):
        raise RewardAdjustmentNotAllowed(_("Your role does not allow crediting or debiting rewards."))
    if wallet.customer_id == actor_id:
        raise RewardAdjustmentNotAllowed(_("Nobody may credit or debit their own rewards."))
    limits = staff_limits_for(wallet.currency)
    if limits.operations_each is not None and not unlimited:
        _require_each(wallet, amount, limits.operations_each)
    if limits.per_admin_and_day is not None:
        _require_within_day(actor_id, wallet, amount, limits.per_admin_and_day, now)


def _require_each(wallet: RewardWallet, amount: Money, each: Any) -> None:
    if amount.amount > each:
        limit = _money(each, wallet)
        raise RewardAdjustmentNotAllowed(_("Your limit for one adjustment is %(limit)s.") % {"limit": limit})


def _require_within_day(
    actor_id: int, wallet: RewardWallet, amount: Money, daily: Any, now: datetime
) -> None:
    since = now - timedelta(days=1)
    rows = RewardAdjustment.objects.filter(
        actor_id=actor_id, created_at__gte=since, wallet__currency=wallet.currency
    )
    today = from_minor(rows.aggregate(total=Sum("amount"))["total"] or 0, wallet.currency)
    if (amount + today).amount > daily:
        rest = _money(max(daily - today.amount, 0), wallet)
        raise RewardAdjustmentNotAllowed(
            _("Your limit within 24 hours is %(limit)s; %(rest)s of it is left.")
            % {"limit": _money(daily, wallet), "rest": rest}
        )


def _money(amount: Any, wallet: RewardWallet) -> Money:
    return from_minor(to_minor(Money(amount, wallet.currency)), wallet.currency)


def _tell(adjustment: RewardAdjustment) -> None:
    context: dict[str, Detail] = {"amount": adjustment.money, "note": adjustment.customer_note}
    if adjustment.expires_at is not None:
        context["until"] = last_day(adjustment.expires_at)
    enqueue(
        kind="rewards_credited" if adjustment.direction == CREDIT else "rewards_debited",
        recipient_id=adjustment.wallet.customer_id,
        dedupe_key=f"reward_adjustment:{adjustment.pk}",
        context=context,
    )

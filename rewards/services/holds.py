"""Reward holds: rewards reserved for an order, taken out of their lots, then captured or returned."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from djmoney.money import Money

from rewards.exceptions import CaptureExceedsRewardHold, RewardHoldNotActive
from rewards.locks import lock_reward_hold, lock_reward_wallet
from rewards.models import RewardHold, RewardWallet
from rewards.services.lots import consume, give_back, sweep_expired
from rewards.services.shortfalls import collect_shortfalls
from wallet_project.core.exceptions import IdempotencyConflict
from wallet_project.core.money import require_currency, require_positive, to_minor
from wallets.enums import HoldStatus
from wallets.services.posting import ChartAccount, EntryKind, chart, line, post, store_line


def place_reward_hold(
    *,
    wallet_id: UUID,
    amount: Money,
    key: str,
    reference: str = "",
    expires_at: datetime | None = None,
    now: datetime | None = None,
) -> RewardHold:
    """Reserve `amount` of a reward wallet; the lots that expire first pay it.

    Whether the customer may spend (a frozen wallet) is the caller's to ask before. Raises
    `AmountError`, `CurrencyMismatch`, `InsufficientFunds` (with `available`), `IdempotencyConflict`.
    Safe to repeat with the same key.
    """
    amount = require_positive(amount)
    with transaction.atomic():
        wallet = lock_reward_wallet(wallet_id)
        require_currency(amount, wallet.currency)
        earlier = RewardHold.objects.filter(key=key).first()
        if earlier is not None:
            return _replayed(earlier, wallet, amount)
        sweep_expired(wallet, now=now or timezone.now())
        posted = post(
            key=f"reward_hold:{key}",
            kind=EntryKind.HOLD_PLACED,
            lines=[line(wallet.available_account_id, -amount), line(wallet.held_account_id, amount)],
            reference=reference,
        )
        hold = RewardHold.objects.create(
            wallet=wallet,
            amount=to_minor(amount),
            key=key,
            reference=reference,
            expires_at=expires_at,
            placed_entry_id=posted.entry_id,
        )
        consume(wallet, hold.amount, entry_id=posted.entry_id, hold=hold)
        return hold


def _replayed(hold: RewardHold, wallet: RewardWallet, amount: Money) -> RewardHold:
    if hold.wallet_id != wallet.pk or hold.amount != to_minor(amount):
        raise IdempotencyConflict(hold.key)
    return hold


def capture_reward_hold(
    *,
    hold_id: UUID,
    amount: Money | None = None,
    to: ChartAccount = chart.SALES,
    now: datetime | None = None,
) -> RewardHold:
    """Take held rewards for good, all or `amount`; the rest goes back to the lots it came from.

    `to` is the store's account that earns it. Raises `CaptureExceedsRewardHold`,
    `RewardHoldNotActive`, `AmountError`, `CurrencyMismatch`. Safe to repeat with the same amount.
    """
    with transaction.atomic():
        wallet, hold = lock_reward_hold(hold_id)
        wanted = require_positive(hold.money if amount is None else amount)
        require_currency(wanted, wallet.currency)
        if hold.status == HoldStatus.CAPTURED and hold.captured == to_minor(wanted):
            return hold
        _require_active(hold)
        rest = hold.money - wanted
        if rest.amount < 0:
            raise CaptureExceedsRewardHold(hold.money)
        posted = post(
            key=f"reward_hold_captured:{hold.pk}",
            kind=EntryKind.HOLD_CAPTURED,
            lines=[
                line(wallet.held_account_id, -hold.money),
                line(wallet.available_account_id, rest),
                store_line(to, wanted),
            ],
            reference=hold.reference,
        )
        return _close(wallet, hold, HoldStatus.CAPTURED, posted.entry_id, captured=to_minor(wanted), now=now)


def void_reward_hold(*, hold_id: UUID, now: datetime | None = None) -> RewardHold:
    """Give held rewards back to the lots they came from. Raises `RewardHoldNotActive` after a
    capture. What has expired meanwhile stays expired, and of what comes back open shortfalls are taken
    at once. Safe to repeat."""
    with transaction.atomic():
        wallet, hold = lock_reward_hold(hold_id)
        if hold.status in {HoldStatus.VOIDED, HoldStatus.EXPIRED}:
            return hold
        return _release(wallet, hold, HoldStatus.VOIDED, now=now)


def expire_reward_hold(*, hold_id: UUID, now: datetime) -> RewardHold:
    """Release a hold whose time is over; leaves any other hold as it is. Safe to repeat."""
    with transaction.atomic():
        wallet, hold = lock_reward_hold(hold_id)
        if hold.status != HoldStatus.ACTIVE or hold.expires_at is None or hold.expires_at > now:
            return hold
        return _release(wallet, hold, HoldStatus.EXPIRED, now=now)


def _release(
    wallet: RewardWallet, hold: RewardHold, status: HoldStatus, *, now: datetime | None
) -> RewardHold:
    _require_active(hold)
    posted = post(
        key=f"reward_hold_released:{hold.pk}",
        kind=EntryKind.HOLD_RELEASED,
        lines=[line(wallet.held_account_id, -hold.money), line(wallet.available_account_id, hold.money)],
        reference=hold.reference,
    )
    return _close(wallet, hold, status, posted.entry_id, captured=0, now=now)


def _require_active(hold: RewardHold) -> None:
    if hold.status != HoldStatus.ACTIVE:
        raise RewardHoldNotActive(hold.status)


def _close(
    wallet: RewardWallet,
    hold: RewardHold,
    status: HoldStatus,
    entry_id: int,
    *,
    captured: int,
    now: datetime | None,
) -> RewardHold:
    now = now or timezone.now()
    back = hold.amount - captured
    if back:
        give_back(hold.consumptions.select_related("lot"), back, now=now, valid_until=None)
        collect_shortfalls(wallet, back, now=now)
    hold.status = status
    hold.captured = captured
    hold.closed_entry_id = entry_id
    hold.closed_at = now
    hold.save(update_fields=["status", "captured", "closed_entry", "closed_at"])
    return hold

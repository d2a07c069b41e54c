"""Holds: money reserved on a wallet, then captured or released. Both moves stand in the journal."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from djmoney.money import Money

from wallet_project.core.exceptions import IdempotencyConflict
from wallet_project.core.money import require_currency, require_positive, to_minor, zero
from wallets.enums import HoldStatus
from wallets.exceptions import CaptureExceedsHold, HoldNotActive
from wallets.locks import lock_hold, lock_wallet
from wallets.models import Hold, Wallet
from wallets.services.posting import ChartAccount, EntryKind, chart, line, post, store_line
from wallets.services.wallets import require_can_spend


def place_hold(
    *, wallet_id: UUID, amount: Money, key: str, reference: str = "", expires_at: datetime | None = None
) -> Hold:
    """Reserve `amount` on a wallet; it can't be spent elsewhere until it is captured or released.

    Without `expires_at` it never expires by itself. Raises `AmountError`, `CurrencyMismatch`,
    `WalletFrozen`, `InsufficientFunds` (with `available`), `IdempotencyConflict`. Safe to repeat
    with the same key.
    """
    amount = require_positive(amount)
    with transaction.atomic():
        wallet = lock_wallet(wallet_id)
        require_currency(amount, wallet.currency)
        earlier = Hold.objects.filter(key=key).first()
        if earlier is not None:
            return _replayed(earlier, wallet, amount)
        require_can_spend(wallet)
        posted = post(
            key=f"hold:{key}",
            kind=EntryKind.HOLD_PLACED,
            lines=[line(wallet.available_account_id, -amount), line(wallet.held_account_id, amount)],
            reference=reference,
        )
        return Hold.objects.create(
            wallet=wallet,
            amount=amount,
            captured=zero(wallet.currency),
            key=key,
            reference=reference,
            expires_at=expires_at,
            placed_entry_id=posted.entry_id,
        )


def _replayed(hold: Hold, wallet: Wallet, amount: Money) -> Hold:
    if hold.wallet_id != wallet.pk or to_minor(hold.amount) != to_minor(amount):
        raise IdempotencyConflict(hold.key)
    return hold


def capture_hold(*, hold_id: UUID, amount: Money | None = None, to: ChartAccount = chart.SALES) -> Hold:
    """Take held money for good, all of it or `amount`; the rest goes back to the wallet.

    `to` is the store's account that earns it. Raises `CaptureExceedsHold`, `HoldNotActive`,
    `AmountError`, `CurrencyMismatch`. Safe to repeat with the same amount.
    """
    with transaction.atomic():
        wallet, hold = lock_hold(hold_id)
        wanted = require_positive(hold.money if amount is None else amount)
        require_currency(wanted, wallet.currency)
        if hold.status == HoldStatus.CAPTURED and to_minor(hold.captured) == to_minor(wanted):
            return hold
        _require_active(hold)
        rest = hold.money - wanted
        if rest.amount < 0:
            raise CaptureExceedsHold(hold.money)
        lines = [
            line(wallet.held_account_id, -hold.money),
            line(wallet.available_account_id, rest),
            store_line(to, wanted),
        ]
        posted = post(
            key=f"hold_captured:{hold.pk}",
            kind=EntryKind.HOLD_CAPTURED,
            lines=lines,
            reference=hold.reference,
        )
        return _close(hold, HoldStatus.CAPTURED, posted.entry_id, captured=wanted)


def void_hold(*, hold_id: UUID) -> Hold:
    """Give held money back to the wallet. Raises `HoldNotActive` after a capture. Safe to repeat."""
    with transaction.atomic():
        wallet, hold = lock_hold(hold_id)
        if hold.status in {HoldStatus.VOIDED, HoldStatus.EXPIRED}:
            return hold
        return _release(wallet, hold, HoldStatus.VOIDED)


def expire_hold(*, hold_id: UUID, now: datetime) -> Hold:
    """Release a hold whose time is over; leaves any other hold as it is. Safe to repeat."""
    with transaction.atomic():
        wallet, hold = lock_hold(hold_id)
        if hold.status != HoldStatus.ACTIVE or hold.expires_at is None or hold.expires_at > now:
            return hold
        return _release(wallet, hold, HoldStatus.EXPIRED)


def _release(wallet: Wallet, hold: Hold, status: HoldStatus) -> Hold:
    _require_active(hold)
    posted = post(
        key=f"hold_released:{hold.pk}",
        kind=EntryKind.HOLD_RELEASED,
        lines=[line(wallet.held_account_id, -hold.money), line(wallet.available_account_id, hold.money)],
        reference=hold.reference,
    )
    return _close(hold, status, posted.entry_id, captured=zero(wallet.currency))


def _require_active(hold: Hold) -> None:
    if hold.status != HoldStatus.ACTIVE:
        raise HoldNotActive(hold.status)


def _close(hold: Hold, status: HoldStatus, entry_id: int, *, captured: Money) -> Hold:
    hold.status = status
    hold.captured = captured
    hold.closed_entry_id = entry_id
    hold.closed_at = timezone.now()
    hold.save(update_fields=["status", "captured", "captured_currency", "closed_entry", "closed_at"])
    return hold

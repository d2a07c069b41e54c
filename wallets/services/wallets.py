"""Opening, freezing and closing wallets."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from djmoney.money import Money

from notifications.services import enqueue
from wallet_project.core.exceptions import AmountOutOfRange, CurrencyMismatch, InvalidState
from wallet_project.core.money import from_minor, require_currency, to_minor
from wallets.enums import HoldStatus, WalletStatus
from wallets.exceptions import WalletFrozen
from wallets.ledger import chart
from wallets.ledger.models import LedgerAccount
from wallets.locks import lock_wallet
from wallets.models import Wallet
from wallets.services.posting import open_account


def open_wallet(*, customer_id: int, currency: str | None = None) -> Wallet:
    """The customer's wallet in a currency (the store's by default), opened if there is none.

    Raises `CurrencyMismatch` for a currency that the store does not take. Safe to repeat, also at
    once from several places.
    """
    currency = currency or settings.STORE_CURRENCY
    if currency not in settings.CURRENCIES:
        raise CurrencyMismatch(settings.STORE_CURRENCY, currency)
    found = Wallet.objects.filter(customer_id=customer_id, currency=currency).first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            return Wallet.objects.create(
                customer_id=customer_id,
                currency=currency,
                available_account=open_account(chart.CUSTOMER_AVAILABLE, currency),
                held_account=open_account(chart.CUSTOMER_HELD, currency),
            )
    except IntegrityError:
        return Wallet.objects.get(customer_id=customer_id, currency=currency)


def require_can_spend(wallet: Wallet) -> None:
    """Raise `WalletFrozen` unless the wallet is open. A frozen wallet pays and discounts nothing."""
    if not wallet.is_open:
        raise WalletFrozen(wallet.status)


def freeze_wallet(*, wallet_id: UUID, reason: str, actor_id: int | None = None) -> Wallet:
    """Stop all spending from a wallet, and say why. Safe to repeat."""
    with transaction.atomic():
        wallet = lock_wallet(wallet_id)
        if wallet.status == WalletStatus.FROZEN:
            return wallet
        _require_status(wallet, WalletStatus.OPEN)
        return _change_status(wallet, WalletStatus.FROZEN, reason, actor_id)


def unfreeze_wallet(*, wallet_id: UUID, reason: str, actor_id: int | None = None) -> Wallet:
    """Let a frozen wallet spend again. Safe to repeat."""
    with transaction.atomic():
        wallet = lock_wallet(wallet_id)
        if wallet.status == WalletStatus.OPEN:
            return wallet
        _require_status(wallet, WalletStatus.FROZEN)
        return _change_status(wallet, WalletStatus.OPEN, reason, actor_id)


def close_wallet(*, wallet_id: UUID, reason: str, actor_id: int | None = None) -> Wallet:
    """Close an empty wallet for good. Raises `InvalidState` while it has money. Safe to repeat."""
    with transaction.atomic():
        wallet = lock_wallet(wallet_id)
        if wallet.status == WalletStatus.CLOSED:
            return wallet
        if wallet.balance.amount or wallet.holds.filter(status=HoldStatus.ACTIVE).exists():
            raise InvalidState(_("Only an empty wallet can be closed."), state=wallet.status)
        return _change_status(wallet, WalletStatus.CLOSED, reason, actor_id)


def set_credit_line(*, wallet_id: UUID, amount: Money) -> Wallet:
    """Let a wallet go below zero by `amount` (zero takes the credit line away).

    Raises `AmountOutOfRange` for less than zero, or for less than what is drawn already.
    """
    with transaction.atomic():
        wallet = lock_wallet(wallet_id)
        floor = -to_minor(require_currency(amount, wallet.currency))
        account = LedgerAccount.objects.select_for_update(no_key=True).get(pk=wallet.available_account_id)
        if floor > 0 or (account.balance or 0) < floor:
            raise AmountOutOfRange(_("The credit line can't be below zero or below what is drawn already."))
        LedgerAccount.objects.filter(pk=account.pk).update(floor=floor)
        return wallet


def _require_status(wallet: Wallet, status: WalletStatus) -> None:
    if wallet.status != status:
        raise InvalidState(_("The wallet is %(status)s.") % {"status": wallet.status}, state=wallet.status)


def _change_status(wallet: Wallet, status: WalletStatus, reason: str, actor_id: int | None) -> Wallet:
    if not reason.strip():
        raise InvalidState(_("Say why: a change of a wallet's status needs a reason."), state=wallet.status)
    wallet.status = status
    wallet.status_reason = reason.strip()[:300]
    wallet.status_changed_at = timezone.now()
    wallet.status_changed_by_id = actor_id
    wallet.save(update_fields=["status", "status_reason", "status_changed_at", "status_changed_by"])
    if status != WalletStatus.CLOSED:
        enqueue(
            kind="wallet_frozen" if status == WalletStatus.FROZEN else "wallet_unfrozen",
            recipient_id=wallet.customer_id,
            dedupe_key=f"wallet_status:{wallet.pk}:{wallet.status_changed_at.timestamp()}",
            context={"currency": wallet.currency},
            subject=f"wallet:{wallet.pk}",
            data={"wallet": str(wallet.pk), "currency": wallet.currency, "status": str(wallet.status)},
        )
    return wallet


def available_to_take(wallet: Wallet) -> Money:
    """What is available now, not below zero, with the account locked until the entry is posted."""
    rows = LedgerAccount.objects.select_for_update(no_key=True).filter(pk=wallet.available_account_id)
    return from_minor(max(0, rows.get().balance or 0), wallet.currency)

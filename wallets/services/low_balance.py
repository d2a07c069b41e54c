"""Telling customers that a wallet runs low, below what they chose themselves."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.urls import NoReverseMatch, reverse
from djmoney.money import Money

from notifications.services import enqueue
from wallet_project.core.money import as_data, from_minor, require_currency, require_positive, to_minor
from wallets.locks import lock_wallet
from wallets.models import LowBalanceAlert, Wallet

CHUNK = 500
# Whoever's balance has risen is told again the next time it falls.
ARM = """
    UPDATE wallets_lowbalancealert alert SET told_at = NULL
    FROM wallets_wallet w
    JOIN ledger_account a ON a.id = w.available_account_id
    JOIN ledger_account h ON h.id = w.held_account_id
    WHERE w.id = alert.wallet_id AND alert.told_at IS NOT NULL AND a.balance + h.balance >= alert.threshold
"""
# Some who are to be told; another worker passes them over.
FALLEN = """
    SELECT alert.wallet_id, a.balance + h.balance, alert.threshold
    FROM wallets_lowbalancealert alert
    JOIN wallets_wallet w ON w.id = alert.wallet_id
    JOIN ledger_account a ON a.id = w.available_account_id
    JOIN ledger_account h ON h.id = w.held_account_id
    WHERE alert.told_at IS NULL AND w.status = 'open' AND a.balance + h.balance < alert.threshold
    ORDER BY alert.wallet_id LIMIT %s FOR UPDATE OF alert SKIP LOCKED
"""


def set_low_balance_alert(*, wallet_id: UUID, threshold: Money | None, now: datetime) -> None:
    """Tell the wallet's customer when its balance falls below `threshold`; None: never.

    A wallet that is below it already has not fallen: its customer hears when it falls the next time.
    Raises `AmountError`, `CurrencyMismatch`, `NotFound`. Safe to repeat.
    """
    with transaction.atomic():
        wallet = lock_wallet(wallet_id)
        if threshold is None:
            LowBalanceAlert.objects.filter(wallet=wallet).delete()
            return
        threshold = require_positive(require_currency(threshold, wallet.currency))
        LowBalanceAlert.objects.update_or_create(
            wallet=wallet,
            defaults={
                "threshold": to_minor(threshold),
                "told_at": now if wallet.balance < threshold else None,
            },
        )


def tell_low_balances(*, now: datetime) -> int:
    """Tell everybody whose balance has fallen below what they chose since they were last told; answers
    with how many.

    A balance counts with what is held. Safe to repeat, also at once, and to be killed anywhere: who is
    marked as told has their message.
    """
    with connection.cursor() as cursor:
        cursor.execute(ARM)
    told = 0
    while some := _tell_some(now):
        told += some
    return told


def _tell_some(now: datetime) -> int:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(FALLEN, [CHUNK])
            rows = cursor.fetchall()
        LowBalanceAlert.objects.filter(pk__in=[row[0] for row in rows]).update(told_at=now)
        wallets = Wallet.objects.in_bulk([row[0] for row in rows])
        for wallet_id, balance, threshold in rows:
            _tell(wallets[wallet_id], balance, threshold, now)
    return len(rows)


def _tell(wallet: Wallet, balance: int, threshold: int, now: datetime) -> None:
    left, limit = from_minor(balance, wallet.currency), from_minor(threshold, wallet.currency)
    enqueue(
        kind="low_balance",
        recipient_id=wallet.customer_id,
        dedupe_key=f"low_balance:{wallet.pk}:{now.timestamp()}",
        context={"balance": left, "threshold": limit, "url": _top_up_url(wallet.currency)},
        subject=f"wallet:{wallet.pk}",
        data={"wallet": str(wallet.pk), "balance": as_data(left), "threshold": as_data(limit)},
    )


def _top_up_url(currency: str) -> str:
    try:
        return f"{reverse('wallets:top_up')}?currency={currency}"
    except NoReverseMatch:
        return ""

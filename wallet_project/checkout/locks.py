"""The row locks of this app. Payments are locked before wallets, holds and orders, always."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _
from djmoney.money import Money

from wallet_project.checkout.enums import PAYMENT_CAPTURED, PAYMENT_OPEN
from wallet_project.checkout.models import Payment
from wallet_project.core.db import require_transaction
from wallet_project.core.exceptions import NotFound
from wallet_project.core.money import from_minor
from wallet_project.core.postgresql.statements import ask_kept
from wallets.models import Wallet


def lock_payment(payment_id: UUID) -> Payment:
    """The payment with its tenders, read under the lock. Raises `NotFound`."""
    require_transaction()
    payment = Payment.objects.select_for_update(no_key=True).filter(pk=payment_id).first()
    if payment is None:
        raise NotFound(_("payment"))
    return load_tenders(payment)


def load_tenders(payment: Payment) -> Payment:
    """The payment with its tenders as they stand now."""
    prefetch_related_objects([payment], "tenders__hold", "tenders__reward_hold", "tenders__saved_card")
    return payment


@dataclass(frozen=True, slots=True)
class Payer:
    """A customer's money of one currency, locked, and what was paid before with the same key
    (`earlier_id`) or for the same order (`other_status`). A wallet that is not open has nothing to
    spend, and with it rewards have not either."""

    wallet: Wallet
    available: Money
    rewards_id: UUID | None
    rewards_available: Money
    earlier_id: UUID | None
    other_status: str


# Whatever of an order's payments stands in one of these states is in the way of another.
TAKEN = [status.value for status in (*PAYMENT_OPEN, *PAYMENT_CAPTURED)]
WALLET = ("id", "customer_id", "currency", "status", "available_account_id", "held_account_id")
LOCK_PAYER = "SELECT * FROM checkout_lock_payer(%s, %s, %s, %s, %s, %s, %s)"


def lock_payer(
    *, customer_id: int, currency: str, key: str, order_reference: str, is_external: bool, now: datetime
) -> Payer | None:
    """The customer's wallet and reward wallet, locked in this order, and what is known under these locks
    of earlier payments; None without a wallet. One round trip. Raises `NotInTransaction`."""
    asked = (customer_id, currency, key, order_reference, is_external, TAKEN, now)
    found = ask_kept(require_transaction(), (LOCK_PAYER, asked))
    return None if found is None else _payer(customer_id, currency, found)


def _payer(customer_id: int, currency: str, found: tuple[Any, ...]) -> Payer:
    available, rewards_id, rewards, earlier_id, other_status = found[4:]
    wallet = Wallet.from_db(DEFAULT_DB_ALIAS, WALLET, (found[0], customer_id, currency, *found[1:4]))
    return Payer(
        wallet=wallet,
        available=from_minor(max(0, available) if wallet.is_open else 0, currency),
        rewards_id=rewards_id,
        rewards_available=from_minor(rewards if wallet.is_open else 0, currency),
        earlier_id=earlier_id,
        other_status=other_status or "",
    )

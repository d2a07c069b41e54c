"""The row locks of this app. Payments are locked before wallets, holds and orders, always."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Sum, prefetch_related_objects
from django.utils.translation import gettext as _
from djmoney.money import Money

from rewards.models import CreditLot, RewardWallet
from wallet_project.checkout.enums import PAYMENT_CAPTURED, PAYMENT_OPEN
from wallet_project.checkout.models import Payment
from wallet_project.core.db import read_under_locks, require_transaction
from wallet_project.core.exceptions import NotFound
from wallet_project.core.money import from_minor
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


def lock_payer(
    *, customer_id: int, currency: str, key: str, order: dict[str, Any], now: datetime
) -> Payer | None:
    """The customer's wallet and reward wallet, locked in this order, and what is known under these locks
    of earlier payments; None without a wallet. `order` finds payments of the order. One round trip."""
    owner = {"customer_id": customer_id, "currency": currency}
    wallets = Wallet.objects.filter(**owner)
    rewards = RewardWallet.objects.filter(**owner)
    payments = Payment.objects.filter(customer_id=customer_id).order_by()
    others = payments.filter(**order, status__in=(*PAYMENT_OPEN, *PAYMENT_CAPTURED))
    rows = wallets.annotate(
        balance_now=F("available_account__balance"),
        floor_now=F("available_account__floor"),
        rewards_id=Subquery(rewards.values("pk")),
        rewards_now=Subquery(_unexpired(now)),
        earlier_id=Subquery(payments.filter(key=key).values("pk")[:1]),
        other_status=Subquery(others.values("status")[:1]),
    )
    found = read_under_locks(rows, _locking(wallets), _locking(rewards))
    return _payer(found[0], currency) if found else None


def _locking(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_for_update(no_key=True)


def _unexpired(now: datetime) -> QuerySet[CreditLot, Any]:
    """What the reward wallet of the outer wallet's owner could spend, as `rewards.queries.spendable`."""
    lots = CreditLot.objects.filter(
        Q(expires_at=None) | Q(expires_at__gt=now),
        wallet__customer=OuterRef("customer"),
        wallet__currency=OuterRef("currency"),
        remaining__gt=0,
    )
    return lots.order_by().values("wallet").annotate(total=Sum("remaining")).values("total")


def _payer(row: Any, currency: str) -> Payer:
    is_open = row.is_open
    return Payer(
        wallet=row,
        available=from_minor(max(0, row.balance_now - row.floor_now) if is_open else 0, currency),
        rewards_id=row.rewards_id,
        rewards_available=from_minor(int(row.rewards_now or 0) if is_open else 0, currency),
        earlier_id=row.earlier_id,
        other_status=row.other_status or "",
    )

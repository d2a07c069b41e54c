"""Transfers: money that goes from one customer to another."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _
from djmoney.money import Money

from notifications.services import enqueue
from wallet_project.core.exceptions import IdempotencyConflict, InvalidState, NotFound
from wallet_project.core.money import as_data, from_minor, require_currency, require_positive, to_minor
from wallets.enums import WalletStatus
from wallets.exceptions import TransferOutOfLimits
from wallets.limits import limits_for, transfer_limits_for
from wallets.locks import lock_wallets
from wallets.models import Transfer, Wallet
from wallets.services.posting import EntryKind, line, post
from wallets.services.wallets import open_wallet, require_can_spend

DAY = timedelta(days=1)


def transfer_money(
    *,
    from_wallet_id: UUID,
    to_customer_id: int,
    amount: Money,
    key: str,
    now: datetime,
    note: str = "",
    by_customer: bool = True,
) -> Transfer:
    """Send money to another customer's wallet of the same currency, opened if there is none. Both are
    told, the recipient with `note`.

    A transfer `by_customer` keeps to the store's limits; one of the store's back end has none. Raises
    `NotFound`, `WalletFrozen`, `InvalidState` for a recipient who can't receive, `InsufficientFunds`,
    `AmountError` (`TransferOutOfLimits` with the limit), `CurrencyMismatch`, `IdempotencyConflict`.
    Safe to repeat with the same key.
    """
    amount = require_positive(amount)
    with transaction.atomic():
        to_wallet_id = _recipient(from_wallet_id, to_customer_id, amount)
        source, target = lock_wallets(from_wallet_id, to_wallet_id)
        earlier = Transfer.objects.select_related("to_wallet__customer").filter(key=key).first()
        if earlier is not None:
            return _replayed(earlier, source, target, amount)
        require_can_spend(source)
        _require_can_receive(target)
        if by_customer:
            _require_within_limits(source, target, amount, now)
        transfer = Transfer(
            from_wallet=source,
            to_wallet=target,
            amount=amount,
            note=note.strip(),
            by_customer=by_customer,
            key=key,
            created_at=now,
        )
        transfer.entry_id = _post(transfer, amount)
        transfer.save(force_insert=True)
        _tell(transfer, amount)
        return transfer


def _recipient(from_wallet_id: UUID, to_customer_id: int, amount: Money) -> UUID:
    """The wallet that the money goes to. Raises where there can be none."""
    source = Wallet.objects.filter(pk=from_wallet_id).first()
    if source is None:
        raise NotFound(_("wallet"))
    require_currency(amount, source.currency)
    if source.customer_id == to_customer_id:
        raise InvalidState(_("Nobody can send money to themselves."))
    if not get_user_model().objects.filter(pk=to_customer_id, is_active=True).exists():
        raise NotFound(_("customer"))
    return open_wallet(customer_id=to_customer_id, currency=source.currency).pk


def _replayed(earlier: Transfer, source: Wallet, target: Wallet, amount: Money) -> Transfer:
    same = (earlier.from_wallet_id, earlier.to_wallet_id, to_minor(earlier.amount))
    if same != (source.pk, target.pk, to_minor(amount)):
        raise IdempotencyConflict(earlier.key)
    return earlier


def _require_can_receive(target: Wallet) -> None:
    """Why somebody else's wallet takes no money is not the sender's to know."""
    if target.status != WalletStatus.OPEN:
        raise InvalidState(_("This customer can't receive money at the moment."))


def _require_within_limits(source: Wallet, target: Wallet, amount: Money, now: datetime) -> None:
    limits = transfer_limits_for(source.currency)
    rest = limits.per_day - _sent_since(source, now - DAY)
    if amount > limits.each:
        _refuse(_("You can send at most %(limit)s at once."), limits.each)
    if amount > rest:
        _refuse(_("Of what you can send within 24 hours, %(limit)s is left."), rest)
    if amount > limits_for(target.currency).maximum_balance - target.balance:
        raise InvalidState(_("This customer can't receive so much."))


def _refuse(message: str, limit: Money) -> None:
    shown = limit if limit.amount > 0 else from_minor(0, str(limit.currency))
    raise TransferOutOfLimits(message % {"limit": shown}, limit=shown)


def _sent_since(source: Wallet, since: datetime) -> Money:
    rows = Transfer.objects.filter(from_wallet=source, created_at__gt=since, by_customer=True)
    total = rows.aggregate(total=Sum("amount"))["total"] or 0
    return from_minor(to_minor(Money(total, source.currency)), source.currency)


def _post(transfer: Transfer, amount: Money) -> int:
    posted = post(
        key=f"transfer:{transfer.key}",
        kind=EntryKind.TRANSFER,
        lines=[
            line(transfer.from_wallet.available_account_id, -amount),
            line(transfer.to_wallet.available_account_id, amount),
        ],
        description=transfer.note,
        actor=f"user:{transfer.from_wallet.customer_id}" if transfer.by_customer else "",
    )
    return posted.entry_id


def _tell(transfer: Transfer, amount: Money) -> None:
    for kind, wallet in (("money_sent", transfer.from_wallet), ("money_received", transfer.to_wallet)):
        enqueue(
            kind=kind,
            recipient_id=wallet.customer_id,
            dedupe_key=f"{kind}:{transfer.pk}",
            context={"amount": amount, "note": transfer.note},
            subject=f"wallet:{wallet.pk}",
            data=_event(transfer, wallet, amount),
        )


def _event(transfer: Transfer, wallet: Wallet, amount: Money) -> dict[str, Any]:
    return {
        "wallet": str(wallet.pk),
        "transfer": str(transfer.pk),
        "amount": as_data(amount),
        "journal_entry": str(transfer.entry_id),
    }

"""Money that goes to a wallet because of something that happened elsewhere."""

from __future__ import annotations

from django.db import transaction
from djmoney.money import Money

from notifications.services import enqueue
from wallet_project.core.money import as_data, require_positive, smallest
from wallets.ledger.journal import Posted
from wallets.locks import lock_wallet
from wallets.services.posting import EntryKind, chart, line, post, store_line
from wallets.services.wallets import available_to_take, open_wallet, require_can_spend


def credit_rescued_payment(
    *, customer_id: int, amount: Money, key: str, order_reference: str, actor: str = "", url: str = ""
) -> Posted:
    """Keep a card payment for the customer whose order could no longer take it, and tell them.

    `actor` is the staff member who decided it, like `user:7`; empty for the store itself. `url` is
    the path of the store where the same goods can be ordered again with it; empty for none.
    Goes to a frozen or closed wallet too: it is the customer's money. Safe to repeat with `key`.
    """
    amount = require_positive(amount)
    with transaction.atomic():
        wallet = lock_wallet(open_wallet(customer_id=customer_id, currency=str(amount.currency)).pk)
        posted = post(
            key=f"rescue:{key}",
            kind=EntryKind.PAYMENT_RESCUED,
            lines=[line(wallet.available_account_id, amount), store_line(chart.GATEWAY_CLEARING, -amount)],
            reference=order_reference,
            actor=actor,
        )
        enqueue(
            kind="payment_rescued",
            recipient_id=customer_id,
            dedupe_key=f"payment_rescued:{key}",
            context={
                "amount": amount,
                "order": order_reference,
                **({"url": url, "again": order_reference} if url else {}),
            },
            subject=f"wallet:{wallet.pk}",
            data={
                "wallet": str(wallet.pk),
                "amount": as_data(amount),
                "order_reference": order_reference,
                "journal_entry": str(posted.entry_id),
            },
        )
        return posted


def give_store_credit(
    *, customer_id: int, amount: Money, key: str, order_reference: str, note: str, url: str = ""
) -> Posted:
    """Give the customer credit at the store's cost, and tell them why in the words of `note`.

    `url` is where the letter leads, as a path of the store. Raises `WalletFrozen` unless the wallet is
    open, `AmountError`, `IdempotencyConflict`. Safe to repeat with `key`.
    """
    amount = require_positive(amount)
    with transaction.atomic():
        wallet = lock_wallet(open_wallet(customer_id=customer_id, currency=str(amount.currency)).pk)
        require_can_spend(wallet)
        posted = post(
            key=f"credit_given:{key}",
            kind=EntryKind.CREDIT_GIVEN,
            lines=[
                line(wallet.available_account_id, amount),
                store_line(chart.STORE_CREDIT_GRANTED, -amount),
            ],
            reference=order_reference,
            description=note,
        )
        enqueue(
            kind="credited_by_store",
            recipient_id=customer_id,
            dedupe_key=f"credit_given:{key}",
            context={"amount": amount, "note": note, "balance": wallet.balance, "url": url},
            subject=f"wallet:{wallet.pk}",
            data={
                "wallet": str(wallet.pk),
                "amount": as_data(amount),
                "order_reference": order_reference,
                "journal_entry": str(posted.entry_id),
            },
        )
        return posted


def take_back_store_credit(
    *, customer_id: int, amount: Money, key: str, order_reference: str, note: str
) -> tuple[Money, int | None]:
    """Take credit that was given at the store's cost out of the wallet again: as much of `amount` as is
    there, and never below zero. The customer is told why in the words of `note`, if anything was taken.

    Answers with what was taken and the entry's id, None for nothing. Takes from a frozen wallet too.
    Call it once for a `key`: it is the caller who knows whether it was called before.
    """
    with transaction.atomic():
        wallet = lock_wallet(open_wallet(customer_id=customer_id, currency=str(amount.currency)).pk)
        taken = smallest(amount, available_to_take(wallet))
        if not taken.amount:
            return taken, None
        posted = post(
            key=f"credit_taken_back:{key}",
            kind=EntryKind.CREDIT_TAKEN_BACK,
            lines=[
                line(wallet.available_account_id, -taken),
                store_line(chart.STORE_CREDIT_GRANTED, taken),
            ],
            reference=order_reference,
            description=note,
        )
        enqueue(
            kind="debited_by_store",
            recipient_id=customer_id,
            dedupe_key=f"credit_taken_back:{key}",
            context={"amount": taken, "note": note},
            subject=f"wallet:{wallet.pk}",
            data={
                "wallet": str(wallet.pk),
                "amount": as_data(taken),
                "order": order_reference,
                "journal_entry": str(posted.entry_id),
            },
        )
        return taken, posted.entry_id

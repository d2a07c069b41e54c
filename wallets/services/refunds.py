"""What a refund of an order moves: into the wallet, back to the card, and out of the wallet again."""

from __future__ import annotations

from django.db import transaction
from djmoney.money import Money

from wallet_project.core.money import require_currency, require_positive, smallest, zero
from wallets.ledger import journal
from wallets.ledger.journal import Posted
from wallets.locks import lock_wallet
from wallets.services.posting import EntryKind, chart, line, post, store_line
from wallets.services.wallets import available_to_take, open_wallet


def credit_refund(
    *,
    customer_id: int,
    amount: Money,
    bonus: Money,
    key: str,
    reference: str,
    description: str = "",
    actor: str = "",
) -> Posted:
    """Put `amount` of an order's sale into the customer's wallet, and `bonus` at the store's cost.

    Goes to a frozen or closed wallet too: it is the customer's money. Raises `AmountError`,
    `CurrencyMismatch`, `IdempotencyConflict`. Safe to repeat with `key`.
    """
    amount = require_positive(amount)
    currency = str(amount.currency)
    bonus = require_currency(bonus, currency) + zero(currency)
    with transaction.atomic():
        wallet = lock_wallet(open_wallet(customer_id=customer_id, currency=currency).pk)
        return post(
            key=f"refund:{key}",
            kind=EntryKind.ORDER_REFUNDED,
            lines=[
                line(wallet.available_account_id, amount + bonus),
                store_line(chart.SALES, -amount),
                store_line(chart.STORE_CREDIT_GRANTED, -bonus),
            ],
            reference=reference,
            description=description,
            actor=actor,
        )


def book_card_refund(*, amount: Money, key: str, reference: str, actor: str = "") -> int:
    """Book what the gateway gave back of an order's card part; answers with the entry's id.

    Raises `AmountError`, `IdempotencyConflict`. Safe to repeat with `key`.
    """
    amount = require_positive(amount)
    with transaction.atomic():
        posted = post(
            key=f"card_refunded:{key}",
            kind=EntryKind.ORDER_REFUNDED,
            lines=[store_line(chart.GATEWAY_CLEARING, amount), store_line(chart.SALES, -amount)],
            reference=reference,
            actor=actor,
        )
    return posted.entry_id


def unbook_card_refund(*, entry_id: int, key: str) -> int:
    """The bank sent a refund back after it had arrived: the store has the money again. Answers with
    the entry's id. Safe to repeat with `key`."""
    with transaction.atomic():
        return journal.reverse_entry(entry_id=entry_id, key=f"card_refund_failed:{key}").entry_id


def take_back_refund(
    *, customer_id: int, amount: Money, bonus: Money, key: str, reference: str, actor: str = ""
) -> tuple[Money, int | None]:
    """Take a refund out of the wallet again: of `amount` and then of `bonus` as much as is there.

    Answers with what was taken and the entry's id, None for nothing. Never lowers the wallet below
    zero. Call it once for a `key`: it is the caller who knows whether it was called before.
    """
    currency = str(amount.currency)
    with transaction.atomic():
        wallet = lock_wallet(open_wallet(customer_id=customer_id, currency=currency).pk)
        there = available_to_take(wallet)
        sale = smallest(amount, there)
        gift = smallest(bonus, there - sale)
        if not (sale + gift).amount:
            return zero(currency), None
        posted = post(
            key=f"refund_reversed:{key}",
            kind=EntryKind.REFUND_REVERSED,
            lines=[
                line(wallet.available_account_id, -(sale + gift)),
                store_line(chart.SALES, sale),
                store_line(chart.STORE_CREDIT_GRANTED, gift),
            ],
            reference=reference,
            actor=actor,
        )
        return sale + gift, posted.entry_id

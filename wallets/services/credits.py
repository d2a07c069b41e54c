"""Money that goes to a wallet because of something that happened elsewhere."""

from __future__ import annotations

from django.db import transaction
from djmoney.money import Money

from notifications.services import enqueue
from wallet_project.core.money import as_data, require_positive
from wallets.ledger.journal import Posted
from wallets.locks import lock_wallet
from wallets.services.posting import EntryKind, chart, line, post, store_line
from wallets.services.wallets import open_wallet


def credit_rescued_payment(
    *, customer_id: int, amount: Money, key: str, order_reference: str, actor: str = ""
) -> Posted:
    """Keep a card payment for the customer whose order could no longer take it, and tell them.

    `actor` is the staff member who decided it, like `user:7`; empty for the store itself.
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
            context={"amount": amount, "order": order_reference},
            subject=f"wallet:{wallet.pk}",
            data={
                "wallet": str(wallet.pk),
                "amount": as_data(amount),
                "order": order_reference,
                "journal_entry": str(posted.entry_id),
            },
        )
        return posted

"""An order's card part in the books."""

from __future__ import annotations

from django.db import transaction
from djmoney.money import Money

from wallet_project.core.money import require_positive
from wallets.ledger import journal
from wallets.services.posting import EntryKind, chart, store_line


def capture_card_payment(*, amount: Money, key: str, reference: str) -> int:
    """Book what the gateway captured for an order as a sale; answers with the entry's id.

    Raises `AmountError`, `IdempotencyConflict`. Safe to repeat with `key`.
    """
    amount = require_positive(amount)
    with transaction.atomic():
        posted = journal.post_entry(
            journal.Entry(
                key=f"card_captured:{key}",
                kind=EntryKind.CARD_CAPTURED,
                lines=[store_line(chart.GATEWAY_CLEARING, -amount), store_line(chart.SALES, amount)],
                reference=reference,
            )
        )
    return posted.entry_id

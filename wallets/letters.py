"""What letters about money in the wallet say beside their amounts, found out when they are given out."""

from __future__ import annotations

from typing import Final

from notifications.services import Detail, Told
from wallets.ledger.models import JournalEntry
from wallets.models import Wallet
from wallets.queries import balance_then

# Kinds whose data names the wallet and the entry that they tell of.
MOVEMENTS: Final = ("money_added", "credited_by_store", "debited_by_store", "money_sent", "money_received")


def balance_after(told: Told) -> dict[str, Detail]:
    """What was in the wallet right after the movement, held money included."""
    if not (told.data.get("journal_entry") and told.data.get("wallet")):
        return {}
    entry = JournalEntry.objects.filter(pk=told.data["journal_entry"]).first()
    wallets = Wallet.objects.select_related("available_account", "held_account")
    wallet = wallets.filter(pk=told.data["wallet"], customer_id=told.recipient_id).first()
    if entry is None or wallet is None:
        return {}
    return {"balance": balance_then([wallet.available_account, wallet.held_account], at=entry.posted_at)}

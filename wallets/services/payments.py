"""An order that a wallet pays without waiting for anything."""

from __future__ import annotations

from djmoney.money import Money

from wallet_project.core.money import require_currency, require_positive
from wallets.ledger.journal import Posted
from wallets.models import Wallet
from wallets.services.posting import EntryKind, chart, line, post, store_line
from wallets.services.wallets import require_can_spend


def pay_at_once(*, wallet: Wallet, amount: Money, key: str, reference: str = "") -> Posted:
    """Take `amount` from a wallet for good, straight to the store's sales: one entry, and no hold.

    Part of the caller's transaction, who has locked the wallet and knows that `key` is new. Raises
    `AmountError`, `CurrencyMismatch`, `WalletFrozen`, `InsufficientFunds` (with `available`),
    `IdempotencyConflict`, `NotInTransaction`.
    """
    amount = require_currency(require_positive(amount), wallet.currency)
    require_can_spend(wallet)
    return post(
        key=f"order_paid:{key}",
        kind=EntryKind.ORDER_PAID,
        lines=[line(wallet.available_account_id, -amount), store_line(chart.SALES, amount)],
        reference=reference,
    )

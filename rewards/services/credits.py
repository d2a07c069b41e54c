"""Crediting rewards: one entry, one lot."""

from __future__ import annotations

from datetime import datetime

from djmoney.money import Money

from rewards.enums import LotSource
from rewards.models import CreditLot, RewardWallet
from rewards.services.lots import add_lot
from wallet_project.core.money import to_minor
from wallets.services.posting import EntryKind, chart, line, post, store_line


def credit_lot(
    wallet: RewardWallet,
    *,
    amount: Money,
    source: LotSource,
    key: str,
    kind: EntryKind = EntryKind.REWARD_GRANTED,
    expires_at: datetime | None = None,
    reference: str = "",
    note: str = "",
    actor: str = "",
) -> CreditLot:
    """Credit a locked reward wallet at the store's cost. The caller makes sure that it is new: the
    entry's key must not have been used."""
    posted = post(
        key=key,
        kind=kind,
        lines=[line(wallet.available_account_id, amount), store_line(chart.REWARDS_GRANTED, -amount)],
        reference=reference,
        description=note,
        actor=actor,
    )
    return add_lot(
        wallet,
        source=source,
        amount=to_minor(amount),
        entry_id=posted.entry_id,
        expires_at=expires_at,
        reference=reference,
        note=note,
    )

"""Money that is spent, without a checkout."""

from __future__ import annotations

from uuid import uuid4

from djmoney.money import Money

from wallets.models import Wallet
from wallets.services import capture_hold, place_hold


def take(wallet: Wallet, amount: str) -> None:
    """Spend this much of a wallet, as an order would."""
    key = uuid4().hex
    hold = place_hold(wallet_id=wallet.pk, amount=Money(amount, wallet.currency), key=key, reference="7")
    capture_hold(hold_id=hold.pk)

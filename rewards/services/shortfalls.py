"""What could not be taken back because it was spent: recorded, then paid off by later accruals and by
what comes back of the spending."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F, QuerySet

from rewards.models import Accrual, RewardWallet, Shortfall
from rewards.services.lots import consume, left_in, sweep_expired
from wallet_project.core.money import from_minor
from wallets.services.posting import EntryKind, chart, line, post, store_line


def record_shortfall(accrual: Accrual, amount: int, *, key: str) -> None:
    """Note that so many minor units are owed. Call with the reward wallet locked."""
    Shortfall.objects.create(wallet=accrual.wallet, accrual=accrual, amount=amount, key=key)


def settle_shortfalls(wallet: RewardWallet, amount: int) -> int:
    """Use up to `amount` minor units for what is owed, the oldest first; answers with how much went
    there. Call with the reward wallet locked."""
    rest = amount
    for owed in _open(wallet):
        paid = min(rest, owed.left)
        if not paid:
            break
        owed.settled += paid
        owed.save(update_fields=["settled"])
        rest -= paid
    return amount - rest


def collect_shortfalls(wallet: RewardWallet, back: int, *, now: datetime) -> None:
    """Take what is owed out of `back` minor units that have just come back to the lots: they were
    spent when they should have been taken back, and now they are not.

    What came back expired pays too if it is the very lot that is owed, so that nobody owes what
    they had nothing of. Call with the reward wallet locked.
    """
    owing = list(_open(wallet).select_related("accrual__lot"))
    if not owing:
        return
    sweep_expired(wallet, now=now, but=[owed.accrual.lot_id for owed in owing if owed.accrual.lot_id])
    rest = min(back, left_in(wallet))
    for owed in owing:
        taken = min(rest, owed.left)
        if taken:
            _collect(wallet, owed, taken)
            rest -= taken


def _collect(wallet: RewardWallet, owed: Shortfall, amount: int) -> None:
    money = from_minor(amount, wallet.currency)
    posted = post(
        key=f"shortfall:{owed.pk}:{owed.settled}",
        kind=EntryKind.REWARD_CLAWED_BACK,
        lines=[line(wallet.available_account_id, -money), store_line(chart.REWARDS_GRANTED, money)],
        reference=owed.accrual.reference,
    )
    consume(wallet, amount, entry_id=posted.entry_id, first=owed.accrual.lot)
    owed.settled += amount
    owed.collected += amount
    owed.save(update_fields=["settled", "collected"])


def _open(wallet: RewardWallet) -> QuerySet[Shortfall]:
    return Shortfall.objects.filter(wallet=wallet, settled__lt=F("amount")).order_by("id")

"""What could not be taken back because it was spent: recorded, and paid off by later accruals."""

from __future__ import annotations

from django.db.models import F

from rewards.models import Accrual, RewardWallet, Shortfall


def record_shortfall(accrual: Accrual, amount: int, *, key: str) -> None:
    """Note that so many minor units are owed. Call with the reward wallet locked."""
    Shortfall.objects.create(wallet=accrual.wallet, accrual=accrual, amount=amount, key=key)


def settle_shortfalls(wallet: RewardWallet, amount: int) -> int:
    """Use up to `amount` minor units for what is owed, the oldest first; answers with how much went
    there. Call with the reward wallet locked."""
    rest = amount
    for owed in Shortfall.objects.filter(wallet=wallet, settled__lt=F("amount")).order_by("id"):
        paid = min(rest, owed.amount - owed.settled)
        if not paid:
            break
        owed.settled += paid
        owed.save(update_fields=["settled"])
        rest -= paid
    return amount - rest

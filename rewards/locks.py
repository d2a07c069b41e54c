"""Every row lock of this app, in one place.

Order, always: staff member, wallet, reward wallet (money before points), then the ledger's accounts
(by its function). A reward wallet's lock covers its holds, lots, accruals and shortfalls: nothing
changes them without it.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from rewards.enums import POINTS
from rewards.models import Accrual, RewardHold, RewardWallet
from wallet_project.core.db import require_transaction
from wallet_project.core.exceptions import NotFound


def lock_reward_wallet(wallet_id: UUID) -> RewardWallet:
    """The reward wallet's row. Raises `NotFound`."""
    require_transaction()
    wallet = RewardWallet.objects.select_for_update(no_key=True).filter(pk=wallet_id).first()
    if wallet is None:
        raise NotFound(_("reward wallet"))
    return wallet


def lock_reward_wallets(*, customer_id: int, units: Iterable[str]) -> dict[str, RewardWallet]:
    """The customer's reward wallets in these units, points last; those that were never opened are
    left out."""
    wallets = RewardWallet.objects.filter(customer_id=customer_id, currency__in=set(units))
    ids = dict(wallets.values_list("currency", "pk"))
    in_order = sorted(ids, key=lambda unit: (unit == POINTS, unit))
    return {unit: lock_reward_wallet(ids[unit]) for unit in in_order}


def lock_reward_hold(hold_id: UUID) -> tuple[RewardWallet, RewardHold]:
    """The hold's reward wallet, then the hold. Raises `NotFound`."""
    wallet_id = RewardHold.objects.filter(pk=hold_id).values_list("wallet_id", flat=True).first()
    if wallet_id is None:
        raise NotFound(_("hold"))
    wallet = lock_reward_wallet(wallet_id)
    return wallet, RewardHold.objects.select_for_update(no_key=True).get(pk=hold_id)


def lock_accrual(accrual_id: UUID) -> tuple[RewardWallet, Accrual]:
    """The accrual's reward wallet, then the accrual. Raises `NotFound`."""
    wallet_id = Accrual.objects.filter(pk=accrual_id).values_list("wallet_id", flat=True).first()
    if wallet_id is None:
        raise NotFound(_("accrual"))
    wallet = lock_reward_wallet(wallet_id)
    return wallet, Accrual.objects.select_for_update(no_key=True).get(pk=accrual_id)

"""Every row lock of this app, in one place.

Order, always: staff member, wallet, reward wallet (money before points), then the ledger's accounts
(by its function). A reward wallet's lock covers its holds, lots, accruals and shortfalls: nothing
changes them without it.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.utils.translation import gettext as _

from rewards.enums import POINTS, Activity
from rewards.models import Accrual, RewardHold, RewardWallet
from wallet_project.core.db import require_transaction
from wallet_project.core.exceptions import NotFound

IS_POINTS = ExpressionWrapper(Q(currency=POINTS), output_field=BooleanField())


def lock_reward_wallet(wallet_id: UUID) -> RewardWallet:
    """The reward wallet's row. Raises `NotFound`."""
    require_transaction()
    wallet = RewardWallet.objects.select_for_update(no_key=True).filter(pk=wallet_id).first()
    if wallet is None:
        raise NotFound(_("reward wallet"))
    return wallet


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


def lock_accruals(*, reference: str, activity: Activity) -> list[Accrual]:
    """All that an activity earned, each with its locked reward wallet: money before points, then by
    key. Empty if it earned nothing."""
    require_transaction()
    earned = Accrual.objects.filter(reference=reference, activity=activity)
    wallets = RewardWallet.objects.select_for_update(no_key=True).filter(pk__in=earned.values("wallet_id"))
    locked = {wallet.pk: wallet for wallet in wallets.order_by(IS_POINTS, "pk")}
    found = earned.select_for_update(no_key=True).filter(wallet_id__in=locked).order_by("pk")
    accruals = sorted(found, key=lambda accrual: list(locked).index(accrual.wallet_id))
    for accrual in accruals:
        accrual.wallet = locked[accrual.wallet_id]
    return accruals

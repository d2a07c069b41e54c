"""Every row lock of this app, in one place.

Order, always: staff member, wallet, reward wallet (money before points), referral, then the ledger's
accounts (by its function). A reward wallet's lock covers its holds, lots, accruals and shortfalls:
nothing changes them without it. Scratch card game, scratch card, offer and voucher come after it, in
this order.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar
from uuid import UUID

from django.conf import settings
from django.db.models import BooleanField, ExpressionWrapper, Model, Q, QuerySet
from django.utils.translation import gettext as _

from rewards.enums import POINTS, Activity
from rewards.models import (
    Accrual,
    Offer,
    Referral,
    RewardAdjustmentRequest,
    RewardHold,
    RewardWallet,
    ScratchCard,
    ScratchCardGame,
    Voucher,
)
from wallet_project.core.db import require_transaction
from wallet_project.core.exceptions import NotFound

RowT = TypeVar("RowT", bound=Model)
IS_POINTS = ExpressionWrapper(Q(currency=POINTS), output_field=BooleanField())


def lock_reward_wallet(wallet_id: UUID) -> RewardWallet:
    """The reward wallet's row. Raises `NotFound`."""
    return _one(RewardWallet.objects.all(), wallet_id, _("reward wallet"))


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


def lock_reward_request(request_id: UUID) -> RewardAdjustmentRequest:
    """The reward wallet of what waits for a second person, then the request. Raises `NotFound`."""
    requests = RewardAdjustmentRequest.objects.filter(pk=request_id)
    wallet_id = requests.values_list("wallet_id", flat=True).first()
    if wallet_id is None:
        raise NotFound(_("request"))
    wallet = lock_reward_wallet(wallet_id)
    request = _one(RewardAdjustmentRequest.objects.all(), request_id, _("request"))
    request.wallet = wallet
    return request


def lock_accrual(accrual_id: UUID) -> tuple[RewardWallet, Accrual]:
    """The accrual's reward wallet, then the accrual. Raises `NotFound`."""
    wallet_id = Accrual.objects.filter(pk=accrual_id).values_list("wallet_id", flat=True).first()
    if wallet_id is None:
        raise NotFound(_("accrual"))
    wallet = lock_reward_wallet(wallet_id)
    return wallet, Accrual.objects.select_for_update(no_key=True).get(pk=accrual_id)


def lock_accruals(*, reference: str, activity: Activity, customer_id: int | None = None) -> list[Accrual]:
    """All that an activity earned (of one customer, if one is named), each with its locked reward
    wallet: customer by customer, money before points. Empty if it earned nothing."""
    require_transaction()
    earned = Accrual.objects.filter(reference=reference, activity=activity)
    if customer_id is not None:
        earned = earned.filter(wallet__customer_id=customer_id)
    wallets = RewardWallet.objects.select_for_update(no_key=True).filter(pk__in=earned.values("wallet_id"))
    locked = {wallet.pk: wallet for wallet in wallets.order_by("customer_id", IS_POINTS, "currency")}
    found = earned.select_for_update(no_key=True).filter(wallet_id__in=locked).order_by("pk")
    accruals = sorted(found, key=lambda accrual: list(locked).index(accrual.wallet_id))
    for accrual in accruals:
        accrual.wallet = locked[accrual.wallet_id]
    return accruals


def lock_game(game_id: UUID) -> ScratchCardGame:
    """The scratch card game. Raises `NotFound`."""
    return _one(ScratchCardGame.objects.all(), game_id, _("scratch card game"))


def lock_scratch_card(card_id: UUID) -> ScratchCard:
    """The scratch card, after its game or its reward wallet. Raises `NotFound`."""
    return _one(ScratchCard.objects.select_related("game"), card_id, _("scratch card"))


def lock_offer(offer_id: UUID) -> Offer:
    """The offer, after the points account that pays for it. Raises `NotFound`."""
    return _one(Offer.objects.all(), offer_id, _("offer"))


def lock_voucher(voucher_id: UUID) -> Voucher:
    """The voucher; nothing is locked after it. Raises `NotFound`."""
    return _one(Voucher.objects.all(), voucher_id, _("voucher"))


def lock_referral(referral_id: UUID) -> Referral:
    """The referral alone. Raises `NotFound`."""
    return _one(Referral.objects.select_related("referrer", "friend"), referral_id, _("referral"))


def lock_referral_and_wallets(referral_id: UUID) -> Referral:
    """All reward wallets of both customers, then the referral. Raises `NotFound`.

    The referrer's wallets are locked with it, so that what they earned this month can be counted.
    """
    require_transaction()
    both = Referral.objects.filter(pk=referral_id).values_list("referrer_id", "friend_id").first() or ()
    for customer_id in sorted(both):
        lock_reward_wallets(customer_id=customer_id, units=(*settings.CURRENCIES, POINTS))
    return lock_referral(referral_id)


def _one(rows: QuerySet[RowT], pk: UUID, what: str) -> RowT:
    """The row with this key, locked until the end of the transaction; not what is read with it."""
    require_transaction()
    row = rows.select_for_update(no_key=True, of=("self",)).filter(pk=pk).first()
    if row is None:
        raise NotFound(what)
    return row

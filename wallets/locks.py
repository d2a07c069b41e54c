"""Every row lock of this app, in one place.

Order, always: staff member, wallet, hold, top-up or request, then the ledger's accounts (by its function).
Several rows of a table are locked by ascending primary key. Each function evaluates its query, so
that what comes back was read under the lock.
"""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _

from wallet_project.core.db import require_transaction
from wallet_project.core.exceptions import NotFound
from wallets.models import AdjustmentRequest, Hold, TopUp, Wallet


def lock_staff_member(user_id: int) -> None:
    """One adjustment of a staff member at a time, so that a daily sum can't be beaten by two."""
    require_transaction()
    list(get_user_model().objects.select_for_update(no_key=True).filter(pk=user_id).values_list("pk"))


def lock_wallet(wallet_id: UUID) -> Wallet:
    """The wallet's row. Raises `NotFound`."""
    require_transaction()
    wallet = Wallet.objects.select_for_update(no_key=True).filter(pk=wallet_id).first()
    if wallet is None:
        raise NotFound(_("wallet"))
    return wallet


def lock_wallets(*wallet_ids: UUID) -> list[Wallet]:
    """These wallets' rows, locked by ascending key, in the order asked for. Raises `NotFound`."""
    require_transaction()
    rows = Wallet.objects.select_for_update(no_key=True).filter(pk__in=wallet_ids)
    found = {wallet.pk: wallet for wallet in rows.order_by("pk")}
    if not found.keys() >= set(wallet_ids):
        raise NotFound(_("wallet"))
    return [found[wallet_id] for wallet_id in wallet_ids]


def lock_hold(hold_id: UUID) -> tuple[Wallet, Hold]:
    """The hold's wallet, then the hold. Raises `NotFound`."""
    wallet_id = Hold.objects.filter(pk=hold_id).values_list("wallet_id", flat=True).first()
    if wallet_id is None:
        raise NotFound(_("hold"))
    wallet = lock_wallet(wallet_id)
    return wallet, Hold.objects.select_for_update(no_key=True).get(pk=hold_id)


def lock_top_up(top_up_id: UUID) -> tuple[Wallet, TopUp]:
    """The top-up's wallet, then the top-up. Raises `NotFound`."""
    wallet_id = TopUp.objects.filter(pk=top_up_id).values_list("wallet_id", flat=True).first()
    if wallet_id is None:
        raise NotFound(_("top-up"))
    wallet = lock_wallet(wallet_id)
    return wallet, TopUp.objects.select_for_update(no_key=True).get(pk=top_up_id)


def lock_adjustment_request(request_id: UUID) -> AdjustmentRequest:
    """The wallet of what waits for a second person, then the request. Raises `NotFound`."""
    wallet_id = AdjustmentRequest.objects.filter(pk=request_id).values_list("wallet_id", flat=True).first()
    if wallet_id is None:
        raise NotFound(_("request"))
    wallet = lock_wallet(wallet_id)
    request = AdjustmentRequest.objects.select_for_update(no_key=True).get(pk=request_id)
    request.wallet = wallet
    return request

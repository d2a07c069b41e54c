"""Top-ups: asked for, paid at the gateway, and credited exactly once by whoever learns it first."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from djmoney.money import Money

from wallet_project.core.exceptions import IdempotencyConflict, NotFound
from wallet_project.core.money import require_currency, require_positive, to_minor
from wallets.enums import TopUpMethod, TopUpStatus
from wallets.gateways.base import GatewayError
from wallets.limits import require_within_limits
from wallets.locks import lock_wallet
from wallets.models import TopUp, Wallet
from wallets.services.cards import usable_card
from wallets.services.top_up_gateway import ask_gateway, close_page
from wallets.services.top_up_results import apply_result, fail_top_up, note_canceled
from wallets.services.wallets import require_can_spend


def start_top_up(
    *,
    customer_id: int,
    wallet_id: UUID,
    amount: Money,
    key: str,
    success_url: str,
    cancel_url: str,
    saved_card_id: UUID | None = None,
    save_card: bool = False,
) -> TopUp:
    """Begin a top-up of the customer's own wallet, by a saved card or on the gateway's page.

    The answer's `redirect_url` is where the customer goes next; empty when there is nothing to do.
    `{top_up}` in the addresses becomes the top-up's id. Raises `NotFound`, `WalletFrozen`,
    `AmountError` (`TopUpOutOfLimits` with the limit), `CurrencyMismatch`, `CardNotUsable`,
    `IdempotencyConflict`. Safe to repeat with the same key, also after a crash.
    """
    amount = require_positive(amount)
    with transaction.atomic():
        wallet = lock_wallet(wallet_id)
        if wallet.customer_id != customer_id:
            raise NotFound(_("wallet"))
        require_currency(amount, wallet.currency)
        earlier = TopUp.objects.filter(wallet=wallet, key=key).first()
        if earlier is not None:
            top_up = _replayed(earlier, amount, saved_card_id)
        else:
            require_can_spend(wallet)
            require_within_limits(wallet, amount, now=timezone.now())
            card = usable_card(customer_id=customer_id, card_id=saved_card_id) if saved_card_id else None
            top_up = _create(wallet, amount, key, success_url, cancel_url)
            top_up.saved_card = card
            top_up.method = TopUpMethod.SAVED_CARD if card else TopUpMethod.CHECKOUT
            top_up.save_card = save_card and card is None
            top_up.save()
    return settle_top_up(top_up_id=top_up.pk) if top_up.status == TopUpStatus.CREATED else top_up


def _create(wallet: Wallet, amount: Money, key: str, success_url: str, cancel_url: str) -> TopUp:
    top_up = TopUp(wallet=wallet, amount=amount, key=key, gateway_key=f"top-up-{uuid4()}")
    top_up.success_url = success_url.replace("{top_up}", str(top_up.pk))
    top_up.cancel_url = cancel_url.replace("{top_up}", str(top_up.pk))
    return top_up


def _replayed(top_up: TopUp, amount: Money, saved_card_id: UUID | None) -> TopUp:
    if to_minor(top_up.amount) != to_minor(amount) or top_up.saved_card_id != saved_card_id:
        raise IdempotencyConflict(top_up.key)
    return top_up


def settle_top_up(*, top_up_id: UUID) -> TopUp:
    """Ask the gateway how a top-up stands, and bring it there: credited, failed, or still waiting.

    Webhook, return page and reconciler all call this; whoever comes first credits, once. A gateway
    that can't be asked leaves everything as it is. Makes a call to the outside: never call it in a
    transaction. Safe to repeat.
    """
    top_up = _get(top_up_id)
    if not top_up.is_waiting:
        return top_up
    try:
        result = ask_gateway(top_up)
    except GatewayError as error:
        if error.permanent and not top_up.gateway_session and not top_up.gateway_payment:
            return fail_top_up(top_up_id=top_up_id, reason=error.reason)
        TopUp.objects.filter(pk=top_up_id).update(checked_at=timezone.now())
        return _get(top_up_id)
    return apply_result(top_up_id=top_up_id, result=result)


def cancel_top_up(*, customer_id: int, top_up_id: UUID) -> TopUp:
    """The customer no longer wants it: close the page, and note on the row that it was they who did.
    If they had paid already, it is credited.

    Raises `NotFound`. Safe to repeat.
    """
    top_up = _get(top_up_id)
    if top_up.wallet.customer_id != customer_id:
        raise NotFound(_("top-up"))
    if not top_up.is_waiting or not (top_up.gateway_session or top_up.gateway_payment):
        return top_up
    try:
        result = close_page(top_up)
    except GatewayError:
        return top_up
    apply_result(top_up_id=top_up_id, result=result)
    return note_canceled(top_up_id=top_up_id)


def _get(top_up_id: UUID) -> TopUp:
    top_up = TopUp.objects.select_related("wallet", "saved_card").filter(pk=top_up_id).first()
    if top_up is None:
        raise NotFound(_("top-up"))
    return top_up

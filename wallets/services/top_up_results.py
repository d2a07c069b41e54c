"""What the gateway said of a top-up, written down: credited once, quarantined, failed, or waiting."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from notifications.services import Detail, enqueue, sentence
from wallet_project.core.money import as_data, to_minor
from wallets.enums import TopUpStatus
from wallets.exceptions import CardNotUsable
from wallets.gateways.base import PaymentResult, PaymentState
from wallets.locks import lock_top_up
from wallets.models import GatewayCustomer, TopUp, Wallet
from wallets.services.cards import save_card
from wallets.services.posting import EntryKind, chart, line, post, store_line

WAITING = {
    PaymentState.OPEN: TopUpStatus.OPEN,
    PaymentState.REQUIRES_ACTION: TopUpStatus.REQUIRES_ACTION,
    PaymentState.PROCESSING: TopUpStatus.PROCESSING,
}
ENDED = {
    PaymentState.FAILED: TopUpStatus.FAILED,
    PaymentState.EXPIRED: TopUpStatus.EXPIRED,
    PaymentState.CANCELED: TopUpStatus.CANCELED,
}


def apply_result(*, top_up_id: UUID, result: PaymentResult) -> TopUp:
    """Bring a top-up to what the gateway says. Credits what was captured, only if amount, currency
    and customer are the row's; anything else is quarantined for staff. Safe to repeat."""
    with transaction.atomic():
        wallet, top_up = lock_top_up(top_up_id)
        if _is_final(top_up, result):
            return top_up
        _note(top_up, result)
        if result.state in WAITING:
            top_up.status = WAITING[result.state]
        elif result.state in ENDED:
            _end(top_up, ENDED[result.state], result.failure)
        else:
            _succeed(wallet, top_up, result)
        top_up.save()
    if result.state == PaymentState.SUCCEEDED and result.card is not None and result.card_saved:
        _keep_card(wallet, result)
    return top_up


def fail_top_up(*, top_up_id: UUID, reason: str) -> TopUp:
    """The gateway refused for good before there was a payment. Safe to repeat."""
    with transaction.atomic():
        _wallet, top_up = lock_top_up(top_up_id)
        if top_up.is_waiting:
            _end(top_up, TopUpStatus.FAILED, reason)
            top_up.save()
        return top_up


def note_canceled(*, top_up_id: UUID) -> TopUp:
    """Write on a top-up that ended unpaid that its customer canceled it; word of the closing may
    have come first by webhook. Leaves one that was paid, or still waits, alone. Safe to repeat."""
    with transaction.atomic():
        _wallet, top_up = lock_top_up(top_up_id)
        if top_up.status in {TopUpStatus.EXPIRED, TopUpStatus.CANCELED} and top_up.captured is None:
            top_up.failure = _("You canceled it.")
            top_up.save(update_fields=["failure"])
        return top_up


def _is_final(top_up: TopUp, result: PaymentResult) -> bool:
    """Credited and quarantined are final; a failure is not if the gateway took the money after all."""
    if top_up.status in {TopUpStatus.SUCCEEDED, TopUpStatus.QUARANTINED}:
        return True
    return not top_up.is_waiting and result.state != PaymentState.SUCCEEDED


def _note(top_up: TopUp, result: PaymentResult) -> None:
    top_up.gateway_session = result.session or top_up.gateway_session
    top_up.gateway_payment = result.payment or top_up.gateway_payment
    top_up.redirect_url = result.redirect_url
    top_up.checked_at = timezone.now()


def _end(top_up: TopUp, status: TopUpStatus, reason: str) -> None:
    top_up.status = status
    top_up.failure = reason[:300]
    top_up.redirect_url = ""
    top_up.settled_at = timezone.now()
    if status == TopUpStatus.FAILED:
        _tell(top_up, "top_up_failed", reason=sentence(top_up.failure))


def _succeed(wallet: Wallet, top_up: TopUp, result: PaymentResult) -> None:
    top_up.captured = result.captured
    top_up.redirect_url = ""
    top_up.settled_at = timezone.now()
    doubt = _doubt(wallet, top_up, result)
    if doubt:
        top_up.status = TopUpStatus.QUARANTINED
        top_up.failure = doubt
        return
    posted = post(
        key=f"top_up:{top_up.pk}",
        kind=EntryKind.TOP_UP,
        lines=[
            line(wallet.available_account_id, result.captured),
            store_line(chart.GATEWAY_CLEARING, -result.captured),
        ],
        reference=result.payment[:100],
    )
    top_up.entry_id = posted.entry_id
    top_up.status = TopUpStatus.SUCCEEDED
    top_up.failure = ""
    _tell(top_up, "money_added", balance=wallet.balance)


def _doubt(wallet: Wallet, top_up: TopUp, result: PaymentResult) -> str:
    """Why this payment can't be the one that was asked for; empty if it is."""
    known = GatewayCustomer.objects.filter(customer_id=wallet.customer_id).values_list("reference", flat=True)
    if str(result.captured.currency) != wallet.currency:
        return _("The gateway captured another currency than was asked for.")
    if to_minor(result.captured) != to_minor(top_up.amount):
        return _("The gateway captured another amount than was asked for.")
    if result.gateway_customer != known.first():
        return _("The gateway says that another customer paid.")
    return ""


def _keep_card(wallet: Wallet, result: PaymentResult) -> None:
    assert result.card is not None
    try:
        save_card(customer_id=wallet.customer_id, card=result.card)
    except CardNotUsable:
        return


def _tell(top_up: TopUp, kind: str, **context: Detail) -> None:
    enqueue(
        kind=kind,
        recipient_id=top_up.wallet.customer_id,
        dedupe_key=f"{kind}:{top_up.pk}",
        context={"amount": top_up.money, **context},
        subject=f"wallet:{top_up.wallet_id}",
        data={
            "wallet": str(top_up.wallet_id),
            "top_up": str(top_up.pk),
            "amount": as_data(top_up.money),
            "journal_entry": str(top_up.entry_id or ""),
        },
    )

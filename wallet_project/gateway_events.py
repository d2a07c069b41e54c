"""A stored gateway event becomes one service call.

An event is a hint, not a truth: whatever it is about is read from the gateway again, so that events
may come in any order, several times and at once, and still lead to one and the same state.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from refunds.models import RefundAllocation
from refunds.services import settle_refund
from wallet_project.checkout.enums import CardReturnKind, CardReturnStatus
from wallet_project.checkout.models import RescuedPayment, Tender
from wallet_project.checkout.services import record_card_return, settle_payment
from wallet_project.core.exceptions import NotFound
from wallets.enums import ReturnKind, TopUpStatus
from wallets.gateways.base import DisputeResult, EventKind, PaymentState, RefundResult
from wallets.gateways.registry import get_gateway
from wallets.models import GatewayEventRecord, TopUp
from wallets.services import (
    close_return,
    finish_card_setup,
    mark_card_removed,
    settle_top_up,
    take_back_rescued,
    take_back_top_up,
)

CAME_BACK = (PaymentState.FAILED, PaymentState.CANCELED)


class UnknownPayment(Exception):
    """The event is about something of ours that our database doesn't know, or not yet."""


class NotSettledYet(Exception):
    """What came before it is not known yet: try again later."""


class Foreign(Exception):
    """The event is about something that this store never asked for."""


def handle_event(record: GatewayEventRecord) -> str:
    """Do what an event asks for; answers with a note for staff, empty if there is nothing to say.

    Raises `GatewayError`, `UnknownPayment`, `NotSettledYet` if it has to be tried again. Makes calls
    to the outside: never call it in a transaction. Safe to repeat, in any order, also at once.
    """
    try:
        return HANDLERS[EventKind(record.kind)](record.body)
    except Foreign as foreign:
        return str(foreign)


def _ignored(told: Mapping[str, Any]) -> str:
    return ""


def _payment_changed(told: Mapping[str, Any]) -> str:
    subject = _subject(told)
    if isinstance(subject, TopUp):
        settle_top_up(top_up_id=subject.pk)
    elif isinstance(subject, Tender):
        settle_payment(payment_id=subject.payment_id)
    return ""


def _card_saved(told: Mapping[str, Any]) -> str:
    customer = str(told["metadata"].get("customer", ""))
    if told["metadata"].get("purpose") != "setup" or not customer.isascii() or not customer.isdigit():
        raise Foreign("This page was not opened by this store.")
    try:
        finish_card_setup(customer_id=int(customer), session=told["session"])
    except NotFound:
        raise Foreign("No customer of this store saved this card.") from None
    return ""


def _card_removed(told: Mapping[str, Any]) -> str:
    mark_card_removed(payment_method=told["payment_method"])
    return ""


def _refunded(told: Mapping[str, Any]) -> str:
    own = _own_refund(told)
    if own is not None:
        settle_refund(refund_id=own.refund_id)
        return ""
    subject = _subject(told)
    refund = get_gateway().fetch_refund(told["refund"])
    if isinstance(subject, TopUp):
        return _top_up_refunded(subject, refund)
    if isinstance(subject, Tender):
        settle_payment(payment_id=subject.payment_id)
        record_card_return(
            tender_id=subject.pk,
            kind=CardReturnKind.REFUND,
            status=_refund_status(refund.state),
            gateway_id=refund.refund,
            amount=refund.amount,
        )
    _rescue_refunded(subject, refund)
    return ""


def _rescue_refunded(subject: Tender | RescuedPayment, refund: RefundResult) -> None:
    """What was refunded of a rescued payment is in the wallet no longer."""
    rescued = _rescue_of(subject)
    if rescued is None:
        return
    if refund.state not in CAME_BACK:
        take_back_rescued(
            entry_id=rescued.entry_id, kind=ReturnKind.REFUND, gateway_id=refund.refund, amount=refund.amount
        )
        # As for a top-up: whoever writes last looks again.
        refund = get_gateway().fetch_refund(refund.refund)
    if refund.state in CAME_BACK:
        close_return(gateway_id=refund.refund, won=True)


def _rescue_of(subject: Tender | RescuedPayment) -> RescuedPayment | None:
    if isinstance(subject, RescuedPayment):
        return subject
    return RescuedPayment.objects.filter(tender=subject).first()


def _own_refund(told: Mapping[str, Any]) -> RefundAllocation | None:
    """The part of a refund of ours that the event is about; None for one made at the gateway itself."""
    metadata = told["metadata"]
    known = RefundAllocation.objects.filter(gateway_refund=told["refund"]).first()
    if known is not None or metadata.get("purpose") != "refund":
        return known
    number = _uuid(metadata.get("refund", ""))
    found = RefundAllocation.objects.filter(pk=number).first() if number is not None else None
    if found is None:
        raise UnknownPayment("There is no such refund here.")
    return found


def _refund_status(state: PaymentState) -> CardReturnStatus:
    if state in CAME_BACK:
        return CardReturnStatus.KEPT
    return CardReturnStatus.RETURNED if state == PaymentState.SUCCEEDED else CardReturnStatus.OPEN


def _top_up_refunded(top_up: TopUp, refund: RefundResult) -> str:
    if not _is_credited(top_up):
        return "This top-up was never credited."
    if refund.state not in CAME_BACK:
        take_back_top_up(
            top_up_id=top_up.pk, kind=ReturnKind.REFUND, gateway_id=refund.refund, amount=refund.amount
        )
        # It may have failed while we took the money: whoever writes last looks again.
        refund = get_gateway().fetch_refund(refund.refund)
    if refund.state in CAME_BACK:
        close_return(gateway_id=refund.refund, won=True)
    return ""


def _disputed(told: Mapping[str, Any]) -> str:
    """Opened and closed alike: the dispute itself says how it stands."""
    subject = _subject(told)
    dispute = get_gateway().fetch_dispute(told["dispute"])
    if isinstance(subject, Tender):
        settle_payment(payment_id=subject.payment_id)
        record_card_return(
            tender_id=subject.pk,
            kind=CardReturnKind.DISPUTE,
            status=_dispute_status(dispute.won),
            gateway_id=dispute.dispute,
            amount=dispute.amount,
            reason=dispute.reason,
        )
    if isinstance(subject, TopUp) and not _is_credited(subject):
        return "This top-up was never credited."
    if dispute.amount.amount > 0:
        _take_back(subject, dispute)
    if dispute.won is not None:
        close_return(gateway_id=dispute.dispute, won=dispute.won)
    return ""


def _take_back(subject: TopUp | Tender | RescuedPayment, dispute: DisputeResult) -> None:
    """Out of the wallet, if it is there: not what paid for an order."""
    about: dict[str, Any] = {
        "kind": ReturnKind.DISPUTE,
        "gateway_id": dispute.dispute,
        "amount": dispute.amount,
    }
    if isinstance(subject, TopUp):
        take_back_top_up(top_up_id=subject.pk, **about)
        return
    rescued = _rescue_of(subject)
    if rescued is not None:
        take_back_rescued(entry_id=rescued.entry_id, **about)


def _dispute_status(won: bool | None) -> CardReturnStatus:
    if won is None:
        return CardReturnStatus.OPEN
    return CardReturnStatus.KEPT if won else CardReturnStatus.RETURNED


def _is_credited(top_up: TopUp) -> bool:
    """Whether the top-up's money is in the wallet, after asking the gateway about it."""
    settled = settle_top_up(top_up_id=top_up.pk)
    if settled.is_waiting:
        raise NotSettledYet("The top-up is not credited yet.")
    return settled.status == TopUpStatus.SUCCEEDED


def _subject(told: Mapping[str, Any]) -> TopUp | Tender | RescuedPayment:
    """What the event is about: by our own metadata, by the gateway's ids that we noted, or by asking
    the gateway. Raises `UnknownPayment`, `Foreign`, `GatewayError`."""
    return _by_metadata(told["metadata"]) or _by_gateway_id(told) or _by_asking(told)


def _by_metadata(metadata: Mapping[str, str]) -> TopUp | Tender | None:
    purpose = metadata.get("purpose", "")
    if purpose not in ("top_up", "payment"):
        return None
    number = _uuid(metadata.get("top_up" if purpose == "top_up" else "tender", ""))
    found: TopUp | Tender | None = None
    if number is not None:
        rows: Any = TopUp.objects if purpose == "top_up" else Tender.objects
        found = rows.filter(pk=number).first()
    if found is None:
        raise UnknownPayment(f"There is no such {purpose} here.")
    return found


def _by_gateway_id(told: Mapping[str, Any]) -> TopUp | Tender | RescuedPayment | None:
    for name in ("payment", "session"):
        known = {f"gateway_{name}": told.get(name)}
        if told.get(name):
            found = TopUp.objects.filter(**known).first() or Tender.objects.filter(**known).first()
            if found is not None:
                return found
    return RescuedPayment.objects.filter(gateway_payment=told.get("payment") or None).first()


def _by_asking(told: Mapping[str, Any]) -> TopUp | Tender:
    gateway = get_gateway()
    if told.get("payment"):
        result = gateway.fetch_payment(told["payment"])
    elif told.get("session"):
        result = gateway.fetch_checkout(told["session"])
    else:
        raise Foreign("The event names no payment.")
    found = _by_metadata(result.metadata)
    if found is None:
        raise Foreign("This payment was not asked for by this store.")
    return found


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


HANDLERS: dict[EventKind, Callable[[Mapping[str, Any]], str]] = {
    EventKind.PAYMENT: _payment_changed,
    EventKind.SETUP: _card_saved,
    EventKind.REFUND: _refunded,
    EventKind.DISPUTE_OPENED: _disputed,
    EventKind.DISPUTE_CLOSED: _disputed,
    EventKind.CARD_REMOVED: _card_removed,
    EventKind.IGNORED: _ignored,
}

"""Stripe's objects, as the contract's values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wallets.gateways.base import Card, DisputeResult, PaymentResult, PaymentState, RefundResult
from wallets.gateways.stripe.declines import explain
from wallets.gateways.stripe.money import from_minor

if TYPE_CHECKING:
    from stripe import Charge, Dispute, PaymentIntent, PaymentMethod, Refund, StripeObject
    from stripe.checkout import Session

PAYMENT_EXPANSIONS = ["latest_charge", "payment_method"]
SESSION_EXPANSIONS = [
    *(f"payment_intent.{name}" for name in PAYMENT_EXPANSIONS),
    "setup_intent.payment_method",
]

PAYMENT_STATES = {
    "requires_payment_method": PaymentState.OPEN,
    "requires_confirmation": PaymentState.OPEN,
    "requires_action": PaymentState.REQUIRES_ACTION,
    "requires_capture": PaymentState.PROCESSING,
    "processing": PaymentState.PROCESSING,
    "succeeded": PaymentState.SUCCEEDED,
    "canceled": PaymentState.CANCELED,
}
REFUND_STATES = {
    "pending": PaymentState.PROCESSING,
    "requires_action": PaymentState.PROCESSING,
    "succeeded": PaymentState.SUCCEEDED,
    "failed": PaymentState.FAILED,
    "canceled": PaymentState.CANCELED,
}
# An inquiry takes no money; it may become a dispute that does.
# https://docs.stripe.com/disputes/how-disputes-work#inquiries
INQUIRIES = frozenset(("warning_needs_response", "warning_under_review", "warning_closed", "prevented"))
DISPUTE_ENDS = {"won": True, "lost": False, "warning_closed": True, "prevented": True}


def of_payment(intent: PaymentIntent) -> PaymentResult:
    """The state of a payment; expand it by `PAYMENT_EXPANSIONS` to learn its method and card."""
    redirect = optional(intent.next_action, "redirect_to_url")
    return PaymentResult(
        state=_payment_state(intent),
        captured=from_minor(intent.amount_received, intent.currency),
        gateway_customer=_id(intent.customer),
        payment=intent.id,
        redirect_url=optional(redirect, "url") or "",
        method=_method_type(intent),
        card=_card(_used_method(intent)),
        card_saved=_is_saved(_used_method(intent)),
        failure=_failure(intent.last_payment_error),
        gave_back=_gave_back(intent.latest_charge),
        livemode=intent.livemode,
        metadata=_plain(intent.metadata),
    )


def of_session(session: Session) -> PaymentResult:
    """The state of a hosted page; expand it by `SESSION_EXPANSIONS`."""
    if session.mode == "setup":
        return _of_setup_page(session)
    intent = _expanded_payment(session)
    paid = of_payment(intent) if intent else None
    state = _page_state(session, paid)
    return PaymentResult(
        state=state,
        captured=paid.captured if paid else from_minor(0, session.currency or "eur"),
        gateway_customer=_id(session.customer),
        session=session.id,
        payment=_id(session.payment_intent),
        redirect_url=_page_address(session, state),
        method=paid.method if paid else "",
        card=paid.card if paid else None,
        card_saved=paid.card_saved if paid else False,
        failure=paid.failure if paid else "",
        gave_back=paid.gave_back if paid else False,
        livemode=session.livemode,
        metadata=_plain(session.metadata),
    )


def _of_setup_page(session: Session) -> PaymentResult:
    setup = session.setup_intent if not isinstance(session.setup_intent, str) else None
    method = _as_method(setup.payment_method) if setup else None
    state = _page_state(session, None)
    return PaymentResult(
        state=state,
        captured=from_minor(0, session.currency or "eur"),
        gateway_customer=_id(session.customer),
        session=session.id,
        redirect_url=_page_address(session, state),
        method=method.type if method else "",
        card=_card(method),
        card_saved=state is PaymentState.SUCCEEDED and _is_saved(method),
        failure=_failure(setup.last_setup_error if setup else None),
        livemode=session.livemode,
        metadata=_plain(session.metadata),
    )


def _payment_state(intent: PaymentIntent) -> PaymentState:
    """A payment that waits for a method again, after an error, is one that failed."""
    state = PAYMENT_STATES[intent.status]
    return PaymentState.FAILED if state is PaymentState.OPEN and intent.last_payment_error else state


def _gave_back(charge: str | Charge | None) -> bool:
    return not (charge is None or isinstance(charge, str)) and bool(charge.amount_refunded or charge.disputed)


def _page_state(session: Session, paid: PaymentResult | None) -> PaymentState:
    """The payment knows better than the page, but for as long as the page is open to another try."""
    if paid and paid.state in (PaymentState.SUCCEEDED, PaymentState.PROCESSING):
        return paid.state
    if session.status == "expired":
        return PaymentState.EXPIRED
    if session.status != "complete":
        return PaymentState.OPEN
    if paid is None:
        return PaymentState.SUCCEEDED
    return PaymentState.FAILED if paid.state is PaymentState.OPEN else paid.state


def _page_address(session: Session, state: PaymentState) -> str:
    return (session.url or "") if state is PaymentState.OPEN else ""


def _expanded_payment(session: Session) -> PaymentIntent | None:
    intent = session.payment_intent
    return None if isinstance(intent, str) else intent


def _used_method(intent: PaymentIntent) -> PaymentMethod | None:
    """The method that paid, or the one that failed."""
    failed: PaymentMethod | None = optional(intent.last_payment_error, "payment_method")
    return _as_method(intent.payment_method) or failed


def _as_method(method: str | PaymentMethod | None) -> PaymentMethod | None:
    return None if isinstance(method, str) else method


def _method_type(intent: PaymentIntent) -> str:
    charge = _as_charge(intent.latest_charge)
    details = charge.payment_method_details if charge else None
    if details and details.type:
        return details.type
    method = _used_method(intent)
    return method.type if method else ""


def _as_charge(charge: str | Charge | None) -> Charge | None:
    return None if isinstance(charge, str) else charge


def _card(method: PaymentMethod | None) -> Card | None:
    if method is None or method.type != "card" or method.card is None:
        return None
    card = method.card
    return Card(
        payment_method=method.id,
        brand=card.brand,
        last4=card.last4 or "",
        exp_month=card.exp_month,
        exp_year=card.exp_year,
        fingerprint=optional(card, "fingerprint") or "",
    )


def _is_saved(method: PaymentMethod | None) -> bool:
    return method is not None and method.type == "card" and method.customer is not None


def _failure(error: StripeObject | None) -> str:
    return explain(optional(error, "decline_code"), optional(error, "code")) if error else ""


def of_refund(refund: Refund) -> RefundResult:
    """The state of a refund."""
    return RefundResult(
        refund=refund.id,
        state=REFUND_STATES.get(refund.status or "", PaymentState.PROCESSING),
        amount=from_minor(refund.amount, refund.currency),
        failure=explain(reason) if (reason := optional(refund, "failure_reason")) else "",
    )


def of_dispute(dispute: Dispute) -> DisputeResult:
    """The state of a dispute. The amount is zero for a mere inquiry: no money was taken back."""
    amount = 0 if dispute.status in INQUIRIES else dispute.amount
    return DisputeResult(
        dispute=dispute.id,
        payment=_id(dispute.payment_intent),
        amount=from_minor(amount, dispute.currency),
        reason=dispute.reason,
        won=DISPUTE_ENDS.get(dispute.status),
    )


def optional(source: object, name: str) -> Any:
    """A field that Stripe leaves out when it has nothing to say: the SDK raises for those."""
    return getattr(source, name, None)


def _id(value: object) -> str:
    """The id of a field that may be expanded."""
    if value is None or isinstance(value, str):
        return value or ""
    return str(getattr(value, "id", ""))


def _plain(metadata: StripeObject | None) -> dict[str, str]:
    values = metadata.to_dict() if metadata is not None else {}
    return {name: str(value) for name, value in values.items()}

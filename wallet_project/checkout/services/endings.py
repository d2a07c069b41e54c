"""How a payment ends, inside the caller's transaction and under the payment's lock."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from djmoney.money import Money

from notifications.services import Detail, enqueue, prepare, sentence
from wallet_project.checkout.enums import PaymentStatus, RescueSource, TenderKind, TenderStatus
from wallet_project.checkout.exceptions import OrderNotPayable
from wallet_project.checkout.models import Payment, RescuedPayment, Tender
from wallet_project.checkout.ports import Orders, get_orders
from wallet_project.checkout.services.reserves import capture_reserved, lock_funds, release_reserved
from wallet_project.core.money import as_data
from wallets.references import reference_url
from wallets.services import capture_card_payment, credit_rescued_payment


def complete(payment: Payment) -> None:
    """Capture all tenders and tell the order that it is paid; all of it or nothing.

    The card part, if there is one, must have been captured at the gateway. Raises
    `OrderNotPayable` if the order can't take the money any more, `HoldNotActive` if what was held
    is gone: then nothing has moved.
    """
    with transaction.atomic():
        lock_funds(payment)
        for tender in payment.tenders.all():
            if tender.kind == TenderKind.CARD:
                _capture_card(payment, tender)
            else:
                capture_reserved(tender, tender.money)
        close(payment, PaymentStatus.CAPTURED, captured=payment.money)
        tell_order(payment)
        _tell(payment, "order_paid", **_parts(payment))


def orders_of(payment: Payment) -> Orders:
    """Whoever keeps the payment's order."""
    return get_orders(external=payment.is_external)


def tell_order(payment: Payment) -> None:
    """Tell the order that it is paid. Raises `OrderNotPayable` if it can't take the money any more."""
    orders = orders_of(payment)
    if not orders.payment_captured(order_reference=payment.order_reference, payment_id=str(payment.pk)):
        raise OrderNotPayable


def _capture_card(payment: Payment, tender: Tender) -> None:
    tender.entry_id = capture_card_payment(
        amount=tender.money, key=str(tender.pk), reference=payment.order_reference
    )
    tender.status = TenderStatus.CAPTURED
    tender.captured = tender.money
    tender.save()


def fail(payment: Payment, reason: str) -> None:
    """The card part came to nothing: release what was held and tell the order."""
    payment.failure = reason[:300]
    end_unpaid(payment, PaymentStatus.FAILED, reason)
    _tell(payment, "order_payment_failed", reason=sentence(payment.failure))


def end_unpaid(payment: Payment, status: PaymentStatus, reason: str) -> None:
    """Release what was held and tell the order that this payment won't come."""
    release_reserved(payment)
    close(payment, status)
    orders_of(payment).payment_failed(
        order_reference=payment.order_reference, payment_id=str(payment.pk), reason=reason[:300]
    )


def rescue(payment: Payment, tender: Tender, reason: str, *, actor_id: int | None = None) -> None:
    """The card has paid, but the order can't take it: the money goes to the customer's wallet.

    `actor_id` is the staff member who decided it; None for the store itself.
    """
    amount = tender.reported_money or tender.money
    posted = credit_rescued_payment(
        customer_id=payment.customer_id,
        amount=amount,
        key=str(tender.pk),
        order_reference=payment.order_reference,
        actor=f"user:{actor_id}" if actor_id else "",
        url=orders_of(payment).pay_again_url(payment.order_reference),
    )
    tender.status = TenderStatus.RESCUED
    tender.entry_id = posted.entry_id
    tender.save()
    RescuedPayment.objects.create(
        customer_id=payment.customer_id,
        order_reference=payment.order_reference,
        amount=amount,
        source=RescueSource.QUARANTINE if actor_id else RescueSource.AUTOMATIC,
        why=payment.void_reason or payment.failure or reason,
        gateway_payment=tender.gateway_payment,
        tender=tender,
        entry_id=posted.entry_id,
        actor_id=actor_id,
    )
    end_unpaid(payment, PaymentStatus.RESCUED, reason)


def close(payment: Payment, status: PaymentStatus, *, captured: Money | None = None) -> None:
    payment.status = status
    payment.settled_at = timezone.now()
    if captured is not None:
        payment.captured = captured
    payment.save()


def _parts(payment: Payment) -> dict[str, Detail]:
    return {tender.kind: tender.money for tender in payment.tenders.all()}


def letter_of_paid_order(payment: Payment) -> Model:
    """The message that the order is paid, for the caller to insert."""
    message: Model = prepare(**_message(payment, "order_paid", **_parts(payment)))
    return message


def _tell(payment: Payment, kind: str, **context: Detail) -> None:
    enqueue(**_message(payment, kind, **context))


def _message(payment: Payment, kind: str, **context: Detail) -> dict[str, Any]:
    return {
        "kind": kind,
        "recipient_id": payment.customer_id,
        "dedupe_key": f"{kind}:{payment.pk}",
        "context": context_of_order(payment, **context),
        "data": data_of_order(payment),
    }


def context_of_order(payment: Any, **more: Detail) -> dict[str, Detail]:
    """What people read of a payment's order."""
    return {
        "order": payment.order_reference,
        "total": payment.money,
        "url": "" if payment.is_external else reference_url(payment.order_reference),
        **more,
    }


def data_of_order(payment: Any) -> dict[str, Any]:
    """What other systems read of it."""
    return {
        "payment": str(payment.pk),
        "order_reference": payment.order_reference,
        "total": as_data(payment.money),
        "tenders": [{"kind": part.kind, "amount": as_data(part.money)} for part in payment.parts],
    }

"""The rows of a new payment, before they are inserted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django.utils import timezone

from wallet_project.checkout.enums import PaymentStatus, TenderKind, TenderStatus
from wallet_project.checkout.models import Payment, PaymentLine, Tender
from wallet_project.checkout.plan import PlannedTender
from wallet_project.checkout.ports import get_orders
from wallet_project.checkout.services.requests import PaymentRequest
from wallets.models import SavedCard

# Where this stands in an address to come back to, the payment's id is written.
PAYMENT_ID = "{payment}"


def payment_row(request: PaymentRequest, status: PaymentStatus) -> Payment:
    """The payment, open or captured in full."""
    orders = get_orders(external=request.is_external)
    is_paid = status == PaymentStatus.CAPTURED
    payment = Payment(
        customer_id=request.customer_id,
        order_reference=request.order_reference,
        is_external=request.is_external,
        description=orders.describe(request.order_reference)[:200],
        total=request.total,
        captured=request.total if is_paid else request.total * 0,
        refunded=request.total * 0,
        status=status,
        settled_at=timezone.now() if is_paid else None,
        key=request.key,
        fingerprint=request.fingerprint(),
    )
    payment.return_url = request.return_url.replace(PAYMENT_ID, str(payment.pk))
    payment.cancel_url = request.cancel_url.replace(PAYMENT_ID, str(payment.pk))
    return payment


def line_rows(request: PaymentRequest, payment: Payment) -> list[PaymentLine]:
    for line in request.order_lines:
        line.payment = payment
    return list(request.order_lines)


def tender_row(payment: Payment, planned: PlannedTender, position: int) -> Tender:
    return Tender(
        payment=payment,
        kind=planned.kind,
        position=position,
        amount=planned.amount,
        captured=planned.amount * 0,
        refunded=planned.amount * 0,
        status=TenderStatus.CREATED,
        gateway_key=f"tender-{uuid4()}" if planned.kind == TenderKind.CARD else "",
    )


def add_card(tender: Tender, card: SavedCard | None, *, save_card: bool) -> None:
    tender.saved_card = card
    tender.save_card = save_card and card is None


def with_tenders(payment: Payment, tenders: Iterable[Tender]) -> Payment:
    """The payment with these tenders, as if they had been read with it."""
    rows: Any = Tender.objects.all()
    rows._defer_next_filter = True  # as Django's own related managers do: no SQL is made before it is asked
    rows = rows.filter(payment=payment)
    rows._result_cache, rows._prefetch_done = list(tenders), True
    payment._prefetched_objects_cache = {"tenders": rows}  # type: ignore[attr-defined]
    return payment

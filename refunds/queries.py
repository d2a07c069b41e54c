"""Reading refunds: what can still be refunded, under which policy, and what stands in the way."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet, Sum
from django.utils.translation import gettext as _
from djmoney.money import Money

from refunds.allocation import Paid, refundable
from refunds.enums import REFUND_REFUSED, REFUND_WAITING, RefundStatus
from refunds.models import Refund, RefundLine, StoreCreditPolicy
from wallet_project.checkout.enums import PAYMENT_CAPTURED, CardReturnKind, CardReturnStatus, TenderKind
from wallet_project.checkout.models import CardReturn, Payment, Tender
from wallet_project.core.exceptions import NotFound
from wallet_project.core.money import from_minor, to_minor, zero

GONE = (CardReturnStatus.OPEN, CardReturnStatus.RETURNED)


def policy_for(currency: str, *, now: datetime) -> StoreCreditPolicy:
    """The policy that holds now; sane terms, not saved, where the store has published none."""
    published = StoreCreditPolicy.objects.filter(currency=currency, starts_at__lte=now)
    return published.order_by("-starts_at").first() or StoreCreditPolicy(currency=currency, starts_at=now)


def next_policy(currency: str, *, now: datetime) -> StoreCreditPolicy | None:
    """The policy that will follow the one that holds now; None if the store has set none."""
    ahead = StoreCreditPolicy.objects.filter(currency=currency, starts_at__gt=now)
    return ahead.order_by("starts_at").first()


def policies_ahead(*, now: datetime) -> list[StoreCreditPolicy]:
    """Of each currency for which one was published, the policy that holds now and all that will."""
    published = StoreCreditPolicy.objects.all()
    held = published.filter(starts_at__lte=now).order_by("currency", "-starts_at").distinct("currency")
    return [*held, *published.filter(starts_at__gt=now).order_by("currency", "starts_at")]


def tenders_of(payment: Payment) -> list[Paid]:
    """What each tender of a captured payment paid, and what of that has gone back, at the gateway and
    by disputes too. Exact under the payment's lock."""
    return [_paid(tender) for tender in payment.tenders.all() if tender.captured.amount]


def _paid(tender: Tender) -> Paid:
    given = tender.refunded_money
    if tender.kind == TenderKind.CARD:
        given += _returned_elsewhere(tender)
    return Paid(TenderKind(tender.kind), tender.captured_money, given)


def _returned_elsewhere(tender: Tender) -> Money:
    """What the bank, or the store at the gateway itself, gave back of a card tender."""
    rows = CardReturn.objects.filter(tender=tender, status__in=GONE)
    return _sum(rows.aggregate(total=Sum("amount"))["total"], str(tender.amount.currency))


def waiting_of(payment: Payment) -> Money:
    """What refunds that wait to be decided or issued ask for."""
    rows = Refund.objects.filter(payment=payment, status__in=REFUND_WAITING)
    return _sum(rows.aggregate(total=Sum("amount"))["total"], payment.currency)


def left_to_refund(payment: Payment) -> Money:
    """What can still be asked for: captured, not refunded and not asked for already."""
    left = refundable(tenders_of(payment), payment.currency) - waiting_of(payment)
    return left if left.amount > 0 else zero(payment.currency)


def refundable_payments(customer_id: int, *, most: int) -> list[tuple[Payment, Money]]:
    """The newest captured payments of a customer, each with what of it can still be asked for; those
    with nothing left are not among them. A fixed number of queries."""
    payments = Payment.objects.filter(customer_id=customer_id, status__in=PAYMENT_CAPTURED)
    payments = payments.filter(refunded__lt=F("captured")).order_by("-pk").prefetch_related("tenders")
    found = list(payments[:most])
    waiting = _sums(Refund.objects.filter(payment__in=found, status__in=REFUND_WAITING), "payment_id")
    returned = _sums(
        CardReturn.objects.filter(tender__payment__in=found, status__in=GONE), "tender__payment_id"
    )
    rows = []
    for payment in found:
        gone = waiting.get(payment.pk, 0) + returned.get(payment.pk, 0)
        left = payment.captured_money - payment.refunded_money - _sum(gone, payment.currency)
        if left.amount > 0:
            rows.append((payment, left))
    return rows


def _sums(rows: QuerySet[Any], by: str) -> dict[UUID, Decimal]:
    sums = rows.order_by().values(by).annotate(total=Sum("amount"))
    return {row[by]: Decimal(getattr(row["total"], "amount", row["total"])) for row in sums}


def refunded_of_lines(payment: Payment) -> dict[str, tuple[int, Money]]:
    """By line: how many, and how much of what it cost, was refunded or is asked for."""
    over = (*REFUND_REFUSED, RefundStatus.REVERSED)
    lines = RefundLine.objects.filter(refund__payment=payment).exclude(refund__status__in=over)
    sums = lines.order_by().values("reference").annotate(number=Sum("quantity"), total=Sum("amount"))
    return {row["reference"]: (row["number"], _sum(row["total"], payment.currency)) for row in sums}


def is_disputed(payment: Payment) -> bool:
    """Whether the customer's bank is taking the card part back, and has not decided yet."""
    disputes = CardReturn.objects.filter(tender__payment=payment, kind=CardReturnKind.DISPUTE)
    return disputes.filter(status=CardReturnStatus.OPEN).exists()


def get_refund(refund_id: UUID) -> Refund:
    """The refund with its parts and lines. Raises `NotFound`."""
    rows = Refund.objects.select_related("payment", "policy").prefetch_related("allocations", "lines")
    refund = rows.filter(pk=refund_id).first()
    if refund is None:
        raise NotFound(_("refund"))
    return refund


def refunds_of(payment_id: UUID) -> QuerySet[Refund]:
    """The refunds of a payment, the newest first, with their parts and lines."""
    return Refund.objects.filter(payment_id=payment_id).prefetch_related("allocations", "lines")


def _sum(total: object, currency: str) -> Money:
    amount = getattr(total, "amount", total) or 0
    return from_minor(to_minor(Money(amount, currency)), currency)

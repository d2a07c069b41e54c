"""Refunds in the queue of what waits for a second person, and on the first page of the admin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from refunds.admin.menu import FAILED
from refunds.enums import REFUND_AT_GATEWAY, RefundStatus
from refunds.models import Refund
from wallet_project.api_access.queries import key_names
from wallet_project.core.money import smallest
from wallet_project.core.words import written
from wallets.admin.dashboard import Task, register_tasks
from wallets.admin.waiting import Answer, Waiting, WaitingKind, register_waiting

VIEW = "refunds.view_refund"
UNDER_WAY = (RefundStatus.APPROVED, *REFUND_AT_GATEWAY)


def waiting_rows(refunds: QuerySet[Refund]) -> list[Waiting]:
    """The refunds with what of their payment is refunded before and after; a fixed number of queries."""
    rows = refunds.select_related("payment", "customer", "requester", "return_request").prefetch_related(
        "lines", "payment__tenders", "return_request__photos"
    )
    names = key_names(refund.requester_key for refund in rows)
    return [_waiting(refund, names.get(refund.requester_key, "")) for refund in rows]


def _waiting(refund: Refund, key_name: str = "") -> Waiting:
    payment, before = refund.payment, refund.payment.refunded_money
    captured = payment.captured_money
    return Waiting(
        what=_what(refund),
        link=_address(refund),
        customer=refund.customer,
        requester=refund.requester,
        asked_at=refund.created_at,
        decide_until=refund.expires_at or refund.created_at,
        reason=refund.get_reason_display(),
        figure=_("Refunded of %(captured)s") % {"captured": written(captured)},
        before=before,
        after=smallest(before + refund.money, captured),
        note=refund.note,
        customer_note=refund.customer_note,
        facts=list(_facts(refund)),
        evidence=list(_evidence(refund)),
        key_name=key_name,
    )


def _what(refund: Refund) -> str:
    words = {"amount": written(refund.money), "order": refund.payment.order_reference}
    return _("Refund of %(amount)s, order %(order)s") % words


def _facts(refund: Refund) -> Iterator[str]:
    if refund.asked_by_customer:
        yield _("The customer asked for it.")
    for line in refund.lines.all():
        yield str(line)
    if refund.payment.card_tender is not None:
        words = {"where": refund.get_destination_display()}
        yield _("What the card or bank paid goes to: %(where)s") % words
    if refund.fee_money.amount:
        yield _("The store keeps %(fee)s for the return.") % {"fee": written(refund.fee_money)}
    if refund.bonus_money.amount:
        yield _("%(bonus)s come on top for taking store credit.") % {"bonus": written(refund.bonus_money)}


def _evidence(refund: Refund) -> Iterator[tuple[str, str]]:
    if (found := refund.return_request) is not None:
        number = len(found.photos.all())
        text = ngettext("The return, with %(number)d photo", "The return, with %(number)d photos", number)
        address = reverse("admin:refunds_returnrequest_change", args=[found.pk])
        yield text % {"number": number}, address
    if settings.REFUNDS_ORDERS_ADMIN:
        order = refund.payment.order_reference
        yield _("The order"), f"{reverse(settings.REFUNDS_ORDERS_ADMIN)}?q={order}"
    yield _("The payment"), reverse("admin:checkout_payment_change", args=[refund.payment_id])
    yield _("The customer's refunds"), reverse("admin:customer_refunds", args=[refund.customer_id])


def _address(refund: Refund) -> str:
    return reverse("admin:refunds_refund_change", args=[refund.pk])


def _still_waiting() -> QuerySet[Refund]:
    waits = Refund.objects.filter(status=RefundStatus.REQUESTED, expires_at__gt=timezone.now())
    return waits.order_by("expires_at")


def _answers(user_id: int, since: datetime) -> Sequence[Answer]:
    """What the staff member asked for that had to wait: what passed at once needs no answer."""
    asked = Refund.objects.filter(requester_id=user_id, created_at__gte=since, expires_at__isnull=False)
    rows = asked.exclude(customer_id=user_id).select_related("payment", "customer", "approver")
    return [
        Answer(
            what=f"{_what(refund)}, {refund.customer}",
            link=_address(refund),
            status=refund.get_status_display(),
            words=refund.decision_note,
            decided_by=refund.approver,
            decided_at=refund.decided_at,
        )
        for refund in rows.order_by("-created_at")[:20]
    ]


def _tasks(request: HttpRequest) -> Iterator[Task]:
    if not request.user.has_perm(VIEW):
        return
    open_ones = Refund.objects.filter(status__in=(*UNDER_WAY, RefundStatus.FAILED))
    counts: dict[str, Any] = open_ones.aggregate(
        under_way=Count("pk", filter=Q(status__in=UNDER_WAY)),
        failed=Count("pk", filter=Q(status=RefundStatus.FAILED)),
    )
    address = reverse("admin:refunds_refund_changelist")
    statuses = ",".join(UNDER_WAY)
    yield Task(_("Refunds on their way"), str(counts["under_way"]), f"{address}?status__in={statuses}")
    failed = counts["failed"]
    yield Task(_("Failed refunds"), str(failed), f"{address}?{FAILED}", alarms=failed > 0)


register_waiting(
    WaitingKind(
        permission=VIEW,
        waiting=_still_waiting,
        rows=lambda most: waiting_rows(_still_waiting()[:most]),
        answers=_answers,
    )
)
register_tasks(_tasks)

"""Refunding an order from the admin: type, see what would go where, confirm once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from refunds.admin.credit_form import CreditRefundForm, LineLeft
from refunds.enums import RefundStatus
from refunds.exceptions import NotRefundable
from refunds.limits import ISSUE
from refunds.models import Refund
from refunds.ports import lines_of
from refunds.queries import is_disputed, left_to_refund, policy_for, refunds_of
from refunds.queries_returns import taken_of_lines
from refunds.services import make_refund, rehearse_refund
from wallet_project.checkout.locks import load_tenders
from wallet_project.checkout.models import Payment
from wallet_project.core.exceptions import IdempotencyConflict, WalletProjectError
from wallet_project.core.money import zero
from wallet_project.core.words import written
from wallets.admin.pages import actor_of, needs, page

T = TypeVar("T")


@require_GET
@needs(ISSUE)
def credit_refund(request: HttpRequest, payment_id: UUID) -> HttpResponse:
    """The form, with what can still be refunded."""
    payment = _payment(request, payment_id)
    return _form_page(request, payment, _form(payment))


@require_POST
@needs(ISSUE)
def preview_refund(request: HttpRequest, payment_id: UUID) -> HttpResponse:
    """What would go to which form of payment, and what is clawed back. Changes nothing."""
    payment = _payment(request, payment_id)
    earlier = _confirmed(request, payment)
    if earlier is not None:
        messages.warning(request, gettext("This form was confirmed already: here is its refund."))
        return redirect("admin:refunds_refund_change", earlier.pk)
    form = _form(payment, request.POST)
    if "edit" in request.POST or not form.is_valid():
        return _form_page(request, payment, form)
    wanted = form.request(actor_of(request))
    seen = _answer_for(form, lambda: rehearse_refund(request=wanted, now=timezone.now()))
    if seen is None:
        return _form_page(request, payment, form)
    return page(
        request,
        "admin/refunds/preview.html",
        gettext("Refund %(amount)s of order %(order)s") % _words(payment, seen.refund),
        Payment,
        payment=payment,
        form=form,
        seen=seen,
        confirm_url=reverse("admin:confirm_refund", args=[payment.pk]),
        edit_url=reverse("admin:preview_refund", args=[payment.pk]),
    )


@require_POST
@needs(ISSUE)
def confirm_refund(request: HttpRequest, payment_id: UUID) -> HttpResponse:
    """Refund it, or ask for it, once per key."""
    payment = _payment(request, payment_id)
    form = _form(payment, request.POST)
    earlier = _confirmed(request, payment)
    if earlier is None and not form.is_valid():
        return _form_page(request, payment, form)
    refund = earlier or _answer_for(form, lambda: make_refund(request=form.request(actor_of(request))))
    if refund is None:
        return _form_page(request, payment, form)
    _say(request, refund)
    return redirect("admin:refunds_refund_change", refund.pk)


def _confirmed(request: HttpRequest, payment: Payment) -> Refund | None:
    """What came of the same form before, whatever is left of the order by now."""
    key = f"admin:{request.POST.get('key', '')}"
    return Refund.objects.filter(key=key, payment=payment, requester_id=request.user.pk).first()


def _payment(request: HttpRequest, payment_id: UUID) -> Payment:
    """The payment, if it is not of who asks: of their own they are a customer like any other."""
    payment: Payment = get_object_or_404(Payment.objects.select_related("customer"), pk=payment_id)
    if payment.customer_id == request.user.pk:
        raise PermissionDenied
    return load_tenders(payment)


def _form(payment: Payment, data: Any = None) -> CreditRefundForm:
    policy = policy_for(payment.currency, now=timezone.now())
    return CreditRefundForm(payment, policy, lines_left(payment), data)


def lines_left(payment: Payment) -> list[LineLeft]:
    """The lines of the payment's order, with what of each can still be refunded."""
    refunded = taken_of_lines(payment)
    rows = []
    for line in lines_of(payment):
        number, total = refunded.get(line.reference, (0, zero(payment.currency)))
        left = max(0, line.quantity - number) if (line.total - total).amount > 0 else 0
        rows.append(LineLeft(line, left, line.total - total))
    return rows


def why_not(payment: Payment) -> str:
    """Why nothing of a payment can be refunded now; empty if something can."""
    if not payment.is_captured:
        return str(NotRefundable(payment.status))
    if is_disputed(payment):
        return gettext("The customer's bank disputes this payment. Refunds wait until that is decided.")
    if not left_to_refund(payment).amount:
        return gettext("All of this payment is refunded, or asked for already.")
    return ""


def _form_page(request: HttpRequest, payment: Payment, form: CreditRefundForm) -> HttpResponse:
    return page(
        request,
        "admin/refunds/credit.html",
        gettext("Credit refund: order %(order)s") % {"order": payment.order_reference},
        Payment,
        payment=payment,
        form=form,
        why_not=why_not(payment),
        left=left_to_refund(payment),
        refunds=list(refunds_of(payment.pk)),
        preview_url=reverse("admin:preview_refund", args=[payment.pk]),
    )


def _answer_for(form: CreditRefundForm, service: Callable[[], T]) -> T | None:
    """What the service answers; None if it refuses, which then stands on the form."""
    try:
        return service()
    except IdempotencyConflict:
        form.explain_conflict()
    except WalletProjectError as error:
        form.explain(error)
    return None


def _words(payment: Payment, refund: Refund) -> dict[str, str]:
    return {"amount": written(refund.money), "order": payment.order_reference}


def _say(request: HttpRequest, refund: Refund) -> None:
    if refund.status == RefundStatus.REQUESTED and refund.expires_at is not None:
        until = date_format(timezone.localtime(refund.expires_at), "DATE_FORMAT")
        text = gettext("Asked for: %(amount)s. Somebody else has to approve it until %(until)s.")
        messages.warning(request, text % {"amount": written(refund.money), "until": until})
        return
    done = gettext("Refund of %(amount)s: %(status)s.")
    words = {"amount": written(refund.money), "status": refund.get_status_display()}
    messages.success(request, done % words)

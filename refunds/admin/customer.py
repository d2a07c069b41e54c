"""The tab Refunds of a customer: what can be refunded, and what was."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET
from djmoney.money import Money

from refunds.limits import ISSUE
from refunds.models import Refund
from refunds.queries import refundable_payments
from wallet_project.accounts.customer_tabs import CustomerPage, CustomerTab, register_customer_tab
from wallet_project.checkout.models import Payment
from wallets.admin.pages import customer_page, may, needs

VIEW, TAB = "refunds.view_refund", "customer_refunds"
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Refundable:
    """A payment with what of it can still be refunded."""

    payment: Payment
    left: Money


@require_GET
@needs(VIEW)
def refunds_tab(request: HttpRequest, customer_id: int) -> HttpResponse:
    """The customer's newest payments and refunds."""
    customer = get_object_or_404(get_user_model(), pk=customer_id)
    refunds = Refund.objects.filter(customer=customer).select_related("payment", "requester", "approver")
    is_own = customer.pk == request.user.pk
    return customer_page(
        request,
        "admin/refunds/customer_refunds.html",
        customer,
        TAB,
        payments=[Refundable(*row) for row in refundable_payments(customer.pk, most=SHOWN)],
        refunds=list(refunds[:SHOWN]),
        is_own=is_own,
        may_refund=may(request, ISSUE) and not is_own,
    )


register_customer_tab(
    CustomerTab(title=_("Refunds"), permission=VIEW, pages=[CustomerPage("refunds/", TAB, refunds_tab)])
)

"""A payment's page, with its refunds and the way to make one."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from refunds.limits import ISSUE
from refunds.queries import left_to_refund, refunds_of
from wallet_project.checkout.admin import PaymentAdmin
from wallet_project.checkout.locks import load_tenders
from wallet_project.checkout.models import Payment
from wallet_project.core.admin_tools import detail_action, read_uuid, shown
from wallet_project.core.words import written

admin.site.unregister(Payment)


@admin.register(Payment)
class RefundablePaymentAdmin(PaymentAdmin):
    """As the checkout shows it, and what of it went back."""

    fields = (*PaymentAdmin.fields, "shown_refunded", "shown_refunds")
    readonly_fields = fields
    actions_detail = (*PaymentAdmin.actions_detail, "credit_refund")

    @shown(_("refunded"))
    def shown_refunded(self, payment: Payment) -> str:
        return written(payment.refunded_money)

    @shown(_("refunds"))
    def shown_refunds(self, payment: Payment) -> SafeString | str:
        return refund_links(payment)

    def has_refund_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        return request.user.has_perm(ISSUE)

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        """The way to a refund, while there is something to refund; the others as they are."""
        own = "credit_refund"
        actions = super(PaymentAdmin, self).get_actions_detail(request, object_id)
        kept = {one.action_name for one in super().get_actions_detail(request, object_id)}
        refundable = is_refundable(request, object_id)
        return [
            one
            for one in actions
            if (refundable if one.action_name.endswith(own) else one.action_name in kept)
        ]

    @detail_action(_("Credit refund"), path="refund", permission="refund")
    def credit_refund(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The form has an address of its own, for order and customer too."""
        return redirect("admin:credit_refund", object_id)


def is_refundable(request: HttpRequest, payment_id: Any) -> bool:
    """Whether something of the payment can be refunded, by this staff member."""
    payment = Payment.objects.filter(pk__in=[read_uuid(str(payment_id))]).first()
    if payment is None or not payment.is_captured or payment.customer_id == request.user.pk:
        return False
    return request.user.has_perm(ISSUE) and left_to_refund(load_tenders(payment)).amount > 0


def refund_links(payment: Payment) -> SafeString | str:
    """The refunds of a payment, each a link with how it stands."""
    rows = [
        (
            reverse("admin:refunds_refund_change", args=[refund.pk]),
            written(refund.money),
            refund.get_status_display(),
        )
        for refund in refunds_of(payment.pk)
    ]
    return format_html_join("", '<p><a class="text-link" href="{}">{}</a> {}</p>', rows) or "–"

"""Refunds: a list to read, and what staff decide about those that wait or failed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from refunds.admin.credit import confirm_refund, credit_refund, preview_refund
from refunds.admin.decisions import RefundDecisions
from refunds.enums import RefundStatus
from refunds.models import Refund, RefundAllocation, RefundReversal, TakenCredit
from wallet_project.api_access.admin.by_key import ByKeyAdmin
from wallet_project.api_access.queries import key_names
from wallet_project.core.admin_tools import (
    AmountCurrencyFilter,
    DayRangeFilter,
    read_uuid,
    shown,
)
from wallet_project.core.words import written

LABELS: Mapping[str, str] = {
    RefundStatus.REQUESTED: "warning",
    RefundStatus.APPROVED: "info",
    RefundStatus.PROCESSING: "info",
    RefundStatus.PENDING_GATEWAY: "info",
    RefundStatus.DONE: "success",
    RefundStatus.FAILED: "danger",
}


@admin.register(Refund)
class RefundAdmin(ByKeyAdmin, RefundDecisions):
    key_line_field = "requester_key"
    list_display = (
        "created_at",
        "shown_order",
        "shown_customer",
        "shown_amount",
        "destination",
        "reason",
        "shown_status",
        "requester",
        "shown_key",
        "approver",
        "failure",
    )
    list_select_related = ("customer", "payment", "requester", "approver")
    list_filter = ("status", "reason", AmountCurrencyFilter, ("created_at", DayRangeFilter))
    search_ids = ("pk", "payment_id")
    search_texts = ("payment__order_reference", "customer__email__icontains")
    search_help_text = _("Order number, refund or payment id, id at the gateway or customer")
    ordering = ("-pk",)
    fields = (
        *("status" if column == "shown_status" else column for column in list_display),
        "shown_fee",
        "shown_bonus",
        "shown_lines",
        "note",
        "customer_note",
        "decision_note",
        "expires_at",
        "decided_at",
        "shown_approver_key",
        "settled_at",
    )
    readonly_fields = fields
    change_form_outer_after_template = "admin/refunds/_refund.html"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("credit/<uuid:payment_id>/", view(credit_refund), name="credit_refund"),
            path("credit/<uuid:payment_id>/preview/", view(preview_refund), name="preview_refund"),
            path("credit/<uuid:payment_id>/confirm/", view(confirm_refund), name="confirm_refund"),
            *super().get_urls(),
        ]

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        parts = RefundAllocation.objects.filter(refund__in=[read_uuid(object_id or "")])
        context = {
            "parts": list(parts.select_related("tender").prefetch_related("attempts__retried_by")),
            "taken_back": RefundReversal.objects.filter(refund__in=[read_uuid(object_id or "")])
            .select_related("actor")
            .first(),
            "taken_credits": TakenCredit.objects.filter(
                refund__in=[read_uuid(object_id or "")]
            ).select_related("issue__rule"),
        }
        return super().changeform_view(request, object_id, form_url, {**context, **(extra_context or {})})

    def search_for(self, term: str) -> Q:
        at_gateway = RefundAllocation.objects.filter(gateway_refund=term).exclude(gateway_refund="")
        return super().search_for(term) | Q(pk__in=at_gateway.values("refund"))

    @shown(_("order"))
    def shown_order(self, refund: Refund) -> SafeString:
        address = reverse("admin:checkout_payment_change", args=[refund.payment_id])
        return format_html('<a class="text-link" href="{}">{}</a>', address, refund.payment.order_reference)

    @shown(_("customer"))
    def shown_customer(self, refund: Refund) -> SafeString:
        address = reverse("admin:accounts_user_change", args=[refund.customer_id])
        return format_html('<a class="text-link" href="{}">{}</a>', address, refund.customer)

    @shown(_("decided with the key"))
    def shown_approver_key(self, refund: Refund) -> str:
        return ", ".join(key_names([refund.approver_key]).values()) or "–"

    @shown(_("amount"))
    def shown_amount(self, refund: Refund) -> str:
        return written(refund.money)

    @shown(_("kept for the return"))
    def shown_fee(self, refund: Refund) -> str:
        return written(refund.fee_money)

    @shown(_("bonus"))
    def shown_bonus(self, refund: Refund) -> str:
        return written(refund.bonus_money)

    @shown(_("lines"))
    def shown_lines(self, refund: Refund) -> str:
        return "; ".join(str(line) for line in refund.lines.all()) or "–"

    @shown(_("status"), label=LABELS)
    def shown_status(self, refund: Refund) -> tuple[str, str]:
        return refund.status, refund.get_status_display()

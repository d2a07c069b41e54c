"""Payments of orders: a list to read, and what staff decide about those in quarantine."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from djmoney.money import Money

from wallet_project.checkout.enums import PaymentStatus, TenderKind
from wallet_project.checkout.models import Payment, Tender
from wallet_project.checkout.queries import returns_in_words
from wallet_project.checkout.services import credit_quarantined_payment
from wallet_project.core.admin_tools import (
    CurrencyFilter,
    DayRangeFilter,
    ReadOnlyAdmin,
    ReasonForm,
    detail_action,
    read_uuid,
    shown,
)
from wallet_project.core.exceptions import WalletProjectError
from wallet_project.core.words import written

DECIDE = "wallets.adjust_wallet_unlimited"
LABELS: Mapping[str, str] = {
    PaymentStatus.CAPTURED: "success",
    PaymentStatus.PARTIALLY_CAPTURED: "success",
    PaymentStatus.FAILED: "danger",
    PaymentStatus.QUARANTINED: "warning",
    PaymentStatus.WAITING: "info",
    PaymentStatus.PROCESSING: "info",
}


class TotalCurrencyFilter(CurrencyFilter):
    field = "total_currency"


@admin.register(Payment)
class PaymentAdmin(ReadOnlyAdmin):
    list_display = (
        "created_at",
        "order_reference",
        "shown_customer",
        "shown_total",
        "shown_status",
        "shown_wallet",
        "shown_card",
        "shown_reported",
        "failure",
    )
    list_select_related = ("customer",)
    list_filter = ("status", TotalCurrencyFilter, ("created_at", DayRangeFilter))
    search_ids = ("pk",)
    search_texts = ("order_reference", "customer__email__icontains")
    search_help_text = _("Order number, payment id, id at the gateway or customer")
    ordering = ("-pk",)
    fields = (
        *("status" if column == "shown_status" else column for column in list_display),
        "shown_gateway_ids",
        "shown_returns",
        "void_reason",
        "settled_at",
    )
    readonly_fields = fields
    actions_detail: tuple[str, ...] = ("credit_reported",)

    def search_for(self, term: str) -> Q:
        at_gateway = Tender.objects.filter(Q(gateway_payment=term) | Q(gateway_session=term))
        return super().search_for(term) | Q(pk__in=at_gateway.values("payment"))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Payment]:
        payments: QuerySet[Payment] = super().get_queryset(request).prefetch_related("tenders")
        return payments

    @shown(_("customer"))
    def shown_customer(self, payment: Payment) -> SafeString:
        address = reverse("admin:accounts_user_change", args=[payment.customer_id])
        return format_html('<a class="text-link" href="{}">{}</a>', address, payment.customer)

    @shown(_("total"))
    def shown_total(self, payment: Payment) -> str:
        return written(payment.money)

    @shown(_("from the wallet"))
    def shown_wallet(self, payment: Payment) -> str:
        return _or_dash(_asked(payment, TenderKind.WALLET))

    @shown(_("asked of the card"))
    def shown_card(self, payment: Payment) -> str:
        return _or_dash(_asked(payment, TenderKind.CARD))

    @shown(_("captured otherwise"))
    def shown_reported(self, payment: Payment) -> str:
        return _or_dash(_reported(payment))

    @shown(_("ids at the gateway"))
    def shown_gateway_ids(self, payment: Payment) -> str:
        card = payment.card_tender
        return " · ".join(filter(None, [card.gateway_payment, card.gateway_session])) if card else "–"

    @shown(_("disputed or refunded at the gateway"))
    def shown_returns(self, payment: Payment) -> SafeString | str:
        card = payment.card_tender
        returns = returns_in_words(card.returns.all()) if card is not None else []
        return format_html_join("", "<p>{}</p>", ((words,) for words in returns)) or "–"

    @shown(_("status"), label=LABELS)
    def shown_status(self, payment: Payment) -> tuple[str, str]:
        return payment.status, payment.get_status_display()

    def has_decide_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        return request.user.has_perm(DECIDE)

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        waits = Payment.objects.filter(
            pk__in=[read_uuid(str(object_id))],
            status=PaymentStatus.QUARANTINED,
            tenders__reported__isnull=False,
        )
        return list(super().get_actions_detail(request, object_id)) if waits.exists() else []

    @detail_action(_("Credit to the customer's wallet"), path="credit", permission="decide")
    def credit_reported(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """What was asked and what was captured, a reason, and the button."""
        found = self.get_queryset(request).select_related("customer")
        payment: Payment = get_object_or_404(found, pk__in=[read_uuid(object_id)])
        form = ReasonForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            self._credit(request, payment, form.cleaned_data["reason"])
            return redirect("admin:checkout_payment_change", payment.pk)
        return self._question(request, payment, form)

    def _credit(self, request: HttpRequest, payment: Payment, reason: str) -> None:
        assert request.user.pk is not None
        try:
            credit_quarantined_payment(payment_id=payment.pk, actor_id=request.user.pk)
        except WalletProjectError as error:
            messages.error(request, str(error))
        else:
            self.log_change(request, payment, reason)
            messages.success(request, gettext("Done."))

    def _question(self, request: HttpRequest, payment: Payment, form: ReasonForm) -> HttpResponse:
        explanation = gettext(
            "The gateway captured %(captured)s; we had asked for %(asked)s. What it captured goes to the"
            " wallet of %(customer)s, who is told. Order %(order)s stays ended."
        )
        details = {
            "captured": _or_dash(_reported(payment)),
            "asked": _or_dash(_asked(payment, TenderKind.CARD)),
            "customer": payment.customer,
            "order": payment.order_reference,
        }
        words = {
            "title": gettext("Payment in quarantine"),
            "doubt": payment.failure,
            "explanation": explanation % details,
            "back": reverse("admin:checkout_payment_change", args=[payment.pk]),
        }
        frame = {**admin.site.each_context(request), "opts": Payment._meta, "model_admin": self}
        return TemplateResponse(request, "admin/wallets/decide.html", {**frame, **words, "form": form})


def _asked(payment: Payment, kind: TenderKind) -> Money | None:
    tender = payment.part(kind)
    return tender.money if tender else None


def _reported(payment: Payment) -> Money | None:
    tender = payment.card_tender
    return tender.reported_money if tender else None


def _or_dash(amount: Money | None) -> str:
    return "–" if amount is None else written(amount)

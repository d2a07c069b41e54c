"""Top-ups: a list to read, and what staff decide about those in quarantine."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wallet_project.core.admin_tools import (
    AmountCurrencyFilter,
    DayRangeFilter,
    ReasonForm,
    detail_action,
    read_uuid,
    shown,
)
from wallet_project.core.exceptions import WalletProjectError
from wallets.admin.cells import TOP_UP_LABELS, entry_link, full, without_labels
from wallets.admin.lists import OfWalletAdmin
from wallets.admin.pages import actor_of, page, say_refused
from wallets.enums import TopUpStatus
from wallets.models import TopUp
from wallets.services import close_quarantined_top_up, credit_quarantined_top_up

DECIDE = "wallets.adjust_wallet_unlimited"


@admin.register(TopUp)
class TopUpAdmin(OfWalletAdmin):
    list_display = (
        "created_at",
        "shown_customer",
        "shown_amount",
        "shown_captured",
        "method",
        "shown_status",
        "failure",
        "gateway_payment",
    )
    list_filter = ("status", "method", AmountCurrencyFilter, ("created_at", DayRangeFilter))
    search_ids = ("pk", "wallet")
    search_numbers = ("entry",)
    search_texts = ("gateway_payment", "gateway_session", "wallet__customer__email__icontains")
    search_help_text = _("Top-up id, id at the gateway, entry or customer")
    fields = (
        *without_labels(list_display),
        "gateway_session",
        "saved_card",
        "shown_entry",
        "checked_at",
        "settled_at",
    )
    readonly_fields = fields
    actions_detail = ("credit_captured", "mark_given_back")

    @shown(_("captured"))
    def shown_captured(self, top_up: TopUp) -> str:
        return full(top_up.captured)

    @shown(_("status"), label=TOP_UP_LABELS)
    def shown_status(self, top_up: TopUp) -> tuple[str, str]:
        return top_up.status, top_up.get_status_display()

    @shown(_("entry"))
    def shown_entry(self, top_up: TopUp) -> Any:
        return entry_link(top_up.entry_id)

    def has_decide_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        return request.user.has_perm(DECIDE)

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        waits = TopUp.objects.filter(pk__in=[read_uuid(str(object_id))], status=TopUpStatus.QUARANTINED)
        return list(super().get_actions_detail(request, object_id)) if waits.exists() else []

    @detail_action(_("Credit what was captured"), path="credit", permission="decide")
    def credit_captured(self, request: HttpRequest, object_id: str) -> HttpResponse:
        explanation = gettext("%(amount)s goes to the wallet of %(customer)s, who is told.")
        return self._decide(request, object_id, credit_quarantined_top_up, explanation)

    @detail_action(_("Mark as given back"), path="given-back", permission="decide")
    def mark_given_back(self, request: HttpRequest, object_id: str) -> HttpResponse:
        explanation = gettext(
            "Give %(amount)s back to %(customer)s at the payment service first. Here no money moves:"
            " none was ever credited."
        )
        return self._decide(request, object_id, close_quarantined_top_up, explanation)

    def _decide(
        self, request: HttpRequest, object_id: str, service: Callable[..., TopUp], explanation: str
    ) -> HttpResponse:
        found = TopUp.objects.select_related("wallet__customer")
        top_up: TopUp = get_object_or_404(found, pk__in=[read_uuid(object_id)])
        form = ReasonForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                service(top_up_id=top_up.pk, actor_id=actor_of(request))
            except WalletProjectError as error:
                say_refused(request, error)
            else:
                self.log_change(request, top_up, form.cleaned_data["reason"])
                messages.success(request, gettext("Done."))
            return redirect("admin:wallets_topup_change", top_up.pk)
        details = {"amount": full(top_up.captured), "customer": top_up.wallet.customer}
        return page(
            request,
            "admin/wallets/decide.html",
            gettext("Payment in quarantine"),
            TopUp,
            original=top_up,
            form=form,
            doubt=top_up.failure,
            explanation=explanation % details,
            back=reverse("admin:wallets_topup_change", args=[top_up.pk]),
        )

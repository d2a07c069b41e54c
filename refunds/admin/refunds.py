"""Refunds: a list to read, and what staff decide about those that wait or failed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from refunds.enums import RefundStatus
from refunds.limits import APPROVE, ISSUE
from refunds.models import Refund, RefundAllocation
from refunds.services import approve_refund, pay_failed_refund_to_wallet, reject_refund, reverse_refund
from wallet_project.core.admin_tools import (
    AmountCurrencyFilter,
    DayRangeFilter,
    ReadOnlyAdmin,
    ReasonForm,
    detail_action,
    read_uuid,
    shown,
)
from wallet_project.core.exceptions import WalletProjectError
from wallet_project.core.words import written

LABELS: Mapping[str, str] = {
    RefundStatus.REQUESTED: "warning",
    RefundStatus.APPROVED: "info",
    RefundStatus.PROCESSING: "info",
    RefundStatus.PENDING_GATEWAY: "info",
    RefundStatus.DONE: "success",
    RefundStatus.FAILED: "danger",
}
# Which buttons a refund has in which state.
BUTTONS: Mapping[str, tuple[str, ...]] = {
    RefundStatus.REQUESTED: ("approve", "reject"),
    RefundStatus.APPROVED: ("reject",),
    RefundStatus.FAILED: ("pay_to_wallet",),
    RefundStatus.DONE: ("take_back",),
}
Decision = Callable[[Refund, int, str], object]


@admin.register(Refund)
class RefundAdmin(ReadOnlyAdmin):
    list_display = (
        "created_at",
        "shown_order",
        "shown_customer",
        "shown_amount",
        "destination",
        "reason",
        "shown_status",
        "requester",
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
        "shown_parts",
        "note",
        "customer_note",
        "decision_note",
        "expires_at",
        "decided_at",
        "settled_at",
    )
    readonly_fields = fields
    actions_detail = ("approve", "reject", "pay_to_wallet", "take_back")

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

    @shown(_("parts"))
    def shown_parts(self, refund: Refund) -> SafeString | str:
        parts = refund.allocations.select_related("tender")
        rows = ((part.tender.get_kind_display(), part, part.get_status_display()) for part in parts)
        return format_html_join("", "<p>{} → {} · {}</p>", rows) or "–"

    @shown(_("status"), label=LABELS)
    def shown_status(self, refund: Refund) -> tuple[str, str]:
        return refund.status, refund.get_status_display()

    def has_decide_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        return request.user.has_perm(ISSUE) or request.user.has_perm(APPROVE)

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        refund = Refund.objects.filter(pk__in=[read_uuid(str(object_id))]).first()
        if refund is None or _concerns(request, refund):
            return []
        wanted = BUTTONS.get(refund.status, ())
        actions = super().get_actions_detail(request, object_id)
        return [one for one in actions if one.action_name.endswith(wanted)] if wanted else []

    @detail_action(_("Approve"), path="approve", permission="decide")
    def approve(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """What would be paid, a reason, and the button."""
        words = gettext(
            "%(amount)s of order %(order)s go back to %(customer)s, because: %(why)s. Asked for by %(who)s."
        )
        return self._decide(
            request,
            object_id,
            gettext("Approve this refund"),
            words,
            lambda refund, actor, reason: approve_refund(refund_id=refund.pk, approver_id=actor, note=reason),
        )

    @detail_action(_("Reject"), path="reject", permission="decide")
    def reject(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The reason is what the customer reads."""
        words = gettext(
            "%(amount)s of order %(order)s are not refunded. %(customer)s reads your reason if they asked"
            " for it themselves."
        )
        return self._decide(
            request,
            object_id,
            gettext("Reject this refund"),
            words,
            lambda refund, actor, reason: reject_refund(
                refund_id=refund.pk, approver_id=actor, reason=reason
            ),
        )

    @detail_action(_("Pay to the wallet instead"), path="pay-to-wallet", permission="decide")
    def pay_to_wallet(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """What the bank did not take."""
        words = gettext(
            "What the bank did not take of %(amount)s for order %(order)s goes to the wallet of %(customer)s,"
            " who is told."
        )
        return self._decide(
            request,
            object_id,
            gettext("Pay a failed refund to the wallet"),
            words,
            lambda refund, actor, reason: pay_failed_refund_to_wallet(refund_id=refund.pk, actor_id=actor),
        )

    @detail_action(_("Take back: the goods were kept"), path="take-back", permission="decide")
    def take_back(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """As far as it is still there."""
        words = gettext(
            "What is still there of %(amount)s for order %(order)s is taken back from %(customer)s, who reads"
            " your reason. What is spent, or went to a card, is recorded as a shortfall."
        )
        return self._decide(
            request,
            object_id,
            gettext("Take a refund back"),
            words,
            lambda refund, actor, reason: reverse_refund(refund_id=refund.pk, actor_id=actor, reason=reason),
        )

    def _decide(
        self, request: HttpRequest, object_id: str, title: str, words: str, decide: Decision
    ) -> HttpResponse:
        """Ask for a reason and do it; never for a refund that concerns who asks."""
        found = Refund.objects.select_related("payment", "customer", "requester")
        refund: Refund = get_object_or_404(found, pk__in=[read_uuid(object_id)])
        if _concerns(request, refund):
            raise PermissionDenied
        form = ReasonForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            self._do(request, refund, decide, form.cleaned_data["reason"])
            return redirect("admin:refunds_refund_change", refund.pk)
        return self._question(request, refund, form, title, words)

    def _do(self, request: HttpRequest, refund: Refund, decide: Decision, reason: str) -> None:
        assert request.user.pk is not None
        try:
            decide(refund, request.user.pk, reason)
        except WalletProjectError as error:
            messages.error(request, str(error))
        else:
            self.log_change(request, refund, reason)
            messages.success(request, gettext("Done."))

    def _question(
        self, request: HttpRequest, refund: Refund, form: ReasonForm, title: str, words: str
    ) -> HttpResponse:
        details = {
            "amount": written(refund.money),
            "order": refund.payment.order_reference,
            "customer": refund.customer,
            "why": refund.get_reason_display(),
            "who": refund.requester or gettext("the store's own system"),
        }
        context = {
            "title": title,
            "doubt": refund.failure,
            "explanation": words % details,
            "back": reverse("admin:refunds_refund_change", args=[refund.pk]),
        }
        frame = {**admin.site.each_context(request), "opts": Refund._meta, "model_admin": self}
        return TemplateResponse(request, "admin/wallets/decide.html", {**frame, **context, "form": form})


def _concerns(request: HttpRequest, refund: Refund) -> bool:
    """Whether the staff member asked for this refund, or gets it."""
    return request.user.pk in (refund.requester_id, refund.customer_id)

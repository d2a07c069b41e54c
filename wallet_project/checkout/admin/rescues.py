"""Card payments that their order could not take: all of them, and the way to rescue one by hand."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.models import ADDITION, LogEntry
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wallet_project.checkout.admin.rescue_form import RescueForm
from wallet_project.checkout.models import RescuedPayment
from wallet_project.checkout.queries import since_of, with_what_came_of
from wallet_project.checkout.services import look_up_bank_payment, rescue_bank_payment
from wallet_project.core.admin_tools import AmountCurrencyFilter, DayRangeFilter, ReadOnlyAdmin, shown
from wallet_project.core.exceptions import WalletProjectError
from wallet_project.core.words import written
from wallets.admin.cells import entry_link, link

RESCUE = "checkout.rescue_payment"
TEMPLATE = "admin/checkout/rescue.html"


@admin.register(RescuedPayment)
class RescuedPaymentAdmin(ReadOnlyAdmin):
    list_display = (
        "created_at",
        "order_reference",
        "shown_customer",
        "shown_amount",
        "source",
        "why",
        "shown_since",
    )
    list_select_related = ("customer", "actor", "tender")
    list_filter = ("source", AmountCurrencyFilter, ("created_at", DayRangeFilter))
    search_ids = ("pk",)
    search_numbers = ("entry",)
    search_texts = ("order_reference", "gateway_payment", "used_for", "customer__email__icontains")
    search_help_text = _("Order number, id at the gateway, entry or customer")
    ordering = ("-pk",)
    fields = (*list_display, "gateway_payment", "shown_payment", "shown_entry", "actor")
    readonly_fields = fields
    list_before_template = "admin/checkout/_rescue_link.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[RescuedPayment]:
        return with_what_came_of(super().get_queryset(request))

    @shown(_("customer"))
    def shown_customer(self, rescued: RescuedPayment) -> SafeString:
        return link("accounts_user_change", rescued.customer, rescued.customer_id)

    @shown(_("amount"))
    def shown_amount(self, rescued: RescuedPayment) -> str:
        return written(rescued.money)

    @shown(_("since then"))
    def shown_since(self, rescued: RescuedPayment) -> SafeString | str:
        return format_html_join("", "<p>{}</p>", ((words,) for words in since_of(rescued))) or "–"

    @shown(_("payment"))
    def shown_payment(self, rescued: RescuedPayment) -> SafeString | str:
        if rescued.tender is None:
            return "–"
        return link("checkout_payment_change", rescued.order_reference, rescued.tender.payment_id)

    @shown(_("entry"))
    def shown_entry(self, rescued: RescuedPayment) -> Any:
        return entry_link(rescued.entry_id)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.rescue)
        return [path("rescue/", view, name="checkout_rescuedpayment_rescue"), *super().get_urls()]

    def rescue(self, request: HttpRequest) -> HttpResponse:
        """Asks for the reference, shows what the payment service says, and on the second button credits."""
        if not request.user.has_perm(RESCUE):
            raise PermissionDenied
        actor_id = request.user.pk
        assert actor_id is not None
        form = RescueForm(request.POST or None)
        found = None
        if request.method == "POST" and form.is_valid() and "edit" not in request.POST:
            try:
                if "confirm" in request.POST:
                    return self._credit(request, form, actor_id)
                found = look_up_bank_payment(**form.arguments(), actor_id=actor_id)
            except WalletProjectError as error:
                form.add_error(None, str(error))
        words = {"title": gettext("Rescue a payment by its reference"), "form": form, "found": found}
        frame = {**admin.site.each_context(request), "opts": RescuedPayment._meta, "model_admin": self}
        back = reverse("admin:checkout_rescuedpayment_changelist")
        return TemplateResponse(request, TEMPLATE, {**frame, **words, "back": back})

    def _credit(self, request: HttpRequest, form: RescueForm, actor_id: int) -> HttpResponse:
        data = form.cleaned_data
        rescued = rescue_bank_payment(
            **form.arguments(),
            actor_id=actor_id,
            order_reference=data["order_reference"],
            why=data["why"],
        )
        LogEntry.objects.log_actions(actor_id, [rescued], ADDITION, data["why"], single_object=True)
        done = gettext("%(amount)s is in the wallet of %(customer)s, who is told.")
        messages.success(request, done % {"amount": rescued.money, "customer": rescued.customer})
        return redirect("admin:checkout_rescuedpayment_change", rescued.pk)

"""Orders: a list to read, and what staff do with one, each step by its service."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from djmoney.money import Money
from unfold.admin import TabularInline

from refunds.admin.payments import is_refundable, refund_links
from refunds.limits import ISSUE
from wallet_project.checkout.models import Payment
from wallet_project.checkout.queries import returns_in_words
from wallet_project.core.admin_tools import DayRangeFilter, ReadOnlyAdmin, detail_action, shown
from wallet_project.core.exceptions import WalletProjectError
from wallet_project.core.money import from_minor, to_minor
from wallet_project.storefront.admin.order_forms import OutOfStockForm
from wallet_project.storefront.enums import TRANSITIONS, OrderStatus
from wallet_project.storefront.models import Order, OrderLine
from wallet_project.storefront.services.checkout import call_off_order, payment_of
from wallet_project.storefront.services.missing import mark_out_of_stock
from wallet_project.storefront.services.orders import mark_delivered, mark_shipped

LABELS: dict[str, str] = {
    OrderStatus.PENDING_PAYMENT: "warning",
    OrderStatus.PAID: "success",
    OrderStatus.SHIPPED: "info",
    OrderStatus.DELIVERED: "success",
    OrderStatus.PAYMENT_FAILED: "danger",
}
STEPS = {
    "ship": OrderStatus.SHIPPED,
    "deliver": OrderStatus.DELIVERED,
    "out_of_stock": OrderStatus.SHIPPED,
    "call_off": OrderStatus.CANCELED,
}
REFUND = "refund"


def full(amount: Money) -> str:
    """A stored amount with exactly its currency's decimals."""
    return str(from_minor(to_minor(amount), str(amount.currency)))


class OrderLineInline(TabularInline):  # type: ignore[misc]
    model = OrderLine
    fields = ("name", "unit_price", "quantity", "line_total", "discount", "missing")
    readonly_fields = fields
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Order)
class OrderAdmin(ReadOnlyAdmin):
    list_display = ("shown_number", "shown_customer", "shown_total", "shown_status", "placed_at")
    list_select_related = ("customer",)
    list_filter = ("status", ("placed_at", DayRangeFilter))
    search_ids = ("payment_id",)
    search_texts = ("number", "customer__email__icontains", "full_name__icontains")
    search_help_text = _("Order number, payment id, customer’s e-mail or name")
    ordering = ("-pk",)
    inlines = (OrderLineInline,)
    actions_detail = ("ship", "deliver", "out_of_stock", "call_off", "refund")
    view_on_site = False
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("number", "status"),
                    ("shown_customer", "payment_id"),
                    "status_note",
                    "shown_returns",
                )
            },
        ),
        (
            _("Amounts"),
            {
                "fields": (
                    ("shown_items", "shown_discount"),
                    ("shown_shipping", "shown_total"),
                    "shown_refunds",
                )
            },
        ),
        (
            _("Goes to"),
            {"fields": (("full_name", "phone"), ("street", "street_extra"), ("postcode", "city"), "country")},
        ),
        (
            _("History"),
            {"fields": (("placed_at", "paid_at"), ("shipped_at", "delivered_at"), "expected_on", "ended_at")},
        ),
    )

    def search_for(self, term: str) -> Q:
        return super().search_for(term.removeprefix("#"))

    @shown(_("number"), ordering="pk")
    def shown_number(self, order: Order) -> str:
        return f"#{order.number}"

    @shown(_("customer"))
    def shown_customer(self, order: Order) -> SafeString:
        address = reverse("admin:accounts_user_change", args=[order.customer_id])
        return format_html('<a class="text-link" href="{}">{}</a>', address, order.customer)

    @shown(_("items"))
    def shown_items(self, order: Order) -> str:
        return full(order.items_total)

    @shown(_("voucher"))
    def shown_discount(self, order: Order) -> SafeString | str:
        """What the voucher took off, and the way to it."""
        if not order.voucher_reference:
            return "–"
        address = reverse("admin:rewards_voucher_change", args=[order.voucher_reference])
        return format_html('<a class="text-link" href="{}">−{}</a>', address, full(order.discount))

    @shown(_("delivery"))
    def shown_shipping(self, order: Order) -> str:
        return full(order.shipping)

    @shown(_("total"))
    def shown_total(self, order: Order) -> str:
        return full(order.total)

    @shown(_("refunds"))
    def shown_refunds(self, order: Order) -> SafeString | str:
        payment = Payment.objects.filter(pk=order.payment_id).first() if order.payment_id else None
        return refund_links(payment) if payment else "–"

    @shown(_("status"), label=LABELS)
    def shown_status(self, order: Order) -> tuple[str, str]:
        return order.status, order.get_status_display()

    def has_advance_permission(self, request: HttpRequest, object_id: object = None) -> bool:
        return request.user.has_perm("storefront.change_order")

    def has_refund_permission(self, request: HttpRequest, object_id: object = None) -> bool:
        return request.user.has_perm(ISSUE)

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        """Only the steps that may follow from where the order is."""
        order = Order.objects.filter(pk=object_id).first()
        following = TRANSITIONS[order.status] if order else frozenset()
        actions = super().get_actions_detail(request, object_id)
        possible = {name for name, step in STEPS.items() if step in following}
        if order is not None and is_refundable(request, order.payment_id):
            possible.add(REFUND)
        return [one for one in actions if _name(one) in possible]

    @detail_action(_("Mark as shipped"), path="ship", permission="advance")
    def ship(self, request: HttpRequest, object_id: str) -> HttpResponse:
        question = gettext("The parcel of order #%(number)s is on its way?")
        return self._step(request, object_id, question, lambda order: mark_shipped(number=order.number))

    @detail_action(_("Mark as delivered"), path="deliver", permission="advance")
    def deliver(self, request: HttpRequest, object_id: str) -> HttpResponse:
        question = gettext("The parcel of order #%(number)s has arrived?")
        return self._step(request, object_id, question, lambda order: mark_delivered(number=order.number))

    @shown(_("disputed or refunded at the gateway"))
    def shown_returns(self, order: Order) -> str:
        payment = payment_of(order)
        card = payment.card_tender if payment is not None else None
        return "; ".join(returns_in_words(card.returns.all())) if card is not None else "–"

    @detail_action(_("Something is out of stock"), path="out-of-stock", permission="advance")
    def out_of_stock(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Which line, how many, and the button. The credit rules are asked about it."""
        order = get_object_or_404(Order, pk=object_id)
        form = OutOfStockForm(order, request.POST or None)
        if request.method == "POST" and form.is_valid():
            self._mark_missing(request, order, form)
            return redirect("admin:storefront_order_change", order.pk)
        frame = {**admin.site.each_context(request), "opts": Order._meta, "order": order, "form": form}
        title = gettext("Order #%(number)s: something is out of stock") % {"number": order.number}
        return TemplateResponse(request, "storefront/admin/out_of_stock.html", {**frame, "title": title})

    def _mark_missing(self, request: HttpRequest, order: Order, form: OutOfStockForm) -> None:
        line_id, quantity = form.cleaned_data["line"], form.cleaned_data["quantity"]
        try:
            line = mark_out_of_stock(
                number=order.number, line_id=int(line_id), quantity=quantity, now=timezone.now()
            )
        except WalletProjectError as error:
            messages.error(request, str(error))
        else:
            said = gettext("%(missing)d of “%(name)s” can't be delivered.")
            messages.success(request, said % {"missing": line.missing, "name": line.name})
            self.log_change(request, order, said % {"missing": line.missing, "name": line.name})

    @detail_action(_("Cancel"), path="cancel", permission="advance")
    def call_off(self, request: HttpRequest, object_id: str) -> HttpResponse:
        question = gettext(
            "Cancel order #%(number)s? What is held in the customer's wallet is free again; a bank"
            " payment that arrives later goes into the wallet."
        )
        reason = gettext("The store canceled it.")
        return self._step(
            request, object_id, question, lambda order: call_off_order(number=order.number, reason=reason)
        )

    @detail_action(_("Credit refund"), path="refund", permission="refund")
    def refund(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The form of the order's payment."""
        order = get_object_or_404(Order, pk=object_id, payment_id__isnull=False)
        return redirect("admin:credit_refund", order.payment_id)

    def _step(
        self, request: HttpRequest, object_id: str, question: str, service: Callable[[Order], Order]
    ) -> HttpResponse:
        """Asks, and on a POST does it: an address alone changes nothing."""
        order = get_object_or_404(Order, pk=object_id)
        if request.method != "POST":
            frame = {**admin.site.each_context(request), "opts": Order._meta, "order": order}
            words = {"title": str(order), "question": question % {"number": order.number}}
            return TemplateResponse(request, "storefront/admin/confirm.html", {**frame, **words})
        try:
            done = service(order)
            messages.success(request, f"{done}: {done.get_status_display()}")
        except WalletProjectError as error:
            messages.error(request, str(error))
        return redirect("admin:storefront_order_change", order.pk)


def _name(one: Any) -> str:
    """The method that an action stands for."""
    return str(one.method.__name__)

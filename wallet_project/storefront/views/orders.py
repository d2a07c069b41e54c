"""A customer's orders. Another customer's order is not found."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from refunds.queries_returns import offer_for, returns_of_order
from wallet_project.core.exceptions import InvalidState, NotFound
from wallet_project.storefront import queries, queries_reviews
from wallet_project.storefront.models import Order
from wallet_project.storefront.returns import returns_in_short
from wallet_project.storefront.services import checkout, paying_again
from wallet_project.storefront.views.customers import customer_id, key_of


@never_cache
@login_required
@require_safe
def orders(request: HttpRequest) -> HttpResponse:
    page = queries.orders_page(
        customer_id=customer_id(request),
        before=key_of(request.GET.get("before")),
        after=key_of(request.GET.get("after")),
    )
    return render(request, "storefront/orders.html", {"page": page})


@never_cache
@login_required
@require_safe
def order(request: HttpRequest, number: str) -> HttpResponse:
    shown = own_order(request, number)
    context = _context(shown) | _returns(shown)
    context["returns"] = returns_in_short(shown, context["payment"], now=timezone.now())
    return render(request, "storefront/order.html", context)


@never_cache
@login_required
@require_safe
def state(request: HttpRequest, number: str) -> HttpResponse:
    """The part of the order page that changes by itself while a bank makes up its mind.

    Empty while it stands as the page has seen it, so that nothing moves under a reader's hands.
    """
    shown = own_order(request, number)
    context = _context(shown) | {"swap_out_of_band": True}
    if shown.is_waiting and request.GET.get("seen") == context["seen"]:
        return HttpResponse(status=204)
    return render(request, "storefront/_order_state.html", context)


@never_cache
@login_required
@require_safe
def returned(request: HttpRequest, number: str) -> HttpResponse:
    """Back from the payment page: ask the gateway how it went, rather than believe the address."""
    checkout.bring_up_to_date(own_order(request, number))
    return redirect("storefront:order", number)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, number: str) -> HttpResponse:
    shown = own_order(request, number)
    if request.method != "POST":
        return render(request, "storefront/order_cancel.html", {"order": shown})
    try:
        checkout.call_off_order(number=shown.number, reason=_("You canceled it."))
        messages.success(request, _("Order #%(number)s is canceled.") % {"number": shown.number})
    except InvalidState as error:
        messages.error(request, error.message)
    return redirect("storefront:order", number)


def own_order(request: HttpRequest, number: str) -> Order:
    try:
        return queries.get_order(customer_id=customer_id(request), number=number)
    except NotFound as error:
        raise Http404(error.message) from error


def _returns(shown: Order) -> dict[str, Any]:
    """What of a paid order can be sent back, and what was."""
    if shown.paid_at is None:
        return {}
    customer, number = shown.customer_id, shown.number
    return {
        "return_offer": offer_for(customer_id=customer, order_reference=number, now=timezone.now()),
        "returned": returns_of_order(customer_id=customer, order_reference=number),
    }


def _context(shown: Order) -> dict[str, Any]:
    payment = checkout.payment_of(shown)
    return {
        "order": shown,
        "lines": queries_reviews.lines_with_reviews(shown),
        "payment": payment,
        "seen": payment.status if payment is not None else "none",
        "rescued": paying_again.rescued_of(shown),
        "replacement": paying_again.replacement_of(shown) if shown.ended_unpaid else None,
    }

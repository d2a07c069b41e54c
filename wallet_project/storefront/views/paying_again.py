"""“Pay the order now with it”: what that would be, and one button."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from wallet_project.core.exceptions import AmountError, WalletProjectError
from wallet_project.core.money import parse_money
from wallet_project.storefront.models import Order
from wallet_project.storefront.services.paying_again import offer_again, pay_again, replacement_of
from wallet_project.storefront.views.customers import customer_id
from wallet_project.storefront.views.orders import own_order


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def pay(request: HttpRequest, number: str) -> HttpResponse:
    shown = own_order(request, number)
    if request.method == "POST":
        return _paid(request, shown)
    earlier = replacement_of(shown)
    return redirect(earlier) if earlier is not None else _offer(request, shown)


def _offer(request: HttpRequest, shown: Order, refusal: str = "", status: int = 200) -> HttpResponse:
    context = {"order": shown, "again": offer_again(shown), "refusal": refusal}
    return render(request, "storefront/order_pay_again.html", context, status=status)


def _paid(request: HttpRequest, shown: Order) -> HttpResponse:
    try:
        agreed = parse_money(request.POST.get("agreed_total", ""), shown.currency)
        again = pay_again(
            customer_id=customer_id(request),
            number=shown.number,
            agreed_total=agreed,
            address_of=lambda name, order: request.build_absolute_uri(reverse(name, args=[order])),
        )
    except AmountError:
        return _offer(request, shown, status=422)
    except WalletProjectError as error:
        return _offer(request, shown, error.message, status=422)
    messages.success(request, _("Thank you! Order #%(number)s is paid.") % {"number": again.number})
    return redirect(again)

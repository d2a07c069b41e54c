"""The voucher of a cart: put in, or taken out. The customer comes back to the page they were on."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from rewards.exceptions import TooManyGuesses, VoucherNotUsable
from wallet_project.storefront.forms import VoucherForm
from wallet_project.storefront.services.cart import CustomerCart
from wallet_project.storefront.services.shopping import cart_contents
from wallet_project.storefront.services.vouchers import put_voucher_into_cart, take_voucher_out_of_cart
from wallet_project.storefront.views import cart, checkout
from wallet_project.storefront.views.customers import customer_id

AT_CHECKOUT: Final = "checkout"


@never_cache
@login_required
@require_POST
def put(request: HttpRequest) -> HttpResponse:
    form = VoucherForm(request.POST)
    contents = cart_contents(CustomerCart(customer_id(request)))
    if form.is_valid() and contents.items:
        try:
            put_voucher_into_cart(
                customer_id=customer_id(request),
                code=form.cleaned_data["code"],
                address=request.META.get("REMOTE_ADDR", ""),
                lines=contents.full_lines,
            )
        except (VoucherNotUsable, TooManyGuesses) as error:
            form.add_error("code", error.message)
        else:
            messages.success(request, _("Your voucher is in the cart."))
    return _same_page(request, form)


@never_cache
@login_required
@require_POST
def take_out(request: HttpRequest) -> HttpResponse:
    take_voucher_out_of_cart(customer_id=customer_id(request))
    messages.info(request, _("Your voucher is out of the cart. You still have it."))
    return _same_page(request, VoucherForm())


def _same_page(request: HttpRequest, form: VoucherForm) -> HttpResponse:
    at_checkout = request.POST.get("page") == AT_CHECKOUT
    if form.errors:
        return (checkout.with_voucher if at_checkout else cart.with_voucher)(request, form)
    return redirect("storefront:checkout" if at_checkout else "storefront:cart")

"""The cart: a page of its own, and small answers for htmx. Every change is a POST."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from wallet_project.core.exceptions import NotFound, WalletProjectError
from wallet_project.storefront.forms import parse_quantity
from wallet_project.storefront.services import shopping
from wallet_project.storefront.services.cart import cart_of
from wallet_project.storefront.services.delivery import missing_for_free_delivery
from wallet_project.storefront.services.rewarding import promise_for_cart
from wallet_project.storefront.views.customers import key_of, visitor_id, wants_fragment


@never_cache
@require_safe
def cart(request: HttpRequest) -> HttpResponse:
    return _cart_page(request)


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    try:
        item = shopping.add_to_cart(
            cart=cart_of(request), product_id=_product_id(request), quantity=_quantity(request)
        )
    except NotFound as error:
        raise Http404(error.message) from error
    except WalletProjectError as error:
        return _not_added(request, error)
    said = _("“%(name)s” is in your cart.") % {"name": item.product.name}
    if wants_fragment(request):
        return render(request, "storefront/_added.html", {"said": said, "swap_out_of_band": True})
    messages.success(request, said)
    return redirect("storefront:cart")


@require_POST
def change(request: HttpRequest) -> HttpResponse:
    product_id = _product_id(request)
    try:
        shopping.change_quantity(cart=cart_of(request), product_id=product_id, quantity=_quantity(request))
    except NotFound as error:
        raise Http404(error.message) from error
    except WalletProjectError as error:
        return _cart_page(
            request, wrong=product_id, typed=request.POST.get("quantity", ""), error=error.message
        )
    return _cart_changed(request)


@require_POST
def remove(request: HttpRequest) -> HttpResponse:
    shopping.remove_from_cart(cart=cart_of(request), product_id=_product_id(request))
    return _cart_changed(request)


def _cart_changed(request: HttpRequest) -> HttpResponse:
    return _cart_page(request) if wants_fragment(request) else redirect("storefront:cart")


def _cart_page(
    request: HttpRequest, *, wrong: int | None = None, typed: str = "", error: str = ""
) -> HttpResponse:
    contents = shopping.cart_contents(cart_of(request))
    context = {
        "contents": contents,
        "promised": promise_for_cart(contents, customer_id=visitor_id(request)),
        "missing": missing_for_free_delivery(contents.items_total),
        "wrong": wrong,
        "typed": typed,
        "error": error,
        "swap_out_of_band": wants_fragment(request),
    }
    page = "storefront/_cart.html" if wants_fragment(request) else "storefront/cart.html"
    return render(request, page, context, status=422 if error else 200)


def _not_added(request: HttpRequest, error: WalletProjectError) -> HttpResponse:
    if wants_fragment(request):
        return render(request, "storefront/_added.html", {"error": error.message}, status=422)
    messages.error(request, error.message)
    return redirect("storefront:cart")


def _product_id(request: HttpRequest) -> int:
    product_id = key_of(request.POST.get("product"))
    if product_id is None:
        raise Http404
    return product_id


def _quantity(request: HttpRequest) -> int:
    return parse_quantity(request.POST.get("quantity", "1"))

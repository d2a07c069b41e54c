"""Sharing a product: plain links to elsewhere, and a form that tells us."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from wallet_project.storefront import queries
from wallet_project.storefront.forms_reviews import ShareForm
from wallet_project.storefront.models import Product
from wallet_project.storefront.promises import share_promise
from wallet_project.storefront.services.shares import has_shared, record_share
from wallet_project.storefront.share_links import share_links
from wallet_project.storefront.views.customers import customer_id


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def share(request: HttpRequest, slug: str) -> HttpResponse:
    """GET shows the links; POST, by a customer, tells us that it was shared."""
    product = get_object_or_404(queries.products_for_sale().select_related("category"), slug=slug)
    form = ShareForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if not request.user.is_authenticated:
            return redirect(f"{reverse('account_login')}?next={request.path}")
        if form.is_valid():
            _record(request, product, form.cleaned_data["target"])
            return redirect("storefront:share", slug)
    address = request.build_absolute_uri(product.get_absolute_url())
    context = {
        "product": product,
        "category": product.category,
        "address": address,
        "links": share_links(address=address, text=product.name),
        "form": form,
        **_own(request, product),
    }
    return render(request, "storefront/share.html", context, status=422 if form.errors else 200)


def _record(request: HttpRequest, product: Product, target: str) -> None:
    earned = record_share(
        customer_id=customer_id(request), product=product, target=target, now=timezone.now()
    )
    if earned:
        messages.success(request, _("Thank you for sharing. What you earned is in your rewards."))
    else:
        messages.info(request, _("Thank you for sharing. There is nothing more to earn by it today."))


def _own(request: HttpRequest, product: Product) -> dict[str, Any]:
    """What it earns, and whether it has been earned today."""
    if not request.user.is_authenticated:
        return {"promise": share_promise(customer_id=None, product=product, now=timezone.now())}
    who, now = customer_id(request), timezone.now()
    return {
        "promise": share_promise(customer_id=who, product=product, now=now),
        "shared_today": has_shared(customer_id=who, product_id=product.pk, now=now),
    }

"""The shelves."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from wallet_project.storefront import queries, queries_reviews
from wallet_project.storefront.forms import ShelfForm
from wallet_project.storefront.models import Category, Product
from wallet_project.storefront.services.rewarding import promise_for_product
from wallet_project.storefront.views.customers import key_of, visitor_id


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "storefront/home.html", {"products": queries.featured_products(limit=8)})


@require_safe
def category(request: HttpRequest, slug: str) -> HttpResponse:
    shelf = get_object_or_404(Category, slug=slug)
    products = queries.products_for_sale().filter(category=shelf)
    return render(request, "storefront/category.html", {"category": shelf, **_shelf(request, products)})


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    text = _searched(request)
    products = queries.matching_products(text) if text else Product.objects.none()
    return render(request, "storefront/search.html", {"search_text": text, **_shelf(request, products)})


@cache_control(private=True)
@require_safe
def product(request: HttpRequest, slug: str) -> HttpResponse:
    shown = get_object_or_404(queries.products_for_sale().select_related("category"), slug=slug)
    others = queries.products_for_sale().filter(category=shown.category).exclude(pk=shown.pk)
    return render(
        request,
        "storefront/product.html",
        {
            "product": shown,
            "category": shown.category,
            "others": others.order_by("-is_featured", "pk")[:4],
            "summary": queries_reviews.summary_of(shown.pk),
            "reviews": queries_reviews.shown_reviews(shown.pk, size=queries_reviews.NEWEST),
            "promised": promise_for_product(shown, customer_id=visitor_id(request)),
        },
    )


def _searched(request: HttpRequest) -> str:
    text = request.GET.get("q", "")
    if "\x00" in text:
        raise BadRequest("A search can't hold a null character.")
    return text.strip()[:100]


def _shelf(request: HttpRequest, products: QuerySet[Product]) -> dict[str, Any]:
    form = ShelfForm(request.GET)
    sort = form.cleaned_data["sort"] if form.is_valid() else ""
    if form.is_valid() and form.cleaned_data["in_stock"]:
        products = products.filter(stock__gt=0)
    page = queries.products_page(
        products,
        sort=sort or "name",
        after=key_of(request.GET.get("after")),
        before=key_of(request.GET.get("before")),
    )
    return {"form": form, "page": page}

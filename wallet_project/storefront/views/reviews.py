"""Reviews of a product: all that are shown, and the customer's own."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from wallet_project.core.exceptions import WalletProjectError
from wallet_project.storefront import queries, queries_reviews
from wallet_project.storefront.forms_reviews import ReviewForm
from wallet_project.storefront.models import Product, Review
from wallet_project.storefront.promises import review_promise
from wallet_project.storefront.services import reviews as service
from wallet_project.storefront.views.customers import customer_id, key_of


@require_safe
def reviews(request: HttpRequest, slug: str) -> HttpResponse:
    product = get_object_or_404(queries.products_for_sale().select_related("category"), slug=slug)
    page = queries_reviews.shown_reviews(product.pk, before=key_of(request.GET.get("before")))
    context = {
        "product": product,
        "category": product.category,
        "summary": queries_reviews.summary_of(product.pk),
        "reviews": page.rows,
        "older": f"?before={page.older}" if page.older else "",
    }
    return render(request, "storefront/reviews.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, slug: str) -> HttpResponse:
    """The customer's own review of a product that they got; GET shows the form, POST sends it."""
    customer, product = customer_id(request), get_object_or_404(Product, slug=slug)
    own = queries_reviews.own_review(customer_id=customer, product_id=product.pk)
    bought = service.delivered_order(customer_id=customer, product_id=product.pk) is not None
    may_write = bought and (own is None or own.can_be_changed)
    form = ReviewForm(request.POST if request.method == "POST" else None, initial=_initial(own))
    if request.method == "POST" and may_write and form.is_valid() and _save(request, product, form):
        return redirect("storefront:review", slug)
    context = {"product": product, "own": own, "bought": bought, "may_write": may_write, "form": form}
    promise = review_promise(customer_id=customer, product=product, now=timezone.now()) if may_write else ""
    answer = {**context, "promise": promise}
    return render(request, "storefront/review.html", answer, status=422 if form.errors else 200)


def _initial(own: Review | None) -> dict[str, object]:
    return {} if own is None else {"stars": own.stars, "text": own.text}


def _save(request: HttpRequest, product: Product, form: ReviewForm) -> bool:
    try:
        service.save_review(
            customer_id=customer_id(request), product_id=product.pk, now=timezone.now(), **form.cleaned_data
        )
    except WalletProjectError as error:
        form.add_error(None, error.message)
        return False
    messages.success(request, _("Thank you. We read your review, then it is shown."))
    return True

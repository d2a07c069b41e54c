"""A customer's returns: the list, and each with everything that happened to it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from refunds.exceptions import ReturnNotOpen
from refunds.limits import limits_for
from refunds.queries_returns import live_refund_of, own_return, policy_of_return, returns_page
from refunds.return_words import ahead, happenings, what_next
from refunds.services import cancel_return, quote_return
from refunds.words import days_to_the_card
from wallet_project.core.pages import customer_id, customer_page, uuid_of


@require_safe
@customer_page
def returns(request: HttpRequest) -> HttpResponse:
    before = uuid_of(request.GET.get("before", ""))
    page = returns_page(customer_id=customer_id(request), before=before)
    older = f"?before={page.older}" if page.older else ""
    return render(request, "refunds/returns.html", {"rows": page.rows, "older": older})


@require_safe
@customer_page
def one(request: HttpRequest, return_id: UUID) -> HttpResponse:
    """Where it stands, what happened, and what happens next."""
    found = own_return(customer_id=customer_id(request), return_id=return_id)
    policy = policy_of_return(found)
    context = {
        "return": found,
        "card_days": days_to_the_card(policy.card_days_from, policy.card_days_to),
        "happenings": happenings(list(found.events.all()), customer_id=found.customer_id),
        "next": what_next(found.state, days=limits_for(policy.currency).decide_within_days),
        "ahead": ahead(found.state),
        "outcome": quote_return(found, now=timezone.now()),
        "refund": live_refund_of(found),
    }
    return render(request, "refunds/return.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@customer_page
def cancel(request: HttpRequest, return_id: UUID) -> HttpResponse:
    """Asks, and on a POST does it."""
    found = own_return(customer_id=customer_id(request), return_id=return_id)
    if request.method != "POST":
        return render(request, "refunds/cancel_return.html", {"return": found})
    try:
        cancel_return(return_id=found.pk, customer_id=found.customer_id, now=timezone.now())
        messages.success(request, _("Your return is canceled."))
    except ReturnNotOpen as error:
        messages.error(request, error.message)
    return redirect(found)

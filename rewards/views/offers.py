"""Offers that points buy, and the vouchers that came of them."""

from __future__ import annotations

from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rewards import offer_queries as queries
from rewards.services import redeem_offer
from wallet_project.core.exceptions import NotFound, WalletProjectError
from wallet_project.core.pages import customer_id, customer_page


class RedeemForm(forms.Form):
    """Made once for each page that asks: sent twice, it buys once."""

    key = forms.UUIDField()


@require_safe
@customer_page
def offers(request: HttpRequest) -> HttpResponse:
    customer, now = customer_id(request), timezone.now()
    points = queries.points_of(customer, now=now)
    context = {"points": points, "offers": queries.shown_offers(customer, points=points, now=now)}
    return render(request, "rewards/offers.html", context)


@require_safe
@customer_page
def offer(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    """One offer: what it gives and costs, and the question whether to buy it."""
    customer, now = customer_id(request), timezone.now()
    points = queries.points_of(customer, now=now)
    shown = queries.shown_offer(customer, offer_id, points=points, now=now)
    context = {"shown": shown, "points": points, "kept": points - shown.offer.points, "key": uuid4()}
    return render(request, "rewards/offer.html", context)


@require_POST
@customer_page
def redeem(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    form = RedeemForm(request.POST)
    if not form.is_valid():
        return redirect("rewards:offer", offer_id)
    key = str(form.cleaned_data["key"])
    try:
        done = redeem_offer(customer_id=customer_id(request), offer_id=offer_id, key=key, now=timezone.now())
    except NotFound:
        raise
    except WalletProjectError as error:
        messages.error(request, error.message)
        return redirect("rewards:offer", offer_id)
    messages.success(request, _("“%(title)s” is yours. Here is the code.") % {"title": done.voucher.title})
    return redirect("rewards:vouchers")


@require_safe
@customer_page
def vouchers(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    shown = [(voucher, voucher.can_be_used(now)) for voucher in queries.vouchers_of(customer_id(request))]
    return render(request, "rewards/vouchers.html", {"vouchers": shown})

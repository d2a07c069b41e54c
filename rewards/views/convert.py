"""Turning points into money: how many, what they give, and a yes that can't be taken back."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rewards.conversion import ConversionQuote
from rewards.exceptions import ConversionChanged
from rewards.forms import INCOMPLETE, ConversionForm, PointsForm
from rewards.models import PointsConversion
from rewards.overview import own_conversion
from rewards.services import convert_points, find_offer, quote_conversion
from wallet_project.core.exceptions import IdempotencyConflict, WalletProjectError
from wallet_project.core.pages import customer_fragment, customer_id, customer_page
from wallets.models import Wallet
from wallets.queries import own_wallets


@require_http_methods(["GET", "HEAD", "POST"])
@customer_page
def convert(request: HttpRequest) -> HttpResponse:
    """The page with what was typed and its quote; a POST is the yes to a quote."""
    if request.method != "POST":
        return _page(request, _points_form(request))
    answer = ConversionForm(request.POST, currency=settings.STORE_CURRENCY)
    form = PointsForm({"points": request.POST.get("points", "")})
    if not answer.is_valid():
        form.is_valid()
        form.add_error(None, INCOMPLETE)
        return _page(request, form)
    try:
        done = _convert(request, answer)
    except IdempotencyConflict:
        form.add_error(None, _("You confirmed this before, for another amount. Confirm again only for more."))
    except ConversionChanged as error:
        form.add_error(None, error.message)
    except WalletProjectError as error:
        form.add_error("points", error.message)
    else:
        return redirect("rewards:converted", done.pk)
    return _page(request, form)


@require_safe
@customer_fragment
def convert_quote(request: HttpRequest) -> HttpResponse:
    """The quote alone, for a page that is open. Changes nothing."""
    form = _points_form(request)
    return render(request, "rewards/_quote.html", _context(request, form) | {"out_of_band": True})


@require_safe
@customer_page
def converted(request: HttpRequest, conversion_id: UUID) -> HttpResponse:
    found = own_conversion(customer_id=customer_id(request), conversion_id=conversion_id)
    return render(request, "rewards/converted.html", {"conversion": found})


def _convert(request: HttpRequest, answer: ConversionForm) -> PointsConversion:
    return convert_points(
        customer_id=customer_id(request),
        points=answer.cleaned_data["points"],
        currency=settings.STORE_CURRENCY,
        key=str(answer.cleaned_data["key"]),
        agreed=answer.cleaned_data["agreed"],
    )


def _points_form(request: HttpRequest) -> PointsForm:
    return PointsForm(request.GET if "points" in request.GET else None)


def _page(request: HttpRequest, form: PointsForm) -> HttpResponse:
    context = _context(request, form)
    return render(request, "rewards/convert.html", context, status=422 if form.errors else 200)


def _context(request: HttpRequest, form: PointsForm) -> dict[str, Any]:
    """What the page shows: what may be converted, and the quote for what was typed if it can be."""
    offer = find_offer(customer_id=customer_id(request), currency=settings.STORE_CURRENCY, now=timezone.now())
    typed = form.is_bound and "points" not in form.errors
    quoted = _quote(request, form) if offer is not None and typed else None
    answer = None
    if quoted is not None:
        initial = {"points": form.cleaned_data["points"], "agreed": quoted.value.amount, "key": uuid4()}
        answer = ConversionForm(initial=initial, currency=settings.STORE_CURRENCY)
    return {
        "offer": offer,
        "form": form,
        "quote": quoted,
        "answer": answer,
        "closed_wallet": _closed_wallet(request),
    }


def _quote(request: HttpRequest, form: PointsForm) -> ConversionQuote | None:
    """What was typed would give that; words beside the field where it can't be."""
    try:
        return quote_conversion(
            customer_id=customer_id(request),
            points=form.cleaned_data["points"],
            currency=settings.STORE_CURRENCY,
            now=timezone.now(),
        )
    except WalletProjectError as error:
        form.add_error("points", error.message)
        return None


def _closed_wallet(request: HttpRequest) -> Wallet | None:
    """The customer's wallet, if it is frozen or closed: then nothing is converted."""
    wallets = own_wallets(customer_id(request))
    here = [wallet for wallet in wallets if wallet.currency == settings.STORE_CURRENCY]
    return next((wallet for wallet in here if not wallet.is_open), None)

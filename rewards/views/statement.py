"""The statement of rewards: pages of movements with filters, one movement in full, the whole as a file."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rewards.forms import RewardFilterForm
from rewards.models import RewardWallet
from rewards.movement_details import reward_details
from rewards.queries import find_reward_wallet
from rewards.statements import own_units, reward_page, reward_rows
from wallet_project.core.exceptions import NotFound
from wallet_project.core.pages import customer_id, customer_page
from wallets.references import reference_url
from wallets.views.pages import currency_of
from wallets.views.statement_pages import csv_answer, statement_context


@require_safe
@customer_page
def statement(request: HttpRequest) -> HttpResponse:
    return _statement(request, *_asked_for(request), RewardFilterForm(request.GET))


@require_safe
@customer_page
def movement(request: HttpRequest, entry_id: int) -> HttpResponse:
    details = reward_details(
        customer_id=customer_id(request), entry_id=entry_id, currency=request.GET.get("currency", "")
    )
    context = {"details": details, "order_url": reference_url(details.movement.reference)}
    return render(request, "rewards/movement.html", context)


@require_safe
@customer_page
def export(request: HttpRequest) -> HttpResponseBase:
    """The whole statement under the same filters, streamed."""
    units, wallet = _asked_for(request)
    form = RewardFilterForm(request.GET)
    if wallet is None or not form.is_valid():
        return _statement(request, units, wallet, form)
    name = "points" if wallet.is_points else f"rewards-{wallet.currency}"
    return csv_answer(reward_rows(wallet, form.filters()), name=name)


def _asked_for(request: HttpRequest) -> tuple[list[str], RewardWallet | None]:
    """The units that the customer may look at, and what the page is about: None where they have none
    of it yet. Raises `NotFound` for any other unit."""
    customer, currency = customer_id(request), currency_of(request)
    units = own_units(customer)
    if currency not in units:
        raise NotFound(_("reward wallet"))
    return units, find_reward_wallet(customer_id=customer, currency=currency)


def _statement(
    request: HttpRequest, units: list[str], wallet: RewardWallet | None, form: RewardFilterForm
) -> HttpResponse:
    read = partial(reward_page, wallet) if wallet is not None else None
    context = {
        **statement_context(request, form, read),
        "currency": currency_of(request),
        "units": units,
        "movement_page": "rewards:movement",
        "page_url": reverse("rewards:statement"),
        "export_url": reverse("rewards:statement_export"),
    }
    return render(request, "rewards/statement.html", context, status=422 if form.errors else 200)

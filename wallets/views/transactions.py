"""The wallet's statement: pages of movements with filters, one movement in full, and the whole as a file."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from wallet_project.core.pages import customer_id, customer_page
from wallets import queries
from wallets.forms import StatementFilterForm
from wallets.models import Wallet
from wallets.movement_details import movement_details
from wallets.references import reference_url
from wallets.statements import statement_page, statement_rows
from wallets.views.pages import currency_of
from wallets.views.statement_pages import csv_answer, statement_context


@require_safe
@customer_page
def transactions(request: HttpRequest) -> HttpResponse:
    return _statement(request, _own_wallet(request), StatementFilterForm(request.GET))


def _own_wallet(request: HttpRequest) -> Wallet | None:
    """The wallet that the page is about; None for a customer who has none at all yet."""
    customer = customer_id(request)
    wallets = queries.own_wallets(customer)
    if not wallets and "currency" not in request.GET:
        return None
    return queries.own_wallet(customer_id=customer, currency=currency_of(request))


def _statement(request: HttpRequest, wallet: Wallet | None, form: StatementFilterForm) -> HttpResponse:
    read = None
    if wallet is not None:
        read = partial(statement_page, customer_id=customer_id(request), wallet_id=wallet.pk)
    context = {
        **statement_context(request, form, read),
        "wallet": wallet,
        "page_url": reverse("wallets:transactions"),
        "export_url": reverse("wallets:transactions_export"),
    }
    return render(request, "wallets/transactions.html", context, status=422 if form.errors else 200)


@require_safe
@customer_page
def movement(request: HttpRequest, entry_id: int) -> HttpResponse:
    details = movement_details(customer_id=customer_id(request), entry_id=entry_id)
    context = {"details": details, "order_url": reference_url(details.movement.reference)}
    return render(request, "wallets/movement.html", context)


@require_safe
@customer_page
def export(request: HttpRequest) -> HttpResponseBase:
    """The whole statement under the same filters, streamed."""
    wallet = _own_wallet(request)
    form = StatementFilterForm(request.GET)
    if wallet is None or not form.is_valid():
        return _statement(request, wallet, form)
    rows = statement_rows(customer_id=customer_id(request), wallet_id=wallet.pk, filters=form.filters())
    return csv_answer(rows, name=f"wallet-{wallet.currency}")

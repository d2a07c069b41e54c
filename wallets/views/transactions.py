"""The statement: pages of movements with filters, one movement in full, and the whole as a file."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from wallet_project.core.pages import customer_id, customer_page
from wallets import queries
from wallets.export import csv_chunks
from wallets.forms import StatementFilterForm
from wallets.models import Wallet
from wallets.movement_details import movement_details
from wallets.references import reference_url
from wallets.statements import StatementPage, read_cursor, statement_page, statement_rows
from wallets.views.pages import currency_of


@require_safe
@customer_page
def transactions(request: HttpRequest) -> HttpResponse:
    wallet = _own_wallet(request)
    form = StatementFilterForm(request.GET)
    return _statement(request, wallet, form)


def _own_wallet(request: HttpRequest) -> Wallet | None:
    """The wallet that the page is about; None for a customer who has none at all yet."""
    customer = customer_id(request)
    wallets = queries.own_wallets(customer)
    if not wallets and "currency" not in request.GET:
        return None
    return queries.own_wallet(customer_id=customer, currency=currency_of(request))


def _statement(request: HttpRequest, wallet: Wallet | None, form: StatementFilterForm) -> HttpResponse:
    page, broken = StatementPage(()), False
    if wallet is not None and form.is_valid():
        page, broken = _page(request, wallet, form)
    context = {
        "wallet": wallet,
        "form": form,
        "page": page,
        "broken": broken,
        "newer": _link(request, after=page.newer),
        "older": _link(request, before=page.older),
        "query": _query(request),
    }
    return render(request, "wallets/transactions.html", context, status=422 if form.errors else 200)


def _page(request: HttpRequest, wallet: Wallet, form: StatementFilterForm) -> tuple[StatementPage, bool]:
    """The page that the address asks for, or the newest and True where it asks in nonsense."""
    given = {name: request.GET[name] for name in ("before", "after") if name in request.GET}
    cursors = {name: read_cursor(text) for name, text in given.items()}
    broken = len(given) > 1 or None in cursors.values()
    page = statement_page(
        customer_id=customer_id(request),
        wallet_id=wallet.pk,
        filters=form.filters(),
        before=None if broken else cursors.get("before"),
        after=None if broken else cursors.get("after"),
    )
    return page, broken


def _query(request: HttpRequest, **cursor: str) -> str:
    names = ("currency", *StatementFilterForm.base_fields)
    kept = {name: request.GET[name] for name in names if request.GET.get(name)}
    return urlencode({**kept, **cursor})


def _link(request: HttpRequest, **cursor: str) -> str:
    return f"?{_query(request, **cursor)}" if any(cursor.values()) else ""


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
    name = f"wallet-{wallet.currency}-{timezone.localdate().isoformat()}.csv"
    return StreamingHttpResponse(
        csv_chunks(rows, zone=timezone.get_current_timezone()),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )

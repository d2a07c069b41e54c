"""The wallet at a glance."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wallet_project.core.money import zero
from wallet_project.core.pages import customer_id, customer_page
from wallets import queries
from wallets.statements import StatementPage, statement_page
from wallets.views.pages import currency_of

LAST = 5


@require_safe
@customer_page
def wallet(request: HttpRequest) -> HttpResponse:
    customer, currency = customer_id(request), currency_of(request)
    wallets = queries.own_wallets(customer)
    shown = next((one for one in wallets if one.currency == currency), None)
    if shown is None and "currency" in request.GET:
        shown = queries.own_wallet(customer_id=customer, currency=currency)
    page = StatementPage(())
    if shown is not None:
        page = statement_page(customer_id=customer, wallet_id=shown.pk, size=LAST)
    context = {
        "wallet": shown,
        "currency": currency,
        "is_further": currency != settings.STORE_CURRENCY,
        "nothing": zero(settings.STORE_CURRENCY),
        "others": [one for one in wallets if one is not shown],
        "holds": queries.active_holds(shown) if shown is not None and shown.held.amount else [],
        "waiting": queries.waiting_top_ups(customer),
        "movements": page.movements,
        "cards": queries.saved_cards(customer),
        "alert": getattr(shown, "low_balance_alert", None),
    }
    return render(request, "wallets/wallet.html", context)

"""When a customer wants to hear that a wallet runs low."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wallet_project.core.pages import customer_id, customer_page
from wallets import queries, services
from wallets.forms_alerts import LowBalanceForm
from wallets.views.pages import currency_of


@require_http_methods(["GET", "HEAD", "POST"])
@customer_page
def low_balance(request: HttpRequest) -> HttpResponse:
    wallet = queries.own_wallet(customer_id=customer_id(request), currency=currency_of(request))
    data = request.POST if request.method == "POST" else None
    form = LowBalanceForm(data, wallet=wallet, alert=queries.low_balance_alert(wallet))
    if data is not None and form.is_valid():
        threshold = form.cleaned_data["threshold"]
        services.set_low_balance_alert(wallet_id=wallet.pk, threshold=threshold, now=timezone.now())
        if threshold is None:
            messages.success(request, _("We don't tell you any more."))
        else:
            text = _("We tell you when your balance falls below %(amount)s.")
            messages.success(request, text % {"amount": threshold})
        return redirect(f"{reverse('wallets:wallet')}?currency={wallet.currency}")
    context = {"form": form, "wallet": wallet}
    return render(request, "wallets/low_balance.html", context, status=422 if form.errors else 200)

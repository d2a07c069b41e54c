"""Adding money: the form, and the page on which a top-up is followed to its end."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wallet_project.core.exceptions import AmountError, WalletProjectError
from wallet_project.core.money import parse_typed_money, to_minor, zero
from wallet_project.core.pages import customer_fragment, customer_id, customer_page
from wallets import queries, services
from wallets.forms import OWN_AMOUNT, PAYMENT_PAGE, TopUpForm
from wallets.models import TopUp, Wallet
from wallets.views.pages import currency_of, local_path
from wallets.words import top_up_words

NOBODY = UUID(int=0)


@require_http_methods(["GET", "HEAD", "POST"])
@customer_page
def top_up(request: HttpRequest) -> HttpResponse:
    wallet = _own_wallet(request)
    form = _form(request, wallet)
    if request.method == "POST" and form.is_valid():
        started = _start(request, wallet, form)
        if started is not None:
            return redirect(started.redirect_url or _page_of(started.pk, form.cleaned_data["next"]))
    context = {"wallet": wallet, "form": form, "offer": form.offer, "currency": form.wallet_currency}
    return render(request, "wallets/top_up.html", context, status=422 if form.errors else 200)


def _own_wallet(request: HttpRequest) -> Wallet | None:
    """The customer's wallet in the page's currency; the store's own they need not have yet."""
    customer, currency = customer_id(request), currency_of(request)
    found = next((one for one in queries.own_wallets(customer) if one.currency == currency), None)
    if found is None and currency != settings.STORE_CURRENCY:
        return queries.own_wallet(customer_id=customer, currency=currency)
    return found


def _form(request: HttpRequest, wallet: Wallet | None) -> TopUpForm:
    currency = wallet.currency if wallet else settings.STORE_CURRENCY
    offer = queries.top_up_offer(currency=currency, balance=wallet.balance if wallet else zero(currency))
    cards = queries.saved_cards(customer_id(request))
    data = request.POST if request.method == "POST" else None
    form = TopUpForm(data, offer=offer, cards=cards, currency=currency)
    form.initial = {
        "key": uuid4(),
        "currency": currency,
        "next": local_path(request, request.GET.get("next", "")),
        "pay_with": next(iter(form.cards), PAYMENT_PAGE),
        **_suggested(form, request.GET.get("amount", "")),
    }
    return form


def _suggested(form: TopUpForm, amount: str) -> dict[str, str]:
    """The amount that a link asked for, else the second preset."""
    keys = list(form.presets)
    usual = {"preset": keys[min(1, len(keys) - 1)] if keys else OWN_AMOUNT}
    try:
        minor = str(to_minor(parse_typed_money(amount, form.wallet_currency)))
    except AmountError:
        return usual
    return {"preset": minor} if minor in form.presets else {"preset": OWN_AMOUNT, "amount": amount}


def _start(request: HttpRequest, wallet: Wallet | None, form: TopUpForm) -> TopUp | None:
    """The started top-up; None with the reason on the form if the wallet refuses."""
    customer, data = customer_id(request), form.cleaned_data
    address = _absolute_page(request, data["next"])
    try:
        wallet = wallet or services.open_wallet(customer_id=customer)
        return services.start_top_up(
            customer_id=customer,
            wallet_id=wallet.pk,
            amount=data["money"],
            key=str(data["key"]),
            success_url=address,
            cancel_url=address,
            saved_card_id=form.saved_card_id,
            save_card=data["save_card"],
        )
    except WalletProjectError as error:
        form.refuse(error)
        return None


def _page_of(top_up_id: UUID, back_to: str = "") -> str:
    page = reverse("wallets:top_up_state", args=[top_up_id])
    return f"{page}?{urlencode({'next': back_to})}" if back_to else page


def _absolute_page(request: HttpRequest, back_to: str) -> str:
    """The page of the top-up to be, with the service's placeholder for its id."""
    address = request.build_absolute_uri(_page_of(NOBODY, local_path(request, back_to)))
    return address.replace(str(NOBODY), "{top_up}")


@require_safe
@customer_page
def top_up_state(request: HttpRequest, top_up_id: UUID) -> HttpResponse:
    """The gateway sends the customer back here by GET, so this asks it how the payment stands."""
    found = services.watch_top_up(customer_id=customer_id(request), top_up_id=top_up_id)
    return render(request, "wallets/top_up_state.html", _state(request, found))


@require_safe
@customer_fragment
def top_up_progress(request: HttpRequest, top_up_id: UUID) -> HttpResponse:
    """The part of the page that changes; 204 while nothing has."""
    customer = customer_id(request)
    found = services.watch_top_up(customer_id=customer, top_up_id=top_up_id, at_once=False)
    if found.status == request.GET.get("seen"):
        return HttpResponse(status=204)
    return render(request, "wallets/_top_up_news.html", _state(request, found))


@require_POST
@customer_page
def top_up_cancel(request: HttpRequest, top_up_id: UUID) -> HttpResponse:
    services.cancel_top_up(customer_id=customer_id(request), top_up_id=top_up_id)
    return redirect(_page_of(top_up_id, _back_to(request)))


@require_POST
@customer_page
def top_up_retry(request: HttpRequest, top_up_id: UUID) -> HttpResponseBase:
    found = services.retry_top_up(customer_id=customer_id(request), top_up_id=top_up_id)
    return redirect(found.redirect_url or _page_of(top_up_id, _back_to(request)))


def _back_to(request: HttpRequest) -> str:
    return local_path(request, request.GET.get("next", ""))


def _state(request: HttpRequest, found: TopUp) -> dict[str, object]:
    summary = queries.wallet_summary(request.user, found.wallet.currency) if found.entry_id else None
    return {
        "top_up": found,
        "words": top_up_words(found.status, was_charged=found.captured is not None),
        "back_to": _back_to(request),
        "summary": summary,
    }

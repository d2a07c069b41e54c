"""The checkout: where to, how paid, and the split shown live. Prices come from the database alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST
from djmoney.money import Money

from rewards.words import cap_words
from wallet_project.checkout.services import Quote
from wallet_project.core.exceptions import (
    AmountError,
    IdempotencyConflict,
    InsufficientFunds,
    WalletProjectError,
)
from wallet_project.storefront import queries
from wallet_project.storefront.enums import OrderStatus
from wallet_project.storefront.forms import NEW_CARD, AddressForm, PaymentForm
from wallet_project.storefront.models import Order
from wallet_project.storefront.services import checkout as service
from wallet_project.storefront.services.cart import CustomerCart
from wallet_project.storefront.services.rewarding import Promised, promise_for_cart
from wallet_project.storefront.services.shopping import CartContents, cart_contents
from wallet_project.storefront.views.customers import customer_id, wants_fragment
from wallets.models import SavedCard


@dataclass
class Page:
    """What the checkout page shows of one cart and one customer."""

    request: HttpRequest
    contents: CartContents

    @cached_property
    def customer_id(self) -> int:
        return customer_id(self.request)

    @property
    def total(self) -> Money:
        return self.contents.total

    def quote(self, **amounts: Money | None) -> Quote:
        """The split with this `reward_amount` and `wallet_amount`, the usual one without."""
        return service.quote(
            customer_id=self.customer_id, total=self.total, lines=self.contents.reward_lines, **amounts
        )

    def promised(self, quote: Quote) -> Promised:
        """What the order earns if it is paid like that: reward money earns nothing."""
        return promise_for_cart(self.contents, customer_id=self.customer_id, rewarded=quote.reward)

    def payment_form(self, data: QueryDict | None = None) -> PaymentForm:
        cards = service.saved_cards(self.customer_id)
        initial = self._usual_payment(cards) if data is None else {}
        return PaymentForm(data, initial=initial, currency=str(self.total.currency), cards=cards)

    def _usual_payment(self, cards: list[SavedCard]) -> dict[str, Any]:
        """As much reward money as possible, then from the wallet, the rest by the card that the
        customer likes best."""
        usual = self.quote()
        return {
            "key": uuid4(),
            "agreed_total": self.total.amount,
            "reward_amount": usual.reward.amount,
            "wallet_amount": usual.wallet.amount,
            "card": str(cards[0].pk) if cards else NEW_CARD,
        }

    def context(
        self, payment: PaymentForm, address: AddressForm, quote: Quote | None = None
    ) -> dict[str, Any]:
        quote = quote or self.quote()
        return {
            "contents": self.contents,
            "payment": payment,
            "address": address,
            "quote": quote,
            "cap_words": cap_words(quote.cap),
            "promised": self.promised(quote),
        }


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def checkout(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _order(request)
    page = Page(request, cart_contents(CustomerCart(customer_id(request))))
    if not page.contents.can_be_ordered:
        return _back_to_cart(page)
    return render(request, "storefront/checkout.html", page.context(page.payment_form(), _address_form(page)))


@never_cache
@login_required
@require_POST
def split(request: HttpRequest) -> HttpResponse:
    """How the total would be shared with these amounts. Changes nothing."""
    page = Page(request, cart_contents(CustomerCart(customer_id(request))))
    if not page.contents.can_be_ordered:
        return _back_to_cart(page)
    payment = page.payment_form(request.POST)
    quote = _quote(page, payment)
    if wants_fragment(request):
        context = {"payment": payment, "quote": quote, "promised": page.promised(quote)}
        return render(request, "storefront/_new_split.html", context)
    address = AddressForm(request.POST)
    address.errors.clear()
    return render(request, "storefront/checkout.html", page.context(payment, address, quote))


def _quote(page: Page, payment: PaymentForm) -> Quote:
    """The split for what was typed; the usual one, and words beside the field, if that can't be."""
    payment.is_valid()
    try:
        return page.quote(**payment.amounts)
    except (AmountError, InsufficientFunds) as error:
        payment.refuse(error)
        return page.quote()


def _order(request: HttpRequest) -> HttpResponse:
    page = Page(request, cart_contents(CustomerCart(customer_id(request))))
    address, payment = AddressForm(request.POST), page.payment_form(request.POST)
    if not (address.is_valid() & payment.is_valid()):
        return _again(page, payment, address)
    try:
        order, redirect_url = _order_and_pay(page, address, payment)
    except (AmountError, InsufficientFunds) as error:
        payment.refuse(error)
    except IdempotencyConflict:
        return _already_ordered(page, payment)
    except WalletProjectError as error:
        payment.add_error(None, error.message)
    else:
        if order.status != OrderStatus.PAYMENT_FAILED:
            return redirect(redirect_url or order)
        payment.add_error(None, _("The payment did not go through. %(why)s") % {"why": order.status_note})
    return _again(page, payment, address)


def _already_ordered(page: Page, payment: PaymentForm) -> HttpResponse:
    """The form made an order before, and now says something else: show the order that there is."""
    order = queries.order_of_form(customer_id=page.customer_id, key=payment.cleaned_data["key"])
    messages.info(
        page.request, _("This order was placed already. What you changed after that was not taken.")
    )
    return redirect(order or "storefront:orders")


def _order_and_pay(page: Page, address: AddressForm, payment: PaymentForm) -> tuple[Order, str]:
    chosen = payment.cleaned_data
    return service.order_and_pay(
        customer_id=page.customer_id,
        address=address.address(),
        key=chosen["key"],
        agreed_total=chosen["agreed_total"],
        choice=service.PaymentChoice(
            wallet_amount=chosen["wallet_amount"],
            reward_amount=chosen["reward_amount"],
            saved_card_id=chosen["card"],
            save_card=chosen["save_card"],
        ),
        address_of=lambda name, number: page.request.build_absolute_uri(reverse(name, args=[number])),
    )


def _again(page: Page, payment: PaymentForm, address: AddressForm) -> HttpResponse:
    """The same page with what was typed, words about what is wrong, and a key for the next try."""
    page = Page(page.request, cart_contents(CustomerCart(page.customer_id)))
    if not page.contents.can_be_ordered:
        return _back_to_cart(page)
    fresh = {"key": str(uuid4()), "agreed_total": str(page.total.amount)}
    payment.data = {**page.request.POST.dict(), **fresh}
    context = page.context(payment, address, _quote(page, payment))
    return render(page.request, "storefront/checkout.html", context, status=422)


def _back_to_cart(page: Page) -> HttpResponse:
    """Nothing can be ordered. Who came back from the payment page sees the order that waits for it."""
    if page.contents.items:
        messages.warning(page.request, _("Something in your cart is not there any more in that number."))
        return redirect("storefront:cart")
    last = queries.last_order(page.customer_id)
    if last is not None and last.is_waiting:
        said = _("Order #%(number)s is placed already and waits for its payment.")
        messages.info(page.request, said % {"number": last.number})
        return redirect(last)
    messages.info(page.request, _("Your cart is empty."))
    return redirect("storefront:cart")


def _address_form(page: Page) -> AddressForm:
    last = queries.last_order(page.customer_id)
    if last is None:
        return AddressForm(initial={"full_name": getattr(page.request.user, "name", "")})
    return AddressForm(initial={name: getattr(last, name) for name in AddressForm.base_fields})

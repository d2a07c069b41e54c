"""Payments over REST, for orders that another storefront keeps."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from djmoney.money import Money

from wallet_project.checkout import services
from wallet_project.checkout.api import examples, inputs, outputs
from wallet_project.checkout.enums import PaymentStatus
from wallet_project.checkout.exceptions import PaymentNotOpen
from wallet_project.checkout.models import Payment, PaymentLine
from wallet_project.checkout.services import PaymentRequest, Quote
from wallet_project.core.api.answers import AtOnce, Later
from wallet_project.core.api.callers import (
    Scope,
    customer_named,
    find_customer,
    for_caller,
    named_by,
    one_for_caller,
)
from wallet_project.core.api.operations import Call, operation
from wallet_project.core.api.pages import Page, page_by_key
from wallet_project.core.api.problems import ApiError
from wallet_project.core.api.return_hosts import require_return_host
from wallet_project.core.api.views import ApiView
from wallet_project.core.exceptions import NotFound
from wallet_project.core.money import zero
from wallets.api.examples import AMOUNT_CODES, money

PAYMENT = gettext_lazy("payment")


def payments(call: Call) -> QuerySet[Payment]:
    """The payments that the caller may see, with what is shown of them."""
    rows = Payment.objects.select_related("customer").prefetch_related("tenders")
    return for_caller(rows, call.caller)


def own_payment(call: Call, payment_id: UUID) -> Payment:
    """The payment, if the caller may see it. Raises `NotFound`."""
    return one_for_caller(payments(call), call.caller, PAYMENT, pk=payment_id)


def pay_at_once(call: Call) -> AtOnce | None:
    """A payment that the wallet alone may pay, by one statement."""
    require_return_host(call.caller, call.data["return_url"], call.data["cancel_url"])
    customer = services.Named(*named_by(call.data["customer"]))
    paid = services.prepare_at_once(request=_request(call, customer.pk or 0), customer=customer)
    return None if paid is None else AtOnce(paid, paid.effect, paid.tell)


class PaymentQuote(ApiView):
    @operation(
        "quote_payment",
        "See how a total would be paid",
        scope=Scope.WALLETS_READ,
        customers=True,
        takes=inputs.QuoteInput,
        answers=outputs.QuoteOutput,
        codes=examples.QUOTE_CODES,
        example=examples.QUOTE,
        example_answer=examples.QUOTED,
        description="Changes nothing and holds nothing.",
    )
    def post(self, call: Call) -> Quote:
        data = call.data
        return services.quote_payment(
            customer_id=find_customer(call.caller, data.get("customer")).pk,
            total=data["total"],
            wallet_amount=data.get("wallet_amount"),
            use_wallet=data["use_wallet"],
            reward_amount=data.get("reward_amount"),
            use_reward=data["use_reward"],
            lines=[line.for_rewards for line in _lines(data)],
            has_coupon=data["has_coupon"],
        )


class PaymentList(ApiView):
    @operation(
        "list_payments",
        "List payments",
        scope=Scope.WALLETS_READ,
        customers=True,
        filters=inputs.PaymentFilters,
        answers=outputs.PaymentOutput,
        listed=True,
    )
    def get(self, call: Call) -> Page:
        asked = call.filters
        wanted = Q(**{name: asked[name] for name in ("order_reference", "status") if name in asked})
        if "customer" in asked:
            wanted &= customer_named(asked["customer"], "customer__")
        if "since" in asked:
            wanted &= Q(created_at__gte=asked["since"])
        if "until" in asked:
            wanted &= Q(created_at__lt=asked["until"])
        return page_by_key(payments(call).filter(wanted), call.page)

    @operation(
        "create_payment",
        "Pay an order",
        scope=Scope.PAYMENTS_WRITE,
        takes=inputs.PaymentInput,
        answers=outputs.PaymentOutput,
        status=201,
        moves_money=True,
        at_once=pay_at_once,
        codes=examples.PAYMENT_CODES,
        example=examples.PAYMENT,
        example_answer=examples.PAID,
        description="Reward money pays first, as much as the store lets this order use, then the wallet, then"
        " a card. Without a card part the payment is captured at once, or held with `capture: false`. With"
        " one, reward and wallet money is held while the customer pays at `card.checkout_url`; when the card"
        " has paid everything is captured, when it fails everything is given back. A declined saved card is"
        " no error: the status is `failed`. Listen to the webhooks, or ask again. An order has one payment"
        " that is open or captured. What the purchase earns is told to `/activities/` with the order's"
        " reference; refunds of the payment take it back.",
    )
    def post(self, call: Call) -> Payment | Later:
        require_return_host(call.caller, call.data["return_url"], call.data["cancel_url"])
        customer = find_customer(call.caller, call.data["customer"])
        payment = services.begin_payment(request=_request(call, customer.pk))
        payment.customer = customer
        if payment.status == PaymentStatus.CREATED:
            return Later(lambda: _settle(payment.pk))
        return payment


class PaymentCapture(ApiView):
    @operation(
        "capture_payment",
        "Take what a payment holds",
        scope=Scope.PAYMENTS_WRITE,
        takes=inputs.PaymentCaptureInput,
        answers=outputs.PaymentOutput,
        moves_money=True,
        codes=("currency_mismatch", "invalid_state", *AMOUNT_CODES),
        example={"amount": money("20.00")},
        description="All of it or a part; the rest is released at once. Reward money is taken before wallet"
        " money. For payments made with `capture: false`.",
    )
    def post(self, call: Call, payment_id: UUID) -> Payment:
        found = own_payment(call, payment_id)
        payment = services.capture_payment(payment_id=found.pk, amount=call.data.get("amount"))
        payment.customer = found.customer
        return payment


class PaymentVoid(ApiView):
    @operation(
        "void_payment",
        "Call a payment off",
        scope=Scope.PAYMENTS_WRITE,
        takes=inputs.VoidInput,
        answers=outputs.PaymentOutput,
        moves_money=True,
        codes=("invalid_state",),
        example={"reason": "Sold out"},
        description="What was held is released, and the payment page is closed. A captured payment is not"
        " called off but refunded.",
    )
    def post(self, call: Call, payment_id: UUID) -> Payment | Later:
        found = own_payment(call, payment_id)
        reason = call.data["reason"] or _("The shop has called it off.")
        payment = services.begin_void(payment_id=found.pk, reason=reason)
        payment.customer = found.customer
        return Later(lambda: _finish_void(found.pk)) if payment.is_open else _not_captured(payment)


def _request(call: Call, customer_id: int) -> PaymentRequest:
    data, nothing = call.data, zero(str(call.data["total"].currency))
    lines = _lines(data)
    return PaymentRequest(
        customer_id=customer_id,
        order_reference=data["order_reference"],
        total=data["total"],
        wallet_amount=_chosen(data, "wallet", nothing),
        reward_amount=_chosen(data, "reward", nothing),
        lines=tuple(line.for_rewards for line in lines),
        has_coupon=data["has_coupon"],
        saved_card_id=_card_id(data["payment_method"]),
        save_card=data["save_card"],
        capture=data["capture"],
        key=call.key,
        return_url=data["return_url"],
        cancel_url=data["cancel_url"],
        is_external=True,
        order_lines=lines,
        takes_card=bool(data["return_url"]),
    )


def _chosen(data: dict[str, Any], source: str, nothing: Money) -> Money | None:
    return data.get(f"{source}_amount") if data[f"use_{source}"] else nothing


def _lines(data: dict[str, Any]) -> tuple[PaymentLine, ...]:
    return tuple(PaymentLine(**line) for line in data["lines"])


def _card_id(payment_method: str) -> UUID | None:
    """None for the payment page. Raises `NotFound` for what can't be a card."""
    if payment_method == inputs.CHECKOUT:
        return None
    try:
        return UUID(payment_method)
    except ValueError as error:
        raise NotFound(_("card")) from error


def _settle(payment_id: UUID) -> Payment:
    payment = services.settle_payment(payment_id=payment_id)
    if payment.status == PaymentStatus.CREATED:
        raise ApiError("unavailable", _("The payment service does not answer. Please send it again."))
    return payment


def _finish_void(payment_id: UUID) -> Payment:
    payment = services.settle_payment(payment_id=payment_id)
    if payment.is_open:
        raise ApiError("unavailable", _("The payment service does not answer. Please send it again."))
    return _not_captured(payment)


def _not_captured(payment: Payment) -> Payment:
    if payment.is_captured:
        raise PaymentNotOpen(payment.status)
    return payment

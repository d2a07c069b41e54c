"""Hosted pages, through the SDK and the fake."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from djmoney.money import Money

from tests.support.fake_stripe import sdk
from wallet_project.fake_stripe.client import FakeStripe
from wallets.gateways.base import Card, GatewayError, PaymentState, SetupRequest
from wallets.gateways.stripe import StripeGateway

NOTHING = Money(0, "EUR")


def test_a_new_page_waits_for_the_customer(open_page: Any, customer: str, fake: FakeStripe) -> None:
    page = open_page()
    assert page.state is PaymentState.OPEN
    assert page.captured == NOTHING
    assert page.gateway_customer == customer
    assert page.redirect_url.startswith(f"{fake.base_url}/c/pay/{page.session}")
    assert (page.payment, page.failure, page.livemode) == ("", "", False)
    assert page.metadata == {"top_up": "1"}


@pytest.mark.parametrize(
    "amount",
    [
        Money("12.50", "EUR"),
        Money("1234.56", "INR"),
        Money(5, "USD"),
        Money(500, "JPY"),
        Money("1.250", "KWD"),
    ],
)
def test_what_was_asked_is_what_is_captured(
    gateway: StripeGateway, open_page: Any, fake: FakeStripe, amount: Money
) -> None:
    page = open_page(amount=amount)
    fake.pay(page.redirect_url)
    paid = gateway.fetch_checkout(page.session)
    assert paid.state is PaymentState.SUCCEEDED
    assert paid.captured == amount
    assert gateway.fetch_payment(paid.payment).captured == amount


def test_a_paid_page_tells_method_card_and_metadata(
    gateway: StripeGateway, open_page: Any, fake: FakeStripe
) -> None:
    page = open_page(save_card=True)
    fake.pay(page.redirect_url, card="5555555555554444")
    paid = gateway.fetch_checkout(page.session)
    assert paid.method == "card"
    assert paid.card == Card(paid.card.payment_method, "mastercard", "4444", 12, 2034, "55554444")
    assert paid.card_saved
    assert paid.redirect_url == ""
    assert paid.metadata == gateway.fetch_payment(paid.payment).metadata == {"top_up": "1"}


def test_a_card_is_not_saved_unasked(gateway: StripeGateway, open_page: Any, fake: FakeStripe) -> None:
    page = open_page()
    fake.pay(page.redirect_url)
    assert not gateway.fetch_checkout(page.session).card_saved


def test_a_retry_at_any_later_moment_is_the_same_page(gateway: StripeGateway, page_request: Any) -> None:
    request = page_request(requested_at=datetime.now(UTC) - timedelta(minutes=4))
    first, second = gateway.create_checkout(request), gateway.create_checkout(request)
    assert first == second


def test_fifty_at_once_are_one_page(make_gateway: Any, page_request: Any, fake: FakeStripe) -> None:
    gateway, request = make_gateway(max_network_retries=8), page_request()
    with ThreadPoolExecutor(50) as pool:
        pages = list(pool.map(lambda _: gateway.create_checkout(request).session, range(50)))
    assert len(set(pages)) == 1
    assert len(sdk(fake).v1.checkout.sessions.list({"limit": 100}).data) == 1


def test_the_page_ends_when_it_was_asked_to(open_page: Any, fake: FakeStripe) -> None:
    asked = datetime.now(UTC) - timedelta(minutes=4)
    page = open_page(requested_at=asked, expires_in_minutes=60)
    ends = sdk(fake).v1.checkout.sessions.retrieve(page.session).expires_at
    assert ends == int((asked + timedelta(minutes=65)).timestamp())


def test_without_a_moment_the_page_lives_a_day(
    gateway: StripeGateway, page_request: Any, fake: FakeStripe
) -> None:
    request = page_request(requested_at=None)
    page = gateway.create_checkout(request)
    fake.advance_clock(23 * 3600)
    assert gateway.create_checkout(request) == page
    assert gateway.fetch_checkout(page.session).state is PaymentState.OPEN


def test_the_key_with_another_amount_is_refused(gateway: StripeGateway, page_request: Any) -> None:
    asked = page_request().requested_at
    gateway.create_checkout(page_request(requested_at=asked))
    with pytest.raises(GatewayError) as refused:
        gateway.create_checkout(page_request(requested_at=asked, amount=Money(99, "EUR")))
    assert (refused.value.code, refused.value.permanent) == ("invalid_request", True)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("4000000000000002", "The card was declined. Try another card, or ask your bank."),
        ("4000000000009995", "The card doesn't have enough money for this payment."),
        ("4000000000009979", "The card was declined. Try another card, or ask your bank."),
        ("4000000000000069", "The card has expired. Use another card."),
    ],
)
def test_a_decline_leaves_the_page_open_and_says_why(
    gateway: StripeGateway, open_page: Any, fake: FakeStripe, number: str, words: str
) -> None:
    page = open_page()
    fake.pay(page.redirect_url, card=number)
    tried = gateway.fetch_checkout(page.session)
    assert (tried.state, tried.captured, tried.failure) == (PaymentState.OPEN, NOTHING, words)
    assert tried.redirect_url == page.redirect_url
    assert gateway.fetch_payment(tried.payment).state is PaymentState.FAILED


def test_3ds_is_still_open_until_the_bank_says_yes(
    gateway: StripeGateway, open_page: Any, fake: FakeStripe
) -> None:
    page = open_page()
    challenge = fake.pay(page.redirect_url, card="4000002760003184").location
    assert gateway.fetch_checkout(page.session).state is PaymentState.OPEN
    fake.authenticate(challenge)
    assert gateway.fetch_checkout(page.session).state is PaymentState.SUCCEEDED


@pytest.mark.parametrize(
    ("succeeded", "state", "captured"),
    [(True, PaymentState.SUCCEEDED, Money("12.50", "EUR")), (False, PaymentState.FAILED, NOTHING)],
)
def test_a_late_bank_is_processing_until_it_answers(
    gateway: StripeGateway,
    open_page: Any,
    fake: FakeStripe,
    succeeded: bool,
    state: PaymentState,
    captured: Money,
) -> None:
    page = open_page()
    fake.pay_by_bank(page.redirect_url, method="netbanking", outcome="never")
    waiting = gateway.fetch_checkout(page.session)
    assert (waiting.state, waiting.captured, waiting.method) == (
        PaymentState.PROCESSING,
        NOTHING,
        "netbanking",
    )
    fake.settle_payment(waiting.payment, succeeded=succeeded)
    settled = gateway.fetch_checkout(page.session)
    assert (settled.state, settled.captured) == (state, captured)
    assert bool(settled.failure) is not succeeded


def test_a_closed_page_is_expired_however_often(
    gateway: StripeGateway, open_page: Any, fake: FakeStripe
) -> None:
    page = open_page()
    assert gateway.expire_checkout(page.session).state is PaymentState.EXPIRED
    assert gateway.expire_checkout(page.session).state is PaymentState.EXPIRED
    assert fake.pay(page.redirect_url).status == 410


@pytest.mark.parametrize(
    ("outcome", "state"), [("now", PaymentState.SUCCEEDED), ("never", PaymentState.PROCESSING)]
)
def test_closing_too_late_tells_that_the_customer_was_faster(
    gateway: StripeGateway, open_page: Any, fake: FakeStripe, outcome: str, state: PaymentState
) -> None:
    page = open_page()
    fake.pay_by_bank(page.redirect_url, outcome=outcome)
    assert gateway.expire_checkout(page.session).state is state


def test_a_page_left_alone_expires(gateway: StripeGateway, open_page: Any, fake: FakeStripe) -> None:
    page = open_page()
    fake.advance_clock(36 * 60)
    assert gateway.fetch_checkout(page.session).state is PaymentState.EXPIRED


def test_an_unknown_page_is_not_found(gateway: StripeGateway) -> None:
    with pytest.raises(GatewayError) as refused:
        gateway.fetch_checkout("cs_test_none")
    assert (refused.value.code, refused.value.permanent) == ("not_found", True)
    with pytest.raises(GatewayError):
        gateway.expire_checkout("cs_test_none")


def test_a_setup_page_saves_a_card_and_takes_nothing(
    gateway: StripeGateway, customer: str, fake: FakeStripe
) -> None:
    request = SetupRequest("k", customer, "http://shop.test/", "http://shop.test/", {"purpose": "card"})
    page = gateway.create_setup(request)
    assert gateway.create_setup(request) == page
    fake.pay(page.redirect_url, card="4000000000000002")
    refused = gateway.fetch_checkout(page.session)
    assert (refused.state, refused.card_saved) == (PaymentState.OPEN, False)
    assert refused.failure
    fake.pay(page.redirect_url)
    saved = gateway.fetch_checkout(page.session)
    assert (saved.state, saved.captured, saved.card_saved) == (PaymentState.SUCCEEDED, NOTHING, True)
    assert (saved.card.last4, saved.metadata) == ("4242", {"purpose": "card"})

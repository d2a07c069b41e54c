"""The hosted page, without a browser."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import stripe

from tests.support.fake_stripe import CANCEL_URL, wait_until
from wallet_project.fake_stripe.client import FakeStripe

CARD = {"method": "card", "number": "4242 4242 4242 4242", "expiry": "12/34", "cvc": "123", "name": "Jane"}


def state(client: stripe.StripeClient, page: Any) -> tuple[str | None, str, str]:
    found = client.v1.checkout.sessions.retrieve(page.id, {"expand": ["payment_intent"]})
    return found.status, found.payment_status, found.payment_intent.status if found.payment_intent else ""


@pytest.mark.parametrize(
    ("amount", "currency", "shown"),
    [
        (1250, "eur", "€12.50"),
        (123456, "inr", "₹1,234.56"),
        (500, "usd", "$5.00"),
        (500, "jpy", "¥500"),
        (1250, "kwd", "KWD 1.250"),
    ],
)
def test_the_amount_has_the_currencys_decimals(
    open_page: Any, fake: FakeStripe, amount: int, currency: str, shown: str
) -> None:
    assert shown in fake.open_page(open_page(amount=amount, currency=currency).url).text


def test_a_card_pays_and_the_customer_goes_back(
    open_page: Any, client: stripe.StripeClient, fake: FakeStripe
) -> None:
    page = open_page()
    answer = fake.pay(page.url)
    assert (answer.status, answer.location) == (303, f"http://shop.test/done?session={page.id}")
    assert state(client, page) == ("complete", "paid", "succeeded")
    assert fake.events("checkout.session.completed")[0]["data"]["object"]["payment_status"] == "paid"


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("number", "4242 4242 4242 4241", "Your card number is invalid."),
        ("number", "1234", "Your card number is invalid."),
        ("number", "９９９９", "Your card number is invalid."),
        ("number", "", "Enter your card number."),
        ("expiry", "13/34", "Enter the expiry date as MM / YY."),
        ("expiry", "01/20", "expiration date is in the past."),
        ("expiry", "soon", "Enter the expiry date as MM / YY."),
        ("expiry", "01 / 99", "expiration year is invalid."),
        ("cvc", "12", "security code is incomplete"),
        ("cvc", "abc", "security code is incomplete"),
        ("name", "  ", "Enter the name on the card."),
        ("method", "cash", "Choose how you want to pay."),
    ],
)
def test_a_wrong_field_is_marked_and_nothing_happens(
    open_page: Any, client: stripe.StripeClient, fake: FakeStripe, field: str, value: str, told: str
) -> None:
    page = open_page()
    answer = fake.open_page(page.url, **{**CARD, field: value})
    assert answer.status == 200
    assert told.replace("'", "&#x27;") in answer.text
    assert state(client, page) == ("open", "unpaid", "")


def test_an_american_express_code_has_four_digits(open_page: Any, fake: FakeStripe) -> None:
    page = open_page()
    assert fake.open_page(page.url, **{**CARD, "number": "378282246310005"}).status == 200
    assert fake.open_page(page.url, **{**CARD, "number": "378282246310005", "cvc": "1234"}).status == 303


def test_what_was_typed_stays_but_never_the_code(open_page: Any, fake: FakeStripe) -> None:
    text = fake.open_page(
        open_page().url, **{**CARD, "cvc": "3579", "name": "Jane <b>", "expiry": "01/20"}
    ).text
    assert "Jane &lt;b&gt;" in text
    assert "3579" not in text


@pytest.mark.parametrize(
    ("number", "told"),
    [
        ("4000000000000002", "Your card was declined."),
        ("4000000000009995", "insufficient funds"),
        ("4000000000000069", "has expired"),
        ("4000000000000127", "security code is incorrect"),
        ("4000000000000119", "error occurred while processing"),
        ("4000000000000341", "Your card was declined."),
        ("4012888888881881", "used a non test card"),
    ],
)
def test_a_declined_card_leaves_the_page_open_for_another(
    open_page: Any, client: stripe.StripeClient, fake: FakeStripe, number: str, told: str
) -> None:
    page = open_page()
    answer = fake.pay(page.url, card=number)
    assert answer.status == 200
    assert told in answer.text
    assert state(client, page) == ("open", "unpaid", "requires_payment_method")
    fake.pay(page.url)
    assert state(client, page) == ("complete", "paid", "succeeded")
    assert len(fake.events("payment_intent.created")) == 1


def test_the_card_is_saved_only_when_the_shop_asked(
    open_page: Any, client: stripe.StripeClient, fake: FakeStripe, customer: str
) -> None:
    fake.pay(open_page().url)
    assert client.v1.customers.payment_methods.list(customer).data == []
    page = open_page(payment_intent_data={"setup_future_usage": "off_session"})
    assert "keeps this card" in fake.open_page(page.url).text
    fake.pay(page.url)
    assert len(client.v1.customers.payment_methods.list(customer).data) == 1


@pytest.mark.parametrize("approve", [True, False])
def test_3ds_on_the_page(
    open_page: Any, client: stripe.StripeClient, fake: FakeStripe, approve: bool
) -> None:
    page = open_page()
    challenge = fake.pay(page.url, card="4000002760003184")
    assert "/3ds/pi_" in challenge.location
    assert "Is this you?" in fake.open_page(challenge.location).text
    answer = fake.authenticate(challenge.location, approve=approve)
    if approve:
        assert answer.location == f"http://shop.test/done?session={page.id}"
        assert state(client, page) == ("complete", "paid", "succeeded")
    else:
        assert answer.location == page.url
        assert "unable to authenticate" in fake.open_page(page.url).text
        assert state(client, page) == ("open", "unpaid", "requires_payment_method")


@pytest.mark.parametrize("method", ["upi", "netbanking"])
def test_a_bank_that_pays_at_once(
    open_page: Any, client: stripe.StripeClient, fake: FakeStripe, method: str
) -> None:
    page = open_page()
    fake.pay_by_bank(page.url, method=method)
    assert state(client, page) == ("complete", "paid", "succeeded")


@pytest.mark.parametrize(
    ("outcome", "payment_status", "payment", "event"),
    [
        ("late", "paid", "succeeded", "async_payment_succeeded"),
        ("late_fails", "unpaid", "requires_payment_method", "async_payment_failed"),
    ],
)
def test_a_bank_that_answers_late(
    open_page: Any,
    client: stripe.StripeClient,
    fake: FakeStripe,
    outcome: str,
    payment_status: str,
    payment: str,
    event: str,
) -> None:
    page = open_page()
    assert fake.pay_by_bank(page.url, outcome=outcome).status == 303
    assert state(client, page) == ("complete", "unpaid", "processing")
    assert fake.events("checkout.session.completed")[0]["data"]["object"]["payment_status"] == "unpaid"
    fake.advance_clock(60)
    wait_until(lambda: state(client, page) == ("complete", payment_status, payment))
    assert len(fake.events(f"checkout.session.{event}")) == 1


def test_a_bank_that_never_answers_waits_for_the_desk(
    open_page: Any, client: stripe.StripeClient, fake: FakeStripe
) -> None:
    page = open_page()
    fake.pay_by_bank(page.url, outcome="never")
    fake.advance_clock(30 * 24 * 3600)
    assert state(client, page)[2] == "processing"
    payment = client.v1.checkout.sessions.retrieve(page.id).payment_intent
    fake.settle_payment(str(payment), succeeded=True)
    assert state(client, page) == ("complete", "paid", "succeeded")


def test_paying_again_pays_nothing(open_page: Any, client: stripe.StripeClient, fake: FakeStripe) -> None:
    page = open_page()
    assert fake.pay(page.url).location == fake.pay(page.url).location
    assert len(client.v1.charges.list().data) == 1


def test_two_tabs_pay_once(open_page: Any, client: stripe.StripeClient, fake: FakeStripe) -> None:
    page = open_page()
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: fake.pay(page.url), range(8)))
    assert {answer.location for answer in answers} == {f"http://shop.test/done?session={page.id}"}
    assert len(client.v1.charges.list().data) == 1


def test_the_way_back_and_the_test_cards_are_on_the_page(open_page: Any, fake: FakeStripe) -> None:
    page = open_page()
    text = fake.open_page(page.url).text
    assert f'href="{CANCEL_URL}"' in text
    assert "4000000000009995" in text
    assert 'value="4000000000009995"' in fake.open_page(f"{page.url}?fill=4000000000009995").text


@pytest.mark.parametrize("path", ["/c/pay/cs_test_none", "/3ds/pi_none", "/c/pay/"])
def test_an_unknown_page_is_404(fake: FakeStripe, path: str) -> None:
    assert fake.open_page(fake.base_url + path).status == 404

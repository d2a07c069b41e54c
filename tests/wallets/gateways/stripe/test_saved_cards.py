"""Payments by saved card, finding and canceling payments, refunds and disputes."""

from __future__ import annotations

from typing import Any

import pytest
from djmoney.money import Money

from tests.support.fake_stripe import sdk
from wallet_project.fake_stripe.client import FakeStripe
from wallets.gateways.base import GatewayError, PaymentState
from wallets.gateways.stripe import StripeGateway

NOTHING = Money(0, "EUR")


@pytest.fixture
def paid(gateway: StripeGateway, charge_request: Any, save_card: Any) -> Any:
    """A payment of 20 EUR by saved card."""
    return gateway.charge_saved_card(charge_request(save_card()))


def test_a_saved_card_pays_and_a_retry_is_the_same_payment(
    gateway: StripeGateway, charge_request: Any, save_card: Any, fake: FakeStripe
) -> None:
    request = charge_request(save_card())
    first = gateway.charge_saved_card(request)
    assert (first.state, first.captured, first.method) == (PaymentState.SUCCEEDED, Money(20, "EUR"), "card")
    assert (first.session, first.metadata, first.card.last4) == ("", {"top_up": "2"}, "4242")
    assert gateway.charge_saved_card(request) == first == gateway.fetch_payment(first.payment)
    assert len(sdk(fake).v1.charges.list().data) == 1


@pytest.mark.parametrize("off_session", [True, False])
def test_a_decline_is_a_result_and_not_an_error(
    gateway: StripeGateway, charge_request: Any, save_card: Any, off_session: bool
) -> None:
    request = charge_request(save_card("4000000000000341"), off_session=off_session)
    refused = gateway.charge_saved_card(request)
    assert (refused.state, refused.captured) == (PaymentState.FAILED, NOTHING)
    assert refused.failure == "The card was declined. Try another card, or ask your bank."
    assert refused.payment.startswith("pi_")
    assert refused.card.last4 == "0341"
    assert gateway.charge_saved_card(request) == refused


@pytest.mark.parametrize(
    ("approve", "state", "captured"),
    [(True, PaymentState.SUCCEEDED, Money(20, "EUR")), (False, PaymentState.FAILED, NOTHING)],
)
def test_3ds_sends_the_customer_away_and_back(
    gateway: StripeGateway,
    charge_request: Any,
    save_card: Any,
    fake: FakeStripe,
    approve: bool,
    state: PaymentState,
    captured: Money,
) -> None:
    asked = gateway.charge_saved_card(charge_request(save_card("4000002760003184")))
    assert asked.state is PaymentState.REQUIRES_ACTION
    back = fake.authenticate(asked.redirect_url, approve=approve).location
    assert back.startswith("http://shop.test/back?payment_intent=pi_")
    after = gateway.fetch_payment(asked.payment)
    assert (after.state, after.captured, after.redirect_url) == (state, captured, "")


def test_3ds_without_the_customer_fails_and_says_so(
    gateway: StripeGateway, charge_request: Any, save_card: Any
) -> None:
    refused = gateway.charge_saved_card(charge_request(save_card("4000002760003184"), off_session=True))
    assert refused.state is PaymentState.FAILED
    assert refused.failure == "Your bank wants you to confirm this payment yourself."


def test_without_a_way_back_an_ordinary_card_still_pays(
    gateway: StripeGateway, charge_request: Any, save_card: Any
) -> None:
    paid = gateway.charge_saved_card(charge_request(save_card(), return_url=""))
    assert paid.state is PaymentState.SUCCEEDED


def test_without_a_way_back_3ds_has_no_page_to_go_to(
    gateway: StripeGateway, charge_request: Any, save_card: Any
) -> None:
    asked = gateway.charge_saved_card(charge_request(save_card("4000002760003184"), return_url=""))
    assert (asked.state, asked.redirect_url) == (PaymentState.REQUIRES_ACTION, "")


def test_another_customers_card_is_refused(
    gateway: StripeGateway, charge_request: Any, save_card: Any, fake: FakeStripe
) -> None:
    stranger = gateway.create_customer(key="s", reference="u2", email="eve@shop.test", name="Eve")
    with pytest.raises(GatewayError) as refused:
        gateway.charge_saved_card(charge_request(save_card(), gateway_customer=stranger))
    assert refused.value.permanent
    assert sdk(fake).v1.charges.list().data == []


def test_a_forgotten_card_is_gone_however_often(
    gateway: StripeGateway, charge_request: Any, save_card: Any
) -> None:
    card = save_card()
    gateway.detach_card(card)
    gateway.detach_card(card)
    gateway.detach_card("pm_unknown")
    with pytest.raises(GatewayError):
        gateway.charge_saved_card(charge_request(card))


def test_a_waiting_payment_is_canceled_and_a_paid_one_stays_paid(
    gateway: StripeGateway, charge_request: Any, save_card: Any
) -> None:
    waiting = gateway.charge_saved_card(charge_request(save_card("4000002760003184")))
    assert gateway.cancel_payment(waiting.payment).state is PaymentState.CANCELED
    assert gateway.cancel_payment(waiting.payment).state is PaymentState.CANCELED
    paid = gateway.charge_saved_card(charge_request(save_card(), key="other"))
    assert gateway.cancel_payment(paid.payment).state is PaymentState.SUCCEEDED


def test_canceling_a_pages_payment_closes_the_page(
    gateway: StripeGateway, open_page: Any, fake: FakeStripe
) -> None:
    page = open_page()
    fake.pay(page.redirect_url, card="4000002760003184")
    payment = gateway.fetch_checkout(page.session).payment
    assert gateway.cancel_payment(payment).state is PaymentState.CANCELED
    assert gateway.fetch_checkout(page.session).state is PaymentState.EXPIRED


def test_a_payment_is_found_again_by_its_metadata(
    gateway: StripeGateway, open_page: Any, customer: str, fake: FakeStripe, paid: Any
) -> None:
    page = open_page(metadata={"top_up": "1", "try": "1"})
    newer = open_page(key="page-2", metadata={"top_up": "1", "try": "2"})
    fake.pay(newer.redirect_url)

    def find(**metadata: str) -> str:
        found = gateway.find_payment(gateway_customer=customer, metadata=metadata)
        return (found.session or found.payment) if found else ""

    assert find(top_up="1") == newer.session
    assert find(top_up="1", **{"try": "1"}) == page.session
    assert find(top_up="2") == paid.payment
    assert find(top_up="3") == ""
    stranger = gateway.create_customer(key="s", reference="u2", email="eve@shop.test", name="Eve")
    assert gateway.find_payment(gateway_customer=stranger, metadata={"top_up": "1"}) is None


def test_a_refund_and_its_retry_are_one(gateway: StripeGateway, paid: Any, fake: FakeStripe) -> None:
    ask = {"key": "r", "payment": paid.payment, "amount": Money("7.50", "EUR"), "metadata": {"refund": "1"}}
    first = gateway.create_refund(**ask)
    assert (first.state, first.amount) == (PaymentState.SUCCEEDED, Money("7.50", "EUR"))
    assert gateway.create_refund(**ask) == first == gateway.fetch_refund(first.refund)
    assert len(sdk(fake).v1.refunds.list().data) == 1


def test_a_refund_is_found_again_by_its_metadata(gateway: StripeGateway, paid: Any) -> None:
    def refund(number: str) -> Any:
        ask = {"payment": paid.payment, "amount": Money("2.50", "EUR"), "metadata": {"refund": number}}
        return gateway.create_refund(key=number, **ask)

    first, second = refund("1"), refund("2")
    assert gateway.find_refund(payment=paid.payment, metadata={"refund": "1"}) == first
    assert gateway.find_refund(payment=paid.payment, metadata={"refund": "2"}) == second
    assert gateway.find_refund(payment=paid.payment, metadata={"refund": "3"}) is None


def test_more_than_was_captured_is_not_refunded(gateway: StripeGateway, paid: Any) -> None:
    with pytest.raises(GatewayError) as refused:
        gateway.create_refund(key="r", payment=paid.payment, amount=Money("20.01", "EUR"), metadata={})
    assert (refused.value.code, refused.value.permanent) == ("invalid_request", True)


def test_a_refund_may_wait_and_fail(gateway: StripeGateway, paid: Any, fake: FakeStripe) -> None:
    fake.configure(refund_mode="pending")
    refund = gateway.create_refund(key="r", payment=paid.payment, amount=Money(5, "EUR"), metadata={})
    assert refund.state is PaymentState.PROCESSING
    fake.settle_refund(refund.refund, succeeded=False)
    failed = gateway.fetch_refund(refund.refund)
    assert (failed.state, failed.failure) == (
        PaymentState.FAILED,
        "The card was closed, so the refund came back.",
    )


@pytest.mark.parametrize("won", [True, False])
def test_a_dispute_is_open_then_won_or_lost(
    gateway: StripeGateway, paid: Any, fake: FakeStripe, won: bool
) -> None:
    dispute = fake.dispute_payment(paid.payment)["id"]
    opened = gateway.fetch_dispute(dispute)
    assert (opened.payment, opened.amount, opened.won) == (paid.payment, Money(20, "EUR"), None)
    assert opened.reason == "fraudulent"
    fake.close_dispute(dispute, won=won)
    assert gateway.fetch_dispute(dispute).won is won

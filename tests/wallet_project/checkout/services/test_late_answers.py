"""What the gateway says when the payment has ended meanwhile, or when it says it for the second time."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.factories.checkout import age, at_the_gateway, fresh_payment, make_payment, pay, sales, state
from tests.factories.wallets import balances, make_wallet
from wallet_project.checkout.models import Payment
from wallet_project.checkout.services import settle_payment, void_payment
from wallet_project.checkout.services.results import refuse_card
from wallets.gateways.base import CheckoutRequest, PaymentResult
from wallets.gateways.registry import get_gateway
from wallets.gateways.stripe import from_django_settings
from wallets.models import SavedCard
from wallets.services import save_card

pytestmark = pytest.mark.django_db(transaction=True)

VOIDED = {"payment": "voided", "wallet": "released", "card": "released"}
CALLED_OFF = "You canceled it."


def settle(payment):
    return settle_payment(payment_id=payment.pk)


def void(payment):
    return void_payment(payment_id=payment.pk, reason=CALLED_OFF)


def unheard_of(fake, wallet):
    """A payment that has begun here, and of which the gateway has not heard."""
    fake.inject("error_503", "/v1/checkout/sessions", times=9)
    payment = pay(wallet, "20.00", order_reference="1").payment
    fake.clear_faults()
    return payment


class BusyGateway:
    """The real gateway, at which something else happens just before or after a page is opened."""

    moment = ""
    happens: Callable[[], Any]

    def __init__(self) -> None:
        self._gateway = from_django_settings()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._gateway, name)

    def create_checkout(self, request: CheckoutRequest) -> PaymentResult:
        if self.moment == "before":
            type(self).happens()
        opened = self._gateway.create_checkout(request)
        if self.moment == "after":
            type(self).happens()
        return opened


@pytest.fixture
def busy(fake, settings):
    settings.WALLETS_GATEWAY = f"{__name__}.BusyGateway"
    get_gateway.cache_clear()
    yield BusyGateway
    get_gateway.cache_clear()


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_page_that_opens_while_its_payment_is_called_off_is_closed_at_once(
    fake, busy, shop, monkeypatch, moment
):
    wallet = make_wallet("8.00")
    monkeypatch.setattr(busy, "moment", moment)
    monkeypatch.setattr(busy, "happens", lambda: void(Payment.objects.get()), raising=False)
    outcome = pay(wallet, "20.00", order_reference="1")
    assert (state(outcome.payment), outcome.redirect_url) == (VOIDED, "")
    assert len(fake.events("checkout.session.expired")) == 1
    assert (balances(wallet), shop.failed) == (("8.00", "0.00"), [("1", CALLED_OFF)])


def test_a_refusal_that_arrives_after_calling_off_ends_nothing_a_second_time(fake, shop):
    wallet = make_wallet("8.00")
    payment = unheard_of(fake, wallet)
    void(payment)
    refused = refuse_card(payment_id=payment.pk, reason="Your card is not supported.")
    assert state(payment) == {"payment": "voided", "wallet": "released", "card": "created"}
    assert refused.card_tender.failure == "Your card is not supported."
    assert (refused.failure, refused.void_reason) == ("", CALLED_OFF)
    assert (balances(wallet), shop.failed) == (("8.00", "0.00"), [("1", CALLED_OFF)])


def test_what_was_on_its_way_is_looked_for_until_it_can_not_arrive_any_more(fake, shop):
    payment = unheard_of(fake, make_wallet("8.00"))
    void(payment)
    settle(payment)
    assert state(payment)["card"] == "created"
    age(payment, minutes=9)
    settle(payment)
    assert state(payment)["card"] == "created"
    age(payment, minutes=11)
    settle(payment)
    assert state(payment) == VOIDED
    assert shop.failed == [("1", CALLED_OFF)]


def test_a_bank_that_is_still_at_work_after_calling_off_is_asked_again_and_changes_nothing(fake, shop):
    wallet, payment = make_payment("20.00", balance="8.00", order_reference="1")
    fake.pay_by_bank(payment.redirect_url, outcome="never")
    ended = void(payment)
    settle(payment)
    assert state(payment) == {"payment": "voided", "wallet": "released", "card": "processing"}
    assert fresh_payment(payment).settled_at == ended.settled_at
    assert (balances(wallet), shop.failed) == (("8.00", "0.00"), [("1", CALLED_OFF)])


def test_a_card_that_belongs_to_another_customer_pays_but_is_not_saved_twice(fake):
    _wallet, payment = make_payment("20.00", balance="8.00", save_card=True)
    fake.pay(payment.redirect_url)
    other = make_wallet()
    card = get_gateway().fetch_checkout(payment.card_tender.gateway_session).card
    save_card(customer_id=other.customer_id, card=card)
    assert settle(payment).status == "captured"
    assert SavedCard.objects.get().customer_id == other.customer_id
    assert (sales(), at_the_gateway()) == (2000, 1200)

"""The letter about a paid order: which card paid, and what is left."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from djmoney.money import Money

from notifications.models import OutboxMessage
from notifications.texts import details_of
from tests.factories.checkout import make_saved_card, pay
from tests.factories.notifications import given_out
from tests.factories.rewards import make_policy, make_reward_wallet
from tests.factories.wallets import credit, make_wallet
from wallet_project.checkout.models import Tender
from wallet_project.checkout.services import settle_payment
from wallet_project.fake_stripe.client import FakeStripe

pytestmark = pytest.mark.django_db(transaction=True)


def euro(amount: str) -> Money:
    return Money(amount, "EUR")


def test_each_tender_with_its_amount_and_what_is_left_after(fake: FakeStripe, shop: Any) -> None:
    wallet = make_wallet("12.00")
    make_policy()
    make_reward_wallet("9.00", customer=wallet.customer)
    card = make_saved_card(wallet, fake)
    pay(
        wallet,
        "20.00",
        reward_amount=euro("2.00"),
        wallet_amount=euro("5.00"),
        saved_card_id=card.pk,
        order_reference="1000042",
    )
    context = details_of(given_out("order_paid"))
    assert context == {
        "order": "1000042",
        "total": "€20.00",
        "reward": "€2.00",
        "wallet": "€5.00",
        "card": "€13.00",
        "card_name": "Visa •••• 4242",
        "balance": "€7.00",
        "reward_balance": "€7.00",
        "url": "/orders/1000042/",
    }


def test_a_card_that_was_typed_in_on_the_payment_page_is_named_too(fake: FakeStripe, shop: Any) -> None:
    outcome = pay(make_wallet(), "20.00")
    fake.pay(outcome.redirect_url)
    settle_payment(payment_id=outcome.payment.pk)
    tender = Tender.objects.get()
    assert (tender.card_brand, tender.card_last4, tender.saved_card) == ("visa", "4242", None)
    assert details_of(given_out("order_paid"))["card_name"] == "Visa •••• 4242"


def test_what_moves_after_the_payment_is_not_counted(shop: Any) -> None:
    wallet = make_wallet("50.00")
    pay(wallet, "20.00")
    credit(wallet, "100.00")
    context = details_of(given_out("order_paid"))
    assert context["balance"] == "€30.00"
    assert not {"card_name", "reward_balance"} & set(context)


def test_an_order_is_told_once_however_often_it_is_settled(fake: FakeStripe, shop: Any) -> None:
    outcome = pay(make_wallet("8.00"), "20.00")
    fake.pay(outcome.redirect_url)
    for _ in range(3):
        settle_payment(payment_id=outcome.payment.pk)
    assert OutboxMessage.objects.filter(kind="order_paid").count() == 1


def test_a_message_that_names_no_order_goes_out_as_it_is() -> None:
    wallet = make_wallet("5.00")
    OutboxMessage.objects.create(kind="order_paid", recipient=wallet.customer, dedupe_key="x", context={})
    assert details_of(given_out("order_paid")) == {}


def test_the_shop_is_asked_when_the_letter_is_given_out_and_not_while_paying(shop: Any) -> None:
    with transaction.atomic():
        pay(make_wallet("50.00"), "20.00", order_reference="1000042")
        assert shop.asked == []
    given_out("order_paid")
    assert shop.asked[-1] == "1000042"

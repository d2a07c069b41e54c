"""The same money wanted at the same moment, each time on connections of their own."""

import pytest
from djmoney.money import Money

from tests.factories.checkout import (
    another_currency,
    at_the_gateway,
    fresh_payment,
    make_payment,
    make_saved_card,
    pay,
    sales,
    state,
)
from tests.factories.wallets import balances, make_wallet
from tests.support.threads import at_once, kinds
from wallet_project.checkout.models import Payment
from wallet_project.checkout.services import capture_payment, settle_payment, void_payment
from wallets.models import Hold, SavedCard

pytestmark = pytest.mark.django_db(transaction=True)


def eur(amount: str) -> Money:
    return Money(amount, "EUR")


def test_a_hundred_payments_of_a_balance_that_fits_one(shop):
    wallet = make_wallet("20.00")
    results = at_once(lambda: pay(wallet, "20.00", wallet_amount=eur("20")), times=100)
    assert kinds(results) == {"PaymentOutcome": 1, "InsufficientFunds": 99}
    assert balances(wallet) == ("0.00", "0.00")
    assert (sales(), len(shop.paid), Payment.objects.count()) == (2000, 1, 1)


def test_the_same_form_sent_twenty_times_at_once_pays_once(shop):
    wallet = make_wallet("50.00")
    results = at_once(lambda: pay(wallet, "20.00", key="k", order_reference="1"), times=20)
    assert {result.payment.pk for result in results} == {Payment.objects.get().pk}
    assert (balances(wallet), sales(), shop.paid) == (("30.00", "0.00"), 2000, ["1"])


def test_the_same_form_sent_at_once_charges_a_saved_card_once(fake, shop):
    wallet = make_wallet("8.00")
    card = make_saved_card(wallet, fake)
    at_once(lambda: pay(wallet, "20.00", key="k", order_reference="1", saved_card_id=card.pk), times=5)
    payment = settle_payment(payment_id=Payment.objects.get().pk)
    assert payment.status == "captured"
    assert len(fake.events("payment_intent.succeeded")) == 1
    assert (sales(), at_the_gateway(), shop.paid) == (2000, 1200, ["1"])


def test_two_tabs_with_two_keys_pay_one_order_once():
    wallet = make_wallet("50.00")
    results = at_once(
        *(lambda key=key: pay(wallet, "20.00", key=key, order_reference="1") for key in "abcde")
    )
    assert kinds(results) == {"PaymentOutcome": 1, "OrderHasPayment": 4}
    assert balances(wallet) == ("30.00", "0.00")


def test_one_key_in_two_currencies_at_once_is_one_payment():
    euros = make_wallet("50.00")
    yen = another_currency(euros, "JPY")
    from tests.factories.wallets import credit

    credit(yen, "5000")
    results = at_once(
        lambda: pay(euros, "20.00", key="k", order_reference="1"),
        lambda: pay(yen, "2000", key="k", order_reference="1"),
        times=4,
    )
    assert set(kinds(results)) <= {"PaymentOutcome", "IdempotencyConflict"}
    assert Payment.objects.count() == 1
    assert (balances(euros)[0] == "30.00") != (balances(yen)[0] == "3000")


def test_return_page_webhook_and_reconciler_at_once_capture_once(fake, shop):
    _wallet, payment = make_payment("20.00", balance="8.00", order_reference="1", save_card=True)
    fake.pay(payment.redirect_url)
    results = at_once(lambda: settle_payment(payment_id=payment.pk).status, times=8)
    assert results == ["captured"] * 8
    assert (sales(), at_the_gateway(), shop.paid) == (2000, 1200, ["1"])
    assert SavedCard.objects.count() == 1


def test_paying_and_calling_off_at_once_end_in_one_of_two_states(fake, shop):
    for _ in range(4):
        wallet, payment = make_payment("20.00", balance="8.00")
        at_once(
            lambda page=payment.redirect_url: fake.pay(page),
            lambda pk=payment.pk: void_payment(payment_id=pk, reason="You canceled it."),
            lambda pk=payment.pk: settle_payment(payment_id=pk),
        )
        settle_payment(payment_id=payment.pk)
        ended = state(payment)["payment"]
        paid = fresh_payment(payment).card_tender.status == "captured"
        assert (ended, balances(wallet)) in [
            ("captured", ("0.00", "0.00")),
            ("voided", ("8.00", "0.00")),
            ("rescued", ("20.00", "0.00")),
        ]
        assert paid == (ended == "captured")
    took = sum(event["data"]["object"]["amount"] for event in fake.events("payment_intent.succeeded"))
    assert at_the_gateway() == took


def test_calling_off_at_once_from_many_places_releases_once(fake, shop):
    wallet, payment = make_payment("20.00", balance="8.00")
    at_once(lambda: void_payment(payment_id=payment.pk, reason="x"), times=6)
    assert state(payment) == {"payment": "voided", "wallet": "released", "card": "released"}
    assert (balances(wallet), len(shop.failed)) == (("8.00", "0.00"), 1)


def test_capturing_and_calling_off_at_once_do_one_of_the_two():
    for _ in range(5):
        wallet = make_wallet("50.00")
        payment = pay(wallet, "20.00", capture=False).payment
        at_once(
            lambda pk=payment.pk: capture_payment(payment_id=pk),
            lambda pk=payment.pk: void_payment(payment_id=pk, reason="x"),
            times=2,
        )
        captured = state(payment) == {"payment": "captured", "wallet": "captured"}
        assert captured or state(payment) == {"payment": "voided", "wallet": "released"}
        assert balances(wallet) == (("30.00", "0.00") if captured else ("50.00", "0.00"))


def test_a_part_captured_many_times_at_once_is_taken_once():
    wallet = make_wallet("50.00")
    payment = pay(wallet, "20.00", capture=False).payment
    at_once(lambda: capture_payment(payment_id=payment.pk, amount=eur("5")), times=10)
    assert (balances(wallet), sales(), Hold.objects.count()) == (("45.00", "0.00"), 500, 1)

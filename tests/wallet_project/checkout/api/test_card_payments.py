"""Payments over HTTP with a card part, at the fake Stripe."""

import pytest

from notifications.models import OutboxMessage
from notifications.texts import details_of
from tests.factories.checkout import at_the_gateway, make_saved_card, sales
from tests.factories.wallets import balances, make_wallet
from tests.support.api import as_store, money, problem
from tests.support.payments import RETURN_URL, order
from tests.support.threads import at_once
from wallet_project.checkout.models import Payment
from wallet_project.checkout.services import settle_payment
from wallet_project.core.models import IdempotentRequest
from wallets.gateways.registry import get_gateway

pytestmark = pytest.mark.django_db(transaction=True)


def by_card(wallet, **fields):
    return order(wallet, "20.00", return_url=RETURN_URL, **fields)


def test_the_rest_is_paid_on_the_gateways_page(fake, store):
    wallet = make_wallet("8.00")
    answer = store.post("/payments/", by_card(wallet))
    payment = answer.json()
    assert (answer.status_code, payment["status"]) == (201, "waiting")
    assert [(one["kind"], one["amount"], one["status"]) for one in payment["tenders"]] == [
        ("wallet", money("8.00"), "held"),
        ("card", money("12.00"), "waiting"),
    ]
    assert Payment.objects.get().return_url == f"https://other.test/orders?payment={payment['id']}"
    fake.pay(payment["card"]["checkout_url"])
    settle_payment(payment_id=payment["id"])
    paid = store.get(f"/payments/{payment['id']}/").json()
    assert (paid["status"], paid["card"]) == ("captured", {"checkout_url": None, "failure": ""})
    assert (sales(), at_the_gateway(), balances(wallet)) == (2000, 1200, ("0.00", "0.00"))


def test_a_saved_card_is_charged_at_once(fake, store):
    wallet = make_wallet("8.00")
    card = make_saved_card(wallet, fake)
    payment = store.post("/payments/", by_card(wallet, payment_method=str(card.pk))).json()
    assert (payment["status"], payment["captured"]) == ("captured", money("20.00"))


def test_a_declined_card_gives_back_what_was_held(fake, store):
    wallet = make_wallet("8.00")
    card = make_saved_card(wallet, fake, "pm_card_chargeCustomerFail")
    answer = store.post("/payments/", by_card(wallet, payment_method=str(card.pk)))
    assert (answer.status_code, answer.json()["status"]) == (201, "failed")
    assert answer.json()["failure"]
    assert (balances(wallet), sales()) == (("8.00", "0.00"), 0)


def test_anothers_card_is_not_found_and_nothing_moves(fake, store):
    wallet, other = make_wallet("8.00"), make_wallet()
    card = make_saved_card(other, fake)
    answer = store.post("/payments/", by_card(wallet, payment_method=str(card.pk)))
    assert problem(answer) == (404, "not_found")
    assert (balances(wallet), Payment.objects.count()) == (("8.00", "0.00"), 0)


def test_a_removed_card_can_not_be_used(fake, store):
    from wallets.services import remove_card

    wallet = make_wallet("8.00")
    card = make_saved_card(wallet, fake)
    remove_card(customer_id=wallet.customer_id, card_id=card.pk)
    answer = store.post("/payments/", by_card(wallet, payment_method=str(card.pk)))
    assert problem(answer)[0] in {402, 404}
    assert Payment.objects.count() == 0


def test_a_card_part_that_is_too_small_for_a_card_is_refused(fake, store):
    wallet = make_wallet("19.80")
    answer = store.post("/payments/", by_card(wallet, wallet_amount=money("19.80")))
    assert problem(answer) == (400, "amount_out_of_range")
    assert answer.json()["least"] == money("0.50")
    assert balances(wallet) == ("19.80", "0.00")


def test_a_payment_that_waits_is_called_off_and_its_page_closed(fake, store):
    wallet = make_wallet("8.00")
    payment = store.post("/payments/", by_card(wallet)).json()
    voided = store.post(f"/payments/{payment['id']}/void/", {"reason": "Sold out"})
    assert (voided.status_code, voided.json()["status"]) == (200, "voided")
    assert balances(wallet) == ("8.00", "0.00")


def test_a_customer_who_was_faster_has_paid_and_it_is_not_called_off(fake, store):
    wallet = make_wallet("8.00")
    payment = store.post("/payments/", by_card(wallet)).json()
    fake.pay(payment["card"]["checkout_url"])
    assert problem(store.post(f"/payments/{payment['id']}/void/")) == (409, "invalid_state")
    assert store.get(f"/payments/{payment['id']}/").json()["status"] == "captured"


def test_while_the_gateway_is_down_a_page_is_not_closed_and_the_same_key_goes_on(fake, store, settings):
    wallet, base = make_wallet("8.00"), settings.STRIPE_API_BASE
    payment = store.post("/payments/", by_card(wallet)).json()
    settings.STRIPE_API_BASE = "http://127.0.0.1:9"
    get_gateway.cache_clear()
    path = f"/payments/{payment['id']}/void/"
    assert problem(store.post(path, key="k")) == (503, "unavailable")
    settings.STRIPE_API_BASE = base
    get_gateway.cache_clear()
    assert store.post(path, key="k").json()["status"] == "voided"
    assert balances(wallet) == ("8.00", "0.00")


def test_a_card_that_pays_after_all_fills_the_wallet_and_the_letter_leads_to_no_page_of_the_shop(fake, store):
    """The order is another storefront's: only that knows how to order the same again."""
    wallet = make_wallet("8.00")
    payment = store.post("/payments/", by_card(wallet, order_reference="A-1")).json()
    fake.pay_by_bank(payment["card"]["checkout_url"], method="netbanking", outcome="never")
    processing = settle_payment(payment_id=payment["id"])
    assert store.post(f"/payments/{payment['id']}/void/").status_code == 200
    fake.settle_payment(processing.card_tender.gateway_payment)
    settle_payment(payment_id=payment["id"])
    assert (balances(wallet), sales()) == (("20.00", "0.00"), 0)
    told = OutboxMessage.objects.get(kind="payment_rescued")
    assert details_of(told) == {"amount": "€12.00", "order": "A-1"}


def test_a_payment_that_waits_for_its_card_is_not_captured(fake, store):
    wallet = make_wallet("8.00")
    payment = store.post("/payments/", by_card(wallet)).json()
    answer = store.post(f"/payments/{payment['id']}/capture/")
    assert problem(answer) == (409, "invalid_state")
    assert balances(wallet) == ("0.00", "8.00")


def test_a_gateway_that_is_down_keeps_no_answer_and_the_same_key_goes_on(fake, store, settings):
    wallet, base = make_wallet("8.00"), settings.STRIPE_API_BASE
    body = by_card(wallet)
    settings.STRIPE_API_BASE = "http://127.0.0.1:9"
    get_gateway.cache_clear()
    assert problem(store.post("/payments/", body, key="k")) == (503, "unavailable")
    assert IdempotentRequest.objects.filter(status__isnull=False).count() == 0
    settings.STRIPE_API_BASE = base
    get_gateway.cache_clear()
    again = store.post("/payments/", body, key="k")
    assert (again.status_code, again.json()["status"]) == (201, "waiting")
    assert (Payment.objects.count(), balances(wallet)) == (1, ("0.00", "8.00"))


class TestAtOnce:
    """One key, one effect, one answer."""

    def test_two_hundred_equal_payments_are_one(self, store):
        wallet = make_wallet("50")
        body = order(wallet, "20.00")
        answers = at_once(lambda: store.post("/payments/", body, key="k"), times=200)
        assert {(one.status_code, one.content) for one in answers} == {(201, answers[0].content)}
        assert sum("Idempotency-Replayed" not in one.headers for one in answers) == 1
        assert (Payment.objects.count(), balances(wallet)) == (1, ("30.00", "0.00"))

    def test_many_equal_payments_by_saved_card_charge_it_once(self, fake, store):
        wallet = make_wallet("8.00")
        card = make_saved_card(wallet, fake)
        body = by_card(wallet, payment_method=str(card.pk))
        answers = at_once(lambda: store.post("/payments/", body, key="k"), times=20)
        assert {(one.status_code, one.content) for one in answers} == {(201, answers[0].content)}
        assert answers[0].json()["status"] == "captured"
        assert len(fake.events("payment_intent.succeeded")) == 1

    def test_one_order_with_many_keys_is_paid_once(self, store):
        wallet = make_wallet("50")
        body = order(wallet, "20.00")
        answers = at_once(lambda: store.post("/payments/", body), times=8)
        assert sorted(one.status_code for one in answers) == [201] + [409] * 7
        assert balances(wallet) == ("30.00", "0.00")

    def test_one_key_of_two_stores_is_two_payments(self, store):
        wallet, another = make_wallet("50"), as_store()
        for api in (store, another):
            assert api.post("/payments/", order(wallet, "20.00"), key="k").status_code == 201
        assert balances(wallet) == ("10.00", "0.00")

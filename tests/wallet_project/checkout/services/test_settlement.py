"""What the gateway says against what the order can still take."""

import pytest
from django.utils import timezone, translation

from notifications.models import OutboxMessage
from notifications.texts import details_of
from tests.factories.checkout import (
    CANCEL_URL,
    RETURN_URL,
    Shop,
    age,
    at_the_gateway,
    fresh_payment,
    make_payment,
    make_saved_card,
    pay,
    sales,
    state,
)
from tests.factories.wallets import balances, make_wallet
from tests.support.fake_stripe import sdk, session_params, wait_until
from wallet_project.checkout.models import Payment, Tender
from wallet_project.checkout.services import settle_payment, void_payment
from wallets.ledger.models import JournalEntry
from wallets.models import Hold
from wallets.services import ensure_gateway_customer, void_hold

pytestmark = pytest.mark.django_db(transaction=True)

RESCUED = {"payment": "rescued", "wallet": "released", "card": "rescued"}
QUARANTINED = {"payment": "quarantined", "wallet": "released", "card": "quarantined"}


def settle(payment):
    return settle_payment(payment_id=payment.pk)


def test_a_card_that_pays_after_its_order_ended_is_kept_in_the_wallet(fake, shop):
    wallet, payment = make_payment("20.00", balance="8.00", order_reference="1")
    shop.ended.add("1")
    fake.pay(payment.redirect_url)
    assert state(settle(payment)) == RESCUED
    assert balances(wallet) == ("20.00", "0.00")
    assert (sales(), at_the_gateway(), shop.paid) == (0, 1200, [])
    entry = JournalEntry.objects.get(pk=fresh_payment(payment).card_tender.entry_id)
    assert (entry.kind, entry.reference) == ("payment_rescued", "1")


def test_the_customer_is_told_once_why_the_money_is_in_the_wallet(fake, shop):
    _wallet, payment = make_payment(order_reference="1")
    shop.ended.add("1")
    fake.pay(payment.redirect_url)
    settle(payment)
    settle(payment)
    message = OutboxMessage.objects.get(kind="payment_rescued")
    assert details_of(message) == {"amount": "€12.00", "order": "1"}
    assert not OutboxMessage.objects.filter(kind="order_paid").exists()


def test_a_rescued_order_can_be_paid_anew(fake, shop):
    wallet, payment = make_payment("20.00", balance="8.00", order_reference="1")
    shop.ended.add("1")
    fake.pay(payment.redirect_url)
    settle(payment)
    shop.ended.clear()
    again = pay(wallet, "20.00", order_reference="1").payment
    assert state(again) == {"payment": "captured", "wallet": "captured"}
    assert balances(wallet) == ("0.00", "0.00")


def test_a_bank_that_pays_after_the_order_was_called_off_is_kept_in_the_wallet(fake, shop):
    wallet, payment = make_payment("20.00", balance="8.00", order_reference="1")
    fake.pay_by_bank(payment.redirect_url, outcome="never")
    assert void_payment(payment_id=payment.pk, reason="too slow").status == "voided"
    shop.ended.add("1")
    fake.settle_payment(fresh_payment(payment).card_tender.gateway_payment)
    assert state(settle(payment)) == RESCUED
    assert balances(wallet) == ("20.00", "0.00")


def test_a_bank_that_refuses_after_the_order_was_called_off_voids_the_payment(fake):
    wallet, payment = make_payment()
    fake.pay_by_bank(payment.redirect_url, outcome="never")
    void_payment(payment_id=payment.pk, reason="too slow")
    fake.settle_payment(fresh_payment(payment).card_tender.gateway_payment, succeeded=False)
    assert state(settle(payment)) == {"payment": "voided", "wallet": "released", "card": "failed"}
    assert balances(wallet) == ("8.00", "0.00")


def test_a_card_that_pays_although_the_payment_had_failed_is_kept_in_the_wallet(fake):
    """A saved card's payment was given up here, and then confirmed at the gateway."""
    wallet = make_wallet("8.00")
    card = make_saved_card(wallet, fake, "pm_card_authenticationRequired")
    outcome = pay(wallet, "20.00", saved_card_id=card.pk)
    fake.authenticate(outcome.redirect_url)
    Tender.objects.filter(payment=outcome.payment, kind="card").update(status="failed")
    void_hold(hold_id=Hold.objects.get().pk)
    Tender.objects.filter(payment=outcome.payment, kind="wallet").update(status="released")
    Payment.objects.filter(pk=outcome.payment.pk).update(status="failed", settled_at=timezone.now())
    assert state(settle(outcome.payment)) == RESCUED
    assert balances(wallet) == ("20.00", "0.00")


def test_a_hold_that_is_gone_when_the_card_pays_leads_to_a_rescue(fake, shop):
    wallet, payment = make_payment("20.00", balance="8.00", order_reference="1")
    void_hold(hold_id=Hold.objects.get().pk)
    fake.pay(payment.redirect_url)
    assert state(settle(payment)) == RESCUED
    assert balances(wallet) == ("20.00", "0.00")
    assert (shop.paid, [reference for reference, _ in shop.failed]) == ([], ["1"])


def _pay_page_of(fake, payment, *, customer=None, amount=1200, currency="eur"):
    """Let the payment point at another page, as only an attack or a bug could."""
    tender = fresh_payment(payment).card_tender
    customer = customer or ensure_gateway_customer(customer_id=payment.customer_id)
    page = sdk(fake).v1.checkout.sessions.create(session_params(customer, amount=amount, currency=currency))
    Tender.objects.filter(pk=tender.pk).update(gateway_session=page.id)
    fake.pay(page.url)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"amount": 1199}, "another amount"),
        ({"amount": 120000}, "another amount"),
        ({"currency": "usd"}, "another currency"),
    ],
)
def test_a_payment_of_another_amount_or_currency_is_quarantined_and_never_captured(
    fake, shop, changes, words
):
    wallet, payment = make_payment("20.00", balance="8.00", order_reference="1")
    _pay_page_of(fake, payment, **changes)
    assert state(settle(payment)) == QUARANTINED
    assert words in fresh_payment(payment).failure
    assert balances(wallet) == ("8.00", "0.00")
    assert (sales(), at_the_gateway(), shop.paid) == (0, 0, [])
    assert [reference for reference, _ in shop.failed] == ["1"]


def test_a_payment_by_another_customer_is_quarantined(fake):
    wallet, payment = make_payment()
    _pay_page_of(fake, payment, customer=ensure_gateway_customer(customer_id=make_wallet().customer_id))
    assert state(settle(payment)) == QUARANTINED
    assert "another customer" in fresh_payment(payment).failure
    assert (balances(wallet), sales()) == (("8.00", "0.00"), 0)


def test_what_is_quarantined_stays_so(fake):
    _wallet, payment = make_payment()
    _pay_page_of(fake, payment, amount=50)
    settle(payment)
    assert state(settle(payment)) == QUARANTINED


def test_a_gateway_that_is_down_leaves_all_as_it_is(fake):
    wallet, payment = make_payment()
    fake.pay(payment.redirect_url)
    fake.inject("error_503", "/v1/checkout/sessions/.*", method="GET", times=9)
    assert settle(payment).status == "waiting"
    assert balances(wallet) == ("0.00", "8.00")
    fake.clear_faults()
    assert settle(payment).status == "captured"


def test_a_gateway_that_is_down_at_the_start_keeps_the_hold_and_the_key(fake):
    wallet = make_wallet("8.00")
    fake.inject("error_503", "/v1/checkout/sessions", times=9)
    outcome = pay(wallet, "20.00")
    assert (state(outcome.payment)["payment"], outcome.redirect_url) == ("created", "")
    assert balances(wallet) == ("0.00", "8.00")
    fake.clear_faults()
    assert settle(outcome.payment).redirect_url != ""


@pytest.mark.parametrize("fault", ["timeout_after", "reset_after"])
def test_a_gateway_that_answers_never_after_it_charged_charges_once(fake, settings, fault):
    settings.STRIPE_TIMEOUT_SECONDS = 0.5
    wallet = make_wallet("8.00")
    card = make_saved_card(wallet, fake)
    fake.inject(fault, "/v1/payment_intents", seconds=2)
    payment = pay(wallet, "20.00", saved_card_id=card.pk).payment
    assert settle(payment).status == "captured"
    assert len(fake.events("payment_intent.succeeded")) == 1
    assert sales() == 2000


def test_a_500_that_the_gateway_keeps_under_the_key_is_looked_up_in_the_end(fake):
    """Stripe repeats a 500 for a day; what it had done before is found by our metadata."""
    wallet = make_wallet("8.00")
    card = make_saved_card(wallet, fake)
    fake.inject("error_500_after", "/v1/payment_intents")
    payment = pay(wallet, "20.00", saved_card_id=card.pk).payment
    assert state(payment) == {"payment": "created", "wallet": "held", "card": "created"}
    age(payment, minutes=6)
    assert settle(payment).status == "captured"
    assert (sales(), balances(wallet)) == (2000, ("0.00", "0.00"))


def test_what_the_gateway_refuses_for_good_fails_with_words_and_is_looked_at_once_more(fake, shop):
    wallet = make_wallet("8.00")
    payment = pay(wallet, "999999999.00", order_reference="1").payment
    assert state(payment) == {"payment": "failed", "wallet": "released", "card": "created"}
    assert payment.failure
    assert balances(wallet) == ("8.00", "0.00")
    assert shop.failed == [("1", payment.failure)]
    age(payment, minutes=11)
    assert state(settle(payment))["card"] == "released"


def test_what_the_gateway_never_heard_of_is_given_up_after_five_minutes(fake, shop):
    wallet = make_wallet("8.00")
    fake.inject("error_503", "/v1/checkout/sessions", times=9)
    payment = pay(wallet, "20.00", order_reference="1").payment
    fake.clear_faults()
    age(payment, minutes=6)
    assert state(settle(payment)) == {"payment": "failed", "wallet": "released", "card": "created"}
    assert "could not be started in time" in fresh_payment(payment).failure
    assert balances(wallet) == ("8.00", "0.00")
    assert [reference for reference, _ in shop.failed] == ["1"]


def test_3d_secure_that_nobody_answers_is_canceled(fake):
    wallet = make_wallet("8.00")
    card = make_saved_card(wallet, fake, "pm_card_authenticationRequired")
    payment = pay(wallet, "20.00", saved_card_id=card.pk).payment
    age(payment, minutes=41)
    assert state(settle(payment)) == {"payment": "failed", "wallet": "released", "card": "released"}
    assert balances(wallet) == ("8.00", "0.00")


def test_a_page_that_should_have_expired_is_closed(fake):
    wallet, payment = make_payment()
    age(payment, minutes=41)
    assert state(settle(payment))["payment"] == "failed"
    assert fake.pay(payment.redirect_url).location == ""
    assert balances(wallet) == ("8.00", "0.00")


def test_a_bank_at_work_is_waited_for_however_long_it_takes(fake):
    wallet, payment = make_payment()
    fake.pay_by_bank(payment.redirect_url, outcome="never")
    settle(payment)
    age(payment, days=3)
    assert settle(payment).status == "processing"
    assert balances(wallet) == ("0.00", "8.00")


class Polyglot(Shop):
    """A shop that names its orders in the language of the moment."""

    def describe(self, order_reference: str) -> str:
        return f"{translation.get_language()} {order_reference}"


def test_a_retry_in_another_language_says_the_same_to_the_gateway(fake, settings):
    """Stripe refuses a key that comes back with another description."""
    settings.CHECKOUT_ORDERS = f"{__name__}.Polyglot"
    settings.STRIPE_TIMEOUT_SECONDS = 0.5
    wallet = make_wallet("8.00")
    fake.inject("timeout_after", "/v1/checkout/sessions", times=3, seconds=1)
    with translation.override("bg"):
        payment = pay(wallet, "20.00", order_reference="7").payment
    assert (payment.status, payment.description) == ("created", "bg 7")
    fake.clear_faults()
    with translation.override("en"):
        wait_until(lambda: settle(payment).status == "waiting")


def test_the_addresses_to_come_back_to_are_the_orders_own(fake):
    _wallet, payment = make_payment()
    assert fake.pay(payment.redirect_url).location == RETURN_URL
    assert fresh_payment(payment).cancel_url == CANCEL_URL

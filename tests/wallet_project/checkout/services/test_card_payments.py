"""The card part: on the gateway's page or by a saved card, against the fake Stripe."""

import pytest
from djmoney.money import Money

from notifications.models import OutboxMessage
from notifications.texts import details_of
from tests.factories.checkout import (
    at_the_gateway,
    fresh_payment,
    make_payment,
    make_saved_card,
    pay,
    sales,
    state,
)
from tests.factories.wallets import balances, make_wallet
from wallet_project.checkout.exceptions import CardNotPaidYet
from wallet_project.checkout.services import capture_payment, settle_payment
from wallet_project.core.exceptions import NotFound
from wallet_project.core.ids import uuid7
from wallets.exceptions import CardNotUsable
from wallets.gateways.registry import get_gateway
from wallets.ledger.models import JournalEntry
from wallets.models import SavedCard
from wallets.services import freeze_wallet, remove_card

pytestmark = pytest.mark.django_db(transaction=True)

WAITING = {"payment": "waiting", "wallet": "held", "card": "waiting"}
CAPTURED = {"payment": "captured", "wallet": "captured", "card": "captured"}
FAILED = {"payment": "failed", "wallet": "released", "card": "failed"}
PROCESSING = {"payment": "processing", "wallet": "held", "card": "processing"}


def settle(payment):
    return settle_payment(payment_id=payment.pk)


def charged(payment):
    """What the gateway really took for the payment."""
    return get_gateway().fetch_payment(fresh_payment(payment).card_tender.gateway_payment).captured


def test_the_wallet_part_is_held_while_the_page_waits(fake):
    wallet, payment = make_payment("20.00", balance="8.00")
    assert state(payment) == WAITING
    assert payment.redirect_url.startswith(fake.base_url)
    assert balances(wallet) == ("0.00", "8.00")
    assert sales() == 0


def test_a_paid_page_captures_wallet_and_card_and_pays_the_order(fake, shop):
    wallet, payment = make_payment("20.00", balance="8.00", order_reference="1")
    fake.pay(payment.redirect_url)
    assert state(settle(payment)) == CAPTURED
    assert balances(wallet) == ("0.00", "0.00")
    assert (sales(), at_the_gateway(), shop.paid) == (2000, 1200, ["1"])
    assert fresh_payment(payment).redirect_url == ""


def test_the_card_is_charged_exactly_the_rest_and_never_the_total(fake):
    _wallet, payment = make_payment("20.00", balance="8.00")
    fake.pay(payment.redirect_url)
    settle(payment)
    assert charged(payment) == Money("12.00", "EUR")


@pytest.mark.parametrize(
    ("currency", "balance", "total", "card"),
    [("JPY", "123", "500", "377"), ("KWD", "10", "12.345", "2.350"), ("INR", "33.33", "99.99", "66.66")],
)
def test_every_currency_is_charged_to_its_smallest_unit(fake, currency, balance, total, card):
    _wallet, payment = make_payment(total, balance=balance, currency=currency)
    fake.pay(payment.redirect_url)
    assert state(settle(payment)) == CAPTURED
    assert charged(payment) == Money(card, currency)
    assert sales(currency) == sum(
        int(tender.captured.amount * {"JPY": 1, "KWD": 1000, "INR": 100}[currency])
        for tender in fresh_payment(payment).tenders.all()
    )


def test_the_card_entry_names_the_order(fake):
    _wallet, payment = make_payment("20.00", balance="0", order_reference="1000042")
    fake.pay(payment.redirect_url)
    settle(payment)
    entry = JournalEntry.objects.get(pk=fresh_payment(payment).card_tender.entry_id)
    assert (entry.kind, entry.reference) == ("card_captured", "1000042")


def test_settling_again_and_again_changes_nothing(fake, shop):
    _wallet, payment = make_payment("20.00", balance="8.00", order_reference="1")
    fake.pay(payment.redirect_url)
    for _ in range(3):
        settle(payment)
    assert (sales(), shop.paid) == (2000, ["1"])
    assert OutboxMessage.objects.filter(kind="order_paid").count() == 1


def test_a_page_that_nobody_pays_stays_open(fake):
    wallet, payment = make_payment()
    assert state(settle(payment)) == WAITING
    assert balances(wallet) == ("0.00", "8.00")


def test_a_page_that_expires_releases_the_hold_and_tells_the_order(fake, shop):
    wallet, payment = make_payment("20.00", balance="8.00", order_reference="1")
    fake.advance_clock(3600)
    assert state(settle(payment)) == {"payment": "failed", "wallet": "released", "card": "released"}
    assert balances(wallet) == ("8.00", "0.00")
    assert shop.failed == [("1", "The card payment was not completed.")]
    message = OutboxMessage.objects.get(kind="order_payment_failed")
    assert details_of(message)["reason"] == "The card payment was not completed."


def test_a_declined_card_leaves_the_page_open_for_another(fake):
    _wallet, payment = make_payment()
    assert fake.pay(payment.redirect_url, card="4000000000000002").status == 200
    assert state(settle(payment)) == WAITING
    fake.pay(payment.redirect_url)
    assert state(settle(payment)) == CAPTURED


def test_a_bank_that_answers_late_keeps_the_hold_until_it_does(fake):
    wallet, payment = make_payment()
    fake.pay_by_bank(payment.redirect_url, method="netbanking", outcome="never")
    assert state(settle(payment)) == PROCESSING
    assert balances(wallet) == ("0.00", "8.00")
    fake.settle_payment(fresh_payment(payment).card_tender.gateway_payment)
    assert state(settle(payment)) == CAPTURED
    assert balances(wallet) == ("0.00", "0.00")


def test_a_bank_that_refuses_late_releases_the_hold(fake, shop):
    wallet, payment = make_payment("20.00", balance="8.00", order_reference="1")
    fake.pay_by_bank(payment.redirect_url, outcome="never")
    settle(payment)
    fake.settle_payment(fresh_payment(payment).card_tender.gateway_payment, succeeded=False)
    assert state(settle(payment)) == FAILED
    assert balances(wallet) == ("8.00", "0.00")
    assert [reference for reference, _ in shop.failed] == ["1"]


def test_a_saved_card_pays_in_one_step(fake, shop):
    wallet = make_wallet("8.00")
    card = make_saved_card(wallet, fake)
    outcome = pay(wallet, "20.00", saved_card_id=card.pk, order_reference="1")
    assert (state(outcome.payment), outcome.redirect_url) == (CAPTURED, "")
    assert charged(outcome.payment) == Money("12.00", "EUR")
    assert (sales(), shop.paid) == (2000, ["1"])


def test_a_saved_card_that_declines_fails_the_payment_with_words(fake, shop):
    wallet = make_wallet("8.00")
    card = make_saved_card(wallet, fake, "pm_card_chargeCustomerFail")
    payment = pay(wallet, "20.00", saved_card_id=card.pk, order_reference="1").payment
    assert state(payment) == FAILED
    assert "declined" in payment.failure
    assert balances(wallet) == ("8.00", "0.00")
    assert (sales(), shop.paid, shop.failed) == (0, [], [("1", payment.failure)])


def test_after_a_decline_the_order_can_be_paid_by_another_payment(fake):
    wallet = make_wallet("8.00")
    card = make_saved_card(wallet, fake, "pm_card_chargeCustomerFail")
    pay(wallet, "20.00", saved_card_id=card.pk, order_reference="1", key="a")
    payment = pay(wallet, "20.00", order_reference="1", key="b").payment
    assert state(payment) == WAITING


@pytest.mark.parametrize(("approve", "expected"), [(True, CAPTURED), (False, FAILED)])
def test_a_saved_card_may_ask_for_3d_secure(fake, approve, expected):
    wallet = make_wallet("8.00")
    card = make_saved_card(wallet, fake, "pm_card_authenticationRequired")
    outcome = pay(wallet, "20.00", saved_card_id=card.pk)
    assert state(outcome.payment) == WAITING
    fake.authenticate(outcome.redirect_url, approve=approve)
    assert state(settle(outcome.payment)) == expected


def test_the_card_is_saved_after_a_success_when_asked(fake):
    wallet, payment = make_payment(save_card=True)
    assert not SavedCard.objects.exists()
    fake.pay(payment.redirect_url)
    settle(payment)
    card = SavedCard.objects.get()
    assert (card.customer_id, card.last4) == (wallet.customer_id, "4242")


def test_the_card_is_not_saved_unless_asked(fake):
    _wallet, payment = make_payment()
    fake.pay(payment.redirect_url)
    settle(payment)
    assert not SavedCard.objects.exists()


def test_another_customers_card_is_not_found_and_nothing_moves(fake):
    wallet = make_wallet("8.00")
    card = make_saved_card(make_wallet(), fake)
    with pytest.raises(NotFound):
        pay(wallet, "20.00", saved_card_id=card.pk)
    assert balances(wallet) == ("8.00", "0.00")
    assert fake.calls("/v1/payment_intents") == []


def test_a_removed_card_is_not_found(fake):
    wallet = make_wallet("8.00")
    card = make_saved_card(wallet, fake)
    remove_card(customer_id=wallet.customer_id, card_id=card.pk)
    with pytest.raises(NotFound):
        pay(wallet, "20.00", saved_card_id=card.pk)


def test_an_expired_card_is_not_usable(fake):
    wallet = make_wallet("8.00")
    card = make_saved_card(wallet, fake)
    SavedCard.objects.filter(pk=card.pk).update(exp_year=2020)
    with pytest.raises(CardNotUsable):
        pay(wallet, "20.00", saved_card_id=card.pk)
    assert balances(wallet) == ("8.00", "0.00")


def test_a_frozen_wallet_discounts_nothing_the_card_pays_all(fake):
    wallet = make_wallet("8.00")
    freeze_wallet(wallet_id=wallet.pk, reason="looks odd")
    payment = pay(wallet, "20.00").payment
    assert state(payment) == {"payment": "waiting", "card": "waiting"}
    fake.pay(payment.redirect_url)
    settle(payment)
    assert charged(payment) == Money("20.00", "EUR")
    assert balances(wallet) == ("8.00", "0.00")


def test_a_wallet_frozen_after_its_money_was_held_still_pays_the_order(fake):
    wallet, payment = make_payment()
    freeze_wallet(wallet_id=wallet.pk, reason="looks odd")
    fake.pay(payment.redirect_url)
    assert state(settle(payment)) == CAPTURED


def test_repeating_a_request_leads_to_the_same_page(fake):
    wallet = make_wallet("8.00")
    body = {"key": "k", "order_reference": "1"}
    first, second = pay(wallet, **body), pay(wallet, **body)
    assert first.payment.pk == second.payment.pk
    assert first.redirect_url == second.redirect_url != ""
    assert len(fake.calls("/v1/checkout/sessions")) == 1


def test_a_payment_that_waits_for_its_card_is_not_captured_by_hand(fake):
    wallet, payment = make_payment()
    with pytest.raises(CardNotPaidYet):
        capture_payment(payment_id=payment.pk)
    assert balances(wallet) == ("0.00", "8.00")


def test_an_unknown_payment_is_not_found(fake):
    with pytest.raises(NotFound):
        settle_payment(payment_id=uuid7())


def test_a_payment_without_a_card_part_has_nothing_to_ask(fake):
    payment = pay(make_wallet("50.00"), "20.00").payment
    assert state(settle(payment)) == {"payment": "captured", "wallet": "captured"}
    assert fake.calls() == []
